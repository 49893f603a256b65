// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/table.hpp"
#include "population/place/place.hpp"

namespace kinfold {

/// Reads the tables one by one into a place and collects the problems of all. What is read where: `place_reader.cpp`
/// the place itself and its banners, `read_residents.cpp` who lives there, `read_rates.cpp` what happens to them,
/// `read_circumstances.cpp` the money, the years and the assumptions; `check_families.cpp` asks whether they agree.
class PlaceReader {
 public:
  explicit PlaceReader(std::filesystem::path folder) : folder_{std::move(folder)} {}

  Place read() {
    find_stray_tables();
    read_identity();
    read_banners();
    read_population();
    read_registration();
    read_household_sizes();
    read_education();
    read_education_by_age();
    read_marital_sample();
    read_marital_by_age();
    read_parity();
    read_mortality();
    read_fertility();
    read_first_marriage();
    read_assumptions();
    read_economy();
    read_desired_size();
    read_old_age_income();
    read_migration();
    read_arrival_shares();
    read_vital_history();
    place_.family_history = read_family_history(folder_, problems_);
    check_families();
    throw_if_any_problem();
    place_.content_hash = hash_tables();
    return std::move(place_);
  }

 private:
  Table open(const std::string& name, const std::vector<Column>& columns) {
    return Table::read(folder_ / name, columns, problems_);
  }

  void find_stray_tables();
  void read_identity();
  void read_banners();
  void check_banner(const Table& table, std::size_t row, const Banner& banner);
  void measure_roads();
  void check_families();
  bool are_sound(const Names& tables) const;
  void read_population();
  void check_population(const Table& table);
  void read_registration();
  void read_household_sizes();
  void check_household_sizes(const Table& table);
  void read_education();
  void read_education_by_age();
  void read_marital_sample();
  void read_marital_by_age();
  void read_parity();
  void read_mortality();
  void read_fertility();
  void read_first_marriage();
  void read_by_sex_age(const std::string& file, const std::string& column, int first, int last,
                       BySexAge<double>& target);
  void read_assumptions();
  void read_economy();
  void read_desired_size();
  void read_old_age_income();
  void read_migration();
  void read_arrival_shares();
  void read_vital_history();
  void throw_if_any_problem() const;
  std::uint64_t hash_tables() const;
  void compare(const Where& where, const std::string& what, std::int64_t found, std::int64_t expected,
               const std::string& other);

  std::filesystem::path folder_;
  Problems problems_;
  Place place_;
  Names slugs_;                                 ///< of the banners, in their order
  bool has_banners_ = false;                    ///< banners.csv was read without a problem
  bool has_persons_ = false;                    ///< so was population.csv, and it agrees with banners.csv in its rows
  std::optional<std::int64_t> stated_persons_;  ///< in place.csv
};

}  // namespace kinfold
