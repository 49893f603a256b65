// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/declaration.hpp"
#include "population/person.hpp"

namespace kinfold {

/// Limitations in activities of daily living (ADL): how many have one at an age, and who.
///
/// Log odds of the share are linear between the ages 65, 75 and 85 and go on beyond them; women's lie above men's by a
/// constant. The share never falls with age, so that a person whose lasting trait lies below it has a limitation from
/// then on. Assumption: nobody recovers, and death does not choose those with a limitation.
class Disability {
 public:
  /// Declares and reads the shares; refuses those that fall with age.
  explicit Disability(Reader& reader);

  /// Share of living persons with a limitation, in (0, 1).
  double prevalence(Sex sex, int age_months) const;
  /// Whether a person has one; `trait` in (0, 1) is hers or his for life.
  bool has_limitation(Sex sex, int age_months, double trait) const { return trait < prevalence(sex, age_months); }
  /// The first month of life, at most `longest_life_months`, in which she or he has one.
  int onset_age_months(Sex sex, double trait) const;

  static constexpr int longest_life_months = 12 * 110;

 private:
  static constexpr std::array<int, 3> ages{65, 75, 85};

  double years_of(Sex sex, double share) const;

  std::array<double, ages.size()> log_odds_{};  ///< of both sexes together
  double women_above_men_;
};

}  // namespace kinfold
