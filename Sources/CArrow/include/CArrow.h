/// Parquet files over plain memory, and the files of object stores: a C door to the C++ libraries libarrow,
/// libarrow_s3 and libparquet.
///
/// No C++ type and no exception passes through. A call that can fail takes a `CArrowError` and says so by its result
/// (false, NULL or -1); the error is filled in then, and only then. A handle belongs to one thread at a time, apart
/// from a CArrowStore, which any number of threads may use.
///
/// Columns are laid out as in the Arrow columnar format:
///   * validity: one bit a row, least significant first, 1 for a value and 0 for null; NULL when no row is null
///   * boolean: one bit a row in the same order
///   * utf8: int32 offsets, one more than rows, into the bytes
///   * decimal: 16-byte two's complement integers, aligned to 16 bytes, that count units of 10^-scale
///   * all others: their C type (date32: int32 days; timestamp: int64 microseconds, both since 1970-01-01 UTC)
#ifndef CARROW_H
#define CARROW_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__clang__)
#pragma clang assume_nonnull begin
#else
#define _Nullable
#endif

typedef enum __attribute__((enum_extensibility(closed))) CArrowErrorKind {
  CArrowErrorSystem,       ///< A system call failed: see `systemError`.
  CArrowErrorFile,         ///< The bytes are not a Parquet file, or not a whole one.
  CArrowErrorUnsupported,  ///< A Parquet file that uses something this build of Arrow cannot read.
  CArrowErrorValue,        ///< A value that its column cannot hold: see `column` and `row`.
  CArrowErrorMemory,       ///< Out of memory.
  CArrowErrorNoFile,       ///< The store has nothing of that name.
  CArrowErrorName,         ///< The store has a file whose name Arrow cannot handle.
  CArrowErrorNoStore,      ///< There is no such bucket or container.
  CArrowErrorRefused,      ///< The store refuses us: credentials, rights, or the wrong region.
  CArrowErrorUnreachable,  ///< The store does not answer, or says that it cannot now: trying later may help.
  CArrowErrorOther,        ///< Anything else, among it broken rules of this interface.
} CArrowErrorKind;

typedef struct CArrowError {
  CArrowErrorKind kind;
  int32_t systemError;  ///< errno, 0 when no system call is to blame.
  int32_t column;       ///< -1 when no column is to blame.
  int64_t row;          ///< Counted from the start of the batch; -1 when no row is to blame.
  char text[400];       ///< Ends in NUL; cut when too long.
} CArrowError;

/// The text of an error, as a C string that lives as long as the error.
const char *carrow_error_text(const CArrowError *error);

typedef enum __attribute__((enum_extensibility(closed))) CArrowType {
  CArrowUTF8,
  CArrowInt32,
  CArrowInt64,
  CArrowDouble,
  CArrowBoolean,
  CArrowDate32,
  CArrowTimestamp,
  CArrowDecimal,
  CArrowOther,  ///< Only in files that are read: nested and rare types, which cannot be selected.
} CArrowType;

typedef struct CArrowColumn {
  const char *name;
  CArrowType type;
  int32_t precision;  ///< Decimal only, 1 to 38.
  int32_t scale;      ///< Decimal only, 0 to `precision`.
  bool nullable;
  bool dictionary;  ///< Writing only: try a dictionary first.
} CArrowColumn;

typedef struct CArrowBuffers {
  const uint8_t *_Nullable validity;
  const int32_t *_Nullable offsets;
  const void *_Nullable values;
  int64_t null_count;
  int64_t offset;  ///< Rows to skip at the start of each of the three buffers (bits of the bitmaps).
} CArrowBuffers;

typedef struct CArrowPair {
  const char *key;
  const char *value;
} CArrowPair;

// Writing.

typedef struct CArrowWriter CArrowWriter;

/// Starts a Parquet file at the current position of `fd`, which stays the caller's to sync and to close.
/// Pages are compressed by zstd and carry a checksum. One thread encodes, so equal calls give equal bytes.
CArrowWriter *_Nullable carrow_writer_open(int fd, const CArrowColumn *columns, int32_t column_count,
                                           const CArrowPair *_Nullable metadata, int32_t metadata_count,
                                           int32_t zstd_level, CArrowError *error);

/// Writes one row group. The buffers are only borrowed for the call; every offset must be 0.
bool carrow_writer_append(CArrowWriter *writer, int64_t rows, const CArrowBuffers *columns, CArrowError *error);

/// Writes the footer; nothing can be appended after it. Gives the size of the file.
bool carrow_writer_finish(CArrowWriter *writer, int64_t *bytes, CArrowError *error);

/// Ends the use of the handle. Without `carrow_writer_finish` before it the file stays unreadable.
void carrow_writer_free(CArrowWriter *writer);

/// Gives freed memory of Arrow's pool and of the allocator back to the system.
void carrow_give_back_memory(void);

// Reading.

typedef struct CArrowReader CArrowReader;
typedef struct CArrowBatch CArrowBatch;

