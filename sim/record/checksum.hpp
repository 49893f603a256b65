// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kinfold {

/// SHA-256 (FIPS 180-4) of bytes that arrive in pieces. The same as `sha256sum`, so anyone can check a file.
class Sha256 {
 public:
  /// Takes the next bytes of the message.
  void add(std::span<const std::byte> bytes);

  /// 64 lower-case hexadecimal digits of everything added. Adding may go on afterwards.
  std::string hex() const;

 private:
  static constexpr std::size_t block_bytes = 64;

  void take_block(const std::byte* block);

  // The first 32 bits of the fractional parts of the square roots of the first eight primes: FIPS 180-4, 5.3.3.
  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::byte, block_bytes> waiting_{};
  std::uint64_t total_bytes_ = 0;
};

/// SHA-256 of a piece of memory.
std::string sha256(std::span<const std::byte> bytes);

/// SHA-256 of a text.
std::string sha256(std::string_view text);

/// SHA-256 of a file's content, for the record of the tables a run was built from.
/// DataError if the file is missing or cannot be read.
std::string sha256_of_file(const std::string& path);

}  // namespace kinfold
