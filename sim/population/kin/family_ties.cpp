// SPDX-License-Identifier: Apache-2.0

// The ties between parents and children, of a population's residents and relatives alike.
#include <algorithm>
#include <array>
#include <utility>

#include "population/population.hpp"

namespace kinfold {
namespace {

constexpr std::array both_sexes{Sex::female, Sex::male};

/// A root has no key of its own: it is made from her first child's, one for the mother and another for the father.
constexpr std::uint64_t made_for(Sex sex) { return 0x6b696e00u + static_cast<std::uint64_t>(sex); }

}  // namespace

Key Population::key_of(PersonIndex person) const {
  if (is_row(person)) return key[person];
  if (relatives.has_ties(person)) return relatives.own_key(person);
  return derived_key(key_of(relatives.first_child(person)), made_for(relatives.sex(person)));
}

PersonIndex& Population::parent_link(PersonIndex child, Sex of_parent) {
  if (!is_row(child)) return relatives.parent_link(child, of_parent);
  return (of_parent == Sex::female ? mother : father)[child];
}

PersonIndex& Population::sibling_link(PersonIndex child, Sex of_parent) {
  if (!is_row(child)) return relatives.sibling_link(child, of_parent);
  return (of_parent == Sex::female ? next_maternal_sibling : next_paternal_sibling)[child];
}

PersonIndex& Population::first_child_link(PersonIndex parent) {
  return is_row(parent) ? first_child[parent] : relatives.first_child_link(parent);
}

void Population::add_child(PersonIndex the_mother, PersonIndex the_father, PersonIndex child) {
  for (const PersonIndex parent : {the_mother, the_father}) {
    if (parent == nobody) continue;
    const Sex of_parent = sex_of(parent);
    parent_link(child, of_parent) = parent;
    sibling_link(child, of_parent) = std::exchange(first_child_link(parent), child);
  }
}

/// The link in a parent's list of children that leads to the child.
PersonIndex& Population::link_to(PersonIndex child, PersonIndex parent) {
  const Sex of_parent = sex_of(parent);
  PersonIndex* link = &first_child_link(parent);
  while (*link != child) link = &sibling_link(*link, of_parent);
  return *link;
}

/// Puts `to`, a relative of the same sex, into all ties of `from`, who is left without any.
void Population::take_over_ties(PersonIndex from, PersonIndex to) {
  const Sex own_sex = sex_of(from);
  for_all_children(from, [&](PersonIndex child) { parent_link(child, own_sex) = to; });
  first_child_link(to) = std::exchange(first_child_link(from), nobody);
  for (const Sex of_parent : both_sexes) {
    const PersonIndex parent = std::exchange(parent_link(from, of_parent), nobody);
    if (parent == nobody) continue;
    link_to(from, parent) = to;
    parent_link(to, of_parent) = parent;
    sibling_link(to, of_parent) = std::exchange(sibling_link(from, of_parent), nobody);
  }
}

/// Cuts all ties of a person. Whom she was tied to may now be needed by nobody.
std::vector<PersonIndex> Population::cut_ties(PersonIndex person) {
  std::vector<PersonIndex> tied;
  for_all_children(person, [&](PersonIndex child) { tied.push_back(child); });
  unlink_children(person);
  for (const Sex of_parent : both_sexes) {
    const PersonIndex parent = parent_of(person, of_parent);
    if (parent == nobody) continue;
    unlink_from(parent, person);
    tied.push_back(parent);
  }
  return tied;
}

void Population::unlink_children(PersonIndex parent) {
  const Sex of_parent = sex_of(parent);
  for (PersonIndex child = std::exchange(first_child_link(parent), nobody); child != nobody;) {
    parent_link(child, of_parent) = nobody;
    child = std::exchange(sibling_link(child, of_parent), nobody);
  }
}

void Population::unlink_from(PersonIndex parent, PersonIndex child) {
  keep_key_without(parent, child);
  const Sex of_parent = sex_of(parent);
  link_to(child, parent) = std::exchange(sibling_link(child, of_parent), nobody);
  parent_link(child, of_parent) = nobody;
}

/// A root whose key is made from the child's, and who stays for other children, gets it as her own: draws with it are
/// for life.
void Population::keep_key_without(PersonIndex parent, PersonIndex child) {
  if (is_row(parent) || relatives.has_ties(parent) || relatives.first_child(parent) != child) return;
  if (next_sibling_of(child, relatives.sex(parent)) != nobody) relatives.give_ties(parent, key_of(parent));
}

// --- Who is forgotten ----------------------------------------------------------------------------------------------

/// Forgets those whom nobody needs, and then those whom nobody needs any more. Each is gone before the next is looked
/// at: one may be reached by many ways. Through one of the dead who stays, her children may be reached.
void Population::forget_needless(std::vector<PersonIndex> doubtful) {
  while (!doubtful.empty()) {
    const PersonIndex person = doubtful.back();
    doubtful.pop_back();
    if (!is_relative(person) || !relatives.exists(person)) continue;
    if (!is_needed(person)) {
      const std::vector<PersonIndex> tied = cut_ties(person);
      relatives.remove(person);
      note_loss(tied);
      doubtful.insert(doubtful.end(), tied.begin(), tied.end());
    } else if (!relatives.is_living(person)) {
      for_all_children(person, [&](PersonIndex child) { doubtful.push_back(child); });
    }
  }
}

bool Population::is_needed(PersonIndex relative) const {
  return relatives.is_living(relative) ? has_resident_kin(relative) : ties_together(relative);
}

/// The dead are needed by children who live, and to tie together those who do not: as long as anybody living descends
/// from two of a dead person's children, both find each other through her.
bool Population::ties_together(PersonIndex relative) const {
  const PersonIndex child = relatives.first_child(relative);
  if (child == nobody) return false;
  const bool has_parents =
      relatives.parent(relative, Sex::female) != nobody || relatives.parent(relative, Sex::male) != nobody;
  return has_parents || is_living(child) || next_sibling_of(child, relatives.sex(relative)) != nobody;
}

/// Whether the relative is a parent, grandparent, child or sibling of a resident, or of a resident's spouse elsewhere.
bool Population::has_resident_kin(PersonIndex relative) const {
  const auto is_here = [](PersonIndex person) { return is_row(person); };
  const auto is_here_or_parent = [&](PersonIndex child) { return is_here(child) || any_child(child, is_here); };
  if (any_child(relative, is_here_or_parent)) return true;
  return std::any_of(both_sexes.begin(), both_sexes.end(), [&](Sex of_parent) {
    const PersonIndex parent = relatives.parent(relative, of_parent);
    return parent != nobody && (is_here(parent) || any_child(parent, is_here));
  });
}

void Population::forget_distant_relatives() {
  for (std::size_t slot = 0; slot < relatives.slot_count(); ++slot) {
    const PersonIndex relative = Relatives::person_at(slot);
    if (relatives.exists(relative) && !is_needed(relative)) forget_needless({relative});
  }
}

}  // namespace kinfold
