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
    Population built = build_month_zero(ordos(), options);
    std::filesystem::create_directories(path.parent_path());
    write_population(path, built, identity);
    return built;
  }
}

}  // namespace kinfold::benchmarks
