// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "population/households/household_money.hpp"

namespace kinfold {

inline constexpr std::size_t income_fifth_count = 5;

/// Fifths by permanent household income: cut so that women in a union at month zero are as many in each. Incomes count
/// as of month zero, so that growth moves nobody; a move to town, a wedding or a parting does.
class IncomeFifths {
 public:
  /// `money` must outlive the fifths.
  IncomeFifths(const HouseholdMoney& money, const Population& month_zero, Month month);

  /// 0, the lowest, to 4.
  std::size_t of(const Population& population, PersonIndex woman) const;

 private:
  const HouseholdMoney& money_;
  Month month_zero_;
  std::array<double, income_fifth_count - 1> cuts_{};  ///< CNY a year
};

}  // namespace kinfold
