// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/declaration.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"

namespace kinfold {

/// What money is worth to a household: permanent income, present values, and how much a promise weighs in a decision.
/// Shared by all decisions about a child. Source: behavioural model 2.3 and 2.10.
class HouseholdMoney {
 public:
  HouseholdMoney(Reader reader, const Place& place);

  /// Value at birth of one yuan paid when the child is k months old, by k.
  const std::vector<double>& weights() const { return weights_; }

  /// Reference income y of the woman's household in the month, CNY a year: between permanent disposable income per
  /// adult equivalent of the household and income a head of its area.
  double yearly_income(const Population& population, PersonIndex woman, Month month) const;

  /// Permanent disposable income per adult equivalent of her or his household in the month, CNY a year.
  double permanent_income(const Population& population, PersonIndex person, Month month) const;

  /// Not more than `yearly_income` of any woman of such an area in the month or the twelve before.
  double lowest_income(Residence residence, Month month) const;

  /// Utility of a promise (present value in fen) to a household with that yearly income (CNY).
  double utility(double promise_fen, double yearly_income) const;

 private:
  double log_ratio(const Population& population, PersonIndex person) const;

  const Place& place_;
  double cash_weight_;
  double concavity_;
  double income_exponent_;
  double income_spread_;
  double schooling_premium_;
  std::vector<double> weights_;
};

}  // namespace kinfold
