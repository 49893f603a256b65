// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "population/place/place.hpp"
#include "population/population.hpp"

namespace kinfold {

/// One margin of month zero: what the tables of the place say, what was built.
struct MarginCheck {
  std::string margin;      ///< such as `registration`
  std::string cell;        ///< such as `dongsheng, other_province`
  double census = 0.0;     ///< persons, households or children per woman; times the scale
  double built = 0.0;      ///< the same in the population
  double tolerance = 0.0;  ///< largest difference allowed
  bool binding = true;     ///< false: modelled, reported only

  bool holds() const;
};

/// Compares a population at month zero with every margin of its place.
///
/// `scale` is the one it was built with. Binding margins: persons by banner, sex and age exactly (at scale 1, else
/// within one person); town and country, registration and family households by size within 0.5 %; marital status by
/// sex, education by sex and children ever born within two standard errors of a 10 % sample. Counts below 200 are given
/// one unit. Generations and collective residents are reported.
std::vector<MarginCheck> compare_margins(const Population& population, const Place& place, double scale);

/// The comparison as a plain text table, one line a margin.
std::string text_of(const std::vector<MarginCheck>& checks);

}  // namespace kinfold
