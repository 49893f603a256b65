// SPDX-License-Identifier: Apache-2.0
// A smaller population is the same place, only less sure: fertility, unions and the plan's effect at three scales.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>

#include "golden/small_run.hpp"
#include "record/indicators.hpp"
#include "statistical/chance.hpp"

namespace kinfold {
namespace {

constexpr int years = 10;

struct Figures {
  double total_fertility = 0.0;  ///< of the ten years together
  double unions = 0.0;           ///< per 1,000 person-years
  double effect = 0.0;           ///< of the plan on births, share
};

constexpr std::size_t figure_count = 3;
std::array<double, figure_count> numbers(const Figures& figures) {
  return {figures.total_fertility, figures.unions, figures.effect};
}

VitalPeriod period(const Scenario& scenario, const Population& people, double scale, std::uint32_t replicate) {
  const Workers alone{1};
  Simulation simulation{scenario, place_of_small_runs(), people, {.seed = {1, replicate}, .scale = scale}, alone};
  for (int month = 0; month < 12 * years; ++month) simulation.step_month();
  return vital_period(simulation.counts(), 0, 12 * years);
}

double births(const VitalPeriod& period) { return period.births_by_sex[0] + period.births_by_sex[1]; }

/// Each replicate has a month zero of its own: scale is a question of both.
Figures figures_of(double scale, std::uint32_t replicate) {
  static const Scenario baseline = shipped_scenario("ordos-baseline");
  static const Scenario plan = shipped_scenario("ordos-2023");
  const Population people = build_month_zero(place_of_small_runs(), {.scale = scale, .seed = replicate});
  const VitalPeriod without = period(baseline, people, scale, replicate);
  const VitalPeriod with = period(plan, people, scale, replicate);
  return {total_fertility_rate(fertility_rates(without)), 1000.0 * without.unions_formed / without.person_years,
          births(with) / births(without) - 1.0};
}

struct Estimate {
  std::array<double, figure_count> mean{};
  std::array<double, figure_count> standard_error{};
};

Estimate estimate(double scale, std::uint32_t replicates) {
  std::vector<Figures> runs(replicates);
  std::atomic<std::uint32_t> next = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 2; ++thread)
    threads.emplace_back([&] {
      for (std::uint32_t run = next++; run < replicates; run = next++) runs[run] = figures_of(scale, run + 1);
    });
  for (std::thread& thread : threads) thread.join();
  Estimate found;
  for (std::size_t i = 0; i < figure_count; ++i) {
    double squares = 0.0;
    for (const Figures& run : runs) found.mean[i] += numbers(run)[i] / replicates;
    for (const Figures& run : runs) squares += std::pow(numbers(run)[i] - found.mean[i], 2);
    found.standard_error[i] = std::sqrt(squares / (replicates - 1) / replicates);
  }
  return found;
}

TEST(Scale, FertilityUnionsAndTheEffectOfThePlanStay) {
  const std::array<std::string, figure_count> names{"TFR", "unions per 1,000", "effect of the plan"};
  const Estimate small = estimate(0.05, 24);
  const Estimate large = estimate(0.2, 8);
  const Figures whole = figures_of(1.0, 1);
  ChanceRow row;
  for (std::size_t i = 0; i < figure_count; ++i) {
    // A normal quantile for 24 and 8 replicates: the bound of one in a million is about twice as wide.
    const double error = std::hypot(small.standard_error[i], large.standard_error[i]);
    row.mean(names[i] + " at 0.05 beside 0.2", large.mean[i], small.mean[i], error, 2.0 * two_sided_millionth);
    row.figure(names[i] + " at 1.0", ChanceRow::text(large.mean[i]), numbers(whole)[i]);
  }
}

}  // namespace
}  // namespace kinfold
