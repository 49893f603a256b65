// SPDX-License-Identifier: Apache-2.0
#include "population/households/households.hpp"

#include <algorithm>
#include <array>

namespace kinfold {
namespace {

/// The person of lowest key among those for whom `fits`, or nobody.
template <class Fits>
PersonIndex lowest_key_child(const Population& population, PersonIndex parent, Fits fits) {
  PersonIndex lowest = nobody;
  population.for_children(parent, [&](PersonIndex child) {
    if (fits(child) && (lowest == nobody || population.key[child] < population.key[lowest])) lowest = child;
  });
  return lowest;
}

/// An adult who takes a child in, or nobody.
PersonIndex next_kin_of(const Population& population, PersonIndex child, Month now, PersonIndex leaver) {
  const auto may_take_in = [&](PersonIndex one) { return one != leaver && population.lives_here(one); };
  const std::array parents{population.mother[child], population.father[child]};
  for (const PersonIndex parent : parents)
    if (may_take_in(parent)) return parent;
  for (const PersonIndex parent : parents) {
    if (parent == nobody) continue;
    for (const PersonIndex grandparent : {population.mother_of(parent), population.father_of(parent)})
      if (may_take_in(grandparent)) return grandparent;
  }
  for (const PersonIndex parent : parents) {
    if (parent == nobody) continue;
    const PersonIndex sibling = lowest_key_child(population, parent, [&](PersonIndex other) {
      return other != child && may_take_in(other) && !population.is_minor(other, now);
    });
    if (sibling != nobody) return sibling;
  }
  return nobody;
}

template <class Visit>
void for_household(const Population& population, PersonIndex member, Visit visit) {
  visit(member);
  population.for_housemates(member, visit);
}

bool has_adult(const Population& population, PersonIndex member, Month now) {
  bool found = false;
  for_household(population, member, [&](PersonIndex one) { found |= !population.is_minor(one, now); });
  return found;
}

bool is_minor_child_of(const Population& population, PersonIndex child, PersonIndex parent, Month now) {
  return population.is_minor(child, now) && (population.mother[child] == parent || population.father[child] == parent);
}

}  // namespace

void leave_place(Population& population, PersonIndex person, Month death_month, Month now) {
  const PersonIndex housemate = population.next_housemate[person];
  population.leave_household(person);
  if (housemate != person) settle_minors(population, housemate, now, person);
  population.release(person, death_month, now);
}

void found_household(Population& population, PersonIndex person, Month now) {
  std::vector<PersonIndex> movers{person};
  PersonIndex stays = nobody;
  population.for_housemates(person, [&](PersonIndex other) {
    if (is_minor_child_of(population, other, person, now))
      movers.push_back(other);
    else
      stays = other;
  });
  population.leave_household(person);
  population.dwelling[person] = Dwelling::family;
  for (std::size_t i = 1; i < movers.size(); ++i) population.join_household(movers[i], person, now);
  if (stays != nobody) settle_minors(population, stays, now);
}

void settle_minors(Population& population, PersonIndex housemate, Month now, PersonIndex leaver) {
  if (population.dwelling[housemate] == Dwelling::collective || has_adult(population, housemate, now)) return;
  std::vector<PersonIndex> minors;
  for_household(population, housemate, [&](PersonIndex one) { minors.push_back(one); });
  for (const PersonIndex child : minors) {
    const PersonIndex kin = next_kin_of(population, child, now, leaver);
    if (kin != nobody) {
      population.join_household(child, kin, now);
    } else {
      population.leave_household(child);
      population.dwelling[child] = Dwelling::collective;
    }
  }
}

std::vector<PersonIndex> family_in_household(const Population& population, PersonIndex person, Month now) {
  std::vector<PersonIndex> family{person};
  const PersonIndex spouse = population.spouse[person];
  population.for_housemates(person, [&](PersonIndex other) {
    const bool child = is_minor_child_of(population, other, person, now) ||
                       (spouse != nobody && is_minor_child_of(population, other, spouse, now));
    if (other == spouse || child) family.push_back(other);
  });
  return family;
}

std::vector<PersonIndex> whole_family(const Population& population, PersonIndex person, Month now) {
  std::vector<PersonIndex> family = family_in_household(population, person, now);
  const PersonIndex spouse = population.spouse[person];
  if (spouse == nobody || std::find(family.begin(), family.end(), spouse) != family.end()) return family;
  const std::vector<PersonIndex> other_home = family_in_household(population, spouse, now);
  family.insert(family.end(), other_home.begin(), other_home.end());
  return family;
}

bool live_together(const Population& population, PersonIndex one, PersonIndex other) {
  bool together = false;
  population.for_housemates(one, [&](PersonIndex housemate) { together |= housemate == other; });
  return together;
}

PersonIndex grandparent_of(const Population& population, PersonIndex child, Grandparent which) {
  if (which == Grandparent::additional_grandmother) return nobody;
  const PersonIndex parent = (is_paternal(which) ? population.father : population.mother)[child];
  if (parent == nobody) return nobody;
  const bool is_woman = which == Grandparent::maternal_grandmother || which == Grandparent::paternal_grandmother;
  return population.parent_of(parent, is_woman ? Sex::female : Sex::male);
}

bool are_close_kin(const Population& population, PersonIndex one, PersonIndex other) {
  const auto known_ancestors = [&](PersonIndex person) {
    std::array<PersonIndex, 7> line{person, nobody, nobody, nobody, nobody, nobody, nobody};
    for (std::size_t i = 0; i < 3; ++i) {
      if (line[i] == nobody) continue;
      line[2 * i + 1] = population.mother_of(line[i]);
      line[2 * i + 2] = population.father_of(line[i]);
    }
    return line;
  };
  const auto hers = known_ancestors(one);
  const auto his = known_ancestors(other);
  return std::any_of(hers.begin(), hers.end(), [&](PersonIndex ancestor) {
    return ancestor != nobody && std::find(his.begin(), his.end(), ancestor) != his.end();
  });
}

}  // namespace kinfold
