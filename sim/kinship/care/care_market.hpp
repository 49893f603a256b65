// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"

namespace kinfold {

/// A couple minds a child by half-days; a whole child is two. A couple can mind one and a half small children
/// (behavioural model, 2.5).
inline constexpr int half_days_of_child = 2;
inline constexpr int half_days_of_couple = 3;
/// Hours a week that a half-day stands for: 50 for a whole child.
inline constexpr int hours_of_half_day = 25;

/// No couple.
inline constexpr std::uint32_t no_couple = UINT32_MAX;

/// That the parents of a child would have a willing couple mind it, and how gladly: higher comes first.
struct CareWish {
  std::uint32_t child = 0;
  std::uint32_t couple = 0;
  float score = 0.0F;
};

/// Who needs care, who is willing to give it. People are named by keys; numbers and order mean nothing.
struct CareMarket {
  struct Child {
    Key key = 0;
    Month birth_month;
  };
  std::vector<Child> children;
  std::vector<Key> couples;
  std::vector<CareWish> wishes;
};

/// The couples that mind a child, a half-day each; twice the same for a whole child.
using MindedBy = std::array<std::uint32_t, half_days_of_child>;

/// Children and couples who hang together by wishes: numbers of components, children first.
struct CareComponents {
  std::size_t count = 0;
  std::vector<std::uint32_t> of_child;
  std::vector<std::uint32_t> of_couple;
};
CareComponents components_of(const CareMarket& market);

/// Deferred acceptance in which children propose, a half-day at a time, to couples in the order of their wishes; a
/// couple keeps the youngest children that it can mind. Ties go by keys. No half-day of a child and no couple would
/// both rather have each other than what they got.
std::vector<MindedBy> allocate_care(const CareMarket& market);

/// The same month after month: components in which nothing has changed keep what they got.
class CareAllocator {
 public:
  std::vector<MindedBy> allocate(const CareMarket& market);
  /// How many components were solved anew by the last allocation.
  std::size_t solved() const { return solved_; }

 private:
  /// What a component got, in keys: numbers change from month to month.
  struct Kept {
    std::uint64_t hash = 0;                                                    ///< of its children, couples and wishes
    std::vector<std::pair<Key, std::array<Key, half_days_of_child>>> couples;  ///< by child, in the order of keys
  };
  friend class CareRound;

  std::unordered_map<Key, Kept> kept_;  ///< by the lowest key of a child; looked up, never walked
  std::size_t solved_ = 0;
};

}  // namespace kinfold
