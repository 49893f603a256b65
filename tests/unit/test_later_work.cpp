// SPDX-License-Identifier: Apache-2.0
// Until when people work in later life.
#include <gtest/gtest.h>

#include "kinship/old_age/later_work.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

LaterWork with(std::vector<std::pair<std::string, double>> written = {}) {
  WrittenSection section{std::move(written)};
  Reader reader = section.reader();
  return LaterWork{reader};
}

constexpr Month born = Month::of(1970, 3);

TEST(LaterWork, InTownEndsByTheScheduleOf2025) {
  const LaterWork work = with();
  // Of the schedule of 13 September 2024: born in March 1970, men retire at 61 years and 4 months, white-collar women
  // at 55 and 1 for each four months after January 1970, workers retired at 50.
  EXPECT_EQ(work.stops_in({.sex = Sex::male, .birth_month = born}, 0.1).text(), "2031-07");
  EXPECT_EQ(
      work.stops_in({.sex = Sex::female, .birth_month = born, .education = Education::bachelor_and_above}, 0.1).text(),
      "2025-04");
  EXPECT_EQ(work.stops_in({.sex = Sex::female, .birth_month = born}, 0.1).text(), "2020-03");
}

TEST(LaterWork, InTheCountryEndsAtASetAge) {
  const LaterWorker farmer{.sex = Sex::female, .birth_month = born, .residence = Residence::rural};
  EXPECT_EQ(with().stops_in(farmer, 0.1), born + 12 * 65);
  EXPECT_EQ(with({{"rural_work_until", 70.0}}).stops_in(farmer, 0.1), born + 12 * 70);
}

TEST(LaterWork, SomeHaveNotWorkedForLong) {
  EXPECT_EQ(with().stops_in({.sex = Sex::female, .birth_month = born}, 0.61), long_ago);
  EXPECT_NE(with().stops_in({.sex = Sex::male, .birth_month = born}, 0.61), long_ago);
  EXPECT_EQ(with().stops_in({.sex = Sex::male, .birth_month = born}, 0.81), long_ago);
}

TEST(LaterWork, MayEndLaterForAllInAnExperiment) {
  const LaterWorker man{.sex = Sex::male, .birth_month = born};
  EXPECT_EQ(with({{"retire_later", 5.0}}).stops_in(man, 0.1), with().stops_in(man, 0.1) + 60);
  EXPECT_EQ(with({{"retire_later", 5.0}}).stops_in(man, 0.9), long_ago);
}

}  // namespace
}  // namespace kinfold
