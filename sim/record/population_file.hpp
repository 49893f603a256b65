// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/month.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"
#include "population/synthesis/month_zero.hpp"

namespace kinfold {

/// Which population a file holds: everything that decides what month zero looks like.
struct PopulationIdentity {
  std::uint64_t place_hash = 0;      ///< of the names and bytes of the place's tables
  std::uint32_t method_version = 0;  ///< of the building of month zero
  std::uint32_t seed = 0;
  double scale = 0.0;
  std::uint64_t rows_per_shard = 0;
  Month month;  ///< at whose end the population stands
  std::uint32_t banner_count = 0;

  bool operator==(const PopulationIdentity&) const = default;
};

/// The identity of what `build_month_zero` makes of a place and options.
PopulationIdentity identity_of(const Place& place, const MonthZeroOptions& options);

/// A file name that tells populations apart, such as `ordos-0123456789abcdef.population`; the digits are a hash of the
/// identity.
std::string population_file_name(const Place& place, const PopulationIdentity& identity);

/// Writes a built population as raw columns behind a header, sealed by a SHA-256 at the end: the old file or the new
/// one, never half of one. WriteError if the system would not.
void write_population(const std::filesystem::path& path, const Population& population,
                      const PopulationIdentity& identity);

/// Reads a population back. DataError if the file is missing, foreign, damaged (its checksum disagrees), of another
/// format or kind of machine, or holds another population than `expected`: build month zero again and overwrite it.
Population read_population(const std::filesystem::path& path, const PopulationIdentity& expected);

}  // namespace kinfold
