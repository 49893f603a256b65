// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "kinship/kin_links.hpp"
#include "population/person.hpp"

namespace kinfold {

/// Who is whose kin at one moment, copied and packed for sweeps that ask about everybody more than once: the two
/// parents side by side, and the children of each in one run of memory (compressed sparse rows). Rows are the positions
/// of what was copied; children stand in the order of rows. Later changes of the population are not seen.
class KinSnapshot {
 public:
  /// What is known about one person.
  struct Person {
    Key key = 0;
    PersonIndex mother = nobody;
    PersonIndex father = nobody;
    PersonIndex spouse = nobody;
    Month birth_month;
    Sex sex = Sex::female;
    Presence presence = Presence::vacant;
  };

  KinSnapshot() : KinSnapshot(std::vector<Person>{}) {}
  explicit KinSnapshot(std::vector<Person> people);

  std::size_t row_count() const { return people_.size(); }
  const Person& person(PersonIndex row) const { return people_[row]; }
  ChildRange<const PersonIndex*> children(PersonIndex parent) const {
    return {children_.data() + first_child_[parent], children_.data() + first_child_[parent + 1]};
  }

 private:
  void count_children();
  void place_children();

  std::vector<Person> people_;
  std::vector<std::uint32_t> first_child_;  ///< by row, and one more: where its children begin in `children_`
  std::vector<PersonIndex> children_;       ///< each child twice, under the mother and under the father, where known
};

KinSnapshot snapshot_of(const Population& people);

/// As tables of kin tell it: of relatives, `elsewhere` or `dead`.
Presence presence_of(const Population& people, PersonIndex person);

inline std::size_t positions_of(const KinSnapshot& people) { return people.row_count(); }
inline std::size_t position_of(const KinSnapshot&, PersonIndex row) { return row; }
inline PersonIndex person_at(const KinSnapshot&, std::size_t position) { return static_cast<PersonIndex>(position); }
inline bool exists(const KinSnapshot& people, PersonIndex row) {
  return people.person(row).presence != Presence::vacant;
}
inline bool is_living(const KinSnapshot& people, PersonIndex row) {
  return exists(people, row) && people.person(row).presence != Presence::dead;
}
inline bool is_resident(const KinSnapshot& people, PersonIndex row) {
  return people.person(row).presence == Presence::resident;
}
inline Key key_of(const KinSnapshot& people, PersonIndex row) { return people.person(row).key; }
inline Sex sex_of(const KinSnapshot& people, PersonIndex row) { return people.person(row).sex; }
inline Month birth_month_of(const KinSnapshot& people, PersonIndex row) { return people.person(row).birth_month; }
inline PersonIndex mother_of(const KinSnapshot& people, PersonIndex row) { return people.person(row).mother; }
inline PersonIndex father_of(const KinSnapshot& people, PersonIndex row) { return people.person(row).father; }
inline PersonIndex spouse_of(const KinSnapshot& people, PersonIndex row) { return people.person(row).spouse; }
inline ChildRange<const PersonIndex*> children_of(const KinSnapshot& people, PersonIndex parent) {
  return people.children(parent);
}

}  // namespace kinfold
