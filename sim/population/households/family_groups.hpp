// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "population/households/household_money.hpp"

namespace kinfold {

/// Fifths by permanent household income, 1 the lowest; 0 = not known.
inline constexpr std::size_t income_class_count = 6;

/// What families are told apart by where it is asked who gains.
struct FamilyGroup {
  Area area;                     ///< of the child
  bool is_registered = false;    ///< the mother (or the child, where no mother lives here) in the city
  std::size_t income_fifth = 0;  ///< 1 to 5, of the mother or else the father; 0 where neither lives here

  bool operator==(const FamilyGroup&) const = default;
};

/// Tells groups of families apart. Fifths are cut so that women of 20 to 44 in a union at month zero are as many in
/// each. Incomes count as of month zero, so that growth moves nobody; a move to town, a wedding or a parting does.
class FamilyGroups {
 public:
  /// `money` must outlive the groups.
  FamilyGroups(const HouseholdMoney& money, const Population& month_zero, Month month);

  /// The group of a resident child.
  FamilyGroup of(const Population& population, PersonIndex child) const;

  /// 1 to 5, of a resident with whatever spouse she or he has.
  std::size_t income_fifth(const Population& population, PersonIndex person) const;

 private:
  const HouseholdMoney& money_;
  Month month_zero_;
  std::array<double, income_class_count - 2> cuts_{};  ///< CNY a year
};

}  // namespace kinfold
