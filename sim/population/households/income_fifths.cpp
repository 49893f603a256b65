// SPDX-License-Identifier: Apache-2.0
#include "population/households/income_fifths.hpp"

#include <algorithm>
#include <vector>

namespace kinfold {

IncomeFifths::IncomeFifths(const HouseholdMoney& money, const Population& month_zero, Month month)
    : money_{money}, month_zero_{month} {
  std::vector<double> incomes;
  for (PersonIndex woman = 0; woman < month_zero.row_count(); ++woman)
    if (month_zero.is_resident(woman) && month_zero.is_woman(woman) && month_zero.has_spouse(woman))
      incomes.push_back(money_.permanent_income(month_zero, woman, month_zero_));
  if (incomes.empty()) return;
  std::sort(incomes.begin(), incomes.end());
  for (std::size_t i = 0; i < cuts_.size(); ++i) cuts_[i] = incomes[(i + 1) * incomes.size() / income_fifth_count];
}

std::size_t IncomeFifths::of(const Population& population, PersonIndex woman) const {
  const double income = money_.permanent_income(population, woman, month_zero_);
  return static_cast<std::size_t>(std::upper_bound(cuts_.begin(), cuts_.end(), income) - cuts_.begin());
}

}  // namespace kinfold
