// SPDX-License-Identifier: Apache-2.0
// The level of each place: births of the years that have been, and the total fertility of the census year.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "golden/small_run.hpp"
#include "levels/level_outcome.hpp"
#include "record/indicators.hpp"
#include "statistical/chance.hpp"

namespace kinfold {
namespace {

constexpr std::size_t replicates = 4;
constexpr int processors = 2;
constexpr int months_to_2021 = 2;  // November and December 2020
constexpr std::array years{2021, 2022, 2023, 2024, 2025};
constexpr int months_to_2026 = months_to_2021 + 12 * static_cast<int>(years.size());

/// A place whose levels are fitted, and how many people show that they are.
struct FittedPlace {
  std::string name;  ///< of the test
  std::string slug;
  double scale;
  double births_error;   ///< standard error of the births of a year, as a share of them
  double fertility;      ///< total fertility of the census year, published or by reverse survival
  double fertility_gap;  ///< how far a run may be from it

  friend void PrintTo(const FittedPlace& place, std::ostream* out) { *out << place.slug; }

  Place tables() const { return read_place(shipped_scenarios() / "places" / slug); }
};

/// Chance of the runs: 0.9 % (13,500 births a year in four runs of Ordos, 13,000 to 18,000 in four of the region, their
/// months zero included). Chance of the fit, which saw more people: added for the region, 0.45 % (two runs at scale
/// 0.2).
const std::array places{
    FittedPlace{"Ordos", "ordos", 0.2, 0.009, 1.464, 0.05},
    FittedPlace{"InnerMongolia", "inner-mongolia", 0.03, 0.010, 1.168, 0.04},
};

class Level : public testing::TestWithParam<FittedPlace> {
 protected:
  /// Counts of runs with a month zero of their own.
  std::vector<Counts> counts_of(const std::string& more, int months) const {
    const Scenario scenario = shipped_scenario(GetParam().slug + "-history", more);
    std::vector<std::optional<Counts>> runs(replicates);
    Workers{processors}.for_each(replicates, [&](std::size_t run) {
      const auto replicate = static_cast<std::uint32_t>(run + 1);
      const Workers alone{1};
      Simulation simulation{scenario,
                            place_,
                            build_month_zero(place_, {.scale = GetParam().scale, .seed = replicate}),
                            {.seed = {1, replicate}, .scale = GetParam().scale},
                            alone};
      for (int month = 0; month < months; ++month) simulation.step_month();
      runs[run] = simulation.counts();
    });
    std::vector<Counts> all;
    for (auto& one : runs) all.push_back(std::move(*one));
    return all;
  }

  /// All years as 2020.
  std::vector<Counts> counts_of_level() const {
    std::string effects = "[parameters.intention]\n";
    std::string factors = "[parameters.union_formation]\n";
    for (int year = YearFactors::first_year; year <= YearFactors::last_year; ++year) {
      effects += "year_effect_" + std::to_string(year) + " = 0.0\n";
      factors += "search_factor_" + std::to_string(year) + " = 1.0\n";
    }
    return counts_of(effects + factors, months_of_level_run);
  }

  double births_of_year(const std::vector<Counts>& runs, int first_month) const {
    double births = 0.0;
    for (const Counts& one : runs) {
      const VitalPeriod period = vital_period(one, first_month, 12);
      births += (period.births_by_sex[0] + period.births_by_sex[1]) / GetParam().scale / replicates;
    }
    return births;
  }

  /// The table's rates on the women of the census, then the yearly changes that were observed.
  double observed_births(int year) const {
    double births = 0.0;
    for (std::size_t age = 0; age < fertile_age_count; ++age)
      for (const double rate : place_.fertility[age])
        births += rate * static_cast<double>(place_.persons_at(Sex::female, static_cast<int>(age) + first_fertile_age));
    for (const VitalYear& one : place_.vital_history)
      if (one.year > YearFactors::first_year && one.year <= year) births *= one.births_relative;
    return births;
  }

  /// In exact years, as `mean_age_at_birth` has it.
  double mean_age_of_table() const {
    double rates = 0.0;
    double ages = 0.0;
    for (std::size_t age = 0; age < fertile_age_count; ++age)
      for (const double rate : place_.fertility[age]) {
        rates += rate;
        ages += rate * (first_fertile_age + 0.5 + static_cast<double>(age));
      }
    return ages / rates;
  }

  const Place place_ = GetParam().tables();
};

TEST_P(Level, HistoryHasTheBirthsOfItsYears) {
  const std::vector<Counts> runs = counts_of("", months_to_2026);
  ChanceRow row;
  for (std::size_t i = 0; i < years.size(); ++i) {
    const double observed = observed_births(years[i]);
    row.mean("births of " + std::to_string(years[i]), observed,
             births_of_year(runs, months_to_2021 + 12 * static_cast<int>(i)), GetParam().births_error * observed);
  }
}

/// Chance moves the total fertility of three years by 0.5 %, so that the limits are seven standard errors away.
TEST_P(Level, FertilityOfTheCensusYearStaysWhileAllElseDoes) {
  double fertility = 0.0;
  double age = 0.0;
  for (const Counts& one : counts_of_level()) {
    const ByMotherAge rates = fertility_rates(vital_period(one, first_level_month, 12 * level_years));
    fertility += total_fertility_rate(rates) / replicates;
    age += mean_age_at_birth(rates) / replicates;
  }
  ChanceRow row;
  row.figure("total fertility of months 13 to 48",
             ChanceRow::text(GetParam().fertility) + " ± " + ChanceRow::text(GetParam().fertility_gap), fertility);
  row.figure("mean age at birth", ChanceRow::text(mean_age_of_table()), age);
  EXPECT_NEAR(fertility, GetParam().fertility, GetParam().fertility_gap);
}

INSTANTIATE_TEST_SUITE_P(Places, Level, testing::ValuesIn(places), [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace kinfold
