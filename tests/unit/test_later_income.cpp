// SPDX-License-Identifier: Apache-2.0
// What the old live on: work, an employee's pension, a residents' pension.
#include <gtest/gtest.h>

#include "golden/small_run.hpp"
#include "kinship/old_age/later_income.hpp"

namespace kinfold {
namespace {

/// The year of the table of Ordos, so that its figures hold as they stand.
constexpr Month in_2023 = Month::of(2023, 5);

Fen income(const LaterEarner& earner) { return later_income(earner, place_of_small_runs(), in_2023); }

constexpr int years = 12;

TEST(LaterIncome, InTownIsAWageAndThenAPension) {
  const LaterEarner at_work{.sex = Sex::male, .age_months = 61 * years, .has_worked = true, .is_employed = true};
  LaterEarner retired = at_work;
  retired.is_employed = false;
  EXPECT_EQ(income(at_work), 111'300'00);
  EXPECT_EQ(income(retired), 51'100'00);
  EXPECT_FALSE(lives_on_resident_pension(retired));
}

TEST(LaterIncome, InTheCountryAResidentsPensionComesBesideWork) {
  LaterEarner farmer{
      .residence = Residence::rural, .age_months = 60 * years - 1, .has_worked = true, .is_employed = true};
  EXPECT_EQ(income(farmer), 34'900'00);
  EXPECT_FALSE(lives_on_resident_pension(farmer));
  ++farmer.age_months;
  EXPECT_EQ(income(farmer), 37'600'00);
  farmer.is_employed = false;
  EXPECT_EQ(income(farmer), 2'700'00);
  EXPECT_TRUE(lives_on_resident_pension(farmer));
}

TEST(LaterIncome, WhoHasNotWorkedInTownWaitsForAResidentsPension) {
  LaterEarner woman{.age_months = 60 * years - 1};
  EXPECT_EQ(income(woman), 0);
  ++woman.age_months;
  EXPECT_EQ(income(woman), 2'700'00);
  EXPECT_TRUE(lives_on_resident_pension(woman));
}

}  // namespace
}  // namespace kinfold
