// SPDX-License-Identifier: Apache-2.0
// Grandparents' willingness and retirement, as the behavioural model and the law have them.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kinship/care/care_supply.hpp"
#include "kinship/care/retirement.hpp"

namespace kinfold {
namespace {

struct Row {
  RetirementGroup group;
  Month born;
  Month retires;
};

/// Rows of the schedule in the annex of the decision of 13 September 2024.
TEST(Retirement, FollowsTheScheduleOf2025) {
  using enum RetirementGroup;
  const std::vector<Row> rows{{men, Month::of(1964, 12), Month::of(2024, 12)},
                              {men, Month::of(1965, 1), Month::of(2025, 2)},
                              {men, Month::of(1965, 4), Month::of(2025, 5)},
                              {men, Month::of(1965, 5), Month::of(2025, 7)},
                              {men, Month::of(1968, 5), Month::of(2029, 4)},
                              {men, Month::of(1976, 8), Month::of(2039, 7)},
                              {men, Month::of(1976, 9), Month::of(2039, 9)},
                              {men, Month::of(1980, 1), Month::of(2043, 1)},
                              {women_in_posts, Month::of(1970, 9), Month::of(2025, 12)},
                              {women_in_posts, Month::of(1980, 1), Month::of(2037, 8)},
                              {women_in_posts, Month::of(1984, 11), Month::of(2042, 11)},
                              {women_workers, Month::of(1975, 3), Month::of(2025, 5)},
                              {women_workers, Month::of(1980, 1), Month::of(2032, 8)},
                              {women_workers, Month::of(1984, 11), Month::of(2039, 11)}};
  for (const Row& row : rows) {
    EXPECT_EQ(retirement_month(row.group, row.born), row.retires) << row.born.text();
    EXPECT_FALSE(is_past_retirement(row.group, row.born, row.retires - 1));
    EXPECT_TRUE(is_past_retirement(row.group, row.born, row.retires));
  }
}

class CareSupplyTest : public testing::Test {
 protected:
  Problems problems_;
  std::vector<Declared> declared_;
  Reader reader_{"grandparent_care", nullptr, {}, problems_, declared_};
  CareSupply supply_{reader_};

  static double logit(double probability) { return std::log(probability / (1.0 - probability)); }
};

TEST_F(CareSupplyTest, IsTheLogitOfItsTerms) {
  EXPECT_NEAR(logit(supply_.probability({})), -1.2, 1e-12);
  Carer carer{.is_retired = true,
              .minutes_away = 30.0,
              .others_minded = 2,
              .is_paternal = true,
              .residence = Residence::rural,
              .stipend = 500.0};
  EXPECT_NEAR(logit(supply_.probability(carer)), -1.2 + 1.3 - 0.9 * std::log(2.0) - 1.0 + 0.8 + 0.05, 1e-12);
  carer = {.sex = Sex::male,
           .is_retired = true,
           .has_limitation = true,
           .minds_own_family = true,
           .is_paternal = true,
           .moved_in = true,
           .has_portable_cover = false};
  EXPECT_NEAR(logit(supply_.probability(carer)), -1.2 + 1.0 - 1.5 - 0.6 + 0.4 + 0.4 - 0.3, 1e-12);
}

/// Feng and Zhang find 29 points for women and 21 for men, at the mean of those who retire. Those who live nearby, with
/// no other grandchild to mind, move by as much; those farther away by less.
TEST_F(CareSupplyTest, RetirementRaisesCareAboutAsMuchAsWasFound) {
  const auto effect = [&](Sex sex, double minutes) {
    Carer carer{.sex = sex, .minutes_away = minutes};
    const double at_work = supply_.probability(carer);
    carer.is_retired = true;
    return supply_.probability(carer) - at_work;
  };
  EXPECT_NEAR(effect(Sex::female, 0.0), 0.29, 0.03);
  EXPECT_NEAR(effect(Sex::male, 0.0), 0.21, 0.03);
  EXPECT_GT(effect(Sex::female, 0.0), effect(Sex::female, 60.0));
}

TEST_F(CareSupplyTest, EachCoefficientIsAParameter) { EXPECT_EQ(declared_.size(), 12u); }

}  // namespace
}  // namespace kinfold
