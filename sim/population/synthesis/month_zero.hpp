// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/month.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Version of the method: raised whenever the same tables, scale and seed give other people, so that caches are
/// rebuilt.
inline constexpr std::uint32_t month_zero_version = 5;

/// Months from conception to delivery, and from delivery to the first month in which a woman may conceive again
/// (behavioural model, 2.4), as month zero has them.
inline constexpr int seeded_pregnancy_months = 9;
inline constexpr int seeded_postpartum_months = 6;

/// How large a population to build, and from which draws.
struct MonthZeroOptions {
  double scale = 1.0;  ///< persons ÷ residents of the place; below 1 a smaller complete population (5,000 residents at
                       ///< least), up to 100
  std::uint32_t seed = 1;  ///< another seed gives other people with the same margins
  std::size_t rows_per_shard = Population::default_rows_per_shard;
};

/// The month at whose end month zero stands: the last before the census month. Ages, households and the census of the
/// population are those of that midnight; the first month to simulate is the census month itself.
inline Month month_zero_of(const Place& place) { return place.census_month - 1; }

/// Builds the synthetic population of a place on the first day of its census month.
///
/// Persons by banner, sex and age are those of the tables exactly (scaled: rounded so that banners, sexes and ages keep
/// their totals); everything else follows from them and the other tables by raking, matching and addressed draws. The
/// same place, scale and seed give the same people with the same keys, whatever `rows_per_shard` is.
/// DataError if tables contradict each other or the scale leaves fewer than 5,000 residents.
Population build_month_zero(const Place& place, const MonthZeroOptions& options);

}  // namespace kinfold
