#include "Arrow.hpp"

#include <arrow/util/io_util.h>

#include <algorithm>
#include <cstring>

namespace carrow {

void fill(CArrowError *error, CArrowErrorKind kind, const std::string &text, int system_error) {
  error->kind = kind;
  error->systemError = system_error;
  error->column = -1;
  error->row = -1;
  size_t length = std::min(text.size(), sizeof(error->text) - 1);
  std::memcpy(error->text, text.data(), length);
  error->text[length] = 0;
}

void fill(CArrowError *error, const arrow::Status &status, int system_error) {
  if (system_error == 0) system_error = arrow::internal::ErrnoFromStatus(status);
  CArrowErrorKind kind = CArrowErrorFile;
  if (system_error != 0) {
    kind = CArrowErrorSystem;
  } else if (status.IsOutOfMemory()) {
    kind = CArrowErrorMemory;
  } else if (status.IsNotImplemented()) {
    kind = CArrowErrorUnsupported;
  } else if (status.IsUnknownError() || status.IsTypeError() || status.IsKeyError() || status.IsCancelled()) {
    kind = CArrowErrorOther;
  }
  fill(error, kind, status.message(), system_error);
}

}  // namespace carrow

extern "C" const char *carrow_error_text(const CArrowError *error) { return error->text; }
