// SPDX-License-Identifier: Apache-2.0
#include "record/checksum.hpp"

#include <algorithm>
#include <bit>
#include <fstream>
#include <vector>

#include "core/errors.hpp"

namespace kinfold {

namespace {

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes: FIPS 180-4, 4.2.2.
constexpr std::array<std::uint32_t, 64> round_constant{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The 64 words that one block is spread over: FIPS 180-4, 6.2.2 step 1.
std::array<std::uint32_t, 64> schedule(const std::byte* block) {
  std::array<std::uint32_t, 64> word;
  for (std::size_t t = 0; t < 16; ++t) {
    const auto byte = [&](std::size_t i) { return std::to_integer<std::uint32_t>(block[4 * t + i]); };
    word[t] = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
  }
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t near = word[t - 2];
    const std::uint32_t far = word[t - 15];
    word[t] = (std::rotr(near, 17) ^ std::rotr(near, 19) ^ near >> 10) + word[t - 7] +
              (std::rotr(far, 7) ^ std::rotr(far, 18) ^ far >> 3) + word[t - 16];
  }
  return word;
}

}  // namespace

// FIPS 180-4, 6.2.2 steps 2 to 4, with the standard's letters.
void Sha256::take_block(const std::byte* block) {
  const std::array<std::uint32_t, 64> word = schedule(block);
  auto [a, b, c, d, e, f, g, h] = state_;
  for (std::size_t t = 0; t < 64; ++t) {
    const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) +
                                round_constant[t] + word[t];
    const std::uint32_t second =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state_[i] += mixed[i];
}

void Sha256::add(std::span<const std::byte> bytes) {
  std::size_t filled = total_bytes_ % block_bytes;
  total_bytes_ += bytes.size();
  if (filled > 0) {
    const std::size_t taken = std::min(bytes.size(), block_bytes - filled);
    std::copy_n(bytes.begin(), taken, waiting_.begin() + static_cast<std::ptrdiff_t>(filled));
    bytes = bytes.subspan(taken);
    filled += taken;
    if (filled < block_bytes) return;
    take_block(waiting_.data());
  }
  for (; bytes.size() >= block_bytes; bytes = bytes.subspan(block_bytes)) take_block(bytes.data());
  std::copy(bytes.begin(), bytes.end(), waiting_.begin());
}

std::string Sha256::hex() const {
  Sha256 padded = *this;
  const std::size_t filled = total_bytes_ % block_bytes;
  // A one bit, zeros, then the length in bits as 8 bytes, filling the last block: FIPS 180-4, 5.1.1.
  std::vector<std::byte> padding((filled < 56 ? 56 : 120) - filled + 8);
  padding[0] = std::byte{0x80};
  for (std::size_t i = 0; i < 8; ++i)
    padding[padding.size() - 1 - i] = static_cast<std::byte>(total_bytes_ * 8 >> 8 * i);
  padded.add(padding);

  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint32_t part : padded.state_) {
    for (int shift = 28; shift >= 0; shift -= 4) text += digits[part >> shift & 15];
  }
  return text;
}

std::string sha256(std::span<const std::byte> bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.hex();
}

std::string sha256(std::string_view text) { return sha256(std::as_bytes(std::span(text))); }

std::string sha256_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> piece(1 << 16);
  Sha256 sum;
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    sum.add(std::as_bytes(std::span(piece).first(static_cast<std::size_t>(file.gcount()))));
  }
  // A folder opens like a file and fails on the first read: `eof` alone tells a whole reading.
  if (!file.eof()) {
    throw DataError(Problem{{path}, "cannot be read", "must be a file that you may read", "check its name and rights"});
  }
  return sum.hex();
}

}  // namespace kinfold
