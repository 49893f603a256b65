// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "population/kin/lifespans.hpp"
#include "population/kin/past_families.hpp"
#include "population/synthesis/draft.hpp"

namespace kinfold {

/// What the steps of linking kin share: the draft, how long people live, and who may live where.
class KinDraft {
 public:
  explicit KinDraft(Draft& the_draft);

  Draft& draft;
  const Place& place;
  const FamilyHistory& history;
  Lifespans lifespans;

  /// Registered in the place itself: most of their kin live there.
  bool is_local(PersonIndex resident) const { return registered_in_city(draft.registration[resident]); }
  double mothers_here(PersonIndex child) const { return mothers_here_[is_local(child)]; }
  double siblings_here(bool are_local) const { return siblings_here_[are_local]; }

  /// The child that somebody's past birth led to: her key, her sex and when she dies or died.
  Key key_of_child(const PastBirth& birth) const;
  Sex sex_of_child(Key key) const { return uniform(key, Choice::child_elsewhere, 0) < 0.5 ? Sex::female : Sex::male; }
  Month death_of_child(Key key, Month birth_month) const {
    return lifespans.death_after(sex_of_child(key), birth_month, birth_month, uniform(key, Choice::lifespan, 0));
  }

  /// Chance that the mother of one of a completed age is alive at month zero.
  double mother_lives(int childs_age) const { return mother_lives_[static_cast<std::size_t>(childs_age)]; }
  /// The mother's month of birth, given whether she is alive.
  Month mothers_birth(Month childs_birth, bool is_alive, double age_place, double month_place) const;

  /// Chance that a mother born in a year bore her children in a town, given where the child lives now.
  double in_town(int mother_born, Residence childs_residence) const;

  /// The month of death of one who was alive in `alive_in` and dead by month zero.
  Month death_before_now(Sex sex, Month birth_month, Month alive_in, double uniform) const;
  /// The month of death of one who is alive at month zero.
  Month death_after_now(Sex sex, Month birth_month, double uniform) const {
    return lifespans.death_after(sex, birth_month, draft.eve, uniform);
  }
  bool is_past(Month death_month) const { return death_month <= draft.eve; }

  double uniform(Key key, Choice choice, int which) const {
    return draft.random.uniform(key, which, static_cast<std::uint32_t>(choice));
  }

 private:
  using ByMothersAge = std::array<double, mothers_age_count>;

  ByMothersAge mothers_alive(int childs_age) const;

  std::array<double, 2> mothers_here_;   ///< [is local]
  std::array<double, 2> siblings_here_;  ///< [is local]
  double town_share_now_;
  std::array<double, age_count> mother_lives_{};
  /// [child's age][dead, alive]: mothers by age at the birth, cumulated.
  std::array<std::array<ByMothersAge, 2>, age_count> mothers_by_age_{};
};

// The steps of linking kin, in their order.

/// Finds mothers for residents among the women who live here and whose births are not linked yet.
void link_resident_mothers(KinDraft& kin);
/// Finds parents for children who live with grandparents: they are grown children of these, and live elsewhere.
void link_parents_of_left_behind(KinDraft& kin);
/// Gives all others mothers elsewhere or dead, and through them siblings here and elsewhere.
void link_lost_mothers(KinDraft& kin);
/// Adds the children of residents who live elsewhere.
void add_children_elsewhere(KinDraft& kin);
/// Gives a father to everybody who has none: widowers who live here, men elsewhere, the dead.
void link_fathers(KinDraft& kin);
/// Adds the living parents of parents who are dead or live elsewhere.
void add_grandparents(KinDraft& kin);

}  // namespace kinfold
