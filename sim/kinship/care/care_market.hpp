// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/grandparents_care.hpp"

namespace kinfold {

/// A small child who is to be cared for. Keys of children differ.
struct SmallChild {
  Key key = 0;
  Month birth_month;
  int half_places = most_half_places;  ///< asked for: 2 = all week, 1 = half of it
};

/// How all carers rank children: the youngest first, of one month of birth the smaller key.
inline bool carers_prefer(const SmallChild& child, const SmallChild& other) {
  return child.birth_month != other.birth_month ? child.birth_month > other.birth_month : child.key < other.key;
}

/// A grandparent couple, or what is left of one. Keys of carers differ.
struct Carer {
  Key key = 0;
  int half_places = half_places_of_a_couple;  ///< at most
};

/// A carer who is willing to mind a child, by their places in the market's lists.
struct CareOffer {
  std::uint32_t child = 0;
  std::uint32_t carer = 0;
  double score = 0.0;  ///< what the parents think of it: the higher, the better; any finite number
};

/// Small children, carers, and who would mind whom. The order of the lists means nothing.
struct CareMarket {
  std::vector<SmallChild> children;
  std::vector<Carer> carers;
  std::vector<CareOffer> offers;  ///< at most one for each child and carer
};

/// Care that a child gets from a carer.
struct CarePlace {
  std::uint32_t child = 0;
  std::uint32_t carer = 0;
  int half_places = 0;

  double weekly_hours() const { return half_places * weekly_hours_of_half_place; }
  bool operator==(const CarePlace&) const = default;
};

}  // namespace kinfold
