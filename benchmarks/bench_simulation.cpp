// SPDX-License-Identifier: Apache-2.0

// What the model costs: all processes, markets, measures and counts, beside the reference kernel of the same run.
#include <benchmark/benchmark.h>

#include <string>

#include "measured.hpp"
#include "scenario.hpp"
#include "simulation.hpp"

namespace kinfold::benchmarks {
namespace {

constexpr std::int64_t ordos_residents = 2'153'638;  ///< scale 1.0

void simulate(benchmark::State& state, const Scenario& scenario, std::int64_t persons, int years, int threads) {
  const Workers workers{threads};
  Simulation simulation{scenario, ordos(), month_zero(persons), {.seed = {}, .scale = scale_of(persons)}, workers};
  const auto residents = [&] { return static_cast<double>(simulation.population().census().total()); };
  state.counters["bytes_at_start"] = static_cast<double>(simulation.bytes()) / residents();
  live(state, simulation, 12 * years, [&] { return simulation.counts().person_months() / 12.0; });
  state.counters["bytes_at_end"] = static_cast<double>(simulation.bytes()) / residents();
}

void model(benchmark::State& state) {
  const Scenario scenario = load_scenario("ordos-2023", KINFOLD_SCENARIOS);
  for ([[maybe_unused]] auto repetition : state)
    simulate(state, scenario, state.range(0), static_cast<int>(state.range(1)), static_cast<int>(state.range(2)));
}
void sizes(benchmark::internal::Benchmark* bench, int repetitions) {
  bench->ArgNames({"persons", "years", "threads"})
      ->Iterations(1)
      ->Repetitions(repetitions)
      ->UseManualTime()
      ->Unit(benchmark::kSecond);
}
BENCHMARK(model)
    ->Args({10'000, 30, 1})
    ->Args({100'000, 30, 1})
    ->Args({1'000'000, 30, 1})
    ->Args({1'000'000, 30, 2})
    ->Apply([](auto* bench) { sizes(bench, 5); });
BENCHMARK(model)->Args({ordos_residents, 30, 1})->Args({ordos_residents, 30, 2})->Apply([](auto* bench) {
  sizes(bench, 3);
});
// For `make bench FULL=1` alone: its month zero takes minutes to build and most of a gigabyte to keep.
BENCHMARK(model)->Args({10'000'000, 5, 1})->Apply([](auto* bench) { sizes(bench, 3); });

/// An allowance of one yuan a month, too little to change what anybody does: `lines` say who gets it.
std::string allowance(const std::string& id, const std::string& lines) {
  return "[[measure]]\nkind = \"child_allowance\"\nid = \"" + id +
         "\"\nannounced = 2020-11-01\nstart = 2020-11-01\namount_per_year = 12\nuntil_age = 3\nhukou = \"any\"\n"
         "stacking = \"sum\"\npaid_by = { city = 1.0 }\n" +
         lines;
}

/// One allowance for all, or sixty: one for each of three birth orders and each year 2017 to 2036, for those born in
/// the five years from it, so that a child has about five of them.
std::string package_of(int measures) {
  if (measures == 1) return allowance("one", "birth_order = [1, 2, 3]\n");
  std::string text;
  for (int number = 0; number < measures; ++number) {
    const int year = 2017 + number / 3;
    text += allowance("measure-" + std::to_string(number),
                      "birth_order = [" + std::to_string(number % 3 + 1) + "]\nborn_from = " + std::to_string(year) +
                          "-01-01\nborn_until = " + std::to_string(year + 5) + "-01-01\n");
  }
  return text;
}

void package(benchmark::State& state) {
  const std::string text = "place = \"ordos\"\n" + package_of(static_cast<int>(state.range(0)));
  const Scenario scenario = parse_scenario(text, "package.toml", KINFOLD_SCENARIOS, KINFOLD_SCENARIOS);
  for ([[maybe_unused]] auto repetition : state) simulate(state, scenario, 200'000, 15, 1);
}
BENCHMARK(package)
    ->ArgName("measures")
    ->Arg(1)
    ->Arg(60)
    ->Iterations(1)
    ->Repetitions(5)
    ->UseManualTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace kinfold::benchmarks
