#pragma once

#include "Arrow.hpp"

#include <arrow/io/interfaces.h>

#include <vector>

namespace carrow {

/// Arrow's output stream over a file descriptor that stays the caller's. Remembers the errno of a failed write.
class DescriptorSink : public arrow::io::OutputStream {
 public:
  explicit DescriptorSink(int descriptor) : descriptor_(descriptor) { buffer_.reserve(buffer_size); }

  arrow::Status Write(const void *data, int64_t size) override;
  arrow::Status Flush() override;
  arrow::Status Close() override;
  arrow::Result<int64_t> Tell() const override { return position_; }
  bool closed() const override { return closed_; }
  using arrow::io::OutputStream::Write;

  /// From now on nothing reaches the file: Arrow's destructors would write a footer under a half-written file.
  void abandon() { abandoned_ = true; }
  int system_error() const { return system_error_; }

 private:
  /// Arrow writes page headers of some fifty bytes; this makes them join their page.
  static constexpr size_t buffer_size = 256 * 1024;

  arrow::Status write_through(const uint8_t *data, int64_t size);

  int descriptor_;
  int system_error_ = 0;
  int64_t position_ = 0;
  bool closed_ = false;
  bool abandoned_ = false;
  std::vector<uint8_t> buffer_;
};

}  // namespace carrow
