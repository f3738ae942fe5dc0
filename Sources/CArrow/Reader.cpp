#include "MapText.hpp"

#include <arrow/compute/cast.h>
#include <arrow/io/file.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <malloc.h>
#include <unistd.h>

#include <numeric>
#include <vector>

struct CArrowReader {
  std::unique_ptr<parquet::arrow::FileReader> file;
  /// One for each top-level column; `names` and `type_texts` keep the C strings alive.
  std::vector<CArrowColumn> columns;
  std::vector<std::string> names;
  std::vector<std::string> type_texts;
  /// What the selected columns are read as.
  arrow::DataTypeVector selected_types;
  std::unique_ptr<arrow::RecordBatchReader> batches;
  /// Text columns are handed out as codes.
  bool coded = false;
};

struct CArrowBatch {
  int64_t rows = 0;
  arrow::ArrayVector arrays;
};

namespace carrow {
namespace {

/// How a file's type is handed out; null for types that are not. Narrow types widen, dictionaries become dense.
std::shared_ptr<arrow::DataType> handed_out_as(const arrow::DataType &type) {
  switch (type.id()) {
    case arrow::Type::STRING:
    case arrow::Type::LARGE_STRING:
    case arrow::Type::STRING_VIEW: return arrow::utf8();
    case arrow::Type::DICTIONARY: {
      auto values = handed_out_as(*static_cast<const arrow::DictionaryType &>(type).value_type());
      return values && values->id() == arrow::Type::STRING ? values : nullptr;
    }
    case arrow::Type::INT8:
    case arrow::Type::INT16:
    case arrow::Type::UINT8:
    case arrow::Type::UINT16:
    case arrow::Type::INT32: return arrow::int32();
    case arrow::Type::UINT32:
    case arrow::Type::UINT64:
    case arrow::Type::INT64: return arrow::int64();
    case arrow::Type::FLOAT:
    case arrow::Type::DOUBLE: return arrow::float64();
    case arrow::Type::BOOL: return arrow::boolean();
    case arrow::Type::DATE32: return arrow::date32();
    // Clocks without a zone are UTC here, as in the text formats.
    case arrow::Type::TIMESTAMP: return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    case arrow::Type::DECIMAL32:
    case arrow::Type::DECIMAL64:
    case arrow::Type::DECIMAL128:
    case arrow::Type::DECIMAL256: {
      const auto &decimal = static_cast<const arrow::DecimalType &>(type);
      if (decimal.precision() > 38 || decimal.scale() < 0 || decimal.scale() > decimal.precision()) return nullptr;
      return arrow::decimal128(decimal.precision(), decimal.scale());
    }
    default: return nullptr;
  }
}

/// The same for a field, which may be a map of text.
std::shared_ptr<arrow::DataType> handed_out_as(const parquet::arrow::SchemaField &field) {
  if (field.is_leaf()) return handed_out_as(*field.field->type());
  return is_text_map(*field.field->type()) ? arrow::utf8() : nullptr;
}

void append_leaves(const parquet::arrow::SchemaField &field, std::vector<int> *leaves) {
  if (field.is_leaf()) leaves->push_back(field.column_index);
  for (const auto &child : field.children) append_leaves(child, leaves);
}

CArrowType c_type(const arrow::DataType *type) {
  if (type == nullptr) return CArrowOther;
  switch (type->id()) {
    case arrow::Type::STRING: return CArrowUTF8;
    case arrow::Type::INT32: return CArrowInt32;
    case arrow::Type::INT64: return CArrowInt64;
    case arrow::Type::DOUBLE: return CArrowDouble;
    case arrow::Type::BOOL: return CArrowBoolean;
    case arrow::Type::DATE32: return CArrowDate32;
    case arrow::Type::TIMESTAMP: return CArrowTimestamp;
    case arrow::Type::DECIMAL128: return CArrowDecimal;
    default: return CArrowOther;
  }
}

void describe_columns(CArrowReader &reader) {
  const auto &fields = reader.file->manifest().schema_fields;
  for (const auto &schema_field : fields) {
    reader.names.push_back(schema_field.field->name());
    reader.type_texts.push_back(schema_field.field->type()->ToString());
  }
  for (size_t i = 0; i < fields.size(); i++) {
    auto type = handed_out_as(fields[i]);
    CArrowColumn column{};
    column.name = reader.names[i].c_str();
    column.type = c_type(type.get());
    column.nullable = fields[i].field->nullable();
    if (column.type == CArrowDecimal) {
      column.precision = static_cast<const arrow::Decimal128Type &>(*type).precision();
      column.scale = static_cast<const arrow::Decimal128Type &>(*type).scale();
    }
    reader.columns.push_back(column);
  }
}

arrow::Status open(CArrowReader &reader, std::shared_ptr<arrow::io::RandomAccessFile> source) {
  parquet::ReaderProperties properties;
  // Reading in pieces keeps one column at its pages; without it a whole column chunk is in memory.
  properties.enable_buffered_stream();
  properties.set_buffer_size(256 * 1024);
  properties.set_page_checksum_verification(true);
  parquet::ArrowReaderProperties arrow_properties;
  // Fetching ahead holds the compressed bytes of all row groups until the end.
  arrow_properties.set_pre_buffer(false);
  arrow_properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
  parquet::arrow::FileReaderBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Open(std::move(source), properties));
  if (reader.coded) {
    const auto &schema = *builder.raw_reader()->metadata()->schema();
    for (int leaf = 0; leaf < schema.num_columns(); leaf++) {
      const auto &column = *schema.Column(leaf);
      bool is_text = column.physical_type() == parquet::Type::BYTE_ARRAY && column.logical_type()->is_string();
      if (is_text && column.max_repetition_level() == 0) arrow_properties.set_read_dictionary(leaf, true);
    }
  }
  builder.properties(arrow_properties);
  ARROW_ASSIGN_OR_RAISE(reader.file, builder.Build());
  describe_columns(reader);
  return arrow::Status::OK();
}

arrow::Status select(CArrowReader &reader, const int32_t *indices, int32_t count, int32_t first_group,
                     int32_t group_count, int64_t batch_rows) {
  reader.file->set_batch_size(batch_rows);
  reader.selected_types.clear();
  const auto &fields = reader.file->manifest().schema_fields;
  std::vector<int> leaves;
  for (int32_t i = 0; i < count; i++) {
    const auto &field = fields.at(static_cast<size_t>(indices[i]));
    if (reader.columns[static_cast<size_t>(indices[i])].type == CArrowOther) {
      return arrow::Status::TypeError("a column of this type cannot be selected");
    }
    append_leaves(field, &leaves);
    reader.selected_types.push_back(handed_out_as(field));
  }
  std::vector<int> groups(static_cast<size_t>(group_count));
  std::iota(groups.begin(), groups.end(), first_group);
  ARROW_ASSIGN_OR_RAISE(reader.batches, reader.file->GetRecordBatchReader(groups, leaves));
  return arrow::Status::OK();
}

arrow::Result<std::shared_ptr<arrow::Array>> converted(const std::shared_ptr<arrow::Array> &array,
                                                       const std::shared_ptr<arrow::DataType> &type, bool coded) {
  ARROW_RETURN_NOT_OK(array->Validate());
  if (coded && array->type_id() == arrow::Type::DICTIONARY) {
    const auto &coded_type = static_cast<const arrow::DictionaryType &>(*array->type());
    if (coded_type.index_type()->id() == arrow::Type::INT32 && coded_type.value_type()->Equals(*type)) return array;
  }
  if (array->type_id() == type->id() && array->type()->Equals(*type)) return array;
  if (array->type_id() == arrow::Type::MAP) return json_objects(*array);
  auto options = arrow::compute::CastOptions::Safe(type);
  // Nanoseconds are cut to microseconds, as in the text formats.
  options.allow_time_truncate = true;
  return arrow::compute::Cast(*array, type, options);
}

arrow::Status next(CArrowReader &reader, std::unique_ptr<CArrowBatch> *out) {
  std::shared_ptr<arrow::RecordBatch> batch;
  do {
    ARROW_RETURN_NOT_OK(reader.batches->ReadNext(&batch));
  } while (batch && batch->num_rows() == 0);
  if (!batch) return arrow::Status::OK();
  auto result = std::make_unique<CArrowBatch>();
  result->rows = batch->num_rows();
  for (size_t i = 0; i < reader.selected_types.size(); i++) {
    ARROW_ASSIGN_OR_RAISE(auto array, converted(batch->column(static_cast<int>(i)), reader.selected_types[i],
                                                reader.coded));
    result->arrays.push_back(std::move(array));
  }
  *out = std::move(result);
  return arrow::Status::OK();
}

}  // namespace
}  // namespace carrow

