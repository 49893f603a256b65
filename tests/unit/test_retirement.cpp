// SPDX-License-Identifier: Apache-2.0
// The rule of retirement gives each row of the published schedule, and leaves those alone who retired before it.
#include <gtest/gtest.h>

#include "kinship/old_age/retirement.hpp"
#include "unit/retirement_schedule.hpp"

namespace kinfold {
namespace {

template <std::size_t rows>
void check(RetirementGroup group, Month first_birth, int old_age_years, const std::array<int, rows>& later) {
  for (std::size_t row = 0; row < rows; ++row) {
    const Month birth_month = first_birth + static_cast<int>(row);
    EXPECT_EQ(retirement_age_months(group, birth_month), 12 * old_age_years + later[row]) << birth_month.text();
    EXPECT_EQ(retirement_month(group, birth_month), birth_month + 12 * old_age_years + later[row]);
  }
  EXPECT_EQ(retirement_age_months(group, first_birth - 1), 12 * old_age_years) << "the month before the schedule";
  EXPECT_EQ(retirement_age_months(group, first_birth + 900), 12 * old_age_years + later.back()) << "long after it";
  EXPECT_EQ(retirement_age_months_before_2025(group), 12 * old_age_years);
}

TEST(Retirement, FollowsEachRowOfTheSchedule) {
  check(RetirementGroup::men, Month::of(1965, 1), 60, men_later);
  check(RetirementGroup::women_white_collar, Month::of(1970, 1), 55, white_collar_women_later);
  check(RetirementGroup::women_blue_collar, Month::of(1975, 1), 50, blue_collar_women_later);
}

TEST(Retirement, ReachesTheNewAgesWithThosePublishedAsTheFirst) {
  // The end points of the schedule as it was announced: born in September 1976, September 1981 and November 1984.
  EXPECT_EQ(retirement_age_months(RetirementGroup::men, Month::of(1976, 8)), 12 * 63 - 1);
  EXPECT_EQ(retirement_age_months(RetirementGroup::men, Month::of(1976, 9)), 12 * 63);
  EXPECT_EQ(retirement_age_months(RetirementGroup::women_white_collar, Month::of(1981, 8)), 12 * 58 - 1);
  EXPECT_EQ(retirement_age_months(RetirementGroup::women_white_collar, Month::of(1981, 9)), 12 * 58);
  EXPECT_EQ(retirement_age_months(RetirementGroup::women_blue_collar, Month::of(1984, 10)), 12 * 55 - 1);
  EXPECT_EQ(retirement_age_months(RetirementGroup::women_blue_collar, Month::of(1984, 11)), 12 * 55);
}

TEST(Retirement, NobodyOvertakesAnOlderColleague) {
  for (const auto group :
       {RetirementGroup::men, RetirementGroup::women_white_collar, RetirementGroup::women_blue_collar})
    for (Month born = Month::of(1950, 1); born < Month::of(2000, 1); ++born)
      EXPECT_LT(retirement_month(group, born), retirement_month(group, born + 1)) << born.text();
}

}  // namespace
}  // namespace kinfold
