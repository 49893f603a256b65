// SPDX-License-Identifier: Apache-2.0
#include "kinship/kin_queries.hpp"

#include <algorithm>
#include <tuple>

#include "kinship/kin_snapshot.hpp"

namespace kinfold {
namespace {

using List = std::vector<PersonIndex>;

void keep_each_once(List& people) {
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
}

/// From one person to the next along a path: adds whom the letters of kin_kinds.cpp name.
template <class Store>
class Stepper {
 public:
  Stepper(const Store& store, List& reached) : store_{store}, reached_{reached} {}

  void step(char letter, PersonIndex from) {
    switch (letter) {
      case 'M': return add(mother_of(store_, from));
      case 'F': return add(father_of(store_, from));
      case 'P': return add(mother_of(store_, from)), add(father_of(store_, from));
      case 'E': return add(spouse_of(store_, from));
      case 'W': return add_if_of(Sex::female, spouse_of(store_, from));
      case 'H': return add_if_of(Sex::male, spouse_of(store_, from));
      case 'C': return children(from, [](PersonIndex) { return true; });
      case 'D': return children(from, [&](PersonIndex child) { return sex_of(store_, child) == Sex::female; });
      case 'S': return children(from, [&](PersonIndex child) { return sex_of(store_, child) == Sex::male; });
      case 'G': return siblings(from, [](PersonIndex) { return true; });
      case 'Z': return siblings(from, [&](PersonIndex sibling) { return sex_of(store_, sibling) == Sex::female; });
      case 'B': return siblings(from, [&](PersonIndex sibling) { return sex_of(store_, sibling) == Sex::male; });
      case 'g': return siblings(from, [&](PersonIndex sibling) { return shares_both_parents(from, sibling); });
      case 'u': return siblings(from, [&](PersonIndex sibling) { return has_another_father(from, sibling); });
      case 'a': return siblings(from, [&](PersonIndex sibling) { return has_another_mother(from, sibling); });
      case 'o': return other_parents(from);
    }
  }

 private:
  void add(PersonIndex person) {
    visit_if_known(person, [&](PersonIndex known) { reached_.push_back(known); });
  }

  void add_if_of(Sex sex, PersonIndex person) {
    visit_if_known(person, [&](PersonIndex known) {
      if (sex_of(store_, known) == sex) add(known);
    });
  }

  template <class Wanted>
  void children(PersonIndex parent, Wanted wanted) {
    for (const PersonIndex child : children_of(store_, parent))
      if (wanted(child)) add(child);
  }

  template <class Wanted>
  void siblings(PersonIndex from, Wanted wanted) {
    for (const PersonIndex parent : {mother_of(store_, from), father_of(store_, from)})
      visit_if_known(parent, [&](PersonIndex known) {
        children(known, [&](PersonIndex child) { return child != from && wanted(child); });
      });
  }

  void other_parents(PersonIndex from) {
    for (const PersonIndex child : children_of(store_, from))
      for (const PersonIndex parent : {mother_of(store_, child), father_of(store_, child)})
        if (parent != from) add(parent);
  }

  static bool are_known_and_equal(PersonIndex one, PersonIndex other) { return one != nobody && one == other; }
  static bool are_known_and_differ(PersonIndex one, PersonIndex other) {
    return one != nobody && other != nobody && one != other;
  }
  bool shares_both_parents(PersonIndex one, PersonIndex other) const {
    return are_known_and_equal(mother_of(store_, one), mother_of(store_, other)) &&
           are_known_and_equal(father_of(store_, one), father_of(store_, other));
  }
  bool has_another_father(PersonIndex one, PersonIndex other) const {
    return are_known_and_differ(father_of(store_, one), father_of(store_, other));
  }
  bool has_another_mother(PersonIndex one, PersonIndex other) const {
    return are_known_and_differ(mother_of(store_, one), mother_of(store_, other));
  }

  const Store& store_;
  List& reached_;
};

template <class Store>
bool counts_among(const Store& store, PersonIndex person, Among among) {
  return among == Among::all || (among == Among::living && is_living(store, person)) ||
         (among == Among::resident && is_resident(store, person));
}

}  // namespace

template <KnowsKin Store>
const List& KinQueries<Store>::kin(PersonIndex ego, const KinKind& kind, Among among) {
  reached_.clear();
  for (std::size_t first = 0; first < kind.paths.size();) {
    const std::size_t blank = std::min(kind.paths.find(' ', first), kind.paths.size());
    follow(ego, kind.paths.substr(first, blank - first));
    first = blank + 1;
  }
  keep(reached_, ego, among);
  return found_;
}

/// Adds to `reached_` whom the path leads to. Who was reached in two ways goes on once.
template <KnowsKin Store>
void KinQueries<Store>::follow(PersonIndex ego, std::string_view path) {
  from_.assign({ego});
  for (const char letter : path) {
    to_.clear();
    Stepper<Store> stepper{*store_, to_};
    for (const PersonIndex person : from_) stepper.step(letter, person);
    keep_each_once(to_);
    from_.swap(to_);
  }
  reached_.insert(reached_.end(), from_.begin(), from_.end());
}

template <KnowsKin Store>
const List& KinQueries<Store>::ancestors(PersonIndex ego, int generations, Among among) {
  keep(search_.ancestors(*store_, ego, generations), ego, among);
  return found_;
}

template <KnowsKin Store>
const List& KinQueries<Store>::descendants(PersonIndex ego, int generations, Among among) {
  keep(search_.descendants(*store_, ego, generations), ego, among);
  return found_;
}

template <KnowsKin Store>
const List& KinQueries<Store>::kin_within(PersonIndex ego, int steps, Among among) {
  keep(search_.relatives(*store_, ego, steps), ego, among);
  return found_;
}

template <KnowsKin Store>
void KinQueries<Store>::keep(const List& people, PersonIndex ego, Among among) {
  found_.clear();
  for (const PersonIndex person : people)
    if (person != ego && counts_among(*store_, person, among)) found_.push_back(person);
  keep_each_once(found_);
  sort_found();
}

/// Only now, and by what does not depend on rows.
template <KnowsKin Store>
void KinQueries<Store>::sort_found() {
  std::sort(found_.begin(), found_.end(), [&](PersonIndex one, PersonIndex other) {
    return std::tuple{birth_month_of(*store_, one), key_of(*store_, one)} <
           std::tuple{birth_month_of(*store_, other), key_of(*store_, other)};
  });
}

template class KinQueries<Population>;
template class KinQueries<KinSnapshot>;

}  // namespace kinfold
