// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kinfold {

/// Bytes of the well-formed UTF-8 character at the front of `text` (RFC 3629, so neither overlong forms nor
/// surrogates nor anything above U+10FFFF); 0 if there is none.
std::size_t utf8_character_length(std::string_view text);

/// Position of the first byte that is not well-formed UTF-8; `std::string_view::npos` if all is well.
std::size_t first_invalid_utf8(std::string_view text);

}  // namespace kinfold
