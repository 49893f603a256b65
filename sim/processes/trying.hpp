// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "processes/fecundity.hpp"

namespace kinfold {

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
