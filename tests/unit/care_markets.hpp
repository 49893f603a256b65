// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "kinship/care/care_market.hpp"

namespace kinfold {

/// Numbers for markets that tests draw: the same for a seed, wherever the program runs.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_{mix(seed)} {}
  /// A whole number from 0 to below `sides`.
  std::uint32_t roll(std::uint32_t sides) { return static_cast<std::uint32_t>((state_ = mix(state_)) >> 32) % sides; }
  Key key() { return state_ = mix(state_); }

 private:
  std::uint64_t state_;
};

/// What a drawn market looks like.
struct MarketShape {
  std::uint32_t families = 12;       ///< couples with one or two small children
  std::uint32_t carers = 10;         ///< among whom each family has one on each side
  std::uint32_t willing_of_ten = 7;  ///< how many carers of ten are willing
  std::uint32_t scores = 1000;       ///< different scores; few of them make ties
};

/// Families with small children and the grandparent couples of both sides. Siblings have the same carers, but a carer
/// is willing for each child by itself.
inline CareMarket drawn_market(std::uint64_t seed, const MarketShape& shape) {
  Dice dice{seed};
  CareMarket market;
  for (std::uint32_t i = 0; i < shape.carers; ++i)
    market.carers.push_back({dice.key(), dice.roll(4) == 0 ? static_cast<int>(dice.roll(4)) : half_places_of_a_couple});
  for (std::uint32_t family = 0; family < shape.families; ++family) {
    const std::uint32_t paternal = dice.roll(shape.carers);
    const std::uint32_t maternal = (paternal + 1 + dice.roll(shape.carers - 1)) % shape.carers;
    for (std::uint32_t sibling = 0; sibling <= dice.roll(2); ++sibling) {
      const auto child = static_cast<std::uint32_t>(market.children.size());
      market.children.push_back(
          {dice.key(), Month::of(2020, 1) + static_cast<int>(dice.roll(36)), dice.roll(4) == 0 ? 1 : 2});
      for (const std::uint32_t carer : {paternal, maternal})
        if (dice.roll(10) < shape.willing_of_ten)
          market.offers.push_back({child, carer, 1.0 + dice.roll(shape.scores)});
    }
  }
  return market;
}

/// The same market with its three lists in another order.
inline CareMarket shuffled(const CareMarket& market, std::uint64_t seed) {
  const auto order_of = [&](std::size_t size, std::uint64_t list) {
    std::vector<std::uint32_t> order(size);
    for (std::uint32_t i = 0; i < size; ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::uint32_t one, std::uint32_t other) {
      return derived_key(seed + list, one) < derived_key(seed + list, other);
    });
    return order;
  };
  CareMarket other;
  std::vector<std::uint32_t> child_at(market.children.size()), carer_at(market.carers.size());
  for (const std::uint32_t from : order_of(market.children.size(), 1)) {
    child_at[from] = static_cast<std::uint32_t>(other.children.size());
    other.children.push_back(market.children[from]);
  }
  for (const std::uint32_t from : order_of(market.carers.size(), 2)) {
    carer_at[from] = static_cast<std::uint32_t>(other.carers.size());
    other.carers.push_back(market.carers[from]);
  }
  for (const std::uint32_t from : order_of(market.offers.size(), 3)) {
    const CareOffer& offer = market.offers[from];
    other.offers.push_back({child_at[offer.child], carer_at[offer.carer], offer.score});
  }
  return other;
}

/// Half places by the keys of child and carer: what must not depend on the order of lists.
inline std::map<std::pair<Key, Key>, int> by_keys(const CareMarket& market, const std::vector<CarePlace>& places) {
  std::map<std::pair<Key, Key>, int> found;
  for (const CarePlace& place : places)
    found[{market.children[place.child].key, market.carers[place.carer].key}] += place.half_places;
  return found;
}

/// Half places by offer of a market.
using Allocation = std::vector<int>;

inline Allocation by_offer(const CareMarket& market, const std::vector<CarePlace>& places) {
  Allocation held(market.offers.size());
  for (const CarePlace& place : places)
    for (std::size_t i = 0; i < held.size(); ++i)
      if (market.offers[i].child == place.child && market.offers[i].carer == place.carer) held[i] += place.half_places;
  return held;
}

/// Sum of scores, by half place.
inline double total_score(const CareMarket& market, const Allocation& held) {
  double total = 0.0;
  for (std::size_t i = 0; i < held.size(); ++i) total += market.offers[i].score * held[i];
  return total;
}

/// The rules of who likes whom, written down a second time, without the network.
class CareWishes {
 public:
  explicit CareWishes(const CareMarket& market) : market_{market} {}

  /// Whether parents like the first of two offers to their child better.
  bool likes_better(const CareOffer& one, const CareOffer& other) const {
    return std::tuple{-one.score, market_.carers[one.carer].key} <
           std::tuple{-other.score, market_.carers[other.carer].key};
  }
  /// Whether carers take the first child rather than the second.
  bool takes_first(std::uint32_t child, std::uint32_t other) const {
    const SmallChild &one = market_.children[child], &two = market_.children[other];
    return one.birth_month > two.birth_month || (one.birth_month == two.birth_month && one.key < two.key);
  }
  int given_to(std::uint32_t child, const Allocation& held) const {
    return sum(held, [&](const CareOffer& offer) { return offer.child == child; });
  }
  int given_by(std::uint32_t carer, const Allocation& held) const {
    return sum(held, [&](const CareOffer& offer) { return offer.carer == carer; });
  }
  /// Nobody has more than asked for or gives more than possible.
  bool is_possible(const Allocation& held) const {
    for (std::uint32_t child = 0; child < market_.children.size(); ++child)
      if (given_to(child, held) > market_.children[child].half_places) return false;
    for (std::uint32_t carer = 0; carer < market_.carers.size(); ++carer)
      if (given_by(carer, held) > market_.carers[carer].half_places) return false;
    return true;
  }
  /// Offers whose child and carer would both rather have another half place together.
  int blocking_offers(const Allocation& held) const {
    return static_cast<int>(std::count_if(market_.offers.begin(), market_.offers.end(), [&](const CareOffer& offer) {
      return child_wants_more(offer, held) && carer_takes_more(offer, held);
    }));
  }

 private:
  template <class Counts>
  int sum(const Allocation& held, Counts counts) const {
    int total = 0;
    for (std::size_t i = 0; i < held.size(); ++i) total += counts(market_.offers[i]) ? held[i] : 0;
    return total;
  }
  bool child_wants_more(const CareOffer& offer, const Allocation& held) const {
    const auto is_worse = [&](const CareOffer& one) { return one.child == offer.child && likes_better(offer, one); };
    return given_to(offer.child, held) < market_.children[offer.child].half_places || sum(held, is_worse) > 0;
  }
  bool carer_takes_more(const CareOffer& offer, const Allocation& held) const {
    const auto ranks_lower = [&](const CareOffer& one) {
      return one.carer == offer.carer && takes_first(offer.child, one.child);
    };
    return given_by(offer.carer, held) < market_.carers[offer.carer].half_places || sum(held, ranks_lower) > 0;
  }

  const CareMarket& market_;
};

}  // namespace kinfold
