// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kinship/care/care_market.hpp"
#include "kinship/care/care_network.hpp"

namespace kinfold {

/// The proposals and refusals of one market. Components touch different children and carers: they may be solved at the
/// same time.
class DeferredAcceptance {
 public:
  DeferredAcceptance(const CareMarket& market, const CareNetwork& network);

  /// Lets these children propose until each has all that it asks for or has been refused by all its carers.
  void solve(std::span<const std::uint32_t> children);

  /// Half places of the offer, once its component is solved.
  std::uint8_t half_places(std::uint32_t child, std::uint32_t offer) const;

 private:
  static constexpr std::uint32_t no_child = ~std::uint32_t{0};

  /// What is left to a child.
  struct Wish {
    std::uint32_t offer = 0;  ///< the best one that has not refused it
    int half_places = 0;      ///< that it still lacks
  };

  std::span<std::uint32_t> places_of(std::uint32_t carer) {
    return {places_.data() + first_place_[carer], places_.data() + first_place_[carer + 1]};
  }
  bool ranks_lower(std::uint32_t child, std::uint32_t other) const;
  std::uint32_t* lowest_place(std::uint32_t carer);
  void propose(std::uint32_t child, std::vector<std::uint32_t>& waiting);

  const CareMarket& market_;
  const CareNetwork& network_;
  std::vector<Wish> wishes_;                ///< by child
  std::vector<std::uint32_t> first_place_;  ///< by carer, and one more
  std::vector<std::uint32_t> places_;       ///< the child that has each half place, or `no_child`
};

}  // namespace kinfold
