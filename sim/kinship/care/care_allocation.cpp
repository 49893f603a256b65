// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_allocation.hpp"

#include <algorithm>

#include "kinship/care/care_components.hpp"
#include "kinship/care/care_network.hpp"
#include "kinship/care/deferred_acceptance.hpp"

namespace kinfold {
namespace {

/// Components that a thread takes at once: most are a handful of people.
constexpr std::size_t components_at_once = 1024;

std::vector<CarePlace> places_of(const CareNetwork& network, const std::vector<std::uint8_t>& half_places) {
  std::vector<CarePlace> places;
  for (std::uint32_t child = 0; child < network.child_count(); ++child)
    for (std::uint32_t offer = network.first_offer(child); offer < network.end_offer(child); ++offer)
      if (half_places[offer] > 0) places.push_back({child, network.carer_of(offer), half_places[offer]});
  return places;
}

}  // namespace

std::vector<CarePlace> CareAllocation::allocate(const CareMarket& market) {
  const CareNetwork network{market};
  const CareComponents components{market, network};
  half_places_.assign(network.offer_count(), 0);
  keep(network, components);
  solve(market, network, components);
  remember(network, components);
  return places_of(network, half_places_);
}

void CareAllocation::keep(const CareNetwork& network, const CareComponents& components) {
  std::vector<std::uint64_t> earlier;
  earlier.reserve(remembered_.size());
  for (const Remembered& one : remembered_) earlier.push_back(one.hash);
  to_solve_ = changed_components(components, earlier);
  auto changed = to_solve_.begin();
  for (std::size_t component = 0; component < components.count(); ++component) {
    if (changed != to_solve_.end() && *changed == component) {
      ++changed;
      continue;
    }
    const auto found = std::lower_bound(earlier.begin(), earlier.end(), components.hashes()[component]);
    auto held = held_.begin() + remembered_[static_cast<std::size_t>(found - earlier.begin())].first;
    for (const std::uint32_t child : components.children(component))
      for (std::uint32_t offer = network.first_offer(child); offer < network.end_offer(child); ++offer)
        half_places_[offer] = *held++;
  }
}

void CareAllocation::solve(const CareMarket& market, const CareNetwork& network, const CareComponents& components) {
  DeferredAcceptance acceptance{market, network};
  solved_ = to_solve_.size();
  const std::size_t blocks = (solved_ + components_at_once - 1) / components_at_once;
  workers_.for_each(blocks, [&](std::size_t block) {
    const std::size_t end = std::min(solved_, (block + 1) * components_at_once);
    for (std::size_t i = block * components_at_once; i < end; ++i) {
      const auto children = components.children(to_solve_[i]);
      acceptance.solve(children);
      for (const std::uint32_t child : children)
        for (std::uint32_t offer = network.first_offer(child); offer < network.end_offer(child); ++offer)
          half_places_[offer] = acceptance.half_places(child, offer);
    }
  });
}

void CareAllocation::remember(const CareNetwork& network, const CareComponents& components) {
  remembered_.clear();
  held_.clear();
  held_.reserve(half_places_.size());
  for (std::size_t component = 0; component < components.count(); ++component) {
    remembered_.push_back({components.hashes()[component], static_cast<std::uint32_t>(held_.size())});
    for (const std::uint32_t child : components.children(component))
      for (std::uint32_t offer = network.first_offer(child); offer < network.end_offer(child); ++offer)
        held_.push_back(half_places_[offer]);
  }
  std::sort(remembered_.begin(), remembered_.end());
}

std::vector<CarePlace> allocate_care(const CareMarket& market) {
  const Workers alone{1};
  return CareAllocation{alone}.allocate(market);
}

}  // namespace kinfold
