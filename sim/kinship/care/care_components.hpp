// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kinship/care/care_market.hpp"

namespace kinfold {

class CareNetwork;

/// The connected components of a care network: families among whom care is scarce together, and who have nothing to do
/// with all others. Components without a child that has an offer are left out: nothing is decided in them.
class CareComponents {
 public:
  /// Found by Boost's depth-first search.
  CareComponents(const CareMarket& market, const CareNetwork& network);

  std::size_t count() const { return first_child_.size() - 1; }
  /// Children of a component in the order in which carers rank them, whatever the order of the market's lists.
  std::span<const std::uint32_t> children(std::size_t component) const {
    return {children_.data() + first_child_[component], children_.data() + first_child_[component + 1]};
  }

 private:
  void group_children(const CareMarket& market, const CareNetwork& network, std::span<const std::uint32_t> component_of,
                      std::size_t found);

  std::vector<std::uint32_t> first_child_;  ///< by component, and one more
  std::vector<std::uint32_t> children_;
};

}  // namespace kinfold
