// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/errors.hpp"

namespace kinfold {
namespace {

/// Half places are kept in a byte.
constexpr int most_half_places = 255;

template <class Member>
void check_half_places(const std::vector<Member>& members) {
  for (const Member& member : members)
    if (member.half_places < 0 || member.half_places > most_half_places)
      throw ModelError("half places of care must be between 0 and " + std::to_string(most_half_places));
}

void check(const CareOffer& offer, const CareMarket& market) {
  if (offer.child >= market.children.size() || offer.carer >= market.carers.size())
    throw ModelError("an offer of care names a child or a carer that does not exist");
  if (!std::isfinite(offer.score)) throw ModelError("an offer of care has a score that is not finite");
}

}  // namespace

CareNetwork::CareNetwork(const CareMarket& market)
    : child_count_{market.children.size()}, first_edge_(market.children.size() + market.carers.size() + 1) {
  check_half_places(market.children);
  check_half_places(market.carers);
  count_edges(market);
  rank_offers(market);
  place_children();
}

void CareNetwork::count_edges(const CareMarket& market) {
  for (const CareOffer& offer : market.offers) {
    check(offer, market);
    ++first_edge_[offer.child + 1];
    ++first_edge_[vertex_of_carer(offer.carer) + 1];
  }
  std::partial_sum(first_edge_.begin(), first_edge_.end(), first_edge_.begin());
}

void CareNetwork::rank_offers(const CareMarket& market) {
  std::vector<CareOffer> ranked(market.offers.size());
  std::vector<std::uint32_t> next(first_edge_.begin(), first_edge_.begin() + static_cast<std::ptrdiff_t>(child_count_));
  for (const CareOffer& offer : market.offers) ranked[next[offer.child]++] = offer;
  const auto is_better = [&](const CareOffer& one, const CareOffer& other) {
    if (one.score != other.score) return one.score > other.score;
    return market.carers[one.carer].key < market.carers[other.carer].key;
  };
  for (std::uint32_t child = 0; child < child_count_; ++child)
    std::sort(ranked.begin() + first_offer(child), ranked.begin() + end_offer(child), is_better);
  neighbours_.resize(2 * ranked.size());
  scores_.reserve(ranked.size());
  for (const CareOffer& offer : ranked) {
    neighbours_[scores_.size()] = vertex_of_carer(offer.carer);
    scores_.push_back(offer.score);
  }
}

void CareNetwork::place_children() {
  std::vector<std::uint32_t> next(first_edge_.begin() + static_cast<std::ptrdiff_t>(child_count_),
                                  first_edge_.end() - 1);
  for (std::uint32_t child = 0; child < child_count_; ++child)
    for (std::uint32_t offer = first_offer(child); offer < end_offer(child); ++offer) {
      const std::uint32_t carer = carer_of(offer);
      const std::uint32_t place = next[carer]++;
      // Children come in their order, so a repeated offer stands next to the first.
      if (place > first_edge_[vertex_of_carer(carer)] && neighbours_[place - 1] == child)
        throw ModelError("two offers of care are of the same child and carer");
      neighbours_[place] = child;
    }
}

}  // namespace kinfold
