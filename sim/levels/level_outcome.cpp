// SPDX-License-Identifier: Apache-2.0
#include "levels/level_outcome.hpp"

#include <algorithm>
#include <iterator>
#include <type_traits>

#include "processes/births/risk_of_conception.hpp"

namespace kinfold {
namespace {

/// Who is single or married is counted once a year, in its middle.
constexpr int middle_of_run_year = 5;

template <class Numbers>
void add_to(Numbers& sum, const Numbers& other) {
  if constexpr (std::is_arithmetic_v<Numbers>) {
    sum += other;
  } else {
    for (std::size_t i = 0; i < std::size(sum); ++i) add_to(sum[i], other[i]);
  }
}

bool is_of_level(int month_number) { return month_number >= first_level_month && month_number < months_of_level_run; }

}  // namespace

void LevelOutcome::add(const LevelOutcome& other) {
  add_to(births, other.births);
  add_to(woman_years, other.woman_years);
  add_to(first_marriages, other.first_marriages);
  add_to(expected_first_marriages, other.expected_first_marriages);
  add_to(unions, other.unions);
  add_to(unions_with_outsiders, other.unions_with_outsiders);
  add_to(unintended_pregnancies, other.unintended_pregnancies);
  add_to(married_woman_years, other.married_woman_years);
  add_to(births_by_year, other.births_by_year);
  add_to(unions_by_year, other.unions_by_year);
}

double LevelOutcome::fertility(std::size_t order) const {
  double sum = 0.0;
  for (std::size_t age = 0; age < fertile_age_count; ++age)
    if (woman_years[age] > 0.0) sum += births[age][order] / woman_years[age];
  return sum;
}

void LevelObserver::see(const Simulation& simulation, int month_number, Month month) {
  const auto year = static_cast<std::size_t>(month.year() - YearFactors::first_year);
  for (const Journal& journal : simulation.world().journals)
    for (const Event& event : journal.events()) {
      see_of_year(event, year);
      if (is_of_level(month_number)) see_of_level(event);
    }
  if (!is_of_level(month_number)) return;
  see_women(simulation.population().census());
  if (month_number % 12 == middle_of_run_year) see_singles_and_wives(simulation.population(), month);
}

void LevelObserver::see_of_year(const Event& event, std::size_t year) {
  if (event.kind == EventKind::birth) ++outcome_.births_by_year[year];
  if (event.kind == EventKind::union_formed) ++outcome_.unions_by_year[year];
}

void LevelObserver::see_of_level(const Event& event) {
  if (event.kind == EventKind::birth) {
    const int age = std::clamp<int>(event.age - first_fertile_age, 0, fertile_age_count - 1);
    const int order = std::clamp<int>(event.detail - 1, 0, table_order_count - 1);
    ++outcome_.births[static_cast<std::size_t>(age)][static_cast<std::size_t>(order)];
  } else if (event.kind == EventKind::union_formed) {
    see_union(event.detail);
  } else if (event.kind == EventKind::conception && event.detail == 0) {
    ++outcome_.unintended_pregnancies;
  }
}

void LevelObserver::see_union(int facts) {
  ++outcome_.unions;
  if (facts & (she_is_from_outside | he_is_from_outside)) ++outcome_.unions_with_outsiders;
  if ((facts & first_for_him) && !(facts & he_is_from_outside)) ++outcome_.first_marriages[0];
  if ((facts & first_for_her) && !(facts & she_is_from_outside)) ++outcome_.first_marriages[1];
}

void LevelObserver::see_women(const Census& census) {
  for (std::size_t age = 0; age < fertile_age_count; ++age)
    for (std::size_t banner = 0; banner < place_.banners.size(); ++banner)
      for (int parity = 0; parity < static_cast<int>(parity_count); ++parity)
        outcome_.woman_years[age] += census.women(banner, static_cast<int>(age) + first_fertile_age, parity) / 12.0;
}

void LevelObserver::see_singles_and_wives(const Population& population, Month month) {
  for (PersonIndex person = 0; person < population.row_count(); ++person) {
    if (!population.is_resident(person)) continue;
    const int age = population.age(person, month);
    const auto sex = static_cast<std::size_t>(population.sex[person]);
    if (population.marital[person] == Marital::never_married)
      outcome_.expected_first_marriages[sex] +=
          place_.first_marriage[sex][static_cast<std::size_t>(std::min(age, oldest_age))];
    if (population.is_woman(person) && population.has_spouse(person) && age >= youngest_at_risk &&
        age <= oldest_at_risk)
      ++outcome_.married_woman_years;
  }
}

}  // namespace kinfold