using namespace carrow;

extern "C" CArrowReader *carrow_reader_open(int fd, bool coded, CArrowError *error) {
  std::unique_ptr<CArrowReader> reader;
  bool owned = false;
  bool opened = guarded(error, [&]() -> arrow::Status {
    reader = std::make_unique<CArrowReader>();
    reader->coded = coded;
    ARROW_ASSIGN_OR_RAISE(auto source, arrow::io::ReadableFile::Open(fd));
    owned = true;
    return open(*reader, std::move(source));
  });
  if (opened) return reader.release();
  if (!owned) ::close(fd);
  return nullptr;
}

extern "C" int64_t carrow_reader_rows(const CArrowReader *reader) {
  return reader->file->parquet_reader()->metadata()->num_rows();
}

extern "C" int32_t carrow_reader_column_count(const CArrowReader *reader) {
  return static_cast<int32_t>(reader->columns.size());
}

extern "C" CArrowColumn carrow_reader_column(const CArrowReader *reader, int32_t index) {
  return reader->columns[static_cast<size_t>(index)];
}

extern "C" const char *carrow_reader_type_text(const CArrowReader *reader, int32_t index) {
  return reader->type_texts[static_cast<size_t>(index)].c_str();
}

extern "C" const char *carrow_reader_metadata(const CArrowReader *reader, const char *key) {
  auto pairs = reader->file->parquet_reader()->metadata()->key_value_metadata();
  int index = pairs ? pairs->FindKey(key) : -1;
  return index < 0 ? nullptr : pairs->value(index).c_str();
}

