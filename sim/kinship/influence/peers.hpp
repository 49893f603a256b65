// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "kinship/influence/families_around.hpp"

namespace kinfold {

/// Women of one cohort who have their birthday in one month, on a ring: side by side stand women of one banner, of town
/// or country, and of one schooling, within these in the order of a number that each has for life. The nearest on both
/// sides are a woman's peers. So friendship is mutual, there are always about eight peers at every scale, and when one
/// leaves, only her neighbours on the ring get somebody new.
///
/// That peers share the month of birth is for speed: a whole ring is met in one pass. Nothing else hangs on that month.
class PeerRing {
 public:
  static constexpr int peers_on_each_side = 4;

  /// Which cohort a person belongs to: three years of birth.
  static int cohort_of(Month birth_month) { return birth_month.year() / 3; }

  void add(const Population& population, PersonIndex woman, const FamiliesAround& family);
  void add(const PeerRing& more);
  /// Once, when everybody is there: each finds her place.
  void close();

  std::size_t size() const { return women_.size(); }
  PersonIndex woman_at(std::size_t place) const { return women_[place].woman; }
  /// Calls `visit(peer, family)` for the peers of the woman at the place.
  template <class Visit>
  void for_peers(std::size_t place, Visit visit) const {
    const auto others = static_cast<int>(women_.size()) - 1;
    const int before = std::min(others, 2 * peers_on_each_side) / 2;
    const int after = std::min(others - before, peers_on_each_side);
    for (int step = -before; step <= after; ++step) {
      const Woman& peer = women_[(place + women_.size() + static_cast<std::size_t>(step)) % women_.size()];
      if (step != 0) visit(peer.woman, peer.family);
    }
  }
  /// Their families together.
  FamiliesAround peers_at(std::size_t place) const;
  /// All others of the ring who live in the same part of the banner.
  FamiliesAround neighbours_at(std::size_t place) const;

 private:
  struct Woman {
    std::uint64_t make = 0;  ///< area, schooling, and her number for life, from the highest bits down
    Key key = 0;
    PersonIndex woman = nobody;
    std::uint8_t area = 0;  ///< its code
    FamiliesAround family;
  };

  std::vector<Woman> women_;
  std::vector<FamiliesAround> of_area_;  ///< by the code of the area
};

}  // namespace kinfold
