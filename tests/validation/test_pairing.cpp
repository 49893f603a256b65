// SPDX-License-Identifier: Apache-2.0
// Why small effects can be seen: two scenarios of one replicate differ by the lives that a measure touches. Births of
// the years 2 to 11, scale 0.1, 50 replicates: variance of the difference of unpaired runs ÷ that of paired ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "golden/small_run.hpp"
#include "record/lives.hpp"
#include "statistical/chance.hpp"

namespace kinfold {
namespace {

constexpr double scale = 0.1;
constexpr std::uint32_t replicates = 50;
constexpr int months = 132;
constexpr int identity_months = 120;

const Population& people() {
  static const Population population = build_month_zero(place_of_small_runs(), {.scale = scale});
  return population;
}

std::unique_ptr<Simulation> simulation_of(const Scenario& scenario, std::uint32_t replicate, const Workers& workers) {
  return std::make_unique<Simulation>(scenario, place_of_small_runs(), people(),
                                      SimulationOptions{.seed = {1, replicate}, .scale = scale}, workers);
}

/// Births of the years 2 to 11.
double births(const Scenario& scenario, std::uint32_t replicate) {
  const Workers alone{1};
  const auto simulation = simulation_of(scenario, replicate, alone);
  double sum = 0.0;
  for (int month = 0; month < months; ++month) {
    simulation->step_month();
    if (month < 12) continue;
    for (const Journal& journal : simulation->world().journals)
      for (const Event& event : journal.events()) sum += event.kind == EventKind::birth;
  }
  return sum;
}

std::vector<double> births_of_replicates(const Scenario& scenario) {
  people();
  std::vector<double> sums(replicates);
  std::atomic<std::uint32_t> next = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 2; ++thread)
    threads.emplace_back([&] {
      for (std::uint32_t run = next++; run < replicates; run = next++) sums[run] = births(scenario, run + 1);
    });
  for (std::thread& thread : threads) thread.join();
  return sums;
}

const std::vector<double>& baseline() {
  static const std::vector<double> sums = births_of_replicates(shipped_scenario("ordos-baseline"));
  return sums;
}

LifeHashes lives(const Scenario& scenario) {
  const Workers workers{2};
  const auto simulation = simulation_of(scenario, 1, workers);
  LifeHashes hashes;
  for (int month = 0; month < identity_months; ++month) {
    const Month now = simulation->now();
    simulation->step_month();
    hashes.add_month(simulation->world().journals, now);
    if (month % 12 == 11) hashes.close_year();
  }
  return hashes;
}

double share_identical(const Scenario& scenario) {
  return shares_of_identical_lives(resident_keys(people()), lives(shipped_scenario("ordos-baseline")), lives(scenario))
      .back();
}

using Indices = std::vector<std::size_t>;

double mean(const std::vector<double>& values, const Indices& which) {
  double sum = 0.0;
  for (const std::size_t i : which) sum += values[i];
  return sum / static_cast<double>(which.size());
}

double variance(const std::vector<double>& values, const Indices& which) {
  const double centre = mean(values, which);
  double sum = 0.0;
  for (const std::size_t i : which) sum += (values[i] - centre) * (values[i] - centre);
  return sum / static_cast<double>(which.size() - 1);
}

struct Pairing {
  std::vector<double> with, without, difference;

  double ratio(const Indices& which) const {
    return (variance(with, which) + variance(without, which)) / variance(difference, which);
  }
  /// Percentile interval (95 %) over replicates drawn again.
  std::pair<double, double> interval() const {
    std::vector<double> ratios;
    for (std::uint64_t draw = 0; draw < 2000; ++draw) {
      Indices which;
      for (std::uint64_t i = 0; i < with.size(); ++i) which.push_back(mix(draw << 32 | i) % with.size());
      ratios.push_back(ratio(which));
    }
    std::sort(ratios.begin(), ratios.end());
    return {ratios[50], ratios[1949]};
  }
};

Pairing pairing_with(const Scenario& scenario) {
  Pairing pairing{births_of_replicates(scenario), baseline(), {}};
  for (std::size_t i = 0; i < replicates; ++i) pairing.difference.push_back(pairing.with[i] - pairing.without[i]);
  return pairing;
}

/// Fails if the ratio is surely below `least`, and reports it with its interval.
void expect_ratio(const Scenario& scenario, double least, double least_identical) {
  const Pairing pairing = pairing_with(scenario);
  Indices all(replicates);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  const auto [lower, upper] = pairing.interval();
  const double identical = share_identical(scenario);
  ChanceRow row;
  row.figure("effect on births (%)", "-", 100.0 * mean(pairing.difference, all) / mean(pairing.without, all));
  row.figure("unpaired ÷ paired variance", "at least " + ChanceRow::text(least), pairing.ratio(all));
  row.figure("from (95 %)", "-", lower);
  row.figure("to", "-", upper);
  row.figure("identical lives after 10 years", "at least " + ChanceRow::text(least_identical), identical);
  EXPECT_GE(upper, least);
  EXPECT_GE(identical, least_identical);
}

std::string allowance(const std::string& orders, int amount) {
  return "[[measure]]\nkind = \"child_allowance\"\nid = \"test-allowance\"\nstart = 2020-11-01\nuntil_age = 3\n"
         "paid_by = { city = 1.0 }\nbirth_order = " +
         orders + "\namount_per_year = " + std::to_string(amount) + "\n";
}

/// The fitted levels of both sexes' searches, times a factor.
std::string more_searches(double factor) {
  const Scenario levels = shipped_scenario("ordos-baseline");
  const auto& table = std::get<SettingTable>(levels.parameters.find("union_formation")->value);
  std::string text = "[parameters.union_formation]\n";
  for (const std::string name : {"level_men", "level_women"})
    text += name + " = " + text_of_number(factor * std::get<double>(table.find(name)->value)) + "\n";
  return text;
}

TEST(Pairing, AllowanceOfTwoPercentOfBirths) {
  expect_ratio(shipped_scenario("ordos-baseline", allowance("[1, 2, 3]", 4'000)), 20.0, 0.95);
}

TEST(Pairing, ThreePercentMoreSearches) {
  expect_ratio(shipped_scenario("ordos-baseline", more_searches(1.03)), 25.0, 0.95);
}

TEST(Pairing, SmallAllowanceForSecondChildren) {
  expect_ratio(shipped_scenario("ordos-baseline", allowance("[2]", 800)), 200.0, 0.95);
}

}  // namespace
}  // namespace kinfold
