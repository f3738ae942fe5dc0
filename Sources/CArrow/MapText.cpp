#include "MapText.hpp"

#include <string_view>

namespace carrow {
namespace {

void append_json(std::string &out, std::string_view text) {
  static constexpr char hexadecimal[] = "0123456789abcdef";
  out += '"';
  for (char character : text) {
    auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      out += '\\';
      out += character;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hexadecimal[byte >> 4];
      out += hexadecimal[byte & 15];
    } else {
      out += character;
    }
  }
  out += '"';
}

}  // namespace

bool is_text_map(const arrow::DataType &type) {
  if (type.id() != arrow::Type::MAP) return false;
  const auto &map = static_cast<const arrow::MapType &>(type);
  return map.key_type()->id() == arrow::Type::STRING && map.item_type()->id() == arrow::Type::STRING;
}

arrow::Result<std::shared_ptr<arrow::Array>> json_objects(const arrow::Array &array) {
  const auto &maps = static_cast<const arrow::MapArray &>(array);
  const auto &keys = static_cast<const arrow::StringArray &>(*maps.keys());
  const auto &items = static_cast<const arrow::StringArray &>(*maps.items());
  arrow::StringBuilder texts;
  ARROW_RETURN_NOT_OK(texts.Reserve(maps.length()));
  std::string text;
  for (int64_t row = 0; row < maps.length(); row++) {
    if (maps.IsNull(row)) {
      ARROW_RETURN_NOT_OK(texts.AppendNull());
      continue;
    }
    text = "{";
    for (int64_t entry = maps.value_offset(row); entry < maps.value_offset(row + 1); entry++) {
      if (text.size() > 1) text += ',';
      append_json(text, keys.GetView(entry));
      text += ':';
      if (items.IsNull(entry)) {
        text += "null";
      } else {
        append_json(text, items.GetView(entry));
      }
    }
    text += '}';
    ARROW_RETURN_NOT_OK(texts.Append(text));
  }
  return texts.Finish();
}

}  // namespace carrow
