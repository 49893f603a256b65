// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "population/place/place.hpp"
#include "processes/year_factors.hpp"
#include "simulation.hpp"

namespace kinfold {

/// Months of the level: the first year belongs to the pregnancies of month zero.
inline constexpr int first_level_month = 12;
inline constexpr int level_years = 3;
inline constexpr int months_of_level_run = first_level_month + 12 * level_years;

/// What runs of some years brought, as far as levels are fitted to it: simulated persons, summed over runs. All but the
/// calendar years is of the months of the level.
struct LevelOutcome {
  static constexpr std::size_t years = YearFactors::last_year - YearFactors::first_year + 1;

  std::array<std::array<double, table_order_count>, fertile_age_count> births{};
  std::array<double, fertile_age_count> woman_years{};
  std::array<double, sex_count> first_marriages{};
  std::array<double, sex_count> expected_first_marriages{};  ///< by the table of the place
  double unions = 0.0;
  double unions_with_outsiders = 0.0;
  double unintended_pregnancies = 0.0;
  double married_woman_years = 0.0;  ///< at 15–49
  std::array<double, years> births_by_year{};
  std::array<double, years> unions_by_year{};

  void add(const LevelOutcome& other);

  /// Children of the order per woman who lives through the rates.
  double fertility(std::size_t order) const;
};

/// Watches one run month by month.
class LevelObserver {
 public:
  explicit LevelObserver(const Place& place) : place_{place} {}

  /// The month, counted from 0 and of the calendar, after its step.
  void see(const Simulation& simulation, int month_number, Month month);

  const LevelOutcome& outcome() const { return outcome_; }

 private:
  void see_of_year(const Event& event, std::size_t year);
  void see_of_level(const Event& event);
  void see_union(int facts);
  void see_women(const Census& census);
  void see_singles_and_wives(const Population& population, Month month);

  const Place& place_;
  LevelOutcome outcome_;
};

}  // namespace kinfold
