// SPDX-License-Identifier: Apache-2.0
#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {

void link_kin(Draft& draft) {
  KinDraft kin{draft};
  link_resident_mothers(kin);
  link_parents_of_left_behind(kin);
  link_lost_mothers(kin);
  add_children_elsewhere(kin);
  link_fathers(kin);
  add_grandparents(kin);
}

}  // namespace kinfold
