// SPDX-License-Identifier: Apache-2.0
// Reading a package: what all kinds of measure have in common, and a message for everything that can be wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "read_package.hpp"

namespace kinfold {
namespace {

std::string allowance(const std::string& id, const std::string& settings) {
  return measure_text("child_allowance", id, "start = 2026-01-01\namount_per_year = 3_600\n" + settings);
}

std::string refusal(const std::string& settings) { return reading_of(allowance("a", settings)).problems.text(); }

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(MeasureList, ReadsTheShippedScenarios) {
  for (const std::string name : {"ordos-baseline", "ordos-2023", "ordos-2025", "ordos-history"}) {
    const PackageReading reading = reading_of(load_scenario(name, scenario_folder()));
    EXPECT_EQ(reading.problems.text(), "") << name;
    EXPECT_FALSE(reading.package.measures.empty()) << name;
  }
}

TEST(MeasureList, KnowsWhatAMeasureSaysAboutItself) {
  const Package package = reading_of(load_scenario("ordos-2023", scenario_folder())).package;
  ASSERT_EQ(package.measures.size(), 5u);
  const MeasureFacts& third = package.measures[2];
  EXPECT_EQ(third.id, "third-child-allowance");
  EXPECT_EQ(third.kind, "child_allowance");
  EXPECT_EQ(third.clause, "B4.2f");
  EXPECT_EQ(third.start, (Date{2023, 11, 22}));
  EXPECT_EQ(third.announced, (Date{2023, 11, 22}));
  EXPECT_EQ(third.birth_orders, std::vector<std::int64_t>{3});
  EXPECT_EQ(third.amount, 10'000'00);
  ASSERT_TRUE(third.assumed);
  EXPECT_EQ(third.assumed->lowest, 3'600'00);
  EXPECT_EQ(third.assumed->highest, 10'000'00);
  EXPECT_FALSE(package.measures[0].assumed);
  EXPECT_EQ(package.measures[0].announced, (Date{2025, 7, 28}));
}

TEST(MeasureList, NumbersTermsByTheMeasureThatGivesThem) {
  const Package package = reading_of(load_scenario("ordos-2023", scenario_folder())).package;
  ASSERT_EQ(package.support.terms().size(), package.measures.size());
  for (const CashTerm& term : package.support.terms()) EXPECT_EQ(term.amount, package.measures[term.measure].amount);
}

TEST(MeasureList, IsAnnouncedWhenItStartsUnlessWritten) {
  EXPECT_EQ(package_of(allowance("a", "")).measures[0].announced, (Date{2026, 1, 1}));
  EXPECT_EQ(package_of(allowance("a", "announced = 2025-10-01")).measures[0].announced, (Date{2025, 10, 1}));
}

TEST(MeasureList, IsPaidByTheCityUnlessWritten) {
  EXPECT_EQ(package_of(allowance("a", "")).support.terms()[0].payer_shares[2], 1.0);
  const Package halves = package_of(allowance("a", "paid_by = { city = 0.25, banner = 0.75 }"));
  EXPECT_EQ(halves.support.terms()[0].payer_shares[2], 0.25);
  EXPECT_EQ(halves.support.terms()[0].payer_shares[3], 0.75);
}

TEST(MeasureList, NamesTheNearestKindOfMeasure) {
  const std::string text = reading_of(measure_text("child_alowance", "a", "start = 2026-01-01")).problems.text();
  EXPECT_TRUE(holds(text, "test.toml:2")) << text;
  EXPECT_TRUE(holds(text, "measure[a].kind = \"child_alowance\" is not a kind of measure")) << text;
  EXPECT_TRUE(holds(text, "child_allowance, delivery_grant")) << text;
  EXPECT_TRUE(holds(text, "did you mean child_allowance?")) << text;
}

TEST(MeasureList, ReportsAllProblemsOfAllMeasuresAtOnce) {
  const PackageReading reading =
      reading_of(measure_text("child_allowance", "one", "amount_per_year = -5\nuntil_age = 30\nhukuo = \"any\"") +
                 measure_text("delivery_grant", "two",
                              "start = 2026-01-01\namount_once = 1\nbirth_order = [0]\nindex = \"gold\"") +
                 measure_text("milk", "three", ""));
  EXPECT_EQ(reading.problems.list().size(), 7u) << reading.problems.text();
  for (const std::string part : {"measure[one].start is missing", "measure[one].amount_per_year = -5",
                                 "measure[one].until_age = 30", "did you mean hukou?", "measure[two].birth_order = [0]",
                                 "measure[two].index = \"gold\"", "measure[three].kind"})
    EXPECT_TRUE(holds(reading.problems.text(), part)) << part << "\n" << reading.problems.text();
}

TEST(MeasureList, RefusesDatesOutOfOrder) {
  EXPECT_TRUE(holds(refusal("end = 2026-01-01"), "end = 2026-01-01 is not after start = 2026-01-01"));
  EXPECT_EQ(refusal("end = 2026-01-02"), "");
  EXPECT_TRUE(holds(refusal("born_from = 2026-05-01\nborn_until = 2026-05-01"), "is not after born_from"));
  EXPECT_TRUE(holds(refusal("announced = 2027-01-01\nend = 2027-01-01"), "announced = 2027-01-01 is not before end"));
  EXPECT_TRUE(holds(refusal("announced = 1926-01-01"), "lies far from start"));
  EXPECT_EQ(refusal("announced = 2026-07-28"), "");
}

TEST(MeasureList, RefusesAnAmountOutsideItsAssumedRange) {
  const std::string why = "assumed_why = \"not published\"\n";
  EXPECT_EQ(refusal(why + "assumed_lowest = 0\nassumed_highest = 3_600"), "");
  EXPECT_TRUE(holds(refusal(why + "assumed_lowest = 3_601"), "assumed_lowest = 3601 lies above amount_per_year"));
  EXPECT_TRUE(holds(refusal(why + "assumed_highest = 3_599"), "assumed_highest = 3599 lies below amount_per_year"));
  EXPECT_TRUE(holds(refusal("assumed_lowest = 0"), "assumed_why is missing"));
}

TEST(MeasureList, RefusesTwoRulesInOneStackingGroup) {
  const std::string text = reading_of(allowance("a", "stacking_group = \"g\"") +
                                      allowance("b", "stacking_group = \"g\"\nstacking = \"higher_of\""))
                               .problems.text();
  EXPECT_TRUE(
      holds(text, "measure[b].stacking = \"higher_of\", but measure[a] of the stacking group \"g\" has \"sum\""));
  EXPECT_TRUE(holds(text, "test.toml:14")) << text;
}

TEST(MeasureList, GroupsMeasuresByNameAndLeavesOthersAlone) {
  const Package package = package_of(
      allowance("a", "stacking = \"higher_of\"") + allowance("b", "stacking = \"higher_of\"\nstacking_group = \"a\"") +
      allowance("c", "stacking = \"higher_of\"\nstacking_group = \"a\"") + allowance("d", ""));
  // Only b and c share a group: the group's name is not the id of a measure.
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 1))), 3 * 3 * 3'600'00);
}

TEST(MeasureList, DeclaresEveryKindWithMeaningsInTwoLanguages) {
  std::vector<Declared> declared;
  declare_all_kinds(declared);
  std::set<std::string> sections;
  for (const Declared& one : declared) {
    sections.insert(one.section);
    EXPECT_FALSE(one.meaning.en.empty()) << one.name;
    EXPECT_FALSE(one.meaning.zh.empty()) << one.name;
    EXPECT_FALSE(one.source.empty()) << one.name;
  }
  EXPECT_EQ(sections,
            (std::set<std::string>{"measure.birth_grant", "measure.child_allowance", "measure.delivery_grant"}));
  const auto hukou = std::find_if(declared.begin(), declared.end(), [](const Declared& one) {
    return one.section == "measure.delivery_grant" && one.name == "hukou";
  });
  ASSERT_NE(hukou, declared.end());
  EXPECT_EQ(hukou->standard, "mother");
}

}  // namespace
}  // namespace kinfold
