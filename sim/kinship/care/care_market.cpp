// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_market.hpp"

#include <algorithm>
#include <bit>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/connected_components.hpp>
#include <numeric>
#include <tuple>
#include <utility>

namespace kinfold {
namespace {

/// Wishes by child, best first, in one run of memory.
class WishLists {
 public:
  explicit WishLists(const CareMarket& market) : wishes_{market.wishes} {
    std::sort(wishes_.begin(), wishes_.end(), [&](const CareWish& a, const CareWish& b) {
      return std::tuple{a.child, -a.score, market.couples[a.couple]} <
             std::tuple{b.child, -b.score, market.couples[b.couple]};
    });
    first_.assign(market.children.size() + 1, 0);
    for (const CareWish& wish : wishes_) ++first_[wish.child + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
  }

  /// The couple that a child asks at its so-many-th proposal, or `no_couple`.
  std::uint32_t couple(std::uint32_t child, std::uint32_t proposal) const {
    const std::uint32_t at = first_[child] + proposal;
    return at < first_[child + 1] ? wishes_[at].couple : no_couple;
  }

 private:
  std::vector<CareWish> wishes_;
  std::vector<std::uint32_t> first_;
};

/// A half-day of a child: number of the child × 2, and 0 or 1.
using HalfDay = std::uint32_t;

class Proposals {
 public:
  explicit Proposals(const CareMarket& market)
      : market_{market}, lists_{market}, asked_(half_days()), kept_(market.couples.size()) {}

  /// Only the half-days given propose: those of a component, or of all.
  void settle(std::vector<HalfDay> free) {
    while (!free.empty()) {
      const HalfDay one = free.back();
      const std::uint32_t couple = lists_.couple(one / half_days_of_child, asked_[one]);
      if (couple == no_couple || !is_turned_down(one, couple)) {
        free.pop_back();
        if (couple != no_couple && kept_[couple].size() > half_days_of_couple) free.push_back(turn_down_last(couple));
      } else {
        ++asked_[one];
      }
    }
  }

  MindedBy minded_by(std::uint32_t child) const {
    MindedBy couples{no_couple, no_couple};
    for (HalfDay half = 0; half < half_days_of_child; ++half) {
      const HalfDay one = child * half_days_of_child + half;
      couples[half] = lists_.couple(child, asked_[one]);
    }
    return couples;
  }

 private:
  std::size_t half_days() const { return market_.children.size() * half_days_of_child; }

  /// The youngest first; of one child the first half-day before the second.
  bool comes_before(HalfDay a, HalfDay b) const {
    const CareMarket::Child &one = market_.children[a / half_days_of_child],
                            &other = market_.children[b / half_days_of_child];
    if (one.birth_month != other.birth_month) return one.birth_month > other.birth_month;
    return one.key != other.key ? one.key < other.key : a < b;
  }

  /// Enters the half-day with the couple, unless that is full of others who come before.
  bool is_turned_down(HalfDay one, std::uint32_t couple) {
    auto& kept = kept_[couple];
    if (kept.size() == half_days_of_couple && comes_before(kept.back(), one)) return true;
    const auto place = std::find_if(kept.begin(), kept.end(), [&](HalfDay other) { return comes_before(one, other); });
    kept.insert(place, one);
    return false;
  }

  HalfDay turn_down_last(std::uint32_t couple) {
    const HalfDay last = kept_[couple].back();
    kept_[couple].pop_back();
    ++asked_[last];
    return last;
  }

