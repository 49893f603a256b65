// SPDX-License-Identifier: Apache-2.0
#include "core/json.hpp"

#include <charconv>
#include <cmath>

#include "core/errors.hpp"
#include "core/utf8.hpp"

namespace kinfold {

namespace {

/// The characters with a short escape of their own, and the control characters: RFC 8259 section 7.
std::string escaped(char character) {
  switch (character) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(character);
  if (code >= 0x20) return {character};
  return std::string("\\u00") + digits[code >> 4] + digits[code & 15];
}

void write_string(std::string& out, std::string_view text) {
  constexpr std::string_view replacement_character = "\xEF\xBF\xBD";  // U+FFFD
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_character_length(text);
    if (length == 1) out += escaped(text[0]);
    if (length > 1) out += text.substr(0, length);
    if (length == 0) out += replacement_character;
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  out += '"';
}

template <class Number>
void write_number(std::string& out, Number value) {
  char digits[32];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void new_line(std::string& out, int indent, int level) {
  if (indent == 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(level), ' ');
}

}  // namespace

Json Json::object() {
  Json json;
  json.value_ = Object{};
  return json;
}

Json Json::array() {
  Json json;
  json.value_ = Array{};
  return json;
}

Json& Json::set(std::string_view key, Json value) {
  if (std::holds_alternative<std::monostate>(value_)) value_ = Object{};
  auto* members = std::get_if<Object>(&value_);
  if (members == nullptr) throw ModelError("JSON: member '" + std::string(key) + "' set on what is not an object");
  for (auto& [name, present] : *members) {
    if (name == key) {
      present = std::move(value);
      return *this;
    }
  }
  members->emplace_back(std::string(key), std::move(value));
  return *this;
}

Json& Json::push(Json value) {
  if (std::holds_alternative<std::monostate>(value_)) value_ = Array{};
  auto* elements = std::get_if<Array>(&value_);
  if (elements == nullptr) throw ModelError("JSON: an element pushed to what is not an array");
  elements->push_back(std::move(value));
  return *this;
}

std::string Json::text(int indent) const {
  std::string out;
  write(out, indent, 0);
  return out;
}

void Json::write(std::string& out, int indent, int level) const {
  if (const auto* flag = std::get_if<bool>(&value_)) {
    out += *flag ? "true" : "false";
  } else if (const auto* integer = std::get_if<std::int64_t>(&value_)) {
    write_number(out, *integer);
  } else if (const auto* natural = std::get_if<std::uint64_t>(&value_)) {
    write_number(out, *natural);
  } else if (const auto* real = std::get_if<double>(&value_); real != nullptr && std::isfinite(*real)) {
    write_number(out, *real);
  } else if (const auto* string = std::get_if<std::string>(&value_)) {
    write_string(out, *string);
  } else if (const auto* array = std::get_if<Array>(&value_)) {
    write_array(out, *array, indent, level);
  } else if (const auto* object = std::get_if<Object>(&value_)) {
    write_object(out, *object, indent, level);
  } else {
    out += "null";
  }
}

void Json::write_object(std::string& out, const Object& members, int indent, int level) {
  out += '{';
  bool is_first = true;
  for (const auto& [key, value] : members) {
    if (!is_first) out += indent == 0 ? ", " : ",";
    is_first = false;
    new_line(out, indent, level + 1);
    write_string(out, key);
    out += ": ";
    value.write(out, indent, level + 1);
  }
  if (!members.empty()) new_line(out, indent, level);
  out += '}';
}

void Json::write_array(std::string& out, const Array& elements, int indent, int level) {
  out += '[';
  bool is_first = true;
  for (const Json& element : elements) {
    if (!is_first) out += indent == 0 ? ", " : ",";
    is_first = false;
    new_line(out, indent, level + 1);
    element.write(out, indent, level + 1);
  }
  if (!elements.empty()) new_line(out, indent, level);
  out += ']';
}

}  // namespace kinfold
