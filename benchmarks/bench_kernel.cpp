// SPDX-License-Identifier: Apache-2.0

// The yardstick: the reference kernel at 1 million people × 30 years, on every instruction set of this processor.
#include <benchmark/benchmark.h>

#include "measured.hpp"
#include "reference_kernel.hpp"

namespace kinfold::benchmarks {
namespace {

constexpr int months = 30 * 12;

void every_instruction_set(benchmark::internal::Benchmark* bench) {
  for (const InstructionSet set : instruction_sets()) bench->Args({1'000'000, static_cast<int>(set)});
}

void kernel(benchmark::State& state) {
  static std::uint64_t fingerprint = 0;  // of the first run: all must agree
  const auto set = static_cast<InstructionSet>(state.range(1));
  state.SetLabel(std::string{name_of(set)});
  for ([[maybe_unused]] auto repetition : state) {
    ReferenceKernel kernel{ordos(), state.range(0), Seed{}, set};
    live(state, kernel, months, [&] { return kernel.person_years(); });
    state.counters["births_per_1000"] = 1000.0 * static_cast<double>(kernel.births()) / kernel.person_years();
    if (fingerprint == 0) fingerprint = kernel.fingerprint();
    if (fingerprint != kernel.fingerprint()) state.SkipWithError("instruction sets disagree about who is born");
  }
}
BENCHMARK(kernel)
    ->Apply(every_instruction_set)
    ->Iterations(1)
    ->Repetitions(5)
    ->UseManualTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace kinfold::benchmarks
