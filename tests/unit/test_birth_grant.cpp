// SPDX-License-Identifier: Apache-2.0
// The birth grant: at once, or in yearly parts to all who were born in time, also after its end.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "read_package.hpp"

namespace kinfold {
namespace {

constexpr Month march_2025 = Month::of(2025, 3);

/// Born in March 2025 from the 13th on, as in Hohhot.
Package grant(const std::string& settings) {
  return package_of(measure_text("birth_grant", "grant", "start = 2025-03-13\n" + settings));
}

std::map<int, Fen> by_age_in_months(const Package& package, const BirthFacts& child) {
  std::map<int, Fen> paid;
  for (int age = 0; age < 12 * 19; ++age)
    if (const Fen amount = package.support.amount_due(child, child.birth_day.in_month() + age, never); amount > 0)
      paid[age] = amount;
  return paid;
}

TEST(BirthGrant, IsPaidAtBirthAndOnBirthdays) {
  const Package package = grant("amount_per_year = 10_000\nyears = 3\nbirth_order = [2]");
  EXPECT_EQ(by_age_in_months(package, local_child(2, march_2025 + 1)),
            (std::map<int, Fen>{{0, 10'000'00}, {12, 10'000'00}, {24, 10'000'00}}));
  EXPECT_TRUE(by_age_in_months(package, local_child(1, march_2025 + 1)).empty());
  EXPECT_TRUE(by_age_in_months(package, local_child(3, march_2025 + 1)).empty());
}

TEST(BirthGrant, OfOneAmountIsPaidAtBirth) {
  EXPECT_EQ(by_age_in_months(grant("amount_once = 10_000"), local_child(1, march_2025 + 1)),
            (std::map<int, Fen>{{0, 10'000'00}}));
}

TEST(BirthGrant, IsForThoseBornFromTheFirstDayToTheLast) {
  const Package package = grant("amount_per_year = 10_000\nyears = 5\nend = 2026-06-20");
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, march_2025, 12)), 0);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, march_2025, 13)), 50'000'00);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 5), 31)), 50'000'00) << "long after the end";
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 6), 20)), 0);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, march_2025 - 1)), 0) << "nobody older";
}

TEST(BirthGrant, AsksForOneParentUnlessWrittenOtherwise) {
  const std::string amount = "amount_once = 10_000";
  BirthFacts child = local_child(1, march_2025 + 1);
  child.father_registered = child.child_registered = false;
  EXPECT_EQ(lifetime_sum(grant(amount).support, child), 10'000'00);
  EXPECT_EQ(lifetime_sum(grant(amount + "\nhukou = \"child\"").support, child), 0);
  child.mother_registered = false;
  child.child_registered = true;
  EXPECT_EQ(lifetime_sum(grant(amount).support, child), 0);
}

TEST(BirthGrant, HasOneAmountAndYearsWithTheYearlyOne) {
  const auto refusal = [](const std::string& settings) {
    return reading_of(measure_text("birth_grant", "g", "start = 2025-03-13\n" + settings)).problems.text();
  };
  EXPECT_NE(refusal("").find("measure[g].amount_per_year is missing"), std::string::npos);
  EXPECT_NE(refusal("amount_once = 1\namount_per_year = 1").find("is written beside amount_per_year"),
            std::string::npos);
  EXPECT_NE(refusal("amount_once = 1\nyears = 5").find("is written beside amount_once"), std::string::npos);
  EXPECT_NE(refusal("amount_per_month = 800").find("amount_per_month"), std::string::npos);
}

TEST(BirthGrant, OfZeroPaysNothing) {
  EXPECT_EQ(lifetime_sum(grant("amount_per_year = 0\nyears = 5").support, local_child(2, march_2025 + 1)), 0);
}

}  // namespace
}  // namespace kinfold
