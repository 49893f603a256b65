// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/deferred_acceptance.hpp"

#include <algorithm>
#include <utility>

namespace kinfold {

DeferredAcceptance::DeferredAcceptance(const CareMarket& market, const CareNetwork& network)
    : market_{market}, network_{network}, wishes_(market.children.size()) {
  for (std::uint32_t child = 0; child < wishes_.size(); ++child)
    wishes_[child] = {network.first_offer(child), market.children[child].half_places};
  first_place_.reserve(market.carers.size() + 1);
  first_place_.push_back(0);
  for (const Carer& carer : market.carers)
    first_place_.push_back(first_place_.back() + static_cast<std::uint32_t>(carer.half_places));
  places_.assign(first_place_.back(), no_child);
}

void DeferredAcceptance::solve(std::span<const std::uint32_t> children) {
  // From the back, so that who is named first proposes first; which order it is decides nothing but the time it takes.
  std::vector<std::uint32_t> waiting(children.rbegin(), children.rend());
  while (!waiting.empty()) {
    const std::uint32_t child = waiting.back();
    const Wish& wish = wishes_[child];
    if (wish.half_places > 0 && wish.offer < network_.end_offer(child))
      propose(child, waiting);
    else
      waiting.pop_back();
  }
}

void DeferredAcceptance::propose(std::uint32_t child, std::vector<std::uint32_t>& waiting) {
  Wish& wish = wishes_[child];
  std::uint32_t* const place = lowest_place(network_.carer_of(wish.offer));
  if (!place || !ranks_lower(*place, child)) {
    ++wish.offer;  // refused for good: carers change only for children whom they rank higher
    return;
  }
  --wish.half_places;
  const std::uint32_t displaced = std::exchange(*place, child);
  if (displaced == no_child) return;
  ++wishes_[displaced].half_places;
  waiting.push_back(displaced);
}

std::uint32_t* DeferredAcceptance::lowest_place(std::uint32_t carer) {
  const auto places = places_of(carer);
  const auto lowest = std::max_element(places.begin(), places.end(),
                                       [&](std::uint32_t one, std::uint32_t other) { return ranks_lower(other, one); });
  return lowest == places.end() ? nullptr : &*lowest;
}

bool DeferredAcceptance::ranks_lower(std::uint32_t child, std::uint32_t other) const {
  if (child == no_child || other == no_child) return child == no_child && other != no_child;
  return carers_prefer(market_.children[other], market_.children[child]);
}

std::uint8_t DeferredAcceptance::half_places(std::uint32_t child, std::uint32_t offer) const {
  const std::uint32_t carer = network_.carer_of(offer);
  return static_cast<std::uint8_t>(
      std::count(places_.begin() + first_place_[carer], places_.begin() + first_place_[carer + 1], child));
}

}  // namespace kinfold
