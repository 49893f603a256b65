// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_components.hpp"

#include <algorithm>
#include <boost/graph/connected_components.hpp>
#include <numeric>

#include "kinship/care/care_network.hpp"

namespace kinfold {
namespace {

constexpr std::uint32_t no_component = ~std::uint32_t{0};

}  // namespace

CareComponents::CareComponents(const CareMarket& market, const CareNetwork& network) {
  std::vector<std::uint32_t> component_of(network.vertex_count());
  const std::size_t found = boost::connected_components(network, component_of.data());
  group_children(market, network, component_of, found);
  const auto is_before = [&](std::uint32_t one, std::uint32_t other) {
    return carers_prefer(market.children[one], market.children[other]);
  };
  for (std::size_t component = 0; component < count(); ++component)
    std::sort(children_.begin() + first_child_[component], children_.begin() + first_child_[component + 1], is_before);
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

}  // namespace kinfold
