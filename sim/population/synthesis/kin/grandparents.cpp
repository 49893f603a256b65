// SPDX-License-Identifier: Apache-2.0

// Grandparents through parents who are dead or live elsewhere. Each such parent had a mother and a father; those of
// them who live are entered elsewhere. The dead are not: they would tie nobody to anybody.
#include <algorithm>

#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {
namespace {

class Grandparents {
 public:
  explicit Grandparents(KinDraft& kin) : kin_{kin}, draft_{kin.draft} {}

  void add() {
    for (PersonIndex child = 0; child < draft_.residents; ++child)
      for (const PersonIndex parent : {draft_.mother[child], draft_.father[child]})
        if (is_relative(parent)) add_parents(parent, draft_.key[child]);
  }

 private:
  void add_parents(PersonIndex parent, Key childs_key) {
    const DraftRelative relative = draft_.relative(parent);
    if (relative.mother != nobody || relative.father != nobody || relative.key != 0) return;
    const Key key =
        derived_key(childs_key, derived_key(static_cast<Key>(Choice::grandparent), static_cast<Key>(relative.sex)));
    const Month mothers_birth =
        drawn_mothers_birth(kin_.history, relative.birth_month, kin_.uniform(key, Choice::grandparent, 0),
                            kin_.uniform(key, Choice::grandparent, 1));
    const Month fathers_birth =
        drawn_fathers_birth(mothers_birth, relative.birth_month, kin_.uniform(key, Choice::grandparent, 2));
    const PersonIndex mother = living(Sex::female, mothers_birth, relative.birth_month, key, 3);
    const PersonIndex father = living(Sex::male, fathers_birth, relative.birth_month - 9, key, 4);
    if (mother == nobody && father == nobody) return;
    DraftRelative& tied = draft_.relative(parent);
    tied.key = key;
    tied.mother = mother;
    tied.father = father;
  }

  /// A parent's parent if alive at month zero, else nobody.
  PersonIndex living(Sex sex, Month birth, Month alive_in, Key key, int which) {
    const Month death = kin_.lifespans.death_after(sex, birth, alive_in, kin_.uniform(key, Choice::grandparent, which));
    if (kin_.is_past(death)) return nobody;
    return draft_.add_relative({.birth_month = birth, .death_month = death, .sex = sex});
  }

  KinDraft& kin_;
  Draft& draft_;
};

}  // namespace

void add_grandparents(KinDraft& kin) { Grandparents{kin}.add(); }

}  // namespace kinfold
