// SPDX-License-Identifier: Apache-2.0
// The oracle at length: every person and month asked, 20 seeds × 10 years, agrees with the fast path to the last bit.
#include <gtest/gtest.h>

#include "golden/small_run.hpp"

namespace kinfold {
namespace {

TEST(Oracle, AgreesWithTheFastPathForTwentySeedsAndTenYears) {
  const Scenario scenario = shipped_scenario("ordos-2023");
  int equal = 0;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const RunOutcome fast = outcome_of(scenario, small_month_zero(), 120, {.seed = seed});
    const RunOutcome oracle = outcome_of(scenario, small_month_zero(), 120, {.seed = seed, .ask_everyone = true});
    EXPECT_EQ(fast, oracle) << "seed " << seed;
    equal += fast == oracle;
  }
  RecordProperty("expected", "20 equal fingerprints");
  RecordProperty("found", equal);
  RecordProperty("false_alarm", "0 (exact)");
  RecordProperty("detects", "one event or payment");
}

}  // namespace
}  // namespace kinfold
