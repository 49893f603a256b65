// SPDX-License-Identifier: Apache-2.0

// What the machine itself can do: no model is faster than its draws, its logistic function and its memory.
#include <benchmark/benchmark.h>

#include <vector>

#include "bulk_draws.hpp"
#include "core/arithmetic.hpp"

namespace kinfold::benchmarks {
namespace {

constexpr std::size_t in_first_level_cache = 512;
constexpr std::size_t far_beyond_any_cache = std::size_t{1} << 23;  ///< 64 MB a column

void every_instruction_set(benchmark::internal::Benchmark* bench) {
  for (const InstructionSet set : instruction_sets()) bench->Arg(static_cast<int>(set));
}

/// Whether the words are those that one draw after the other gives.
bool are_addressed(const Random& random, const std::vector<Key>& keys, int moment,
                   const std::vector<std::uint32_t>& words) {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (words[i] != random.draws(keys[i], moment, 1)[0]) return false;
  return true;
}

void random_blocks(benchmark::State& state) {
  const auto set = static_cast<InstructionSet>(state.range(0));
  state.SetLabel(std::string{name_of(set)});
  const Random random{Seed{}};
  std::vector<Key> keys(in_first_level_cache);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = mix(i);
  std::vector<std::uint32_t> words(keys.size());
  int moment = 0;
  for ([[maybe_unused]] auto repetition : state)
    bulk_draws(set)(random, keys.data(), keys.size(), ++moment, 1, words.data());
  if (!are_addressed(random, keys, moment, words)) state.SkipWithError("the draws are not those of Random");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(keys.size()));
}
BENCHMARK(random_blocks)->Name("floor/random_blocks")->Apply(every_instruction_set);

template <class Function>
void evaluate(benchmark::State& state, Function function) {
  std::vector<double> arguments(in_first_level_cache);
  for (std::size_t i = 0; i < arguments.size(); ++i) arguments[i] = -8.0 + 0.03 * static_cast<double>(i);
  std::vector<double> values(arguments.size());
  for ([[maybe_unused]] auto repetition : state) {
    for (std::size_t i = 0; i < arguments.size(); ++i) values[i] = function(arguments[i]);
    benchmark::DoNotOptimize(values.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(values.size()));
}
BENCHMARK_CAPTURE(evaluate, logistic, [](double x) { return logistic(x); })->Name("floor/logistic");
BENCHMARK_CAPTURE(evaluate, exponential, [](double x) { return exponential(x); })->Name("floor/exponential");

void memory_triad(benchmark::State& state) {
  std::vector<double> a(far_beyond_any_cache);
  const std::vector<double> b(a.size(), 1.0);
  const std::vector<double> c(a.size(), 2.0);
  for ([[maybe_unused]] auto repetition : state) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = b[i] + 3.0 * c[i];
    benchmark::DoNotOptimize(a.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(3 * sizeof(double) * a.size()));
}
BENCHMARK(memory_triad)->Name("floor/memory_triad");

}  // namespace
}  // namespace kinfold::benchmarks
