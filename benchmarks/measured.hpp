// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <ctime>

#include "population/place/place.hpp"
#include "population/population.hpp"

namespace kinfold::benchmarks {

/// The place whose people all benchmarks take.
const Place& ordos();

/// Persons of a benchmark ÷ residents of the place.
double scale_of(std::int64_t persons);

/// Month zero with so many residents: read from the build folder, or built and left there for the next time.
Population month_zero(std::int64_t persons);

/// Does `months` of a simulated population's life and reports what a resident's year costs. The clock runs for the
/// months alone; `person_years` is asked afterwards.
template <class Simulated, class PersonYears>
void live(benchmark::State& state, Simulated& simulated, int months, PersonYears person_years) {
  const auto wall = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();  // of all threads
  for (int month = 0; month < months; ++month) simulated.step_month();
  const double cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  const double wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  state.SetIterationTime(wall_seconds);
  state.counters["wall_seconds"] = wall_seconds;
  state.counters["ns_per_person_year"] = cpu_seconds * 1e9 / person_years();
}

}  // namespace kinfold::benchmarks
