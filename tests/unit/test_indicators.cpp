// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "record/indicators.hpp"

namespace kinfold {
namespace {

constexpr std::size_t at(int age) { return static_cast<std::size_t>(age - first_fecund_age); }

/// A year with 1,000 childless women of every age and nothing else.
VitalPeriod quiet_year() {
  VitalPeriod year;
  year.exposure[0].fill(1000.0);
  return year;
}

TEST(Indicators, TotalFertilityIsTheSumOfRates) {
  VitalPeriod year = quiet_year();
  year.exposure[1][at(25)] = 1000.0;
  year.births[0][at(25)] = 200.0;
  year.births[1][at(25)] = 100.0;
  year.births[0][at(30)] = 50.0;
  const ByMotherAge rates = fertility_rates(year);
  EXPECT_DOUBLE_EQ(rates[at(25)], 0.15) << "women of all parities in the denominator";
  EXPECT_DOUBLE_EQ(rates[at(30)], 0.05);
  EXPECT_DOUBLE_EQ(total_fertility_rate(rates), 0.20);
  EXPECT_DOUBLE_EQ(total_fertility_rate(fertility_rates(year, 1)), 0.15);
  EXPECT_DOUBLE_EQ(total_fertility_rate(fertility_rates(year, 2)), 0.05);
}

TEST(Indicators, MeanAgeCountsFromTheMiddleOfTheYearOfAge) {
  VitalPeriod year = quiet_year();
  year.births[0][at(24)] = 100.0;
  year.births[0][at(30)] = 100.0;
  EXPECT_DOUBLE_EQ(mean_age_at_birth(fertility_rates(year)), 27.5);
}

TEST(Indicators, WithoutExposureNothingIsKnown) {
  VitalPeriod year = quiet_year();
  year.exposure[0][at(40)] = 0.0;
  EXPECT_TRUE(std::isnan(fertility_rates(year)[at(40)]));
  EXPECT_TRUE(std::isnan(total_fertility_rate(fertility_rates(year))));
  EXPECT_TRUE(std::isnan(mean_age_at_birth(fertility_rates(quiet_year())))) << "no births, no mean age";
  EXPECT_TRUE(std::isnan(sex_ratio_at_birth(year)));
  EXPECT_TRUE(std::isnan(crude_birth_rate(year)));
}

/// First births shift from one age to the next by `shift` women out of 100 a year.
VitalPeriod shifting_year(double shifted) {
  VitalPeriod year = quiet_year();
  year.births[0][at(25)] = 100.0 - shifted;
  year.births[0][at(26)] = shifted;
  return year;
}

TEST(Indicators, TempoAdjustmentUndoesPostponement) {
  // The mean age rises by 0.1 years a year while the total is 0.1 children: 0.1 / (1 − 0.1).
  const std::vector<double> adjusted =
      tempo_adjusted_total_fertility({shifting_year(10.0), shifting_year(20.0), shifting_year(30.0)});
  ASSERT_EQ(adjusted.size(), 3u);
  EXPECT_TRUE(std::isnan(adjusted[0]));
  EXPECT_NEAR(adjusted[1], 0.1 / 0.9, 1e-12);
  EXPECT_TRUE(std::isnan(adjusted[2]));
}

TEST(Indicators, TempoAdjustmentLeavesSteadyFertilityAlone) {
  const std::vector<VitalPeriod> years(3, shifting_year(30.0));
  EXPECT_NEAR(tempo_adjusted_total_fertility(years)[1], 0.1, 1e-12);
}

TEST(Indicators, ParityProgressionFollowsTheLifeTable) {
  VitalPeriod year = quiet_year();
  year.exposure[1].fill(500.0);
  year.births[0][at(20)] = 400.0;  // m = 0.4, q = 0.4 / 1.2 = 1/3
  year.births[0][at(30)] = 400.0;  // of the remaining 2/3 again a third
  year.births[1][at(25)] = 100.0;  // m = 0.2, q = 0.2 / 1.1 = 2/11 of those who had their first at 20
  const auto ratios = parity_progression(year);
  EXPECT_NEAR(ratios[0], 1.0 / 3.0 + 2.0 / 9.0, 1e-12);
  EXPECT_NEAR(ratios[1], (1.0 / 3.0) * (2.0 / 11.0) / (5.0 / 9.0), 1e-12);
  EXPECT_DOUBLE_EQ(ratios[2], 0.0);
  EXPECT_TRUE(std::isnan(ratios[3])) << "nobody in the table has three";
  EXPECT_TRUE(std::isnan(ratios[4]));
}

TEST(Indicators, CompletedFertilityIsTheMeanParityAt49) {
  VitalPeriod year = quiet_year();
  year.exposure[2][at(49)] = 3000.0;
  EXPECT_DOUBLE_EQ(completed_cohort_fertility(year), 1.5);
}

TEST(Indicators, CrudeRatesArePerThousand) {
  VitalPeriod year;
  year.births_by_sex = {51.0, 50.0};
  year.deaths = 20.0;
  year.unions_formed = 30.0;
  year.person_years = 10'000.0;
  EXPECT_DOUBLE_EQ(crude_birth_rate(year), 10.1);
  EXPECT_DOUBLE_EQ(crude_death_rate(year), 2.0);
  EXPECT_DOUBLE_EQ(crude_marriage_rate(year), 3.0);
  EXPECT_DOUBLE_EQ(sex_ratio_at_birth(year), 102.0);
}

/// One woman of 30 without children, who has a child in December, and again in January.
TEST(Indicators, YearsOfTheCalendarAndOfTheRunCutTheSameMonths) {
  const Month first = Month::of(2020, 11);
  Population population{1, 64};
  population.add({.key = 1, .birth_month = first - 1 - 30 * 12, .area = {}}, first - 1);
  Counts counts{population, first};
  for (int month = 0; month < 26; ++month) {
    std::vector<Journal> journals(1);
    if (month == 1 || month == 2)
      journals[0].write({.kind = EventKind::birth, .detail = 1, .area = {}, .sex = Sex::male, .age = 30, .person = 2},
                        first + month);
    counts.count_month(population, journals, first + month);
  }
  const std::vector<VitalPeriod> calendar = by_calendar_year(counts);
  const std::vector<VitalPeriod> run = by_run_year(counts);
  ASSERT_EQ(calendar.size(), 3u);
  ASSERT_EQ(run.size(), 2u) << "two months fill no year";
  EXPECT_DOUBLE_EQ(calendar[0].births[0][at(30)], 1.0);
  EXPECT_DOUBLE_EQ(calendar[1].births[0][at(30)], 1.0);
  EXPECT_DOUBLE_EQ(run[0].births[0][at(30)], 2.0);
  EXPECT_DOUBLE_EQ(calendar[0].exposure[0][at(30)], 2.0 / 12.0);
  EXPECT_DOUBLE_EQ(calendar[1].person_years, 1.0);
  EXPECT_DOUBLE_EQ(run[1].person_years, 1.0);
  EXPECT_DOUBLE_EQ(run[0].births_by_sex[0], 2.0);
}

TEST(Indicators, EachGivesOneValueForEachYearAndClass) {
  const std::vector<VitalPeriod> years(4, quiet_year());
  for (const Indicator& indicator : indicators()) {
    std::size_t cells = years.size();
    for (const Axis axis : indicator.axes) cells *= size_of(axis, 1);
    EXPECT_EQ(indicator.compute(years).size(), cells) << indicator.name;
  }
}

}  // namespace
}  // namespace kinfold
