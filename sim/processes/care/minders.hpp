// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kinship/care/care_supply.hpp"
#include "processes/old_age/later_life.hpp"

namespace kinfold {

/// A living grandparent, as far as it matters to whichever grandchild.
struct Minder {
  PersonIndex person = nobody;  ///< nobody: the additional grandmother of an experiment
  Key key = 0;
  Sex sex = Sex::female;
  bool is_here = false;  ///< lives in the place
  bool is_rural = false;
  bool is_employed = false;
  bool has_adl_limitation = false;
  bool cares_for_elder = false;
  bool lacks_portable_cover = false;
  Month next_change = never;  ///< from which, unless something happens before, one of these is no longer so
  std::uint32_t carer = 0;    ///< the couple's number in the market
  int others_cared_for = 0;   ///< elder grandchildren whom she or he is willing to mind
};

/// What a grandparent is to one grandchild, and whether she or he would mind it.
struct MindersAnswer {
  bool is_willing = false;
  CareArrangement arrangement = CareArrangement::every_day;
  double score = 0.0;  ///< what the parents think of it
};

/// Finds out about grandparents: whom else they mind, the way to the child, whether they would. Everything follows from
/// the present state and from draws for life.
class Minders {
 public:
  /// `later_life` must outlive the minders.
  Minders(Reader& reader, const LaterLife& later_life);

  /// Whether the grandparent lives elsewhere and would never come to live with the child, nor take it to live there.
  bool stays_away(const World& world, PersonIndex grandparent, PersonIndex child) const;
  /// What is known of a living grandparent.
  Minder at(const World& world, PersonIndex grandparent) const;
  /// A healthy grandmother who does not work and lives near, the same for all children of a mother.
  static Minder additional(Key key);

  /// Of one who does not stay away.
  MindersAnswer answer(const World& world, const Minder& minder, PersonIndex child, Grandparent which) const;

 private:
  struct Way {
    bool leads_there = true;
    CareArrangement arrangement = CareArrangement::every_day;
    double minutes = 0.0;
  };

  static Draws pair_draws(const World& world, Key grandparent, PersonIndex child);
  bool is_limited(const World& world, PersonIndex person, Month& next_change) const;
  bool cares_for_elder(const World& world, PersonIndex person, Month& next_change) const;
  bool needs_care(const World& world, PersonIndex elder, Month& next_change) const;
  bool is_the_one_who_cares(const World& world, PersonIndex person, PersonIndex elder) const;
  Way way_to(const World& world, const Minder& minder, PersonIndex child, const Draws& draws) const;
  Way way_from_afar(const Minder& minder, const Draws& draws) const;
  double minutes_to(const World& world, PersonIndex minder, PersonIndex child) const;

  const LaterLife& later_life_;
  CareSupply supply_;
  double moves_in_;
  double comes_or_takes_;
  double longest_daily_way_;
  double minutes_same_banner_;
  double road_speed_;
  double way_in_ranking_;
};

}  // namespace kinfold
