// SPDX-License-Identifier: Apache-2.0
// The oracle asks every person every month and remembers nothing. Lists, calendars, yearly draws and remembered awards
// are shortcuts to the same lives. The statistical tests ask it for 20 seeds and 10 years.
#include <gtest/gtest.h>

#include "golden/small_run.hpp"

namespace kinfold {
namespace {

TEST(Oracle, AgreesWithTheFastPathForThreeSeedsAndFiveYears) {
  const Scenario scenario = shipped_scenario("ordos-2023");
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    const RunOutcome fast = outcome_of(scenario, small_month_zero(), 60, {.seed = seed});
    const RunOutcome oracle = outcome_of(scenario, small_month_zero(), 60, {.seed = seed, .ask_everyone = true});
    EXPECT_EQ(fast, oracle) << "seed " << seed;
  }
}

}  // namespace
}  // namespace kinfold
