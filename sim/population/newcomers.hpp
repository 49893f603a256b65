// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "population/place/place.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Town or country for someone who comes to a banner, by its census. `uniform` in (0, 1) decides.
inline Residence drawn_residence(const Banner& banner, double uniform) {
  const double urban = static_cast<double>(banner.urban_persons) / static_cast<double>(banner.persons);
  return uniform < urban ? Residence::urban : Residence::rural;
}

/// Education of a person of the age and sex, by the place's table; below school age, none.
Education drawn_education(const Place& place, Sex sex, int age, double uniform);

/// Whether and how a person of the age and sex is married, by the place's table.
Marital drawn_marital(const Place& place, Sex sex, int age, double uniform);

/// Children ever born to a woman of the age, by the place's table.
int drawn_parity(const Place& place, int age, double uniform);

/// Registered outside the city, in the proportions of the banner's residents: another league or another province.
Registration drawn_outside_registration(const Place& place, std::size_t banner, double uniform);

}  // namespace kinfold
