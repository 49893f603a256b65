// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/money.hpp"
#include "population/person.hpp"

namespace kinfold {

/// Which way money goes between a grandparent and the family of a grown child, and whether the grandparent who gives it
/// works.
enum class GiftFlow : std::uint8_t { from_grandparent_at_work, from_grandparent_without_work, to_grandparent };
inline constexpr std::size_t gift_flow_count = 3;
inline constexpr std::array<std::string_view, gift_flow_count> gift_flow_names{
    "from_grandparent_at_work", "from_grandparent_without_work", "to_grandparent"};

/// Where the grandparent lives.
enum class GrandparentHome : std::uint8_t { urban, rural, elsewhere };
inline constexpr std::size_t grandparent_home_count = 3;
inline constexpr std::array<std::string_view, grandparent_home_count> grandparent_home_names{"urban", "rural",
                                                                                             "elsewhere"};

/// What one person gives to another in a year.
struct FamilyGift {
  std::size_t banner = 0;  ///< of the family with the small child
  Sex giver = Sex::female;
  GiftFlow flow = GiftFlow::from_grandparent_at_work;
  GrandparentHome home = GrandparentHome::urban;
  Fen amount = 0;
};

/// Sums of gifts within families, in fen: whole numbers, so that the order of booking means nothing.
class GiftAccount {
 public:
  explicit GiftAccount(std::size_t banner_count)
      : cells_(banner_count * sex_count * gift_flow_count * grandparent_home_count) {}

  void book(const FamilyGift& gift) { cells_[cell_of(gift)] += gift.amount; }
  /// Takes over what stands in another account of the same place.
  void add(const GiftAccount& other) {
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) cells_[cell] += other.cells_[cell];
  }

  /// In the order banner, sex of the giver, flow, home of the grandparent, the last changing fastest.
  std::span<const Fen> cells() const { return cells_; }
  Fen total(GiftFlow flow) const {
    Fen sum = 0;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      if (cell / grandparent_home_count % gift_flow_count == static_cast<std::size_t>(flow)) sum += cells_[cell];
    return sum;
  }

 private:
  static std::size_t cell_of(const FamilyGift& gift) {
    const std::size_t giver = gift.banner * sex_count + static_cast<std::size_t>(gift.giver);
    const std::size_t flow = giver * gift_flow_count + static_cast<std::size_t>(gift.flow);
    return flow * grandparent_home_count + static_cast<std::size_t>(gift.home);
  }

  std::vector<Fen> cells_;
};

}  // namespace kinfold
