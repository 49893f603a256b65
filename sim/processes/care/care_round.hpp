// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "kinship/care/care_market.hpp"
#include "processes/care/minders.hpp"

namespace kinfold {

/// Care settled once, for children whose circles are whole.
class CareRound {
 public:
  CareRound(const World& world, const Minders& minders, GrandparentsThere there)
      : world_{world}, minders_{minders}, there_{there} {}

  /// Asks the child's grandparents. Children enter eldest first: each that a grandparent is willing to mind takes some
  /// of the willingness for the next. Returns the next month in which one of them is no longer as she or he is now.
  Month enter(PersonIndex child, int half_places_asked);

  /// Hands out the places, and writes down for each child what it has.
  void hand_out(Population& population);

 private:
  Minder* minder_of(PersonIndex child, Grandparent which);
  Minder* additional_minder(PersonIndex child);
  std::uint32_t carer_of(PersonIndex grandparent);
  std::uint32_t add_carer(Key key);
  /// Who offers to mind the child, and how.
  struct Offerer {
    Minder* minder = nullptr;
    Grandparent which = Grandparent::maternal_grandmother;
    CareArrangement arrangement = CareArrangement::every_day;
    double score = 0.0;  ///< what the parents think of it
  };
  void agree(const Offerer& offerer, GrandparentsCare& care);
  void offer(const Offerer& offerer);

  const World& world_;
  const Minders& minders_;
  GrandparentsThere there_;

  std::vector<PersonIndex> children_;
  std::vector<GrandparentsCare> care_;  ///< by child
  CareMarket market_;
  std::vector<Offerer> who_offers_;                            ///< by offer
  std::unordered_map<std::uint64_t, std::size_t> minders_at_;  ///< by person, and by whom an additional one is for
  std::deque<Minder> all_minders_;                             ///< stay where they are when others come
};

}  // namespace kinfold
