// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/population.hpp"

// All that kinship asks about a person, and the only file that knows where a population keeps the answer. Graphs,
// searches and queries go through these functions, and do not see who has a row and who, dead or living elsewhere, a
// lighter record. A snapshot of kin (kin_snapshot.hpp) answers the same questions.

namespace kinfold {

/// How many positions there are: of the rows, then of the relatives. Arrays by person are as long.
inline std::size_t positions_of(const Population& people) { return people.row_count() + people.relatives.slot_count(); }
/// Where the person stands in arrays by person, for as long as nobody is added.
inline std::size_t position_of(const Population& people, PersonIndex person) {
  return is_row(person) ? person : people.row_count() + Relatives::slot_of(person);
}
inline PersonIndex person_at(const Population& people, std::size_t position) {
  return position < people.row_count() ? static_cast<PersonIndex>(position)
                                       : Relatives::person_at(position - people.row_count());
}
/// Whether there is a person. All other functions want one who exists, dead or not.
inline bool exists(const Population& people, PersonIndex person) {
  return is_row(person) ? people.is_present(person) : people.relatives.exists(person);
}
inline bool is_living(const Population& people, PersonIndex person) { return people.is_living(person); }
inline bool is_resident(const Population& people, PersonIndex person) { return people.lives_here(person); }
inline Key key_of(const Population& people, PersonIndex person) { return people.key_of(person); }
inline Sex sex_of(const Population& people, PersonIndex person) { return people.sex_of(person); }
inline Month birth_month_of(const Population& people, PersonIndex person) { return people.birth_month_of(person); }
/// `nobody` if not known.
inline PersonIndex mother_of(const Population& people, PersonIndex person) { return people.mother_of(person); }
/// `nobody` if not known.
inline PersonIndex father_of(const Population& people, PersonIndex person) { return people.father_of(person); }
/// `nobody` if there is none at present, or she is a relative: their unions are not told.
inline PersonIndex spouse_of(const Population& people, PersonIndex person) {
  return is_row(person) ? people.spouse[person] : nobody;
}

/// A place in a list of children that hangs together by sibling links. Refers to the population.
class LinkedChild {
 public:
  using value_type = PersonIndex;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using pointer = const PersonIndex*;
  using reference = PersonIndex;

  LinkedChild() = default;
  LinkedChild(const Population& people, PersonIndex parent)
      : child_{people.first_child_of(parent)}, of_parent_{people.sex_of(parent)}, people_{&people} {}

  PersonIndex operator*() const { return child_; }
  LinkedChild& operator++() {
    child_ = people_->next_sibling_of(child_, of_parent_);
    return *this;
  }
  LinkedChild operator++(int) {
    const LinkedChild before = *this;
    ++*this;
    return before;
  }
  bool operator==(const LinkedChild& other) const { return child_ == other.child_; }

 private:
  PersonIndex child_ = nobody;  ///< `nobody` ends every list
  Sex of_parent_ = Sex::female;
  const Population* people_ = nullptr;
};

/// The children of a mother or father, to walk through.
template <class Place>
struct ChildRange {
  using iterator = Place;
  Place first, last;

  Place begin() const { return first; }
  Place end() const { return last; }
};

inline ChildRange<LinkedChild> children_of(const Population& people, PersonIndex parent) {
  return {{people, parent}, {}};
}

/// Whatever knows who is whose kin: a population, a snapshot.
template <class Store>
concept KnowsKin = requires(const Store& store, PersonIndex person) {
  { positions_of(store) } -> std::convertible_to<std::size_t>;
  { position_of(store, person) } -> std::convertible_to<std::size_t>;
  { person_at(store, std::size_t{}) } -> std::convertible_to<PersonIndex>;
  { exists(store, person) } -> std::convertible_to<bool>;
  { is_living(store, person) } -> std::convertible_to<bool>;
  { is_resident(store, person) } -> std::convertible_to<bool>;
  { key_of(store, person) } -> std::convertible_to<Key>;
  { sex_of(store, person) } -> std::convertible_to<Sex>;
  { birth_month_of(store, person) } -> std::convertible_to<Month>;
  { mother_of(store, person) } -> std::convertible_to<PersonIndex>;
  { father_of(store, person) } -> std::convertible_to<PersonIndex>;
  { spouse_of(store, person) } -> std::convertible_to<PersonIndex>;
  { *children_of(store, person).begin() } -> std::convertible_to<PersonIndex>;
};

/// Calls `visit` for a person who may be `nobody`: the one place where a query asks whether there is anybody.
template <class Visit>
void visit_if_known(PersonIndex person, Visit visit) {
  if (person != nobody) visit(person);
}

}  // namespace kinfold
