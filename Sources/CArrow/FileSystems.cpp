#include "StoreError.hpp"

#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>
#include <arrow/util/async_generator.h>
#include <arrow/util/config.h>
#include <arrow/util/io_util.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <vector>

#ifdef ARROW_S3
#include <arrow/filesystem/s3fs.h>
#endif
#ifdef ARROW_GCS
#include <arrow/filesystem/gcsfs.h>
#endif
#ifdef ARROW_AZURE
#include <arrow/filesystem/azurefs.h>
#endif

struct CArrowStore {
  CArrowStoreKind kind;
  std::shared_ptr<arrow::fs::FileSystem> files;
  std::string bucket;
  /// The first request makes connections, and what they need.
  std::once_flag asked;
};

struct CArrowListing {
  /// Of each path these first bytes name the bucket.
  size_t prefix_bytes = 0;
  std::vector<arrow::fs::FileInfo> files;
};

struct CArrowStream {
  std::shared_ptr<arrow::io::InputStream> stream;
};

namespace carrow {
namespace {

/// A name that does not resolve or a closed port shows at once; this is for packets that get lost.
constexpr double connect_seconds = 5;
/// Without a byte for so long a request is given up: listing a large bucket takes a slow server several seconds.
constexpr double silence_seconds = 30;
/// With the growing pauses between them about ten seconds: a night can wait for a hiccup, not for an outage.
constexpr int64_t s3_attempts = 5;
/// The same for GCS, where Arrow would go on for 15 minutes. Azure's library makes three retries by itself.
constexpr double gcs_retry_seconds = 15;

/// Names the system's certificates: the libraries of the wheel look where another distribution keeps them.
arrow::Status name_certificates(const char *chosen) {
  static std::once_flag once;
  static arrow::Status outcome;
  std::call_once(once, [chosen] {
    arrow::fs::FileSystemGlobalOptions options;
    // Debian and SUSE, Red Hat.
    for (const char *file : {chosen, "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/ca-bundle.pem",
                             "/etc/pki/tls/certs/ca-bundle.crt"}) {
      if (options.tls_ca_file_path.empty() && file && (file == chosen || ::access(file, R_OK) == 0)) {
        options.tls_ca_file_path = file;
      }
    }
    outcome = arrow::fs::Initialize(options);
  });
  return outcome;
}

#ifdef ARROW_S3
/// Ends the AWS library at the exit of the process, as it wants. What it and Arrow keep in statics must still be there
/// then, and statics go in the reverse order of their making: so this is said again whenever some may have been made,
/// and the handler that was registered last does the work. A process that uses no bucket never comes here.
void end_s3_at_exit() { std::atexit([] { (void)arrow::fs::EnsureS3Finalized(); }); }

arrow::Status start_s3() {
  static std::once_flag once;
  static arrow::Status outcome;
  std::call_once(once, [] { outcome = arrow::fs::InitializeS3(arrow::fs::S3GlobalOptions::Defaults()); });
  return outcome;
}

arrow::Result<std::string> region_of(const CArrowStoreAddress &address) {
  // Compatible servers have no regions, but the signature wants one.
  if (address.endpoint) return address.region ? address.region : "us-east-1";
  // Asked even when the environment names a region: that is the machine's, and the bucket is often in another.
  auto region = arrow::fs::ResolveS3BucketRegion(address.bucket);
  // Where only the region's own addresses are to be reached, or in a partition of its own, nobody else knows.
  if (!region.ok() && address.region) return address.region;
  return region;
}

arrow::Result<std::shared_ptr<arrow::fs::FileSystem>> make_s3(const CArrowStoreAddress &address) {
  auto options = address.anonymous ? arrow::fs::S3Options::Anonymous() : arrow::fs::S3Options::Defaults();
  ARROW_ASSIGN_OR_RAISE(options.region, region_of(address));
  if (address.endpoint) {
    options.endpoint_override = address.endpoint;
    options.scheme = address.endpoint_is_plain ? "http" : "https";
  }
  options.connect_timeout = connect_seconds;
  options.request_timeout = silence_seconds;
  options.retry_strategy = arrow::fs::S3RetryStrategy::GetAwsStandardRetryStrategy(s3_attempts);
  return arrow::fs::S3FileSystem::Make(options);
}

arrow::Result<std::shared_ptr<arrow::fs::FileSystem>> open_s3(const CArrowStoreAddress &address) {
  ARROW_RETURN_NOT_OK(start_s3());
  auto files = make_s3(address);
  // Also when that failed: asking for a region makes a client too.
  end_s3_at_exit();
  return files;
}
#endif

#ifdef ARROW_GCS
arrow::Result<std::shared_ptr<arrow::fs::FileSystem>> open_gcs(const CArrowStoreAddress &address) {
  auto options = address.anonymous ? arrow::fs::GcsOptions::Anonymous() : arrow::fs::GcsOptions::Defaults();
  if (address.endpoint) {
    options.endpoint_override = address.endpoint;
    options.scheme = address.endpoint_is_plain ? "http" : "https";
  }
  options.retry_limit_seconds = gcs_retry_seconds;
  return arrow::fs::GcsFileSystem::Make(options);
}
#endif

#ifdef ARROW_AZURE
arrow::Result<std::shared_ptr<arrow::fs::FileSystem>> open_azure(const CArrowStoreAddress &address) {
  arrow::fs::AzureOptions options;
  options.account_name = address.account;
  if (address.endpoint) {
    options.blob_storage_authority = address.endpoint;
    options.dfs_storage_authority = address.endpoint;
    options.blob_storage_scheme = address.endpoint_is_plain ? "http" : "https";
    options.dfs_storage_scheme = options.blob_storage_scheme;
  }
  ARROW_RETURN_NOT_OK(address.anonymous ? options.ConfigureAnonymousCredential()
                                        : options.ConfigureDefaultCredential());
  return arrow::fs::AzureFileSystem::Make(options);
}
#endif

arrow::Result<std::shared_ptr<arrow::fs::FileSystem>> open(const CArrowStoreAddress &address) {
  ARROW_RETURN_NOT_OK(name_certificates(address.certificates));
  switch (address.kind) {
#ifdef ARROW_S3
    case CArrowS3: return open_s3(address);
#endif
#ifdef ARROW_GCS
    case CArrowGCS: return open_gcs(address);
#endif
#ifdef ARROW_AZURE
    case CArrowAzure: return open_azure(address);
#endif
    default: return arrow::Status::NotImplemented("this Arrow was built without it");
  }
}

/// Takes the files of one answer; false when there are more of them than `limit`.
bool take_files(arrow::fs::FileInfoVector &&part, int64_t limit, CArrowListing &listing) {
  for (auto &file : part) {
    if (!file.IsFile()) continue;
    if (static_cast<int64_t>(listing.files.size()) == limit) return false;
    listing.files.push_back(std::move(file));
  }
  return true;
}

/// All levels at once. False when there are more files than `limit`.
arrow::Result<bool> list_all(const CArrowStore &store, const std::string &folder, int64_t limit,
                             CArrowListing &listing) {
  arrow::fs::FileSelector selector;
  selector.base_dir = folder;
  selector.recursive = true;
  // Not `allow_not_found`: it would make a missing bucket look like an empty one.
  selector.allow_not_found = false;
  auto next = store.files->GetFileInfoGenerator(selector);
  while (true) {
    // Named, for it owns what is taken out of it.
    auto answer = next();
    ARROW_ASSIGN_OR_RAISE(auto part, answer.MoveResult());
    if (arrow::IsIterationEnd(part)) return true;
    if (!take_files(std::move(part), limit, listing)) return false;
  }
}

/// The same level by level, for Azure: told to list all levels, Arrow never comes back from a name with two slashes
/// in a row, whose folder it takes for one of its own parents.
arrow::Result<bool> list_levels(const CArrowStore &store, const std::string &folder, int64_t limit,
                                CArrowListing &listing) {
  arrow::fs::FileSelector selector;
  std::vector<std::string> folders{folder};
  while (!folders.empty()) {
    selector.base_dir = std::move(folders.back());
    folders.pop_back();
    ARROW_ASSIGN_OR_RAISE(auto part, store.files->GetFileInfo(selector));
    for (const auto &entry : part) {
      if (!entry.IsDirectory()) continue;
      if (entry.path().size() <= selector.base_dir.size()) {
        return arrow::Status::KeyError("two slashes in a row below '", selector.base_dir, "'");
      }
      folders.push_back(entry.path());
    }
    if (!take_files(std::move(part), limit, listing)) return false;
  }
  return true;
}

arrow::Result<bool> list(const CArrowStore &store, const char *name, int64_t limit, CArrowListing &listing) {
  const std::string folder = *name ? store.bucket + "/" + name : store.bucket;
  const bool is_azure = store.kind == CArrowAzure;
  auto listed = is_azure ? list_levels(store, folder, limit, listing) : list_all(store, folder, limit, listing);
  if (listed.ok()) return listed;
  const std::string text = listed.status().message();
  bool is_missing = arrow::internal::ErrnoFromStatus(listed.status()) == ENOENT;
  // GCS: a missing folder comes without a number, a missing bucket with that of a missing file.
  if (store.kind == CArrowGCS) {
    if (is_missing) return arrow::Status::IOError("Bucket '", store.bucket, "' not found");
    is_missing = text.starts_with("No such file or directory");
  }
  if (!is_missing) return listed;
  if (is_azure) {
    ARROW_ASSIGN_OR_RAISE(auto container, store.files->GetFileInfo(store.bucket));
    if (!container.IsDirectory()) return arrow::Status::IOError("Bucket '", store.bucket, "' not found");
  }
  // There are no folders in a bucket: one without files is not there.
  return true;
}

/// To be called after every request.
void note_request(CArrowStore &store) {
#ifdef ARROW_S3
  if (store.kind == CArrowS3) std::call_once(store.asked, end_s3_at_exit);
#endif
}

void describe(const arrow::fs::FileInfo &file, CArrowObject &object) {
  object.byte_count = file.size();
  object.has_modified = file.mtime() != arrow::fs::kNoTime;
  object.modified_microseconds =
      std::chrono::floor<std::chrono::microseconds>(file.mtime().time_since_epoch()).count();
}

}  // namespace
}  // namespace carrow

