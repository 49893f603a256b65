// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "core/month.hpp"
#include "population/person.hpp"
#include "population/place/place.hpp"

namespace kinfold {

/// How long people live whom nobody asks month by month: kin elsewhere, and the parents of the past. Life tables by
/// cohort, from the place's mortality of the past and its assumptions about the future. No policy moves them.
class Lifespans {
 public:
  explicit Lifespans(const Place& place);

  /// Share of the cohort born in a calendar year that reaches an age; between birthdays the dead are spread evenly.
  double survival(Sex sex, int birth_year, int age_months) const;

  /// The month in which one dies who is alive at the end of `alive_in`. `uniform` in (0, 1): the same number gives the
  /// same place in the distribution.
  Month death_after(Sex sex, Month birth_month, Month alive_in, double uniform) const;

 private:
  static constexpr int first_cohort = 1850;
  static constexpr int last_cohort = 2120;
  static constexpr int longest_life = 110;  ///< completed years that nobody outlives: assumption
  using Survivors = std::array<double, longest_life + 1>;

  const Survivors& cohort(Sex sex, int birth_year) const;

  std::array<std::vector<Survivors>, sex_count> cohorts_;
};

}  // namespace kinfold
