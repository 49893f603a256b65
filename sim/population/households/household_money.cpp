// SPDX-License-Identifier: Apache-2.0
#include "population/households/household_money.hpp"

#include <algorithm>
#include <cmath>

#include "core/arithmetic.hpp"
#include "core/money.hpp"
#include "core/quantiles.hpp"
#include "population/traits.hpp"

namespace kinfold {
namespace {

/// Payments of the first months after delivery are not discounted (behavioural model 2.3).
constexpr int undiscounted_months = 12;
/// Mean of the four levels of schooling among adults of working age in the place: the premium is relative to it.
constexpr double mean_schooling_level = 1.5;

}  // namespace

HouseholdMoney::HouseholdMoney(Reader reader, const Place& place) : place_{place} {
  const std::string source = "behavioural model 2.3";
  const auto number = [&](const char* name, const char* unit, double standard, Range range, Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = unit,
                          .standard = standard,
                          .range = range,
                          .meaning = std::move(meaning),
                          .source = source});
  };
  cash_weight_ =
      number("cash_weight", "logit a year of income", 0.30, {0.0, 2.0},
             {"weight of promised money in the wish for a child (b_c)", "预期现金在生育意愿中的权重（b_c）"});
  concavity_ = number("concavity", "years of income", 2.0, {0.1, 20.0},
                      {"how soon more money weighs less (s0)", "金额效用递减的尺度（s0）"});
  const double patience =
      number("patience", "factor", 0.8, {0.1, 1.0},
             {"weight of all payments after the first year (beta)", "第一年之后各期付款的权重（beta）"});
  const double discount = number("discount_rate", "a year", 0.10, {0.0, 0.5},
                                 {"discount rate of later payments (r)", "后期付款的年贴现率（r）"});
  const double horizon =
      number("horizon", "years", 18.0, {1.0, 18.0}, {"how far ahead payments count (H)", "计入的付款年限（H）"});
  income_exponent_ = number("income_exponent", "1", 0.5, {0.0, 1.0},
                            {"own income against the area's in the measure of money", "家庭收入相对地区收入的指数"});
  income_spread_ = number("income_spread", "log standard deviation", 0.5, {0.0, 1.5},
                          {"spread of permanent household income", "家庭持久收入的离散程度（对数标准差）"});
  schooling_premium_ = number("schooling_premium", "log a level", 0.20, {0.0, 1.0},
                              {"income by level of schooling of the two", "受教育程度每级的收入差（对数）"});
  reader.finish();
  for (int month = 0; month < static_cast<int>(12.0 * horizon); ++month)
    weights_.push_back(month < undiscounted_months ? 1.0
                                                   : patience * exponential(-logarithm(1.0 + discount) * month / 12.0));
}

/// Of the household's income to that of its area, from the two spouses' places among incomes and their schooling.
double HouseholdMoney::log_ratio(const Population& population, PersonIndex person) const {
  double place_in_spread = standard_normal().at(trait(population, person, Trait::income));
  double level = schooling_level(population.education[person]);
  if (population.has_spouse(person)) {
    const SpouseFacts& spouse = population.spouse_facts[person];
    place_in_spread = (place_in_spread + spouse.income_place) * M_SQRT1_2;
    level = 0.5 * (level + spouse.schooling_level);
  }
  return schooling_premium_ * (level - mean_schooling_level) +
         income_spread_ * (place_in_spread - 0.5 * income_spread_);
}

double HouseholdMoney::permanent_income(const Population& population, PersonIndex person, Month month) const {
  return place_.economy.income_per_head(population.area[person].residence(), month) *
         exponential(log_ratio(population, person));
}

double HouseholdMoney::yearly_income(const Population& population, PersonIndex woman, Month month) const {
  return place_.economy.income_per_head(population.area[woman].residence(), month) *
         exponential(income_exponent_ * log_ratio(population, woman));
}

double HouseholdMoney::lowest_income(Residence residence, Month month) const {
  // Both without schooling, and both at the end of the table of the normal distribution; a little below, for rounding.
  const double lowest_place = standard_normal().at(0.0) / M_SQRT1_2 - 0.01;
  const double log_ratio =
      -schooling_premium_ * mean_schooling_level + income_spread_ * (lowest_place - 0.5 * income_spread_);
  const double of_area =
      std::min(place_.economy.income_per_head(residence, month), place_.economy.income_per_head(residence, month - 12));
  return of_area * exponential(income_exponent_ * log_ratio);
}

double HouseholdMoney::utility(double promise_fen, double yearly_income) const {
  const double years = promise_fen / fen_per_yuan / yearly_income;
  return cash_weight_ * concavity_ * logarithm(1.0 + years / concavity_);
}

}  // namespace kinfold
