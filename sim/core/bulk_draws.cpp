// SPDX-License-Identifier: Apache-2.0
#include "core/bulk_draws.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kinfold {
namespace {

#if defined(__x86_64__)
// Philox4x32-10 (Salmon et al. 2011): its multipliers and the steps of its key.
constexpr std::uint32_t first_multiplier = 0xD2511F53;
constexpr std::uint32_t second_multiplier = 0xCD9E8D57;
constexpr std::uint32_t first_key_step = 0x9E3779B9;
constexpr std::uint32_t second_key_step = 0xBB67AE85;
constexpr int rounds = 10;
constexpr std::size_t blocks_at_once = 4;

/// Four blocks, one word of each in the low half of a 64-bit lane; what is in the high halves does not matter.
struct FourBlocks {
  __m256i word0, word1, word2, word3;
};

[[gnu::target("avx2"), gnu::always_inline]] inline FourBlocks load(const Draws* addresses) {
  const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(addresses));
  const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(addresses + 2));
  const __m256i low = _mm256_unpacklo_epi64(first, second);
  const __m256i high = _mm256_unpackhi_epi64(first, second);
  return {low, _mm256_srli_epi64(low, 32), high, _mm256_srli_epi64(high, 32)};
}

[[gnu::target("avx2"), gnu::always_inline]] inline void store(const FourBlocks& blocks, Draws* words) {
  constexpr int odd_words = 0xAA;
  const __m256i low = _mm256_blend_epi32(blocks.word0, _mm256_slli_epi64(blocks.word1, 32), odd_words);
  const __m256i high = _mm256_blend_epi32(blocks.word2, _mm256_slli_epi64(blocks.word3, 32), odd_words);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(words), _mm256_unpacklo_epi64(low, high));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(words + 2), _mm256_unpackhi_epi64(low, high));
}

[[gnu::target("avx2"), gnu::always_inline]] inline FourBlocks round_of(const FourBlocks& blocks, __m256i first_key,
                                                                       __m256i second_key) {
  const __m256i first = _mm256_mul_epu32(blocks.word0, _mm256_set1_epi64x(first_multiplier));
  const __m256i second = _mm256_mul_epu32(blocks.word2, _mm256_set1_epi64x(second_multiplier));
  return {_mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(second, 32), blocks.word1), first_key), second,
          _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(first, 32), blocks.word3), second_key), first};
}

/// As many whole fours as there are; returns how many blocks that was.
[[gnu::target("avx2")]] std::size_t draw_by_fours(Seed seed, std::span<Draws> addresses) {
  std::size_t done = 0;
  for (; done + blocks_at_once <= addresses.size(); done += blocks_at_once) {
    FourBlocks blocks = load(&addresses[done]);
    std::uint32_t first_key = seed.seed;
    std::uint32_t second_key = seed.replicate;
    for (int round = 0; round < rounds; ++round) {
      blocks = round_of(blocks, _mm256_set1_epi64x(first_key), _mm256_set1_epi64x(second_key));
      first_key += first_key_step;
      second_key += second_key_step;
    }
    store(blocks, &addresses[done]);
  }
  return done;
}

bool has_avx2() {
  static const bool found = __builtin_cpu_supports("avx2") != 0;
  return found;
}
#endif

}  // namespace

void draw_in_place_one_by_one(const Random& random, std::span<Draws> addresses) {
  for (Draws& one : addresses) one = random.draws_at(one);
}

void draw_in_place(const Random& random, std::span<Draws> addresses) {
  std::size_t done = 0;
#if defined(__x86_64__)
  if (has_avx2()) done = draw_by_fours(random.seed(), addresses);
#endif
  draw_in_place_one_by_one(random, addresses.subspan(done));
}

}  // namespace kinfold