using namespace carrow;

extern "C" CArrowStore *carrow_store_open(const CArrowStoreAddress *address, CArrowError *error) {
  std::unique_ptr<CArrowStore> store;
  bool opened = store_guarded(error, [&]() -> arrow::Status {
    store = std::make_unique<CArrowStore>();
    store->kind = address->kind;
    store->bucket = address->bucket;
    ARROW_ASSIGN_OR_RAISE(store->files, open(*address));
    return arrow::Status::OK();
  });
  return opened ? store.release() : nullptr;
}

extern "C" void carrow_store_free(CArrowStore *store) { delete store; }

extern "C" CArrowListing *carrow_store_list(CArrowStore *store, const char *folder, int64_t limit,
                                            CArrowError *error) {
  std::unique_ptr<CArrowListing> listing;
  bool is_whole = false;
  bool listed = store_guarded(error, [&]() -> arrow::Status {
    listing = std::make_unique<CArrowListing>();
    listing->prefix_bytes = store->bucket.size() + 1;
    ARROW_ASSIGN_OR_RAISE(is_whole, list(*store, folder, limit, *listing));
    return arrow::Status::OK();
  });
  note_request(*store);
  if (listed && is_whole) return listing.release();
  if (listed) fill(error, CArrowErrorValue, "too many files");
  return nullptr;
}

