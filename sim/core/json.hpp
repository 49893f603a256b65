// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kinfold {

/// A JSON value (RFC 8259) to be written; Kinfold never reads JSON.
///
/// Members keep the order in which they were set, so the same value is always the same text.
/// Whole numbers stay whole over the full 64-bit range; doubles are written with the fewest digits that read
/// back as the same double.
class Json {
 public:
  /// `null`.
  Json() = default;

  Json(std::same_as<bool> auto value) : value_(value) {}
  Json(std::signed_integral auto value) : value_(static_cast<std::int64_t>(value)) {}
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) Json(T value) : value_(static_cast<std::uint64_t>(value)) {}

  /// JSON has no infinities and no NaN: they are written as `null`.
  Json(double value) : value_(value) {}

  /// Bytes that are not UTF-8 are written as U+FFFD, so that the text is always valid JSON.
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}

  static Json object();
  static Json array();

  /// Sets a member of an object (a `null` becomes an object); the same key again replaces its value in place.
  /// ModelError if this is something else.
  Json& set(std::string_view key, Json value);

  /// Appends to an array (a `null` becomes an array). ModelError if this is something else.
  Json& push(Json value);

  /// The JSON text: on one line for `indent` = 0, else one member a line with that many spaces a level.
  std::string text(int indent = 0) const;

 private:
  using Object = std::vector<std::pair<std::string, Json>>;
  using Array = std::vector<Json>;

  void write(std::string& out, int indent, int level) const;
  static void write_object(std::string& out, const Object& members, int indent, int level);
  static void write_array(std::string& out, const Array& elements, int indent, int level);

  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> value_;
};

}  // namespace kinfold
