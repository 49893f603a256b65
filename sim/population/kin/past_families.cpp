// SPDX-License-Identifier: Apache-2.0
#include "population/kin/past_families.hpp"

#include <algorithm>
#include <cstdlib>

namespace kinfold {
namespace {

/// Age at which women have half of their children behind them: says which year's schedule is a woman's.
constexpr int middle_of_childbearing = 27;
/// How often a birth between the others is tried.
constexpr int tries_of_a_birth = 6;

/// Months from a mother's birth to a child's, by the schedule of a calendar year.
int drawn_mothers_age_months(const FamilyHistory& history, int year, double age_place, double month_place) {
  const auto step = chosen(history.cumulated_mothers_ages(year), age_place);
  return 12 * (first_mothers_age + static_cast<int>(step)) + static_cast<int>(12.0 * month_place);
}

}  // namespace

std::size_t chosen(std::span<const double> cumulated, double place) {
  std::size_t at = 0;
  while (at + 1 < cumulated.size() && cumulated[at] <= place * cumulated.back()) ++at;
  return at;
}

Month drawn_mothers_birth(const FamilyHistory& history, Month childs_birth, double age_place, double month_place) {
  return childs_birth - drawn_mothers_age_months(history, childs_birth.year(), age_place, month_place);
}

Month drawn_fathers_birth(Month mothers_birth, Month eldest_birth, double place) {
  const int older = father_older_months + static_cast<int>(father_older_spread_months * (2.0 * place - 1.0));
  return std::min(mothers_birth - older, eldest_birth - 12 * youngest_father);
}

bool is_possible_birth(Month month, Month mothers_birth, std::span<const Month> births) {
  const int mothers_age = month - mothers_birth;
  return mothers_age >= youngest_mother_months && mothers_age <= oldest_mother_months &&
         std::none_of(births.begin(), births.end(),
                      [&](Month other) { return std::abs(other - month) < shortest_interval_months; });
}

Month drawn_birth(const FamilyHistory& history, Month mothers_birth, std::span<const Month> births, Month latest,
                  const std::function<double(int)>& uniform) {
  const int year = (mothers_birth + 12 * middle_of_childbearing).year();
  for (int attempt = 0; attempt < tries_of_a_birth; ++attempt) {
    const Month born =
        mothers_birth + drawn_mothers_age_months(history, year, uniform(2 * attempt), uniform(2 * attempt + 1));
    if (born <= latest && is_possible_birth(born, mothers_birth, births)) return born;
  }
  return never;
}

}  // namespace kinfold
