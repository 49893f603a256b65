// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/quantiles.hpp"
#include "population/population.hpp"
#include "population/traits.hpp"

namespace kinfold {

/// The biology of conceiving: what a month of trying brings, and how pregnancies are lost.
/// Source: behavioural model 2.4, fitted there to Leridon (2004).
class Fecundity {
 public:
  Fecundity();

  /// Probability of conceiving in one month of trying (fecundability): her own level × the fall with age, 0 if sterile.
  double monthly(const Population& population, PersonIndex woman, Month now) const;

  /// Her own level, before age and sterility: Beta(1.46, 3.92), mean 0.27.
  double own_level(const Population& population, PersonIndex woman) const;
  /// Fall with age, in (0, 1).
  double at_age(int age_months) const { return fall_[row(age_months)]; }
  bool is_sterile(const Population& population, PersonIndex woman, Month now) const;
  /// The first month in which she is sterile, or `never`.
  Month sterile_from(const Population& population, PersonIndex woman) const;
  /// Share of women who are sterile at the age.
  double sterile_share(int age_months) const { return sterile_[row(age_months)]; }

  /// Probability that a pregnancy that begins at the age (months) ends in a miscarriage.
  static double miscarriage(int age_months);

 private:
  static constexpr int first_month = 12 * first_fecund_age;
  static constexpr int month_count = 12 * (last_fecund_age + 1) - first_month;
  static std::size_t row(int age_months);

  Quantiles level_;
  std::array<double, month_count> fall_;
  std::array<double, month_count> sterile_;
};

/// One set of tables for the whole program.
const Fecundity& fecundity();

}  // namespace kinfold
