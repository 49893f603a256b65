// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_components.hpp"

#include <algorithm>
#include <bit>
#include <boost/graph/connected_components.hpp>
#include <numeric>

#include "kinship/care/care_network.hpp"

namespace kinfold {
namespace {

constexpr std::uint32_t no_component = ~std::uint32_t{0};

std::uint64_t hash_of(const SmallChild& child) {
  const auto asks = static_cast<std::uint64_t>(child.half_places) << 32;
  return derived_key(child.key, asks | static_cast<std::uint32_t>(child.birth_month.index()));
}

/// A child and its offers. Those of a carer are all among its children's, so that carers need no sum of their own.
std::uint64_t hash_of(const CareMarket& market, const CareNetwork& network, std::uint32_t child) {
  const std::uint64_t own = hash_of(market.children[child]);
  std::uint64_t sum = own;
  for (std::uint32_t offer = network.first_offer(child); offer < network.end_offer(child); ++offer) {
    const Carer& carer = market.carers[network.carer_of(offer)];
    const Key gives = derived_key(carer.key, static_cast<std::uint64_t>(carer.half_places));
    sum += derived_key(own, derived_key(gives, std::bit_cast<std::uint64_t>(network.score_of(offer))));
  }
  return sum;
}

}  // namespace

CareComponents::CareComponents(const CareMarket& market, const CareNetwork& network) {
  std::vector<std::uint32_t> component_of(network.vertex_count());
  const std::size_t found = boost::connected_components(network, component_of.data());
  group_children(market, network, component_of, found);
  const auto is_before = [&](std::uint32_t one, std::uint32_t other) {
    return carers_prefer(market.children[one], market.children[other]);
  };
  hashes_.resize(first_child_.size() - 1);
  for (std::size_t component = 0; component < count(); ++component) {
    std::sort(children_.begin() + first_child_[component], children_.begin() + first_child_[component + 1], is_before);
    for (const std::uint32_t child : children(component)) hashes_[component] += hash_of(market, network, child);
  }
}

void CareComponents::group_children(const CareMarket& market, const CareNetwork& network,
                                    std::span<const std::uint32_t> component_of, std::size_t found) {
  const auto has_offers = [&](std::uint32_t child) { return network.first_offer(child) < network.end_offer(child); };
  std::vector<std::uint32_t> number_of(found, no_component);  // of those that count, in the order of their first child
  first_child_.assign(1, 0);
  for (std::uint32_t child = 0; child < market.children.size(); ++child) {
    if (!has_offers(child)) continue;
    std::uint32_t& number = number_of[component_of[child]];
    if (number == no_component) {
      number = static_cast<std::uint32_t>(first_child_.size() - 1);
      first_child_.push_back(0);
    }
    ++first_child_[number + 1];
  }
  std::partial_sum(first_child_.begin(), first_child_.end(), first_child_.begin());
  children_.resize(first_child_.back());
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  for (std::uint32_t child = 0; child < market.children.size(); ++child)
    if (has_offers(child)) children_[next[number_of[component_of[child]]]++] = child;
}

std::vector<std::size_t> changed_components(const CareComponents& components, std::span<const std::uint64_t> earlier) {
  std::vector<std::size_t> changed;
  for (std::size_t component = 0; component < components.count(); ++component)
    if (!std::binary_search(earlier.begin(), earlier.end(), components.hashes()[component]))
      changed.push_back(component);
  return changed;
}

}  // namespace kinfold
