// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/month.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Families beside what is expected of women of those ages, in thousandths: whole numbers, so that no order of adding
/// can change a sum. A million families fit in.
struct FamiliesAround {
  std::int32_t families = 0;
  std::int32_t children_beyond_expected = 0;
  std::int32_t births_beyond_expected = 0;  ///< of the last two years

  FamiliesAround& operator+=(const FamiliesAround& more);
  FamiliesAround without(const FamiliesAround& some) const;

  double births() const { return static_cast<double>(births_beyond_expected) / 1000.0; }
  /// Children beyond expected in the mean family; 0 without families.
  double mean_children() const;
};

/// Births within so many months are recent (behavioural model 2.3).
inline constexpr int recent_months = 24;

/// How many children, and how many recent births, women of an age have: the means of the residents of month zero, the
/// same in every scenario, so that people compare themselves with how families used to be.
class ExpectedFamilies {
 public:
  ExpectedFamilies() = default;
  /// `now` is the month that begins.
  ExpectedFamilies(const Population& population, Month now);

  /// The family of a resident woman; no family if she is younger than 15 or older than 64.
  FamiliesAround family_of(const Population& population, PersonIndex woman, Month now) const;

  /// The families of a person's resident siblings. A brother has his wife's, or without a wife that of the children he
  /// is known to have; he is compared with women two years younger. Siblings are the children of one mother.
  FamiliesAround families_of_siblings(const Population& population, PersonIndex person, Month now) const;

 private:
  struct Expected {
    std::int32_t children = 0;  ///< in thousandths
    std::int32_t births = 0;
  };

  static bool is_known_age(int age_months);
  FamiliesAround beside_expected(int children, bool has_recent_birth, int age_months) const;
  FamiliesAround family_of_sibling(const Population& population, PersonIndex sibling, Month now) const;
  FamiliesAround family_of_single_father(const Population& population, PersonIndex man, Month now) const;

  std::vector<Expected> by_age_months_;
};

/// Ask the processor for what `families_of_siblings` will read of one who has a row: the first some people before the
/// second, the second some before her turn.
void fetch_mother_ahead(const Population& population, PersonIndex person);
void fetch_siblings_ahead(const Population& population, PersonIndex person);

}  // namespace kinfold
