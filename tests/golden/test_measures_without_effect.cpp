// SPDX-License-Identifier: Apache-2.0
// A measure acts by what it pays and by nothing else: not by being there, nor by its place in the scenario.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "golden/small_run.hpp"

namespace kinfold {
namespace {

constexpr int four_years = 48;  // November 2020 to October 2024

RunOutcome run_of(const Scenario& scenario) { return outcome_of(scenario, small_month_zero(), four_years); }

const RunOutcome& baseline() {
  static const RunOutcome outcome = run_of(shipped_scenario("ordos-baseline"));
  return outcome;
}

/// An allowance that begins within the run; `settings` follow.
std::string allowance(const std::string& id, const std::string& settings) {
  return "[[measure]]\nkind = \"child_allowance\"\nid = \"" + id + "\"\nbirth_order = [1, 2, 3]\nuntil_age = 3\n" +
         "paid_by = { city = 0.5, banner = 0.5 }\n" + settings + "\n";
}

TEST(MeasuresWithoutEffect, OneThatPaysDoesChangeLives) {
  const RunOutcome paid =
      run_of(shipped_scenario("ordos-baseline", allowance("large", "start = 2021-06-01\namount_per_year = 24_000")));
  EXPECT_GT(paid.paid, baseline().paid);
  EXPECT_NE(paid.lives, baseline().lives);
  EXPECT_GT(paid.births, baseline().births);
}

TEST(MeasuresWithoutEffect, AmountOfZeroIsTheBaseline) {
  const std::string nothing = allowance("nothing", "start = 2021-06-01\namount_per_year = 0") +
                              "[[measure]]\nkind = \"delivery_grant\"\nid = \"no-grant\"\nstart = 2021-06-01\n"
                              "amount_once = 0\npaid_by = { city = 1.0 }\n";
  EXPECT_EQ(run_of(shipped_scenario("ordos-baseline", nothing)), baseline());
}

TEST(MeasuresWithoutEffect, StartAfterTheRunIsTheBaseline) {
  const std::string later = allowance("later", "start = 2029-01-01\nannounced = 2028-01-01\namount_per_year = 24_000");
  EXPECT_EQ(run_of(shipped_scenario("ordos-baseline", later)), baseline());
}

/// A fen a year turns no decision. That it is announced, or paid for the first time, is no occasion to decide anew
/// either: not even in the first month, when what people intend follows from their past.
TEST(MeasuresWithoutEffect, OneFenChangesNobody) {
  for (const std::string start : {"2020-11-01", "2021-02-01", "2023-01-01"}) {
    const std::string fen = allowance("fen", "start = " + start + "\namount_per_year = 0.01");
    const RunOutcome paid = run_of(shipped_scenario("ordos-baseline", fen));
    EXPECT_EQ(paid.lives, baseline().lives) << start;
    EXPECT_GT(paid.paid, baseline().paid) << start;
  }
}

TEST(MeasuresWithoutEffect, TwoHalvesAreOneWhole) {
  const auto part = [](const std::string& id, const std::string& amount) {
    return allowance(id, "start = 2021-06-01\nstacking = \"sum\"\namount_per_year = " + amount);
  };
  const RunOutcome whole = run_of(shipped_scenario("ordos-baseline", part("whole", "24_000")));
  const RunOutcome halves = run_of(shipped_scenario("ordos-baseline", part("one", "12_000") + part("other", "12_000")));
  EXPECT_EQ(halves, whole);
  EXPECT_NE(whole.lives, baseline().lives);
}

TEST(MeasuresWithoutEffect, OrderInTheScenarioChangesNothing) {
  // The plan of 2023 alone may turn no decision among five thousand people; a large allowance beside it does.
  Scenario scenario =
      shipped_scenario("ordos-2023", allowance("large", "start = 2021-06-01\namount_per_year = 24_000"));
  ASSERT_GE(scenario.measures.size(), 4u);
  const RunOutcome as_written = run_of(scenario);
  EXPECT_NE(as_written.lives, baseline().lives);
  std::reverse(scenario.measures.begin(), scenario.measures.end());
  EXPECT_EQ(run_of(scenario), as_written);
  std::rotate(scenario.measures.begin(), scenario.measures.begin() + 2, scenario.measures.end());
  EXPECT_EQ(run_of(scenario), as_written);
}

}  // namespace
}  // namespace kinfold
