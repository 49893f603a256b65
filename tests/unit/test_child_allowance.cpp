// SPDX-License-Identifier: Apache-2.0
// The child allowance: who gets it and who just does not, first and last month, to the fen.
#include <gtest/gtest.h>

#include <string>

#include "read_package.hpp"

namespace kinfold {
namespace {

constexpr Month january_2026 = Month::of(2026, 1);

Package allowance(const std::string& settings) {
  return package_of(measure_text("child_allowance", "allowance", "start = 2026-01-01\n" + settings));
}

Fen due(const Package& package, const BirthFacts& facts, int age_months) {
  return package.support.amount_due(facts, facts.birth_day.in_month() + age_months, never);
}

TEST(ChildAllowance, PaysThirtySixInstalmentsToAgeThreeAndNoThirtySeventh) {
  const Package package = allowance("amount_per_year = 3_600\nuntil_age = 3");
  const BirthFacts child = local_child(1, january_2026 + 5);
  int instalments = 0;
  for (int age = -12; age < 120; ++age) instalments += due(package, child, age) > 0;
  EXPECT_EQ(instalments, 36);
  EXPECT_EQ(due(package, child, -1), 0);
  EXPECT_EQ(due(package, child, 0), 300'00);
  EXPECT_EQ(due(package, child, 35), 300'00);
  EXPECT_EQ(due(package, child, 36), 0);
  EXPECT_EQ(package.support.longest_payment_months(), 36);
}

TEST(ChildAllowance, EndsBeforeTheThirdBirthdayUnlessWrittenOtherwise) {
  EXPECT_EQ(allowance("amount_per_year = 1").support.longest_payment_months(), 36);
  EXPECT_EQ(allowance("amount_per_year = 1\nuntil_age = 1").support.longest_payment_months(), 12);
  EXPECT_EQ(allowance("amount_per_year = 1\nuntil_age = 18").support.longest_payment_months(), 216);
}

TEST(ChildAllowance, TwelveInstalmentsMakeTheYearToTheFen) {
  for (const std::string amount : {"10_000", "0.01", "9_999.99", "1_234.57"}) {
    const Package package = allowance("amount_per_year = " + amount);
    const BirthFacts child = local_child(2, january_2026);
    for (int year = 0; year < 3; ++year) {
      Fen sum = 0;
      for (int month = 0; month < 12; ++month) sum += due(package, child, 12 * year + month);
      EXPECT_EQ(sum, package.measures[0].amount) << amount;
    }
  }
}

TEST(ChildAllowance, KnowsAmountsToTheFen) {
  EXPECT_EQ(allowance("amount_per_year = 10_000").measures[0].amount, 1'000'000);
  EXPECT_EQ(allowance("amount_per_year = 0.29").measures[0].amount, 29);
}

TEST(ChildAllowance, ReachesOlderChildrenForTheMonthsThatRemain) {
  const Package package = allowance("amount_per_year = 3_600");
  const BirthFacts child = local_child(1, january_2026 - 30);
  EXPECT_EQ(due(package, child, 29), 0);
  EXPECT_EQ(due(package, child, 30), 300'00);
  EXPECT_EQ(lifetime_sum(package.support, child), 6 * 300'00);
}

TEST(ChildAllowance, CoversBirthsFromADayAndUntilADay) {
  const Package package = allowance("amount_per_year = 3_600\nborn_from = 2026-03-10\nborn_until = 2026-05-20");
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 3), 9)), 0);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 3), 10)), 10'800'00);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 5), 19)), 10'800'00);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, Month::of(2026, 5), 20)), 0);
}

