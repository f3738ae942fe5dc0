#include "StoreError.hpp"

#include <algorithm>
#include <cerrno>
#include <initializer_list>

namespace carrow {
namespace {

bool has_any(const std::string &text, std::initializer_list<const char *> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char *word) { return text.find(word) != std::string::npos; });
}

/// The provider's part of the text: before it stand names from the store, which could hold any word.
std::string of_the_provider(const std::string &text) {
  for (const char *start : {"AWS Error", "Azure Error", "google::cloud::Status"}) {
    size_t position = text.find(start);
    if (position != std::string::npos) return text.substr(position);
  }
  return text;
}

}  // namespace

CArrowErrorKind store_error_kind(const CArrowError &error, const std::string &whole_text) {
  const std::string text = of_the_provider(whole_text);
  if (has_any(text, {"NO_SUCH_BUCKET", "ContainerNotFound"})) return CArrowErrorNoStore;
  // S3 that is asked where a bucket is.
  if (text.starts_with("Bucket '") && text.ends_with("' not found")) return CArrowErrorNoStore;
  if (error.systemError == ENOENT) return CArrowErrorNoFile;
  // The answer to a HEAD request has no body: from S3 it says only 400 of an expired token or a wrong region.
  if (has_any(text, {"ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "REQUEST_TIME_TOO_SKEWED",
                     "HTTP status 401", "HTTP status 403", "HTTP status 301", "HTTP status 400) during HeadObject",
                     "ExpiredToken", "InvalidToken", "AuthorizationHeaderMalformed"})) {
    return CArrowErrorRefused;
  }
  if (has_any(text, {"] 401 ", "] 403 ", "[PublicAccessNotPermitted]", "[InvalidAuthenticationInfo]",
                     "AuthenticationException"})) {
    return CArrowErrorRefused;
  }
  if (error.systemError == EACCES || has_any(text, {"Could not create a OAuth2 access token"})) {
    return CArrowErrorRefused;
  }
  if (has_any(text, {"NETWORK_CONNECTION", "SLOW_DOWN", "SERVICE_UNAVAILABLE", "INTERNAL_FAILURE", "REQUEST_TIMEOUT",
                     "THROTTLING", "HTTP status 5", "HTTP status 429",           // S3
                     "] 408 ", "] 429 ", "] 500 ", "] 502 ", "] 503 ", "] 504 ",  // Azure
                     "Azure Error: [] ", "Status(UNAVAILABLE", "Status(DEADLINE_EXCEEDED"})) {
    return CArrowErrorUnreachable;
  }
  return CArrowErrorOther;
}

}  // namespace carrow
