// SPDX-License-Identifier: Apache-2.0
#include "core/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <type_traits>

namespace kinfold {
namespace {

bool is_bare(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '_' || letter == '-';
}

std::string quoted(std::string_view words) {
  std::string text = "\"";
  for (const char letter : words) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      text += '\\';
      text += letter;
    } else if (letter == '\n') {
      text += "\\n";
    } else if (letter == '\t') {
      text += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escape;
      std::snprintf(escape.data(), escape.size(), "\\u%04X", byte);
      text += escape.data();
    } else {
      text += letter;
    }
  }
  return text + '"';
}

std::string list_text(const SettingList& list) {
  std::string text;
  for (const Setting& element : list) text += (text.empty() ? "" : ", ") + text_of(element);
  return "[" + text + "]";
}

std::string table_text(const SettingTable& table) {
  std::string text;
  for (const auto& [key, setting] : table.entries)
    text += (text.empty() ? " " : ", ") + text_of_key(key) + " = " + text_of(setting);
  return "{" + text + (text.empty() ? "}" : " }");
}

}  // namespace

std::string text_of_number(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  const double size = std::fabs(number);
  // Both forms have the fewest digits that read back as the same double; people read the first one better.
  const bool readable = size == 0.0 || (size >= 1e-6 && size < 1e15);
  std::array<char, 64> digits;
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                    readable ? std::chars_format::fixed : std::chars_format::scientific);
  return std::string(digits.data(), result.ptr);
}

std::string text_of_key(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), is_bare) ? std::string{key} : quoted(key);
}

std::string text_of(const Setting& setting) {
  return std::visit(
      [](const auto& value) -> std::string {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, bool>) return value ? "true" : "false";
        if constexpr (std::is_same_v<Value, std::int64_t>) return std::to_string(value);
        if constexpr (std::is_same_v<Value, double>) {
          const std::string text = text_of_number(value);
          return text.find_first_of(".ein") == std::string::npos ? text + ".0" : text;
        }
        if constexpr (std::is_same_v<Value, std::string>) return quoted(value);
        if constexpr (std::is_same_v<Value, Date>) return value.text();
        if constexpr (std::is_same_v<Value, SettingList>) return list_text(value);
        if constexpr (std::is_same_v<Value, SettingTable>) return table_text(value);
      },
      setting.value);
}

std::string shortened_text_of(const Setting& setting) {
  constexpr std::size_t longest = 80;
  const std::string text = text_of(setting);
  if (text.size() <= longest) return text;
  std::size_t end = longest;
  // A UTF-8 character is never cut: bytes 10xxxxxx continue the one before.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

}  // namespace kinfold
