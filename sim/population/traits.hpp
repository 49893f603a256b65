// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.hpp"
#include "population/population.hpp"

namespace kinfold {

/// What is constant in a person's life and differs between people. Recomputed from the key, never stored.
enum class Trait : std::uint32_t {
  fecundability = 1,      ///< monthly chance of conceiving, against the mean of her age
  sterility = 2,          ///< the age at which she becomes sterile
  child_preference = 3,   ///< lasting leaning towards or against children (zeta in the utility)
  desired_size = 4,       ///< place in the distribution of desired family size
  income = 5,             ///< place in the distribution of permanent income
  birth_day = 6,          ///< day of the birth month
  attractiveness = 7,     ///< what others see in her or him on the marriage market
  education = 8,          ///< place in the distribution of final education
  registration = 9,       ///< where one who comes from outside is registered
  past_births = 10,       ///< place in the distribution of children ever born, of one who comes from outside
  birth_month = 11,       ///< month within the year of age, of one who comes from outside
  sex = 12,               ///< of a child that comes from outside
  place_among_peers = 13  ///< where she stands among women of her make, when they look for peers
};

/// A number in (0, 1) that belongs to the person and the trait for life.
inline double trait(Key key, std::uint8_t salt, Trait which) {
  const std::uint64_t word =
      mix(key ^ mix((static_cast<std::uint64_t>(salt) << 32) | static_cast<std::uint32_t>(which)));
  return unit_interval(static_cast<std::uint32_t>(word >> 32));
}

inline double trait(const Population& population, PersonIndex person, Trait which) {
  return trait(population.key[person], population.trait_salt[person], which);
}

}  // namespace kinfold
