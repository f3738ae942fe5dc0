#pragma once

#include "Arrow.hpp"

namespace carrow {

/// What a store's failure means. Arrow hands the providers' errors on as text, so text is what is looked at.
CArrowErrorKind store_error_kind(const CArrowError &error, const std::string &text);

/// As `guarded`, for calls that speak to a store.
template <typename Body>
bool store_guarded(CArrowError *error, Body &&body) noexcept {
  std::string text;
  bool is_name = false;
  bool done = guarded(error, [&]() -> arrow::Status {
    try {
      arrow::Status status = body();
      if (!status.ok()) text = status.message();
      is_name = status.IsKeyError();
      return status;
    } catch (const std::bad_alloc &) {
      throw;
    } catch (const std::exception &exception) {
      // The Azure library throws some of its errors through Arrow.
      text = exception.what();
      throw;
    }
  });
  if (!done && !text.empty() && error->kind != CArrowErrorMemory && error->kind != CArrowErrorUnsupported) {
    error->kind = is_name ? CArrowErrorName : store_error_kind(*error, text);
  }
  return done;
}

}  // namespace carrow
