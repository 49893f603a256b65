// SPDX-License-Identifier: Apache-2.0
#include "bulk_draws.hpp"

namespace kinfold::benchmarks {
namespace {

// Always inlined, so that the compiler writes it anew with the instructions of each function below.
[[gnu::always_inline]] inline void draw_each(const Random& random, const Key* keys, std::size_t count, int moment,
                                             std::uint32_t decision, std::uint32_t* __restrict words) {
  for (std::size_t i = 0; i < count; ++i) words[i] = random.draws(keys[i], moment, decision)[0];
}

void draw_baseline(const Random& random, const Key* keys, std::size_t count, int moment, std::uint32_t decision,
                   std::uint32_t* words) {
  draw_each(random, keys, count, moment, decision, words);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void draw_avx2(const Random& random, const Key* keys, std::size_t count, int moment,
                                       std::uint32_t decision, std::uint32_t* words) {
  draw_each(random, keys, count, moment, decision, words);
}

[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] void draw_avx512(
    const Random& random, const Key* keys, std::size_t count, int moment, std::uint32_t decision,
    std::uint32_t* words) {
  draw_each(random, keys, count, moment, decision, words);
}
#endif

std::vector<InstructionSet> supported() {
  std::vector<InstructionSet> sets{InstructionSet::baseline};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) sets.push_back(InstructionSet::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    sets.push_back(InstructionSet::avx512);
#endif
  return sets;
}

}  // namespace

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::avx2: return "avx2";
    case InstructionSet::avx512: return "avx512";
    default: return "baseline";
  }
}

const std::vector<InstructionSet>& instruction_sets() {
  static const std::vector<InstructionSet> sets = supported();
  return sets;
}

BulkDraws bulk_draws(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::avx2) return draw_avx2;
  if (set == InstructionSet::avx512) return draw_avx512;
#endif
  return draw_baseline;
}

}  // namespace kinfold::benchmarks
