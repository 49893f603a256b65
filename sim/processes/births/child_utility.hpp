// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "processes/process.hpp"
#include "processes/year_factors.hpp"

namespace kinfold {

/// What speaks for trying for a next child and what against, but for money: terms of a logit, one function each. All
/// are centred, so that a term that is not there yet (care, career, housing) stands at its mean. Source: behavioural
/// model 2.3.
class ChildUtility {
 public:
  explicit ChildUtility(Reader& reader);

  /// Of a woman in a union, with age and spacing as they stood at her last occasion to decide, in `anchor`.
  double of(const World& world, PersonIndex woman, Month anchor) const;

 private:
  static constexpr std::size_t parity_terms = 4;
  static constexpr std::array age_knots{30, 35, 40};

  void read_preferences(Reader& reader);
  void read_age(Reader& reader);
  void read_sex_composition(Reader& reader);

  double that_child(const Population& population, PersonIndex woman) const;
  double age(int years) const;
  double spacing(const Population& population, PersonIndex woman, Month anchor) const;
  double sex_composition(const Population& population, PersonIndex woman) const;
  double births_around(const Population& population, PersonIndex woman) const;
  double leaning(const Population& population, PersonIndex woman) const;
  double year(Month anchor) const;

  std::array<double, parity_terms> parity_{};
  double enough_ = 0.0;
  std::array<double, age_knots.size()> age_slopes_{};  ///< a year, above each knot
  double spacing_ = 0.0;
  double no_son_ = 0.0;
  double one_of_each_ = 0.0;
  double recent_births_ = 0.0;
  double preference_ = 0.0;
  double dragon_ = 0.0;
  YearFactors year_effect_;
};

}  // namespace kinfold
