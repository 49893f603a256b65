// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "golden/small_run.hpp"
#include "levels/level_outcome.hpp"
#include "levels/levels.hpp"

namespace kinfold {
namespace {

const std::vector<FittedLevel> some_levels{
    {"intention", "third_child", -3.25, "third births", 0.50, 0.49},
    {"intention", "later_child", -4.25, "one below", 0.0, 0.0},
    {"conception", "failure", 0.0567, "unintended", 40.0, 41.6},
};

TEST(Levels, TheLargestGapIsAShareOfItsTarget) {
  EXPECT_NEAR(largest_gap(some_levels), 0.04, 1e-12) << "what has no target has no gap";
  EXPECT_EQ(largest_gap({}), 0.0);
}

TEST(Levels, TheFileReadsBackAndNamesItsCommand) {
  const std::string text = levels_toml(some_levels, place_of_small_runs(), "kinfold fit-level ordos --scale 0.2");
  EXPECT_NE(text.find("fitted by `kinfold fit-level ordos --scale 0.2`"), std::string::npos);
  const Scenario scenario = parse_scenario(text, "levels.toml", shipped_scenarios(), shipped_scenarios());
  const Setting* intention = scenario.parameters.find("intention");
  ASSERT_NE(intention, nullptr);
  EXPECT_EQ(std::get<double>(std::get<SettingTable>(intention->value).find("later_child")->value), -4.25);
}

TEST(Levels, FertilityOfAnOrderIsTheSumOfItsRates) {
  LevelOutcome outcome;
  outcome.woman_years[10] = 200.0;
  outcome.woman_years[11] = 100.0;
  outcome.births[10][0] = 10.0;
  outcome.births[11][0] = 20.0;
  outcome.births[11][1] = 5.0;
  LevelOutcome both = outcome;
  both.add(outcome);
  EXPECT_DOUBLE_EQ(both.fertility(0), 0.25) << "two runs weigh as one of twice as many";
  EXPECT_DOUBLE_EQ(both.fertility(1), 0.05);
  EXPECT_EQ(both.fertility(2), 0.0);
}

}  // namespace
}  // namespace kinfold
