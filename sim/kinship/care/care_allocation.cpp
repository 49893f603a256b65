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

std::vector<CarePlace> allocate_care(const CareMarket& market, const Workers& workers) {
  const CareNetwork network{market};
  const CareComponents components{market, network};
  DeferredAcceptance acceptance{market, network};
  std::vector<std::uint8_t> half_places(network.offer_count());
  const std::size_t blocks = (components.count() + components_at_once - 1) / components_at_once;
  workers.for_each(blocks, [&](std::size_t block) {
    const std::size_t end = std::min(components.count(), (block + 1) * components_at_once);
    for (std::size_t component = block * components_at_once; component < end; ++component) {
      acceptance.solve(components.children(component));
      for (const std::uint32_t child : components.children(component))
        for (std::uint32_t offer = network.first_offer(child); offer < network.end_offer(child); ++offer)
          half_places[offer] = acceptance.half_places(child, offer);
    }
  });
  return places_of(network, half_places);
}

std::vector<CarePlace> allocate_care(const CareMarket& market) { return allocate_care(market, Workers{1}); }

}  // namespace kinfold
