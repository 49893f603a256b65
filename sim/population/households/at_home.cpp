// SPDX-License-Identifier: Apache-2.0
#include "population/households/at_home.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "population/households/households.hpp"

namespace kinfold {
namespace {

using People = std::vector<PersonIndex>;

bool holds(const People& people, PersonIndex person) {
  return std::find(people.begin(), people.end(), person) != people.end();
}

People members_of(const Population& population, PersonIndex member) {
  People members{member};
  population.for_housemates(member, [&](PersonIndex other) { members.push_back(other); });
  return members;
}

constexpr std::array both_sexes{Sex::female, Sex::male};

/// Generations among `people` from their eldest ancestor there down to the person. A grandparent counts as one above
/// even where the parent between lives elsewhere.
int generations_down_to(const Population& population, const People& people, PersonIndex person) {
  int above = 0;
  const auto look = [&](PersonIndex ancestor) {
    if (ancestor != nobody && holds(people, ancestor))
      above = std::max(above, generations_down_to(population, people, ancestor));
  };
  for (const Sex sex : both_sexes) {
    const PersonIndex parent = population.parent_of(person, sex);
    if (parent == nobody) continue;
    look(parent);
    for (const Sex of_grandparent : both_sexes) look(population.parent_of(parent, of_grandparent));
  }
  return above + 1;
}

/// Who takes in a minor is of the generation above, kin or not.
UnderOneRoof under_one_roof(const Population& population, const People& people, Month now) {
  UnderOneRoof home{.people = static_cast<int>(people.size()), .generations = 0};
  for (const PersonIndex person : people) {
    const bool is_minor_with_others =
        people.size() > 1 && now - population.birth_month_of(person) < 12 * age_of_majority;
    home.generations = std::max({home.generations, is_minor_with_others ? 2 : 1,  //
                                 generations_down_to(population, people, person)});
  }
  return home;
}

/// Who has come to a household for a child's care, and who of it is gone for the same reason.
class Absences {
 public:
  explicit Absences(const Population& population) : population_{population} {}

  void look_at(PersonIndex member) {
    look_at_child(member);
    population_.for_children(member, [&](PersonIndex parent) {
      population_.for_children(parent, [&](PersonIndex child) { look_at_grandchild(member, parent, child); });
    });
  }

  /// Those of the members who are there, and the guests.
  People at_home(const People& members) const {
    People people = guests_;
    for (const PersonIndex member : members)
      if (!holds(gone_, member)) people.push_back(member);
    return people;
  }

 private:
  void look_at_child(PersonIndex child) {
    const GrandparentsCare care = population_.care[child];
    if (care.child_is_away()) gone_.push_back(child);
    for (const Grandparent which : grandparents_of_life)
      if (care.has_come(which)) add_guest(grandparent_of(population_, child, which));
  }

  void look_at_grandchild(PersonIndex grandparent, PersonIndex parent, PersonIndex child) {
    const GrandparentsCare care = population_.care[child];
    const Grandparent which = grandparent_through(population_.sex[parent], population_.sex[grandparent]);
    if (care.has_come(which)) gone_.push_back(grandparent);
    if (care.child_is_away() && care.given_by(which) > 0) add_guest(child);
  }

  void add_guest(PersonIndex guest) {
    if (!holds(guests_, guest)) guests_.push_back(guest);
  }

  const Population& population_;
  People guests_, gone_;
};

}  // namespace

UnderOneRoof members_of_household(const Population& population, PersonIndex member, Month now) {
  return under_one_roof(population, members_of(population, member), now);
}

UnderOneRoof people_at_home(const Population& population, PersonIndex member, Month now) {
  const People members = members_of(population, member);
  Absences absences{population};
  for (const PersonIndex one : members) absences.look_at(one);
  return under_one_roof(population, absences.at_home(members), now);
}

}  // namespace kinfold
