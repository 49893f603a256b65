// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/errors.hpp"
#include "population/person.hpp"
#include "population/place/table_ages.hpp"

namespace kinfold {

/// Numbers of children told apart in the table of mothers: 1, 2, …, and 10 or more.
inline constexpr std::size_t most_children = 10;

/// How families of the past came about: who died when, at what age women bore children, and how many they bore. Years
/// outside a table are read as its first or last.
class FamilyHistory {
 public:
  using MothersAges = std::array<double, mothers_age_count>;  ///< shares by age from 15; they sum to 1
  using Children = std::array<double, most_children>;         ///< shares of mothers with 1, 2, … children; sum to 1

  /// Chance of dying within a year of life at a completed age, in a calendar year.
  double death_probability(Sex sex, int age, int year) const;
  /// Last calendar year of which the table of deaths tells.
  int last_year_of_deaths() const;
  /// Mothers of the children born in a calendar year.
  const MothersAges& mothers_ages(int year) const;
  /// The same, each with all younger ones.
  const MothersAges& cumulated_mothers_ages(int year) const;
  /// Women born in a calendar year who have children, by where they bore them.
  const Children& children_of_mothers(int born, Residence residence) const;

 private:
  friend class FamilyHistoryReader;
  using Deaths = std::array<std::array<double, age_count>, sex_count>;

  int first_year_of_deaths_ = 0;
  int years_a_period_ = 1;
  std::vector<Deaths> deaths_;  ///< by period
  int first_year_of_births_ = 0;
  std::vector<MothersAges> mothers_ages_, cumulated_mothers_ages_;  ///< by calendar year
  int first_cohort_ = 0;
  std::array<std::vector<Children>, residence_count> children_;  ///< by year of birth of the mother
};

/// Reads `mortality_history.csv`, `mothers_age.csv` and `mothers_by_children.csv` of a place. Problems are noted: gaps,
/// wrong orders, what is no probability, shares that do not sum to 1.
FamilyHistory read_family_history(const std::filesystem::path& folder, Problems& problems);

}  // namespace kinfold