TEST(ChildAllowance, EndsForEverybodyWhenTheMeasureEnds) {
  const Package package = allowance("amount_per_year = 3_600\nend = 2027-01-01");
  const BirthFacts child = local_child(1, january_2026);
  EXPECT_EQ(due(package, child, 11), 300'00);
  EXPECT_EQ(due(package, child, 12), 0);
}

TEST(ChildAllowance, CoversTheBirthOrdersNamedAndByDefaultAll) {
  const Package some = allowance("amount_per_year = 3_600\nbirth_order = [3, 2]");
  const Package all = allowance("amount_per_year = 3_600");
  for (int order = 1; order <= last_birth_order; ++order) {
    const BirthFacts child = local_child(order, january_2026);
    EXPECT_EQ(due(some, child, 0) > 0, order == 2 || order == 3) << order;
    EXPECT_GT(due(all, child, 0), 0) << order;
  }
}

TEST(ChildAllowance, AsksNobodyForRegistrationUnlessWritten) {
  const BirthFacts stranger{.birth_order = 1, .birth_day = {2026, 1, 15}};
  EXPECT_GT(due(allowance("amount_per_year = 3_600"), stranger, 0), 0);
  EXPECT_EQ(due(allowance("amount_per_year = 3_600\nhukou = \"child\""), stranger, 0), 0);
}

TEST(ChildAllowance, PaidOnceComesInTheMonthOfBirthAlone) {
  const Package package = allowance("amount_once = 5_000");
  const BirthFacts child = local_child(1, january_2026 + 3);
  EXPECT_EQ(due(package, child, 0), 5'000'00);
  EXPECT_EQ(lifetime_sum(package.support, child), 5'000'00);
  EXPECT_EQ(lifetime_sum(package.support, local_child(1, january_2026 - 1)), 0);
  EXPECT_FALSE(package.measures[0].yearly);
}

TEST(ChildAllowance, HasOneAmountAndNotTwo) {
  const auto refusal = [](const std::string& settings) {
    return reading_of(measure_text("child_allowance", "a", "start = 2026-01-01\n" + settings)).problems.text();
  };
  EXPECT_NE(refusal("").find("measure[a].amount_per_year is missing"), std::string::npos);
  EXPECT_NE(refusal("amount_per_year = 1\namount_once = 1").find("is written beside amount_per_year"),
            std::string::npos);
  EXPECT_NE(refusal("until_age = 3\namount_once = 1").find("until_age = 3 is written beside amount_once"),
            std::string::npos);
  EXPECT_EQ(refusal("amount_per_year = 0"), "");
  EXPECT_EQ(refusal("amount_once = 0"), "");
}

TEST(ChildAllowance, OfZeroPaysNothing) {
  const Package package = allowance("amount_per_year = 0");
  std::vector<Payment> payments;
  for (int age = 0; age < 36; ++age) {
    package.support.entitlement(local_child(1, january_2026), january_2026 + age, payments);
    EXPECT_TRUE(payments.empty());
  }
}

TEST(ChildAllowance, FollowsPricesFromTheYearOfItsStart) {
  const Package package = allowance("amount_per_year = 12_000\nindex = \"prices\"");
  const Economy& economy = ordos_tables().economy;
  const double factor = economy.price_index(Month::of(2028, 1)) / economy.price_index(january_2026);
  const BirthFacts child = local_child(1, january_2026);
  EXPECT_EQ(due(package, child, 0), 1'000'00);
  EXPECT_EQ(due(package, child, 11), 1'000'00);
  EXPECT_NEAR(static_cast<double>(due(package, child, 24)), 1'000'00 * factor, 1.0);
  EXPECT_GT(due(package, child, 24), 1'000'00);
}

TEST(ChildAllowance, FollowsIncomesOfTownAndCountryByTheirResidents) {
  // In the tables, incomes of town and country grow apart until 2025.
  const Month start = Month::of(2020, 1);
  const Package package = package_of(
      measure_text("child_allowance", "a", "start = 2020-01-01\namount_per_year = 12_000\nindex = \"income\""));
  const Economy& economy = ordos_tables().economy;
  // Residents of the census of 2020: 1,667,962 in towns, 485,676 in the country.
  const auto income = [&](Month month) {
    return 1667962 * economy.income_per_head(Residence::urban, month) +
           485676 * economy.income_per_head(Residence::rural, month);
  };
  EXPECT_NEAR(static_cast<double>(due(package, local_child(1, start), 12)),
              1'000'00 * income(start + 12) / income(start), 1.0);
}

}  // namespace
}  // namespace kinfold