extern "C" int32_t carrow_reader_group_count(const CArrowReader *reader) { return reader->file->num_row_groups(); }

extern "C" int64_t carrow_reader_group_rows(const CArrowReader *reader, int32_t group) {
  return reader->file->parquet_reader()->metadata()->RowGroup(group)->num_rows();
}

extern "C" bool carrow_reader_select(CArrowReader *reader, const int32_t *indices, int32_t count, int32_t first_group,
                                     int32_t group_count, int64_t batch_rows, CArrowError *error) {
  return guarded(error, [&] { return select(*reader, indices, count, first_group, group_count, batch_rows); });
}

extern "C" CArrowBatch *carrow_reader_next(CArrowReader *reader, bool *failed, CArrowError *error) {
  std::unique_ptr<CArrowBatch> batch;
  *failed = !guarded(error, [&] { return next(*reader, &batch); });
  return *failed ? nullptr : batch.release();
}

extern "C" void carrow_reader_free(CArrowReader *reader) { delete reader; }

extern "C" int64_t carrow_batch_rows(const CArrowBatch *batch) { return batch->rows; }

static CArrowBuffers buffers_of(const arrow::ArrayData &array) {
  CArrowBuffers buffers{};
  buffers.null_count = array.GetNullCount();
  buffers.offset = array.offset;
  if (buffers.null_count > 0) buffers.validity = array.buffers[0]->data();
  if (array.type->id() == arrow::Type::STRING) {
    buffers.offsets = reinterpret_cast<const int32_t *>(array.buffers[1]->data());
    // A column of empty texts has no bytes at all.
    buffers.values = array.buffers[2] ? array.buffers[2]->data() : nullptr;
  } else {
    buffers.values = array.buffers[1]->data();
  }
  return buffers;
}

extern "C" CArrowBuffers carrow_batch_column(const CArrowBatch *batch, int32_t position) {
  return buffers_of(*batch->arrays[static_cast<size_t>(position)]->data());
}

extern "C" CArrowBuffers carrow_batch_dictionary(const CArrowBatch *batch, int32_t position, int64_t *count) {
  const arrow::Array &array = *batch->arrays[static_cast<size_t>(position)];
  *count = -1;
  if (array.type_id() != arrow::Type::DICTIONARY) return CArrowBuffers{};
  const auto &dictionary = *static_cast<const arrow::DictionaryArray &>(array).dictionary();
  *count = dictionary.length();
  return buffers_of(*dictionary.data());
}

extern "C" void carrow_give_back_memory(void) {
  arrow::default_memory_pool()->ReleaseUnused();
  malloc_trim(0);
}

extern "C" void carrow_batch_free(CArrowBatch *batch) { delete batch; }
