// SPDX-License-Identifier: Apache-2.0
#include "processes/care/care_circles.hpp"

#include <utility>

#include "population/kin/past_families.hpp"

namespace kinfold {

bool is_elder(const Population& population, PersonIndex person, Month now) {
  return population.lives_here(person) && now - population.birth_month[person] >= elder_from_months;
}

bool is_to_be_minded(const Population& population, PersonIndex person, Month now) {
  return population.is_resident(person) && now - population.birth_month[person] < minded_until_months;
}

PersonIndex minds_together_with(const Population& population, PersonIndex grandparent) {
  if (is_row(grandparent)) {
    const PersonIndex spouse = population.spouse[grandparent];
    return spouse != nobody && population.presence[spouse] == population.presence[grandparent] ? spouse : nobody;
  }
  const auto other_parent_of_first = [&](PersonIndex parent) {
    const Sex other = population.sex_of(parent) == Sex::female ? Sex::male : Sex::female;
    return population.parent_of(population.first_child_of(parent), other);
  };
  const PersonIndex other = other_parent_of_first(grandparent);
  const bool together =
      is_relative(other) && population.is_living(other) && other_parent_of_first(other) == grandparent;
  return together ? other : nobody;
}

void fetch_grandparents_ahead(const Population& population, std::span<const PersonIndex> children, std::size_t at) {
  constexpr std::size_t ahead = 4;
  if (at + 2 * ahead < children.size())
    for (const PersonIndex parent :
         {population.mother[children[at + 2 * ahead]], population.father[children[at + 2 * ahead]]})
      if (is_row(parent)) population.fetch_ahead(parent);
  if (at + ahead < children.size())
    for (const auto kind : grandparents_of_life)
      if (const PersonIndex grandparent = grandparent_of(population, children[at + ahead], kind); is_row(grandparent))
        population.fetch_ahead(grandparent);
}

void CareCircles::add_child(const Population& population, PersonIndex child) {
  if (is_found_.size() < population.row_count()) is_found_.resize(population.row_count());
  if (is_found_[child] || !population.is_present(child)) return;
  is_found_[child] = true;
  found_.push_back(child);
}

void CareCircles::add_around(const Population& population, PersonIndex person, Month now) {
  const bool exists = is_row(person) ? population.is_present(person) : population.relatives.exists(person);
  if (!exists) return;
  const int age_months = now - population.birth_month_of(person);
  if (age_months <= minded_until_months)
    return is_row(person) ? add_child(population, person) : add_cousins(population, person);
  add_descendants(population, person, 3);
  for (const Sex sex : {Sex::female, Sex::male})
    if (const PersonIndex parent = population.parent_of(person, sex); is_elder(population, parent, now))
      add_descendants(population, parent, 4);
}

/// Of a child who has left: brothers and sisters, and all who shared a grandparent with it.
void CareCircles::add_cousins(const Population& population, PersonIndex child) {
  for (const Sex sex : {Sex::female, Sex::male}) {
    const PersonIndex parent = population.parent_of(child, sex);
    if (parent == nobody) continue;
    add_descendants(population, parent, 1);
    for (const Sex of_grandparent : {Sex::female, Sex::male})
      if (const PersonIndex grandparent = population.parent_of(parent, of_grandparent); grandparent != nobody)
        add_descendants(population, grandparent, 2);
  }
}

void CareCircles::add_descendants(const Population& population, PersonIndex person, int generations) {
  population.for_all_children(person, [&](PersonIndex child) {
    const int age_months = population.relatives.now - population.birth_month_of(child);
    if (is_row(child) && age_months <= minded_until_months) return add_child(population, child);
    if (generations > 1 && age_months >= youngest_mother_months) add_descendants(population, child, generations - 1);
  });
}

/// Those who share a grandparent with the child, or her or his spouse; and its brothers and sisters.
void CareCircles::add_sharers(const Population& population, PersonIndex child) {
  if (population.mother[child] != nobody) add_descendants(population, population.mother[child], 1);
  for (const Grandparent kind : grandparents_of_life) {
    const PersonIndex grandparent = grandparent_of(population, child, kind);
    if (grandparent == nobody || !population.is_living(grandparent)) continue;
    add_descendants(population, grandparent, 2);
    const PersonIndex spouse = minds_together_with(population, grandparent);
    const bool is_step = spouse != nobody && spouse != grandparent_of(population, child, other_parent(kind));
    if (is_step) add_descendants(population, spouse, 2);
  }
}

std::vector<PersonIndex> CareCircles::take(const Population& population) {
  for (std::size_t i = 0; i < found_.size(); ++i) {
    fetch_grandparents_ahead(population, found_, i);
    add_sharers(population, found_[i]);
  }
  for (const PersonIndex child : found_) is_found_[child] = false;
  return std::exchange(found_, {});
}

}  // namespace kinfold
