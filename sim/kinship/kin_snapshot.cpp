// SPDX-License-Identifier: Apache-2.0
#include "kinship/kin_snapshot.hpp"

#include <numeric>
#include <utility>

namespace kinfold {

KinSnapshot::KinSnapshot(std::vector<Person> people) : people_{std::move(people)} {
  count_children();
  place_children();
}

void KinSnapshot::count_children() {
  first_child_.assign(people_.size() + 1, 0);
  for (const Person& child : people_)
    for (const PersonIndex parent : {child.mother, child.father})
      visit_if_known(parent, [&](PersonIndex row) { ++first_child_[row + 1]; });
  std::partial_sum(first_child_.begin(), first_child_.end(), first_child_.begin());
}

void KinSnapshot::place_children() {
  children_.resize(first_child_.back());
  std::vector<std::uint32_t> free = first_child_;
  for (PersonIndex child = 0; child < people_.size(); ++child)
    for (const PersonIndex parent : {people_[child].mother, people_[child].father})
      visit_if_known(parent, [&](PersonIndex row) { children_[free[row]++] = child; });
}

Presence presence_of(const Population& people, PersonIndex person) {
  if (is_row(person)) return people.presence[person];
  return is_living(people, person) ? Presence::elsewhere : Presence::dead;
}

KinSnapshot snapshot_of(const Population& people) {
  std::vector<KinSnapshot::Person> copied(positions_of(people));
  const auto row_of = [&](PersonIndex person) {
    return person == nobody ? nobody : static_cast<PersonIndex>(position_of(people, person));
  };
  for (PersonIndex row = 0; row < copied.size(); ++row) {
    const PersonIndex person = person_at(people, row);
    if (!exists(people, person)) continue;
    copied[row] = {.key = key_of(people, person),
                   .mother = row_of(mother_of(people, person)),
                   .father = row_of(father_of(people, person)),
                   .spouse = row_of(spouse_of(people, person)),
                   .birth_month = birth_month_of(people, person),
                   .sex = sex_of(people, person),
                   .presence = presence_of(people, person)};
  }
  return KinSnapshot{std::move(copied)};
}

}  // namespace kinfold
