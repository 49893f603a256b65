// SPDX-License-Identifier: Apache-2.0
#include "population/households/family_groups.hpp"

#include <algorithm>
#include <vector>

namespace kinfold {

namespace {

/// Fifths are cut among those who may yet have children: older couples have had less schooling.
constexpr int youngest_compared = 20;
constexpr int oldest_compared = 44;

bool is_compared(const Population& people, PersonIndex person, Month now) {
  const int age = people.age(person, now);
  return people.is_resident(person) && people.is_woman(person) && people.has_spouse(person) &&
         age >= youngest_compared && age <= oldest_compared;
}

}  // namespace

FamilyGroups::FamilyGroups(const HouseholdMoney& money, const Population& month_zero, Month month)
    : money_{money}, month_zero_{month} {
  std::vector<double> incomes;
  for (PersonIndex woman = 0; woman < month_zero.row_count(); ++woman)
    if (is_compared(month_zero, woman, month_zero_))
      incomes.push_back(money_.permanent_income(month_zero, woman, month_zero_));
  if (incomes.empty()) return;
  std::sort(incomes.begin(), incomes.end());
  for (std::size_t i = 0; i < cuts_.size(); ++i) cuts_[i] = incomes[(i + 1) * incomes.size() / (cuts_.size() + 1)];
}

FamilyGroup FamilyGroups::of(const Population& population, PersonIndex child) const {
  const PersonIndex mother = population.mother[child], father = population.father[child];
  const bool has_mother = population.lives_here(mother);
  FamilyGroup group{.area = population.area[child],
                    .is_registered = registered_in_city(population.registration[has_mother ? mother : child])};
  if (has_mother)
    group.income_fifth = income_fifth(population, mother);
  else if (population.lives_here(father))
    group.income_fifth = income_fifth(population, father);
  return group;
}

std::size_t FamilyGroups::income_fifth(const Population& population, PersonIndex person) const {
  const double income = money_.permanent_income(population, person, month_zero_);
  return 1 + static_cast<std::size_t>(std::upper_bound(cuts_.begin(), cuts_.end(), income) - cuts_.begin());
}

}  // namespace kinfold
