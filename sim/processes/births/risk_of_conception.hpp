// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "processes/births/fecundity.hpp"
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

/// She tries to conceive from now on, and stands in her shard's list.
inline void try_for_child(Population& population, PersonIndex woman) {
  const bool stands_in_list = population.trying[woman] != Trying::no;
  population.trying[woman] = Trying::yes;
  if (stands_in_list) return;
  population.shard(population.shard_of(woman))
      .trying.push_back({.key = population.key[woman],
                         .own_level = fecundity().own_level(population, woman),
                         .woman = woman,
                         .birth_month = population.birth_month[woman],
                         .sterile_from = fecundity().sterile_from(population, woman)});
}

/// She no longer tries; the list forgets her when it is next walked.
inline void give_up(Population& population, PersonIndex woman) {
  if (population.is_trying(woman)) population.trying[woman] = Trying::no_longer;
}

}  // namespace kinfold
