// SPDX-License-Identifier: Apache-2.0
// The level of the place: births of the years that have been, and the total fertility of the census year.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <thread>
#include <vector>

#include "golden/small_run.hpp"
#include "processes/year_factors.hpp"
#include "record/indicators.hpp"
#include "statistical/chance.hpp"

namespace kinfold {
namespace {

constexpr double scale = 0.2;
constexpr std::size_t replicates = 4;
constexpr int months_to_2021 = 2;  // November and December 2020
constexpr std::array years{2021, 2022, 2023, 2024, 2025};
constexpr int months = months_to_2021 + 12 * static_cast<int>(years.size());

/// Counts of runs with a month zero of their own.
std::vector<Counts> counts_of(const Scenario& scenario) {
  std::vector<std::optional<Counts>> runs(replicates);
  const auto run = [&](std::uint32_t replicate) {
    const Workers alone{1};
    Simulation simulation{scenario,
                          place_of_small_runs(),
                          build_month_zero(place_of_small_runs(), {.scale = scale, .seed = replicate}),
                          {.seed = {1, replicate}, .scale = scale},
                          alone};
    for (int month = 0; month < months; ++month) simulation.step_month();
    runs[replicate - 1] = simulation.counts();
  };
  std::vector<std::thread> threads;
  for (std::uint32_t half = 1; half <= 2; ++half)
    threads.emplace_back([&run, half] {
      for (std::uint32_t replicate = half; replicate <= replicates; replicate += 2) run(replicate);
    });
  for (std::thread& thread : threads) thread.join();
  std::vector<Counts> all;
  for (auto& one : runs) all.push_back(std::move(*one));
  return all;
}

double births_of_year(const std::vector<Counts>& runs, int first_month) {
  double births = 0.0;
  for (const Counts& one : runs) {
    const VitalPeriod period = vital_period(one, first_month, 12);
    births += (period.births_by_sex[0] + period.births_by_sex[1]) / scale / replicates;
  }
  return births;
}

/// The table's rates on the women of the census, then the yearly changes that were observed.
double observed_births(int year) {
  const Place& place = place_of_small_runs();
  double births = 0.0;
  for (std::size_t age = 0; age < fertile_age_count; ++age)
    for (const double rate : place.fertility[age])
      births += rate * static_cast<double>(place.persons_at(Sex::female, static_cast<int>(age) + first_fertile_age));
  for (const VitalYear& one : place.vital_history)
    if (one.year > YearFactors::first_year && one.year <= year) births *= one.births_relative;
  return births;
}

/// A standard error of 0.9 % (13,500 births a year at scale 0.2, four runs, their months zero included): six of them.
TEST(Level, HistoryHasTheBirthsOfItsYears) {
  const std::vector<Counts> runs = counts_of(shipped_scenario("ordos-history"));
  ChanceRow row;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const int first = months_to_2021 + 12 * static_cast<int>(i);
    row.mean("births of " + std::to_string(years[i]), observed_births(years[i]), births_of_year(runs, first),
             0.009 * observed_births(years[i]));
  }
}

/// All years as 2020: total fertility of months 13 to 48, asked within 0.05 of the census.
TEST(Level, FertilityOfTheCensusYearStaysWhileAllElseDoes) {
  std::string held = "[parameters.intention]\n";
  for (int year = YearFactors::first_year; year <= YearFactors::last_year; ++year)
    held += "year_effect_" + std::to_string(year) + " = 0.0\n";
  held += "[parameters.union_formation]\n";
  for (int year = YearFactors::first_year; year <= YearFactors::last_year; ++year)
    held += "search_factor_" + std::to_string(year) + " = 1.0\n";
  double fertility = 0.0;
  for (const Counts& one : counts_of(shipped_scenario("ordos-history", held)))
    fertility += total_fertility_rate(fertility_rates(vital_period(one, 12, 36))) / replicates;
  ChanceRow row;
  row.figure("total fertility of months 13 to 48", "1.464 ± 0.05", fertility);
  EXPECT_NEAR(fertility, 1.464, 0.05);
}

}  // namespace
}  // namespace kinfold
