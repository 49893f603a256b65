// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/population.hpp"

// All that kinship asks about a person, and the only file that knows where a population keeps the answer. Graphs,
// searches and queries go through these functions, so that people who live elsewhere or are dead may move to lighter
// records without a change anywhere else. A snapshot of kin (kin_snapshot.hpp) answers the same questions.

namespace kinfold {

inline std::size_t rows_of(const Population& people) { return people.row_count(); }
/// Whether the row holds a person. All other functions want a person who exists.
inline bool exists(const Population& people, PersonIndex person) { return people.is_present(person); }
inline bool is_living(const Population& people, PersonIndex person) { return people.is_present(person); }
inline bool is_resident(const Population& people, PersonIndex person) { return people.is_resident(person); }
inline Key key_of(const Population& people, PersonIndex person) { return people.key[person]; }
inline Sex sex_of(const Population& people, PersonIndex person) { return people.sex[person]; }
inline Month birth_month_of(const Population& people, PersonIndex person) { return people.birth_month[person]; }
/// `nobody` if not known.
inline PersonIndex mother_of(const Population& people, PersonIndex person) { return people.mother[person]; }
/// `nobody` if not known.
inline PersonIndex father_of(const Population& people, PersonIndex person) { return people.father[person]; }
/// `nobody` if there is none at present.
inline PersonIndex spouse_of(const Population& people, PersonIndex person) { return people.spouse[person]; }

/// A place in a list of children that hangs together by sibling links. Refers to the population's columns.
class LinkedChild {
 public:
  using value_type = PersonIndex;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using pointer = const PersonIndex*;
  using reference = PersonIndex;

  LinkedChild() = default;
  LinkedChild(PersonIndex child, const PersonIndex* next_sibling) : child_{child}, next_sibling_{next_sibling} {}

  PersonIndex operator*() const { return child_; }
  LinkedChild& operator++() {
    child_ = next_sibling_[child_];
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
  const PersonIndex* next_sibling_ = nullptr;
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
  const auto& next = people.is_woman(parent) ? people.next_maternal_sibling : people.next_paternal_sibling;
  return {{people.first_child[parent], next.data()}, {}};
}

/// Whatever knows who is whose kin: a population, a snapshot.
template <class Store>
concept KnowsKin = requires(const Store& store, PersonIndex person) {
  { rows_of(store) } -> std::convertible_to<std::size_t>;
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
