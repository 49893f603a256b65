// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/person.hpp"

namespace kinfold {

/// Kin who do not live in the place, and kin who are dead: light records beside the rows of those who live here.
///
/// When a relative will die is settled when she is entered: nobody asks her month by month. She is living as long as
/// the present month comes before that of her death.
///
/// A record has 12 bytes. Those whose parents are known, or who once had a row, have 24 bytes more: their ties. Who has
/// none is a root, known through her children alone; even her key is made from that of her first child.
class Relatives {
 public:
  Month now;  ///< the present month: who dies in it, or died before, is dead

  /// Records, vacant ones included.
  std::size_t slot_count() const { return birth_month_.size(); }
  static PersonIndex person_at(std::size_t slot) { return first_relative + static_cast<PersonIndex>(slot); }
  static std::size_t slot_of(PersonIndex relative) { return relative - first_relative; }

  bool exists(PersonIndex relative) const { return birth_month_[slot_of(relative)] != never; }
  bool is_living(PersonIndex relative) const { return death_month_[slot_of(relative)] > now; }
  Sex sex(PersonIndex relative) const { return static_cast<Sex>(facts_[slot_of(relative)] & 1u); }
  Month birth_month(PersonIndex relative) const { return birth_month_[slot_of(relative)]; }
  Month death_month(PersonIndex relative) const { return death_month_[slot_of(relative)]; }
  PersonIndex first_child(PersonIndex relative) const { return first_child_[slot_of(relative)]; }
  PersonIndex& first_child_link(PersonIndex relative) { return first_child_[slot_of(relative)]; }

  bool has_ties(PersonIndex relative) const { return tie_of(relative) != no_tie; }
  Key own_key(PersonIndex relative) const { return key_[tie_of(relative)]; }
  /// The mother or father, as the sex says; `nobody` if there are no ties.
  PersonIndex parent(PersonIndex relative, Sex of_parent) const {
    const std::uint32_t tie = tie_of(relative);
    return tie == no_tie ? nobody : (of_parent == Sex::female ? mother_ : father_)[tie];
  }
  PersonIndex next_sibling(PersonIndex relative, Sex of_parent) const {
    const std::uint32_t tie = tie_of(relative);
    return tie == no_tie ? nobody : (of_parent == Sex::female ? next_maternal_ : next_paternal_)[tie];
  }
  // To be changed: only of who has ties.
  PersonIndex& parent_link(PersonIndex relative, Sex of_parent) {
    return (of_parent == Sex::female ? mother_ : father_)[tie_of(relative)];
  }
  PersonIndex& sibling_link(PersonIndex relative, Sex of_parent) {
    return (of_parent == Sex::female ? next_maternal_ : next_paternal_)[tie_of(relative)];
  }

  /// Enters a root without children. She must get a child before anybody asks for her key.
  PersonIndex add(Sex sex, Month birth_month, Month death_month);
  /// Gives ties to a root: a key of her own, and parents and siblings who are not known yet.
  void give_ties(PersonIndex relative, Key key);
  /// Makes the record vacant. Nobody may refer to her any more.
  void remove(PersonIndex relative);

  /// Living and dead.
  std::size_t count() const { return slot_count() - free_slots_.size(); }
  std::size_t bytes() const;

  /// Calls `visit(column)` for every column of the records; then, with `for_tie_columns`, for those of the ties.
  template <class Self, class Visit>
  static void for_columns(Self& self, Visit visit) {
    visit(self.first_child_);
    visit(self.facts_);
    visit(self.birth_month_);
    visit(self.death_month_);
  }
  template <class Self, class Visit>
  static void for_tie_columns(Self& self, Visit visit) {
    visit(self.key_);
    visit(self.mother_);
    visit(self.father_);
    visit(self.next_maternal_);
    visit(self.next_paternal_);
  }
  /// Calls `visit(column)` for every column that holds people.
  template <class Self, class Visit>
  static void for_links(Self& self, Visit visit) {
    visit(self.first_child_);
    visit(self.mother_);
    visit(self.father_);
    visit(self.next_maternal_);
    visit(self.next_paternal_);
  }
  std::size_t tie_count() const { return key_.size(); }
  /// Finds vacant records and ties again, after the columns were filled from outside.
  void rebuild();

 private:
  static constexpr std::uint32_t no_tie = UINT32_MAX >> 1;
  std::uint32_t tie_of(PersonIndex relative) const { return facts_[slot_of(relative)] >> 1; }
  std::uint32_t take_tie();

  std::vector<PersonIndex> first_child_;
  std::vector<std::uint32_t> facts_;  ///< her ties × 2 + sex
  std::vector<Month> birth_month_;    ///< `never`: the record is vacant
  std::vector<Month> death_month_;

  std::vector<Key> key_;
  std::vector<PersonIndex> mother_, father_, next_maternal_, next_paternal_;

  std::vector<PersonIndex> free_slots_;
  std::vector<std::uint32_t> free_ties_;
};

}  // namespace kinfold
