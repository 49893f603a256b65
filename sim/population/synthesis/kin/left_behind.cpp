// SPDX-License-Identifier: Apache-2.0

// Children who live with grandparents while their parents work elsewhere. A child who lives with a couple and has
// neither mother nor father is the child of a grown child of the woman's whose birth is not linked yet; sons and
// daughters alike.
#include <algorithm>

#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {
namespace {

/// Years between a parent and a child at least, and at most.
constexpr int youngest_parent = 18;
constexpr int oldest_parent = 45;

/// The births of a woman's that may be the parent's.
std::uint32_t parents_birth(const Draft& draft, PersonIndex grandmother, int childs_age) {
  for (std::uint32_t i = 0; i < draft.parity[grandmother]; ++i) {
    const std::uint32_t number = draft.first_birth[grandmother] + i;
    const PastBirth& birth = draft.births[number];
    if (birth.child == nobody && birth.age >= childs_age + youngest_parent && birth.age <= childs_age + oldest_parent)
      return number;
  }
  return nobody;
}

void link_parent(KinDraft& kin, PersonIndex child, std::uint32_t number) {
  Draft& draft = kin.draft;
  PastBirth& birth = draft.births[number];
  const Key key = kin.key_of_child(birth);
  const Sex sex = kin.sex_of_child(key);
  const PersonIndex husband = draft.spouse[birth.mother];
  const bool is_his = husband != nobody && draft.age[husband] >= birth.age + youngest_parent;
  birth.child =
      draft.add_relative({.key = key,
                          .mother = birth.mother,
                          .father = is_his ? husband : nobody,
                          .birth_month = birth.month,
                          .death_month = kin.death_after_now(sex, birth.month, kin.uniform(key, Choice::lifespan, 0)),
                          .sex = sex});
  (sex == Sex::female ? draft.mother : draft.father)[child] = birth.child;
}

}  // namespace

void link_parents_of_left_behind(KinDraft& kin) {
  Draft& draft = kin.draft;
  for (PersonIndex child = 0; child < draft.residents; ++child) {
    if (draft.age[child] >= age_of_majority || draft.mother[child] != nobody || draft.father[child] != nobody) continue;
    PersonIndex carer = nobody;
    draft.for_household(child, [&](PersonIndex member) {
      const bool may_be = draft.lives_here(member) && draft.is_woman(member) &&
                          draft.age[member] >= draft.age[child] + 2 * youngest_parent;
      if (may_be && (carer == nobody || draft.key[member] < draft.key[carer])) carer = member;
    });
    if (carer == nobody) continue;
    if (const std::uint32_t number = parents_birth(draft, carer, draft.age[child]); number != nobody)
      link_parent(kin, child, number);
  }
}

}  // namespace kinfold
