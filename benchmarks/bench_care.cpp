// SPDX-License-Identifier: Apache-2.0
// What it costs to share out grandparents' care among a million small children: all at once, and in a month in which
// one child in a hundred has new wishes.
#include <benchmark/benchmark.h>

#include "kinship/care/care_market.hpp"

namespace kinfold::benchmarks {
namespace {

constexpr std::uint32_t children = 1'000'000;
constexpr std::uint32_t couples = 900'000;  ///< about as many willing ones as in a population that grows old
constexpr std::uint64_t one_in = 100;       ///< children whose wishes change in a month

float drawn_score(std::uint32_t child, std::uint64_t which) {
  return static_cast<float>(derived_key(child, which) >> 40) * 0x1p-24F;
}

/// Each child has up to two couples, the parents of its mother and of its father; cousins share one.
const CareMarket& market() {
  static const CareMarket made = [] {
    CareMarket market;
    for (std::uint32_t child = 0; child < children; ++child) {
      market.children.push_back({mix(child), Month::of(2018, 1) + static_cast<int>(derived_key(child, 1) % 36)});
      for (std::uint64_t side = 0; side < 2; ++side)
        if (derived_key(child, 2 + side) % 10 < 6)
          market.wishes.push_back({child, static_cast<std::uint32_t>(derived_key(child / 2 + side, 4 + side) % couples),
                                   drawn_score(child, 6 + side)});
    }
    for (std::uint32_t couple = 0; couple < couples; ++couple) market.couples.push_back(derived_key(couple, 9));
    return market;
  }();
  return made;
}

void all_at_once(benchmark::State& state) {
  for ([[maybe_unused]] auto repetition : state) benchmark::DoNotOptimize(allocate_care(market()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * children);
}

void a_month_later(benchmark::State& state) {
  CareAllocator allocator;
  allocator.allocate(market());
  CareMarket later = market();
  std::uint64_t month = 0;
  for ([[maybe_unused]] auto repetition : state) {
    ++month;
    for (CareWish& wish : later.wishes)
      if (derived_key(wish.child, 100 + month) % one_in == 0) wish.score = drawn_score(wish.child, 200 + month);
    benchmark::DoNotOptimize(allocator.allocate(later));
  }
  state.counters["solved"] = static_cast<double>(allocator.solved());
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * children);
}

void several_times(benchmark::internal::Benchmark* bench) {
  bench->Iterations(1)->Repetitions(5)->Unit(benchmark::kMillisecond);
}
BENCHMARK(all_at_once)->Name("care/all_at_once")->Apply(several_times);
BENCHMARK(a_month_later)->Name("care/a_month_later")->Apply(several_times);

}  // namespace
}  // namespace kinfold::benchmarks
