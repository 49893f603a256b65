// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "processes/process.hpp"

namespace kinfold {

/// Women bear children between these ages in the model (completed years, both included).
inline constexpr int youngest_at_risk = 15;
inline constexpr int oldest_at_risk = 49;

/// Whether a woman may conceive this month, as far as she can know: she lives in the place and in a union, is of
/// the ages, not pregnant, and the time after a birth or a loss is over. Who is sterile does not know it.
inline bool is_at_risk(const Population& population, PersonIndex woman, Month now) {
  if (!population.is_woman(woman)) return false;
  const int age = population.age(woman, now);
  if (age < youngest_at_risk || age > oldest_at_risk) return false;
  return population.is_resident(woman) && population.has_spouse(woman) && !population.is_pregnant(woman) &&
         now >= population.susceptible_month[woman];
}

}  // namespace kinfold
