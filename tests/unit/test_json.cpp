// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

#include "core/errors.hpp"
#include "core/json.hpp"
#include "core/utf8.hpp"

namespace kinfold {
namespace {

TEST(Json, WritesEveryKindOfValue) {
  EXPECT_EQ(Json().text(), "null");
  EXPECT_EQ(Json(true).text(), "true");
  EXPECT_EQ(Json(false).text(), "false");
  EXPECT_EQ(Json(-7).text(), "-7");
  EXPECT_EQ(Json("births").text(), "\"births\"");
  EXPECT_EQ(Json::array().text(), "[]");
  EXPECT_EQ(Json::object().text(), "{}");
}

TEST(Json, KeepsWholeNumbersOfTheFullRange) {
  EXPECT_EQ(Json(std::numeric_limits<std::int64_t>::min()).text(), "-9223372036854775808");
  EXPECT_EQ(Json(std::numeric_limits<std::uint64_t>::max()).text(), "18446744073709551615");
}

TEST(Json, DoublesReadBackAsTheSameDouble) {
  for (const double value : {0.1, 1.0 / 3.0, 1e300, -5e-324, 1.46, 123456789.123456789, -0.0}) {
    const std::string text = Json(value).text();
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    EXPECT_EQ(std::signbit(std::strtod(text.c_str(), nullptr)), std::signbit(value)) << text;
  }
  EXPECT_EQ(Json(0.1).text(), "0.1");
}

TEST(Json, WritesNullForWhatJsonCannotSay) {
  EXPECT_EQ(Json(std::nan("")).text(), "null");
  EXPECT_EQ(Json(std::numeric_limits<double>::infinity()).text(), "null");
}

TEST(Json, EscapesText) {
  EXPECT_EQ(Json("a\"b\\c\n\t\r\b\f").text(), R"("a\"b\\c\n\t\r\b\f")");
  EXPECT_EQ(Json(std::string("\x01\x1f\0", 3)).text(), R"("\u0001\u001f\u0000")");
  EXPECT_EQ(Json("鄂尔多斯 😀").text(), "\"鄂尔多斯 😀\"");
}

TEST(Json, ReplacesBytesThatAreNotUtf8) { EXPECT_EQ(Json("a\xff\xc3z").text(), "\"a\uFFFD\uFFFDz\""); }

TEST(Json, KeepsMembersInOrderAndReplacesInPlace) {
  Json json;
  json.set("b", 1).set("a", 2).set("b", 3);
  EXPECT_EQ(json.text(), R"({"b": 3, "a": 2})");
}

TEST(Json, IndentsNestedValues) {
  Json years;
  years.push(2023).push(2024);
  EXPECT_EQ(Json::object().set("years", years).set("none", Json::array()).text(2),
            "{\n  \"years\": [\n    2023,\n    2024\n  ],\n  \"none\": []\n}");
}

TEST(Json, RefusesMembersOfAnArray) {
  EXPECT_THROW(Json::array().set("key", 1), ModelError);
  EXPECT_THROW(Json(3).push(1), ModelError);
}

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_EQ(first_invalid_utf8(""), std::string_view::npos);
  EXPECT_EQ(first_invalid_utf8("é 鄂 😀"), std::string_view::npos);
  EXPECT_EQ(first_invalid_utf8("ab\x80"), 2u);
  EXPECT_EQ(first_invalid_utf8("\xE9\x84"), 0u);
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndTooLargeCodes) {
  for (const char* text :
       {"\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5"}) {
    EXPECT_EQ(first_invalid_utf8(text), 0u);
  }
  EXPECT_EQ(first_invalid_utf8("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"), std::string_view::npos);
}

}  // namespace
}  // namespace kinfold
