// SPDX-License-Identifier: Apache-2.0
#include "processes/births/fecundity.hpp"

#include <algorithm>
#include <utility>

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

// Behavioural model 2.4: seven numbers fitted to Leridon's six results (conception within one and four years of
// trying at 30, 35 and 40).
constexpr double level_alpha = 1.46;
constexpr double level_beta = 3.92;
constexpr double fall_per_year = 0.183;
constexpr double half_fall_age = 41.2;
constexpr double sterile_from_the_start = 0.029;
constexpr double half_sterile_age = 44.9;
constexpr double sterile_spread_years = 3.54;

/// Age at conception (years) and share of pregnancies lost: Leridon 2004, linear between.
constexpr std::array<std::pair<double, double>, 6> miscarriages{
    {{20.0, .12}, {25.0, .125}, {30.0, .14}, {35.0, .18}, {40.0, .28}, {45.0, .45}}};

}  // namespace

Fecundity::Fecundity() : level_{Quantiles::beta(level_alpha, level_beta)} {
  for (int i = 0; i < month_count; ++i) {
    const double years = (first_month + i) / 12.0;
    const auto at = static_cast<std::size_t>(i);
    fall_[at] = logistic(-fall_per_year * (years - half_fall_age));
    sterile_[at] = sterile_from_the_start +
                   (1.0 - sterile_from_the_start) * logistic((years - half_sterile_age) / sterile_spread_years);
  }
}

std::size_t Fecundity::row(int age_months) {
  return static_cast<std::size_t>(std::clamp(age_months - first_month, 0, month_count - 1));
}

double Fecundity::own_level(const Population& population, PersonIndex woman) const {
  return level_.at(trait(population, woman, Trait::fecundability));
}

bool Fecundity::is_sterile(const Population& population, PersonIndex woman, Month now) const {
  return sterile_share(population.age_months(woman, now)) > trait(population, woman, Trait::sterility);
}

Month Fecundity::sterile_from(const Population& population, PersonIndex woman) const {
  const double spared = trait(population, woman, Trait::sterility);
  const auto first = std::upper_bound(sterile_.begin(), sterile_.end(), spared);
  if (first == sterile_.begin()) return long_ago;
  if (first == sterile_.end()) return never;
  return population.birth_month[woman] + first_month + static_cast<int>(first - sterile_.begin());
}

double Fecundity::monthly(const Population& population, PersonIndex woman, Month now) const {
  if (is_sterile(population, woman, now)) return 0.0;
  return own_level(population, woman) * at_age(population.age_months(woman, now));
}

double Fecundity::miscarriage(int age_months) {
  const double years = age_months / 12.0;
  if (years <= miscarriages.front().first) return miscarriages.front().second;
  for (std::size_t i = 1; i < miscarriages.size(); ++i) {
    const auto& [age, share] = miscarriages[i];
    if (years > age) continue;
    const auto& [age_before, share_before] = miscarriages[i - 1];
    return share_before + (share - share_before) * (years - age_before) / (age - age_before);
  }
  return miscarriages.back().second;
}

const Fecundity& fecundity() {
  static const Fecundity tables;
  return tables;
}

}  // namespace kinfold
