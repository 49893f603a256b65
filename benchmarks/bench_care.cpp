// SPDX-License-Identifier: Apache-2.0

// What it costs to hand out grandparents' care among 1 million small children: network, components and places. Families
// have one child or two and a grandparent couple on each side; half of all couples are willing.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "kinship/care/care_allocation.hpp"
#include "kinship/care/care_components.hpp"
#include "kinship/care/care_network.hpp"

namespace kinfold::benchmarks {
namespace {

constexpr std::uint32_t small_children = 1'000'000;
constexpr std::uint32_t couples = 1'200'000;
constexpr int months_small = 36;

/// What is drawn for a family or a child.
enum Decision : std::uint32_t { family_draws, child_draws };

std::uint32_t below(std::uint32_t end, std::uint32_t word) {
  return static_cast<std::uint32_t>(std::uint64_t{word} * end >> 32);
}

/// Adds a child whom each of two couples is willing to mind in half of all cases.
void add_child(CareMarket& market, const Random& random, std::uint32_t paternal, std::uint32_t maternal) {
  const auto child = static_cast<std::uint32_t>(market.children.size());
  const Key key = mix(child);
  const Draws draws = random.draws(key, 0, child_draws);
  market.children.push_back({key, Month::of(2021, 1) + static_cast<int>(draws[0] % months_small)});
  if (draws[1] % 2 == 0) market.offers.push_back({child, paternal, unit_interval(draws[2])});
  if (draws[1] % 4 < 2) market.offers.push_back({child, maternal, unit_interval(draws[3])});
}

CareMarket drawn_market() {
  const Random random{Seed{}};
  CareMarket market;
  market.children.reserve(small_children);
  for (std::uint32_t couple = 0; couple < couples; ++couple) market.carers.push_back({mix(~Key{couple})});
  for (std::uint32_t family = 0; market.children.size() < small_children; ++family) {
    const Draws draws = random.draws(family, 0, family_draws);
    const std::uint32_t paternal = below(couples, draws[0]);
    const std::uint32_t maternal = (paternal + 1 + below(couples - 1, draws[1])) % couples;
    const std::size_t siblings = 1 + draws[2] % 3 / 2;  // a third have two
    for (std::size_t i = 0; i < siblings && market.children.size() < small_children; ++i)
      add_child(market, random, paternal, maternal);
  }
  return market;
}

const CareMarket& market() {
  static const CareMarket drawn = drawn_market();
  return drawn;
}

/// Seconds of processor time a call, and small children a second; on one thread.
template <class Call>
void measure(benchmark::State& state, Call call) {
  for ([[maybe_unused]] auto repetition : state) call();
  state.counters["seconds"] =
      benchmark::Counter(1.0, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["children_per_second"] =
      benchmark::Counter(small_children, benchmark::Counter::kIsIterationInvariantRate);
}

void allocation(benchmark::State& state) {
  market();
  measure(state, [] { benchmark::DoNotOptimize(allocate_care(market())); });
}

/// What comes before the first proposal.
void network_and_components(benchmark::State& state) {
  market();
  measure(state, [] {
    const CareNetwork network{market()};
    benchmark::DoNotOptimize(CareComponents{market(), network}.count());
  });
}

void several_times(benchmark::internal::Benchmark* bench) {
  bench->Iterations(1)->Repetitions(9)->Unit(benchmark::kMillisecond);
}
BENCHMARK(allocation)->Name("care/allocation")->Apply(several_times);
BENCHMARK(network_and_components)->Name("care/network_and_components")->Apply(several_times);

}  // namespace
}  // namespace kinfold::benchmarks
