#include "DescriptorSink.hpp"

#include <arrow/util/key_value_metadata.h>
#include <arrow/util/utf8.h>
#include <parquet/arrow/writer.h>

#include <vector>

struct CArrowWriter {
  std::shared_ptr<arrow::Schema> schema;
  std::shared_ptr<carrow::DescriptorSink> sink;
  std::unique_ptr<parquet::arrow::FileWriter> file;
  bool finished = false;
};

namespace carrow {
namespace {

arrow::Result<std::shared_ptr<arrow::DataType>> arrow_type(const CArrowColumn &column) {
  switch (column.type) {
    case CArrowUTF8: return arrow::utf8();
    case CArrowInt32: return arrow::int32();
    case CArrowInt64: return arrow::int64();
    case CArrowDouble: return arrow::float64();
    case CArrowBoolean: return arrow::boolean();
    case CArrowDate32: return arrow::date32();
    case CArrowTimestamp: return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    case CArrowDecimal: return arrow::Decimal128Type::Make(column.precision, column.scale);
    case CArrowOther: break;
  }
  return arrow::Status::TypeError("column '", column.name, "' has no type that can be written");
}

arrow::Result<std::shared_ptr<arrow::Schema>> arrow_schema(const CArrowColumn *columns, int32_t column_count) {
  arrow::FieldVector fields;
  for (int32_t i = 0; i < column_count; i++) {
    ARROW_ASSIGN_OR_RAISE(auto type, arrow_type(columns[i]));
    fields.push_back(arrow::field(columns[i].name, type, columns[i].nullable));
  }
  return arrow::schema(fields);
}

std::shared_ptr<parquet::WriterProperties> writer_properties(const CArrowColumn *columns, int32_t column_count,
                                                             int32_t zstd_level) {
  parquet::WriterProperties::Builder builder;
  builder.compression(arrow::Compression::ZSTD)->compression_level(zstd_level)->enable_page_checksum();
  for (int32_t i = 0; i < column_count; i++) {
    if (columns[i].dictionary) {
      builder.enable_dictionary(std::string(columns[i].name));
    } else {
      builder.disable_dictionary(std::string(columns[i].name));
    }
  }
  return builder.build();
}

/// Bytes that cannot start a character: a value that starts with one was cut in the middle of a character.
bool continues_a_character(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// True when every value is UTF-8 by itself; otherwise `*bad_row` is the first that is not.
bool is_utf8(const CArrowBuffers &column, int64_t rows, int64_t *bad_row) {
  auto bytes = static_cast<const uint8_t *>(column.values);
  const int32_t *offsets = column.offsets;
  bool whole = arrow::util::ValidateUTF8(bytes + offsets[0], offsets[rows] - offsets[0]);
  for (int64_t row = 0; whole && row < rows; row++) {
    whole = offsets[row] == offsets[row + 1] || !continues_a_character(bytes[offsets[row]]);
  }
  if (whole) return true;
  for (int64_t row = 0; row < rows; row++) {
    if (!arrow::util::ValidateUTF8(bytes + offsets[row], offsets[row + 1] - offsets[row])) {
      *bad_row = row;
      return false;
    }
  }
  return true;
}

std::shared_ptr<arrow::Buffer> borrow(const void *bytes, int64_t size) {
  return bytes == nullptr ? nullptr : std::make_shared<arrow::Buffer>(static_cast<const uint8_t *>(bytes), size);
}

std::shared_ptr<arrow::Array> borrow(const std::shared_ptr<arrow::DataType> &type, const CArrowBuffers &column,
                                     int64_t rows) {
  auto validity = borrow(column.validity, (rows + 7) / 8);
  std::vector<std::shared_ptr<arrow::Buffer>> buffers{validity};
  if (type->id() == arrow::Type::STRING) {
    buffers.push_back(borrow(column.offsets, (rows + 1) * 4));
    buffers.push_back(borrow(column.values, column.offsets[rows]));
  } else {
    int64_t bits = static_cast<const arrow::FixedWidthType &>(*type).bit_width();
    buffers.push_back(borrow(column.values, (rows * bits + 7) / 8));
  }
  return arrow::MakeArray(arrow::ArrayData::Make(type, rows, std::move(buffers), column.null_count));
}

}  // namespace
}  // namespace carrow

using namespace carrow;

extern "C" CArrowWriter *carrow_writer_open(int fd, const CArrowColumn *columns, int32_t column_count,
                                            const CArrowPair *metadata, int32_t metadata_count, int32_t zstd_level,
                                            CArrowError *error) {
  auto writer = std::unique_ptr<CArrowWriter>(new (std::nothrow) CArrowWriter());
  if (!writer) {
    fill(error, CArrowErrorMemory, "out of memory");
    return nullptr;
  }
  bool opened = guarded(error, [&]() -> arrow::Status {
    arrow::util::InitializeUTF8();
    ARROW_ASSIGN_OR_RAISE(writer->schema, arrow_schema(columns, column_count));
    writer->sink = std::make_shared<DescriptorSink>(fd);
    // Without the stored Arrow schema the file says everything in Parquet's own terms.
    ARROW_ASSIGN_OR_RAISE(writer->file,
                          parquet::arrow::FileWriter::Open(*writer->schema, arrow::default_memory_pool(), writer->sink,
                                                           writer_properties(columns, column_count, zstd_level)));
    if (metadata_count == 0) return arrow::Status::OK();
    auto pairs = std::make_shared<arrow::KeyValueMetadata>();
    for (int32_t i = 0; i < metadata_count; i++) pairs->Append(metadata[i].key, metadata[i].value);
    return writer->file->AddKeyValueMetadata(pairs);
  });
  if (opened) return writer.release();
  carrow_writer_free(writer.release());
  return nullptr;
}

extern "C" bool carrow_writer_append(CArrowWriter *writer, int64_t rows, const CArrowBuffers *columns,
                                     CArrowError *error) {
  int32_t bad_column = -1;
  int64_t bad_row = -1;
  bool written = guarded(error, [&]() -> arrow::Status {
    if (rows == 0) return arrow::Status::OK();
    arrow::ArrayVector arrays;
    for (int32_t i = 0; i < writer->schema->num_fields(); i++) {
      const auto &type = writer->schema->field(i)->type();
      if (type->id() == arrow::Type::STRING && !is_utf8(columns[i], rows, &bad_row)) {
        bad_column = i;
        return arrow::Status::Invalid("text is not UTF-8");
      }
      arrays.push_back(borrow(type, columns[i], rows));
    }
    // Column after column, each page going to the file as it is full: one column's pages are in memory at a time.
    return writer->file->WriteTable(*arrow::Table::Make(writer->schema, arrays, rows), rows);
  });
  if (written) return true;
  if (bad_column >= 0) {
    error->kind = CArrowErrorValue;
    error->column = bad_column;
    error->row = bad_row;
  } else if (writer->sink->system_error() != 0) {
    error->kind = CArrowErrorSystem;
    error->systemError = writer->sink->system_error();
  }
  return false;
}

extern "C" bool carrow_writer_finish(CArrowWriter *writer, int64_t *bytes, CArrowError *error) {
  bool finished = guarded(error, [&]() -> arrow::Status {
    ARROW_RETURN_NOT_OK(writer->file->Close());
    ARROW_RETURN_NOT_OK(writer->sink->Close());
    return writer->sink->Tell().Value(bytes);
  });
  writer->finished = finished;
  if (!finished && writer->sink->system_error() != 0) {
    error->kind = CArrowErrorSystem;
    error->systemError = writer->sink->system_error();
  }
  return finished;
}

extern "C" void carrow_writer_free(CArrowWriter *writer) {
  if (writer->sink && !writer->finished) writer->sink->abandon();
  try {
    delete writer;
  } catch (...) {
    // Arrow closes a file that was given up and the sink refuses its footer, as intended.
  }
}
