// SPDX-License-Identifier: Apache-2.0

// Children of residents who live elsewhere. Births of women who live here, and of residents' wives elsewhere, that no
// resident came from led to children who died or live elsewhere: those who live, by the mortality of the past, are
// entered there.
#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {
namespace {

/// A birth to which nobody is linked: the child, if alive, lives elsewhere.
void add_child(KinDraft& kin, std::uint32_t number) {
  Draft& draft = kin.draft;
  PastBirth& birth = draft.births[number];
  const Key key = kin.key_of_child(birth);
  const Month death = kin.death_of_child(key, birth.month);
  if (kin.is_past(death)) return;
  const PersonIndex husband = draft.spouse[birth.mother];
  const bool is_his = husband != nobody && draft.age[husband] >= birth.age + youngest_father;
  birth.child = draft.add_relative({.key = key,
                                    .mother = birth.mother,
                                    .father = is_his ? husband : nobody,
                                    .birth_month = birth.month,
                                    .death_month = death,
                                    .sex = kin.sex_of_child(key)});
}

}  // namespace

void add_children_elsewhere(KinDraft& kin) {
  for (std::uint32_t number = 0; number < kin.draft.births.size(); ++number)
    if (kin.draft.births[number].child == nobody) add_child(kin, number);
}

}  // namespace kinfold
