#include "DescriptorSink.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace carrow {

arrow::Status DescriptorSink::Write(const void *data, int64_t size) {
  if (abandoned_ || closed_) return arrow::Status::Invalid("write to a file that was given up");
  auto bytes = static_cast<const uint8_t *>(data);
  position_ += size;
  if (buffer_.size() + static_cast<size_t>(size) > buffer_size) ARROW_RETURN_NOT_OK(Flush());
  if (static_cast<size_t>(size) >= buffer_size) return write_through(bytes, size);
  buffer_.insert(buffer_.end(), bytes, bytes + size);
  return arrow::Status::OK();
}

arrow::Status DescriptorSink::Flush() {
  if (abandoned_) return arrow::Status::OK();
  ARROW_RETURN_NOT_OK(write_through(buffer_.data(), static_cast<int64_t>(buffer_.size())));
  buffer_.clear();
  return arrow::Status::OK();
}

arrow::Status DescriptorSink::Close() {
  if (closed_) return arrow::Status::OK();
  ARROW_RETURN_NOT_OK(Flush());
  closed_ = true;
  return arrow::Status::OK();
}

arrow::Status DescriptorSink::write_through(const uint8_t *data, int64_t size) {
  // Linux writes at most 0x7ffff000 bytes a call.
  constexpr int64_t largest_call = 1 << 30;
  while (size > 0) {
    ssize_t written = ::write(descriptor_, data, static_cast<size_t>(std::min(size, largest_call)));
    if (written < 0) {
      if (errno == EINTR) continue;
      system_error_ = errno;
      return arrow::Status::IOError(std::strerror(system_error_));
    }
    data += written;
    size -= written;
  }
  return arrow::Status::OK();
}

}  // namespace carrow
