// SPDX-License-Identifier: Apache-2.0
#include "measured.hpp"

#include <filesystem>

#include "core/errors.hpp"
#include "population/synthesis/month_zero.hpp"
#include "record/population_file.hpp"

namespace kinfold::benchmarks {

const Place& ordos() {
  static const Place place = read_place(std::filesystem::path{KINFOLD_SCENARIOS} / "places" / "ordos");
  return place;
}

double scale_of(std::int64_t persons) {
  return static_cast<double>(persons) / static_cast<double>(ordos().total_persons());
}

Population month_zero(std::int64_t persons) {
  const MonthZeroOptions options{.scale = scale_of(persons)};
  const PopulationIdentity identity = identity_of(ordos(), options);
  const std::filesystem::path path =
      std::filesystem::path{KINFOLD_MONTH_ZERO_FOLDER} / population_file_name(ordos(), identity);
  try {
    return read_population(path, identity);
  } catch (const DataError&) {
    std::filesystem::create_directories(path.parent_path());
    write_population(path, build_month_zero(ordos(), options), identity);
  }
  // Columns that were read hold no spare room, columns that grew do: bytes must not depend on who built them when.
  return read_population(path, identity);
}

}  // namespace kinfold::benchmarks