/// Reads the footer of a file. Takes `fd` over, also when it fails. With `coded`, batches hold text columns as codes.
CArrowReader *_Nullable carrow_reader_open(int fd, bool coded, CArrowError *error);

int64_t carrow_reader_rows(const CArrowReader *reader);
int32_t carrow_reader_column_count(const CArrowReader *reader);

/// One top-level column; the name lives as long as the reader.
CArrowColumn carrow_reader_column(const CArrowReader *reader, int32_t index);

/// The column's type in Arrow's words, for messages; lives as long as the reader.
const char *carrow_reader_type_text(const CArrowReader *reader, int32_t index);

/// The file's own key-value metadata; NULL when it has no such key. Lives as long as the reader.
const char *_Nullable carrow_reader_metadata(const CArrowReader *reader, const char *key);

int32_t carrow_reader_group_count(const CArrowReader *reader);
int64_t carrow_reader_group_rows(const CArrowReader *reader, int32_t group);

/// Chooses columns (none of them CArrowOther, none twice) and row groups, and goes to the first row of these. Batches
/// of an earlier choice stay good.
bool carrow_reader_select(CArrowReader *reader, const int32_t *indices, int32_t count, int32_t first_group,
                          int32_t group_count, int64_t batch_rows, CArrowError *error);

/// The next batch, of 1 to `batch_rows` rows, which must be freed before the reader is.
/// NULL at the end (then `*failed` is false) and after a failure.
CArrowBatch *_Nullable carrow_reader_next(CArrowReader *reader, bool *failed, CArrowError *error);

void carrow_reader_free(CArrowReader *reader);

int64_t carrow_batch_rows(const CArrowBatch *batch);

/// The buffers of the selected column at `position` in the selection; they live as long as the batch. Those of a coded
/// column are its codes: numbers of texts as int32.
CArrowBuffers carrow_batch_column(const CArrowBatch *batch, int32_t position);

/// The texts of a coded column by their codes, and how many there are; -1 when the column is not coded.
CArrowBuffers carrow_batch_dictionary(const CArrowBatch *batch, int32_t position, int64_t *count);

void carrow_batch_free(CArrowBatch *batch);

// Object stores.

typedef enum __attribute__((enum_extensibility(closed))) CArrowStoreKind {
  CArrowS3,
  CArrowGCS,
  CArrowAzure,
} CArrowStoreKind;

/// Which store. Credentials are no part of it: they come from where the providers' own libraries look for them.
typedef struct CArrowStoreAddress {
  CArrowStoreKind kind;
  const char *bucket;                  ///< Azure: the container.
  const char *_Nullable account;       ///< Azure only.
  const char *_Nullable endpoint;      ///< `host:port` of a compatible server; NULL for the provider's own.
  bool endpoint_is_plain;              ///< http instead of https.
  const char *_Nullable region;        ///< S3 only; NULL when unknown.
  const char *_Nullable certificates;  ///< PEM file of trusted authorities; NULL for the system's.
  bool anonymous;                      ///< Sign nothing: for public buckets.
} CArrowStoreAddress;

typedef struct CArrowStore CArrowStore;
typedef struct CArrowListing CArrowListing;
typedef struct CArrowStream CArrowStream;

typedef struct CArrowObject {
  const char *_Nullable path;  ///< Below the bucket, not ended by NUL; NULL where the caller named it.
  int64_t path_bytes;
  int64_t byte_count;
  bool has_modified;
  int64_t modified_microseconds;  ///< Since 1970-01-01T00:00:00Z, cut down.
} CArrowObject;

/// Makes a client; S3 without region and endpoint asks where the bucket is. Nothing is read yet.
CArrowStore *_Nullable carrow_store_open(const CArrowStoreAddress *address, CArrowError *error);

void carrow_store_free(CArrowStore *store);

/// All files below `folder`, which is empty for the bucket or has no slash at either end; in no order.
/// More than `limit` of them are CArrowErrorValue.
CArrowListing *_Nullable carrow_store_list(CArrowStore *store, const char *folder, int64_t limit, CArrowError *error);

int64_t carrow_listing_count(const CArrowListing *listing);

/// The path lives as long as the listing.
CArrowObject carrow_listing_object(const CArrowListing *listing, int64_t index);

void carrow_listing_free(CArrowListing *listing);

/// Size and time of one file, without its path.
bool carrow_store_find(CArrowStore *store, const char *path, CArrowObject *object, CArrowError *error);

/// Opens a file for reading from its start. It must be freed before the store is.
CArrowStream *_Nullable carrow_stream_open(CArrowStore *store, const char *path, CArrowError *error);

/// Fills up to `capacity` bytes, one request each time; 0 at the end, -1 after a failure.
int64_t carrow_stream_read(CArrowStream *stream, void *bytes, int64_t capacity, CArrowError *error);

void carrow_stream_free(CArrowStream *stream);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#ifdef __cplusplus
}
#endif

#endif
