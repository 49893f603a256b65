// SPDX-License-Identifier: Apache-2.0
#include "population/kin/lifespans.hpp"

#include <algorithm>
#include <functional>

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

/// What people die of by age and calendar year.
class Mortality {
 public:
  explicit Mortality(const Place& place)
      : place_{place},
        reference_year_{static_cast<int>(place.assumption("mortality_reference_year"))},
        level_{place.assumption("mortality_level")},
        first_own_year_{std::min(place.census_month.year(), place.family_history.last_year_of_deaths() + 1)},
        log_change_{logarithm(1.0 - place.assumption("mortality_decline"))} {}

  /// Chance of dying within a year of life that begins in a calendar year.
  double probability(Sex sex, int age, int year) const {
    if (year < first_own_year_) return place_.family_history.death_probability(sex, age, year);
    const double level = level_ * exponential((year - reference_year_) * log_change_);
    const auto at = static_cast<std::size_t>(std::min(age, oldest_age));
    return std::min(1.0, place_.death_probability[static_cast<std::size_t>(sex)][at] * level);
  }

 private:
  const Place& place_;
  int reference_year_;
  double level_;
  int first_own_year_;  ///< from which the place's own table holds, with its trend
  double log_change_;
};

}  // namespace

Lifespans::Lifespans(const Place& place) {
  const Mortality mortality{place};
  for (const Sex sex : {Sex::male, Sex::female})
    for (int birth_year = first_cohort; birth_year <= last_cohort; ++birth_year) {
      Survivors& survivors = cohorts_[static_cast<std::size_t>(sex)].emplace_back();
      survivors[0] = 1.0;
      for (int age = 0; age < longest_life; ++age) {
        const double dies = age + 1 == longest_life ? 1.0 : mortality.probability(sex, age, birth_year + age);
        survivors[static_cast<std::size_t>(age) + 1] = survivors[static_cast<std::size_t>(age)] * (1.0 - dies);
      }
    }
}

double Lifespans::survival(Sex sex, int birth_year, int age_months) const {
  const int age = age_months / 12;
  if (age >= longest_life) return 0.0;
  const Survivors& survivors = cohort(sex, birth_year);
  const double at_birthday = survivors[static_cast<std::size_t>(age)];
  return at_birthday - (at_birthday - survivors[static_cast<std::size_t>(age) + 1]) * (age_months % 12) / 12.0;
}

Month Lifespans::death_after(Sex sex, Month birth_month, Month alive_in, double uniform) const {
  const Survivors& survivors = cohort(sex, birth_month.year());
  const double left = survival(sex, birth_month.year(), std::max(0, alive_in - birth_month)) * (1.0 - uniform);
  const auto after = std::upper_bound(survivors.begin(), survivors.end(), left, std::greater<>{});
  const auto age = std::clamp<std::ptrdiff_t>(after - survivors.begin() - 1, 0, longest_life - 1);
  const double at_birthday = survivors[static_cast<std::size_t>(age)];
  const double dying = at_birthday - survivors[static_cast<std::size_t>(age) + 1];
  const double part = dying > 0.0 ? std::clamp((at_birthday - left) / dying, 0.0, 1.0) : 0.0;
  const Month death = birth_month + static_cast<int>(12 * age) + std::min(11, static_cast<int>(12.0 * part)) + 1;
  return std::max(death, alive_in + 1);
}

const Lifespans::Survivors& Lifespans::cohort(Sex sex, int birth_year) const {
  const int year = std::clamp(birth_year, first_cohort, last_cohort);
  return cohorts_[static_cast<std::size_t>(sex)][static_cast<std::size_t>(year - first_cohort)];
}

}  // namespace kinfold
