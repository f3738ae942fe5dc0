// What every source of this target starts with: Arrow itself, and how its errors cross the C border.
#pragma once

#if !__has_include(<arrow/api.h>) || !__has_include(<parquet/arrow/reader.h>)
#error "Arrow C++ is missing: run ./bootstrap once, then build again"
#endif

#include <arrow/api.h>
#include <parquet/exception.h>

#include <exception>
#include <memory>
#include <new>
#include <string>

#include "CArrow.h"

namespace carrow {

void fill(CArrowError *error, CArrowErrorKind kind, const std::string &text, int system_error = 0);

/// `system_error` is what the caller's own file saw, 0 when nothing.
void fill(CArrowError *error, const arrow::Status &status, int system_error = 0);

/// Runs `body`, which returns an arrow::Status; false with a filled error for a failure of any kind.
template <typename Body>
bool guarded(CArrowError *error, Body &&body) noexcept {
  try {
    arrow::Status status = body();
    if (status.ok()) return true;
    fill(error, status);
  } catch (const std::bad_alloc &) {
    fill(error, CArrowErrorMemory, "out of memory");
  } catch (const parquet::ParquetException &exception) {
    fill(error, CArrowErrorFile, exception.what());
  } catch (const std::exception &exception) {
    fill(error, CArrowErrorOther, exception.what());
  } catch (...) {
    fill(error, CArrowErrorOther, "unknown C++ exception");
  }
  return false;
}

}  // namespace carrow
