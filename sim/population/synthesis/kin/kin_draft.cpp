// SPDX-License-Identifier: Apache-2.0
#include "population/synthesis/kin/kin_draft.hpp"

#include <algorithm>

namespace kinfold {

KinDraft::KinDraft(Draft& the_draft)
    : draft{the_draft},
      place{the_draft.place},
      history{place.family_history},
      lifespans{place},
      mothers_here_{place.assumption("mothers_here_outside"), place.assumption("mothers_here_local")},
      siblings_here_{place.assumption("siblings_here_outside"), place.assumption("siblings_here_local")},
      town_share_now_{place.town_share()} {
  for (int age = 0; age <= oldest_age; ++age) {
    const auto at = static_cast<std::size_t>(age);
    const auto& all = history.mothers_ages((draft.eve - 12 * age).year());
    const ByMothersAge alive = mothers_alive(age);
    double sum = 0.0, sum_alive = 0.0;
    for (std::size_t step = 0; step < mothers_age_count; ++step) {
      mothers_by_age_[at][1][step] = sum_alive += alive[step];
      mothers_by_age_[at][0][step] = sum += std::max(0.0, all[step] - alive[step]) + 1e-12;
    }
    mother_lives_[at] = sum_alive;
  }
}

/// Of all mothers of the children of a completed age, those alive at month zero, by age at the birth.
KinDraft::ByMothersAge KinDraft::mothers_alive(int childs_age) const {
  const int birth_year = (draft.eve - 12 * childs_age).year();
  ByMothersAge alive = history.mothers_ages(birth_year);
  for (std::size_t step = 0; step < mothers_age_count; ++step) {
    const int at_birth = 12 * (first_mothers_age + static_cast<int>(step)) + 6;
    const int cohort = birth_year - at_birth / 12;
    alive[step] *= lifespans.survival(Sex::female, cohort, at_birth + 12 * childs_age + 6) /
                   std::max(1e-12, lifespans.survival(Sex::female, cohort, at_birth));
  }
  return alive;
}

Month KinDraft::mothers_birth(Month childs_birth, bool is_alive, double age_place, double month_place) const {
  const int childs_age = std::clamp((draft.eve - childs_birth) / 12, 0, oldest_age);
  const auto step = chosen(mothers_by_age_[static_cast<std::size_t>(childs_age)][is_alive], age_place);
  return childs_birth - 12 * (first_mothers_age + static_cast<int>(step)) - static_cast<int>(12.0 * month_place);
}

double KinDraft::in_town(int mother_born, Residence childs_residence) const {
  if (childs_residence == Residence::rural) return 0.0;  // who lives in the country was born there
  return std::min(1.0, place.town_share_at_births(mother_born) / town_share_now_);
}

Key KinDraft::key_of_child(const PastBirth& birth) const {
  return derived_key(draft.key[birth.mother], derived_key(static_cast<Key>(Choice::child_elsewhere), birth.order));
}

Month KinDraft::death_before_now(Sex sex, Month birth_month, Month alive_in, double uniform) const {
  const int year = birth_month.year();
  const double before = lifespans.survival(sex, year, std::max(0, alive_in - birth_month));
  const double now = lifespans.survival(sex, year, std::max(0, draft.eve - birth_month));
  const double dying = before > 0.0 ? 1.0 - now / before : 1.0;
  return std::min(draft.eve, lifespans.death_after(sex, birth_month, alive_in, uniform * dying));
}

}  // namespace kinfold
