// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.hpp"

#include <array>

namespace kinfold {

namespace {

/// One row of the table of well-formed byte sequences: RFC 3629 section 4.
struct Sequence {
  unsigned char first_low, first_high;    ///< the first byte
  unsigned char second_low, second_high;  ///< the second; all later ones are 80 to BF
  std::size_t length;                     ///< in bytes
};

constexpr std::array<Sequence, 8> multibyte{{
    {0xC2, 0xDF, 0x80, 0xBF, 2},
    {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3},
    {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4},
    {0xF4, 0xF4, 0x80, 0x8F, 4},
}};

bool matches(std::string_view text, const Sequence& sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < sequence.first_low || byte(0) > sequence.first_high || text.size() < sequence.length) return false;
  if (byte(1) < sequence.second_low || byte(1) > sequence.second_high) return false;
  for (std::size_t i = 2; i < sequence.length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return false;
  }
  return true;
}

}  // namespace

std::size_t utf8_character_length(std::string_view text) {
  if (text.empty()) return 0;
  if (static_cast<unsigned char>(text[0]) < 0x80) return 1;
  for (const Sequence& sequence : multibyte) {
    if (matches(text, sequence)) return sequence.length;
  }
  return 0;
}

std::size_t first_invalid_utf8(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t length = utf8_character_length(text.substr(position));
    if (length == 0) return position;
    position += length;
  }
  return std::string_view::npos;
}

}  // namespace kinfold