  const CareMarket& market_;
  WishLists lists_;
  std::vector<std::uint32_t> asked_;        ///< by half-day: couples that have turned it down
  std::vector<std::vector<HalfDay>> kept_;  ///< by couple, who comes first in front
};

std::vector<HalfDay> half_days_of(const std::vector<std::uint32_t>& children) {
  std::vector<HalfDay> halves;
  for (const std::uint32_t child : children)
    for (HalfDay half = 0; half < half_days_of_child; ++half) halves.push_back(child * half_days_of_child + half);
  return halves;
}

std::vector<std::uint32_t> all_children(const CareMarket& market) {
  std::vector<std::uint32_t> children(market.children.size());
  std::iota(children.begin(), children.end(), 0u);
  return children;
}

}  // namespace

CareComponents components_of(const CareMarket& market) {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  const auto first_couple = static_cast<std::uint32_t>(market.children.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(2 * market.wishes.size());
  for (const CareWish& wish : market.wishes) {
    edges.emplace_back(wish.child, first_couple + wish.couple);
    edges.emplace_back(first_couple + wish.couple, wish.child);
  }
  const Graph graph{boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(),
                    market.children.size() + market.couples.size()};
  std::vector<std::uint32_t> component(num_vertices(graph));
  CareComponents found;
  found.count = boost::connected_components(
      graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)));
  found.of_child.assign(component.begin(), component.begin() + first_couple);
  found.of_couple.assign(component.begin() + first_couple, component.end());
  return found;
}

std::vector<MindedBy> allocate_care(const CareMarket& market) {
  Proposals proposals{market};
  proposals.settle(half_days_of(all_children(market)));
  std::vector<MindedBy> result;
  for (std::uint32_t child = 0; child < market.children.size(); ++child) result.push_back(proposals.minded_by(child));
  return result;
}

/// One allocation, component by component.
class CareRound {
 public:
  explicit CareRound(const CareMarket& market) : market_{market}, proposals_{market}, result_(market.children.size()) {
    const CareComponents components = components_of(market);
    parts_.resize(components.count);
    for (const std::uint32_t child : all_children(market)) {
      Part& part = parts_[components.of_child[child]];
      const CareMarket::Child& one = market.children[child];
      part.children.push_back(child);
      part.hash += mix(one.key ^ mix(static_cast<std::uint64_t>(one.birth_month.index())));
      part.lowest = std::min(part.lowest, one.key);
    }
    for (const CareWish& wish : market.wishes)
      parts_[components.of_child[wish.child]].hash +=
          mix(market.children[wish.child].key ^
              mix(market.couples[wish.couple] ^ mix(std::bit_cast<std::uint32_t>(wish.score))));
    for (std::uint32_t couple = 0; couple < market.couples.size(); ++couple)
      number_of_[market.couples[couple]] = couple;
  }

  std::vector<MindedBy> run(CareAllocator& allocator) {
    std::unordered_map<Key, CareAllocator::Kept> kept;
    allocator.solved_ = 0;
    for (Part& part : parts_) {
      if (part.children.empty()) continue;
      const auto before = allocator.kept_.find(part.lowest);
      if (before != allocator.kept_.end() && before->second.hash == part.hash) {
        recall(part, before->second);
        kept.emplace(part.lowest, std::move(before->second));
      } else {
        kept.emplace(part.lowest, solve(part));
        ++allocator.solved_;
      }
    }
    allocator.kept_ = std::move(kept);
    return std::move(result_);
  }

 private:
  /// A component: its children, and what tells it from others.
  struct Part {
    std::vector<std::uint32_t> children;
    std::uint64_t hash = 0;
    Key lowest = UINT64_MAX;
  };

  void recall(Part& part, const CareAllocator::Kept& kept) {
    sort_by_key(part.children);
    for (std::size_t i = 0; i < part.children.size(); ++i)
      for (std::size_t half = 0; half < half_days_of_child; ++half) {
        const auto found = number_of_.find(kept.couples[i].second[half]);
        result_[part.children[i]][half] = found == number_of_.end() ? no_couple : found->second;
      }
  }

  CareAllocator::Kept solve(Part& part) {
    proposals_.settle(half_days_of(part.children));
    sort_by_key(part.children);
    CareAllocator::Kept kept{part.hash, {}};
    for (const std::uint32_t child : part.children) {
      result_[child] = proposals_.minded_by(child);
      auto& entry = kept.couples.emplace_back(market_.children[child].key, std::array<Key, half_days_of_child>{});
      for (std::size_t half = 0; half < half_days_of_child; ++half)
        if (result_[child][half] != no_couple) entry.second[half] = market_.couples[result_[child][half]];
    }
    return kept;
  }

  void sort_by_key(std::vector<std::uint32_t>& children) const {
    std::sort(children.begin(), children.end(),
              [&](std::uint32_t a, std::uint32_t b) { return market_.children[a].key < market_.children[b].key; });
  }

  const CareMarket& market_;
  Proposals proposals_;
  std::vector<MindedBy> result_;
  std::vector<Part> parts_;
  std::unordered_map<Key, std::uint32_t> number_of_;  ///< of couples; looked up, never walked
};

std::vector<MindedBy> CareAllocator::allocate(const CareMarket& market) { return CareRound{market}.run(*this); }

}  // namespace kinfold