extern "C" int64_t carrow_listing_count(const CArrowListing *listing) {
  return static_cast<int64_t>(listing->files.size());
}

extern "C" CArrowObject carrow_listing_object(const CArrowListing *listing, int64_t index) {
  const auto &file = listing->files[static_cast<size_t>(index)];
  CArrowObject object{};
  size_t cut = std::min(listing->prefix_bytes, file.path().size());
  object.path = file.path().data() + cut;
  object.path_bytes = static_cast<int64_t>(file.path().size() - cut);
  describe(file, object);
  return object;
}

extern "C" void carrow_listing_free(CArrowListing *listing) { delete listing; }

extern "C" bool carrow_store_find(CArrowStore *store, const char *path, CArrowObject *object, CArrowError *error) {
  *object = CArrowObject{};
  bool is_there = false;
  bool asked = store_guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto file, store->files->GetFileInfo(store->bucket + "/" + path));
    is_there = file.IsFile();
    if (is_there) describe(file, *object);
    return arrow::Status::OK();
  });
  note_request(*store);
  if (asked && !is_there) fill(error, CArrowErrorNoFile, "no such file");
  return asked && is_there;
}

extern "C" CArrowStream *carrow_stream_open(CArrowStore *store, const char *path, CArrowError *error) {
  std::unique_ptr<CArrowStream> stream;
  bool opened = store_guarded(error, [&]() -> arrow::Status {
    stream = std::make_unique<CArrowStream>();
    ARROW_ASSIGN_OR_RAISE(stream->stream, store->files->OpenInputStream(store->bucket + "/" + path));
    return arrow::Status::OK();
  });
  note_request(*store);
  return opened ? stream.release() : nullptr;
}

extern "C" int64_t carrow_stream_read(CArrowStream *stream, void *bytes, int64_t capacity, CArrowError *error) {
  int64_t count = -1;
  bool done = store_guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(count, stream->stream->Read(capacity, bytes));
    return arrow::Status::OK();
  });
  return done ? count : -1;
}

extern "C" void carrow_stream_free(CArrowStream *stream) { delete stream; }
