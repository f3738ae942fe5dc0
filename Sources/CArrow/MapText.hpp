#pragma once

#include "Arrow.hpp"

namespace carrow {

/// True for a map of text to text: the tags of some providers' bills.
bool is_text_map(const arrow::DataType &type);

/// A map of text to text as JSON objects, `{"team":"x","owner":null}`: entries in the file's order, nothing dropped.
arrow::Result<std::shared_ptr<arrow::Array>> json_objects(const arrow::Array &maps);

}  // namespace carrow
