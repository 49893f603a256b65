// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kinship/kin_graph.hpp"

namespace kinfold {

/// Who has been met in the present search, by position. A new search forgets everybody at once, however many there are.
class Meetings {
 public:
  void begin(std::size_t positions) {
    if (searches_of_.size() < positions || ++search_ == 0) {
      searches_of_.assign(positions, 0);
      search_ = 1;
    }
  }
  bool has_met(std::size_t position) const { return searches_of_[position] == search_; }
  void meet(std::size_t position) { searches_of_[position] = search_; }

 private:
  std::vector<std::uint32_t> searches_of_;  ///< number of the search in which a position was last met
  std::uint32_t search_ = 0;
};

/// The meetings as the colours that Boost's searches paint: white is who was not met yet. `Positions` tells where a
/// person stands.
template <class Positions>
struct MeetingColours {
  using key_type = PersonIndex;
  using value_type = boost::default_color_type;
  using reference = value_type;
  using category = boost::read_write_property_map_tag;

  Meetings* meetings = nullptr;
  Positions positions;
};
template <class Positions>
boost::default_color_type get(const MeetingColours<Positions>& colours, PersonIndex person) {
  return colours.meetings->has_met(get(colours.positions, person)) ? boost::black_color : boost::white_color;
}
template <class Positions>
void put(const MeetingColours<Positions>& colours, PersonIndex person, boost::default_color_type colour) {
  if (colour == boost::gray_color) colours.meetings->meet(get(colours.positions, person));
}

/// The queue of a breadth-first search that goes a given number of steps and no further: who is met with the last step
/// is recorded, but never asked for more.
class StepQueue {
 public:
  void begin(int steps) {
    people_.clear();
    head_ = end_of_step_ = 0;
    steps_left_ = steps + 1;  // ego is met with step 0
  }
  void push(PersonIndex person) { people_.push_back(person); }
  PersonIndex top() const { return people_[head_]; }
  void pop() { ++head_; }
  bool empty() {
    if (head_ == end_of_step_) {
      end_of_step_ = people_.size();
      --steps_left_;
    }
    return steps_left_ <= 0 || head_ == end_of_step_;
  }
  /// Everybody who was met, in the order of meeting; ego first.
  const std::vector<PersonIndex>& people() const { return people_; }

 private:
  std::vector<PersonIndex> people_;
  std::size_t head_ = 0;
  std::size_t end_of_step_ = 0;
  int steps_left_ = 0;
};

/// Breadth-first search over any of the kin graphs, by Boost. Keeps its memory from one search to the next.
class KinSearch {
 public:
  /// Whom the graph's edges reach from ego within so many steps; ego comes first, the others by number of steps and,
  /// within it, in an order that depends on rows: sort before anything hangs on it. `positions` maps people to less
  /// than `position_count`.
  template <class Graph, class Positions>
  const std::vector<PersonIndex>& within(const Graph& graph, std::size_t position_count, Positions positions,
                                         PersonIndex ego, int steps) {
    meetings_.begin(position_count);
    queue_.begin(steps);
    boost::breadth_first_visit(graph, ego, queue_, boost::bfs_visitor<>{},
                               MeetingColours<Positions>{&meetings_, positions});
    return queue_.people();
  }

  /// Parents, their parents and so on.
  template <KnowsKin Store>
  const std::vector<PersonIndex>& ancestors(const Store& store, PersonIndex ego, int generations) {
    const KinGraph<Store> graph{store};
    return among(store, boost::make_reverse_graph(graph), ego, generations);
  }

  /// Children, their children and so on.
  template <KnowsKin Store>
  const std::vector<PersonIndex>& descendants(const Store& store, PersonIndex ego, int generations) {
    return among(store, KinGraph<Store>{store}, ego, generations);
  }

  /// Up and down the ties of parents and children, in any order.
  template <KnowsKin Store>
  const std::vector<PersonIndex>& relatives(const Store& store, PersonIndex ego, int steps) {
    return among(store, KinNetwork<Store>{store}, ego, steps);
  }

 private:
  template <KnowsKin Store, class Graph>
  const std::vector<PersonIndex>& among(const Store& store, const Graph& graph, PersonIndex ego, int steps) {
    return within(graph, positions_of(store), PositionMap<Store>{&store}, ego, steps);
  }

  Meetings meetings_;
  StepQueue queue_;
};

}  // namespace kinfold
