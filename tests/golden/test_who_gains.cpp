// SPDX-License-Identifier: Apache-2.0
// Births by group, in a whole population: each birth stands in one group.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <numeric>

#include "golden/small_run.hpp"
#include "population/households/income_fifths.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

constexpr int months = 26;  // until December 2022

const Simulation& run() {
  static const auto simulation = [] {
    static const Workers workers{1};
    auto one =
        std::make_unique<Simulation>(shipped_scenario("ordos-baseline"), place_of_small_runs(), small_month_zero(),
                                     SimulationOptions{.seed = {1, 1}, .scale = small_scale}, workers);
    for (int month = 0; month < months; ++month) one->step_month();
    return one;
  }();
  return *simulation;
}

/// Births by banner and order, of all months or years.
std::map<std::size_t, std::int64_t> by_banner_and_order(Tally tally) {
  const Counts& counts = run().counts();
  const std::size_t cells = counts[tally].cells() / (counts.banner_count() * birth_order_count);
  std::map<std::size_t, std::int64_t> births;
  for (std::size_t moment = 0; moment < counts[tally].length(); ++moment)
    for (std::size_t cell = 0; cell < counts[tally].cells(); ++cell)
      births[cell / cells] += counts[tally].at(moment)[cell];
  return births;
}

TEST(WhoGains, EveryBirthStandsInOneGroup) {
  const auto births = by_banner_and_order(Tally::births);
  EXPECT_EQ(by_banner_and_order(Tally::births_by_group), births);
  EXPECT_GT(births.at(0), 0);
}

/// Women in a union are as many in each fifth at month zero, so that births lie in all of them.
TEST(WhoGains, FifthsAreFifthsOfTheWomenInUnions) {
  const Population& people = small_month_zero();
  WrittenSection section;
  const HouseholdMoney money{section.reader(), place_of_small_runs()};
  const IncomeFifths fifths{money, people, place_of_small_runs().census_month};
  std::array<int, income_fifth_count> women{};
  for (PersonIndex woman = 0; woman < people.row_count(); ++woman)
    if (people.is_resident(woman) && people.is_woman(woman) && people.has_spouse(woman))
      ++women[fifths.of(people, woman)];
  const int all = std::accumulate(women.begin(), women.end(), 0);
  for (const int some : women) EXPECT_NEAR(some, all / 5.0, 1.0);
  EXPECT_GT(all, 100);
}

}  // namespace
}  // namespace kinfold
