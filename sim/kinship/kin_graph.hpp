// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "kinship/kin_links.hpp"

// Two graphs of who is whose child, for the algorithms of Boost.Graph. Both are views: they copy nothing, and see every
// change of what they look at. Rows and records that hold nobody are no vertices.
//
// Arrays by vertex need `positions_of(store)` entries, which may be more than `num_vertices`. For this reason there is
// no `vertex_index` that Boost could size arrays with by itself: hand it `by_person(store, array)`.

namespace kinfold {

/// An edge of the kin graph: from the parent to the child.
struct KinTie {
  PersonIndex parent = nobody;
  PersonIndex child = nobody;

  bool operator==(const KinTie&) const = default;
};

/// An edge of the undirected graph, as walked. Both directions are the same edge.
struct KinStep {
  PersonIndex from = nobody;
  PersonIndex to = nobody;

  bool operator==(const KinStep& other) const {
    return (from == other.from && to == other.to) || (from == other.to && to == other.from);
  }
};

/// What both graphs have in common: the people as vertices, and what Boost asks of any graph's type.
template <KnowsKin Store>
class KinVertices {
 public:
  using vertex_descriptor = PersonIndex;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;

  /// Positions in their order, without those that hold nobody.
  class vertex_iterator
      : public boost::iterator_facade<vertex_iterator, PersonIndex, boost::forward_traversal_tag, PersonIndex> {
   public:
    vertex_iterator() = default;
    vertex_iterator(const Store& store, std::size_t position) : store_{&store}, position_{position} { skip_vacant(); }

   private:
    friend class boost::iterator_core_access;
    PersonIndex dereference() const { return person_at(*store_, position_); }
    bool equal(const vertex_iterator& other) const { return position_ == other.position_; }
    void increment() {
      ++position_;
      skip_vacant();
    }
    void skip_vacant() {
      while (position_ < positions_of(*store_) && !exists(*store_, dereference())) ++position_;
    }

    const Store* store_ = nullptr;
    std::size_t position_ = 0;
  };

  explicit KinVertices(const Store& store) : store_{&store} {}
  const Store& store() const { return *store_; }
  static vertex_descriptor null_vertex() { return nobody; }

  std::pair<vertex_iterator, vertex_iterator> all() const { return {{*store_, 0}, {*store_, positions_of(*store_)}}; }

 private:
  const Store* store_;
};

/// Parents and children: out-edges lead from a parent to each child, in-edges come from mother and father. Models
/// Boost.Graph's VertexListGraph, IncidenceGraph and BidirectionalGraph.
template <KnowsKin Store>
class KinGraph : public KinVertices<Store> {
 public:
  using edge_descriptor = KinTie;
  using directed_category = boost::bidirectional_tag;
  struct traversal_category : boost::bidirectional_graph_tag, boost::vertex_list_graph_tag {};
  using ChildPlace = typename decltype(children_of(std::declval<const Store&>(), PersonIndex{}))::iterator;

  class out_edge_iterator
      : public boost::iterator_facade<out_edge_iterator, KinTie, boost::forward_traversal_tag, KinTie> {
   public:
    out_edge_iterator() = default;
    out_edge_iterator(PersonIndex parent, ChildPlace place) : parent_{parent}, place_{place} {}

   private:
    friend class boost::iterator_core_access;
    KinTie dereference() const { return {parent_, *place_}; }
    bool equal(const out_edge_iterator& other) const { return place_ == other.place_; }
    void increment() { ++place_; }

    PersonIndex parent_ = nobody;
    ChildPlace place_{};
  };

  /// The mother, then the father, as far as they are known.
  class in_edge_iterator
      : public boost::iterator_facade<in_edge_iterator, KinTie, boost::forward_traversal_tag, KinTie> {
   public:
    in_edge_iterator() = default;
    in_edge_iterator(const Store& store, PersonIndex child)
        : parents_{mother_of(store, child), father_of(store, child)}, child_{child} {
      if (parents_[0] == nobody) increment();
    }

   private:
    friend class boost::iterator_core_access;
    KinTie dereference() const { return {parents_[0], child_}; }
    bool equal(const in_edge_iterator& other) const { return parents_[0] == other.parents_[0]; }
    void increment() { parents_[0] = std::exchange(parents_[1], nobody); }

    std::array<PersonIndex, 2> parents_{nobody, nobody};
    PersonIndex child_ = nobody;
  };

  using KinVertices<Store>::KinVertices;
};

/// The same ties without a direction: from each person to both parents and to the children. Models Boost.Graph's
/// VertexListGraph and IncidenceGraph. Spouses are tied through their common children alone.
template <KnowsKin Store>
class KinNetwork : public KinVertices<Store> {
 public:
  using edge_descriptor = KinStep;
  using directed_category = boost::undirected_tag;
  struct traversal_category : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};
  using ChildPlace = typename KinGraph<Store>::ChildPlace;

  /// Mother, father, then the children.
  class out_edge_iterator
      : public boost::iterator_facade<out_edge_iterator, KinStep, boost::forward_traversal_tag, KinStep> {
   public:
    out_edge_iterator() = default;
    out_edge_iterator(const Store& store, PersonIndex person)
        : person_{person}, to_{mother_of(store, person)}, father_{father_of(store, person)} {
      const auto children = children_of(store, person);
      child_ = children.begin();
      last_child_ = children.end();
      if (to_ == nobody) increment();
    }

   private:
    friend class boost::iterator_core_access;
    KinStep dereference() const { return {person_, to_}; }
    bool equal(const out_edge_iterator& other) const { return to_ == other.to_; }
    void increment() {
      if (father_ != nobody) {
        to_ = std::exchange(father_, nobody);
      } else if (child_ == last_child_) {
        to_ = nobody;
      } else {
        to_ = *child_;
        ++child_;
      }
    }

    PersonIndex person_ = nobody;
    PersonIndex to_ = nobody;  ///< where the present edge leads; `nobody` at the end
    PersonIndex father_ = nobody;
    ChildPlace child_{}, last_child_{};
  };

  using KinVertices<Store>::KinVertices;
};

// What Boost's algorithms call. They find these functions by the type of the graph.

template <class Store>
auto vertices(const KinVertices<Store>& graph) {
  return graph.all();
}

/// Counts: a population does not know how many of its rows are vacant.
template <class Store>
std::size_t num_vertices(const KinVertices<Store>& graph) {
  const auto [first, last] = graph.all();
  return static_cast<std::size_t>(std::distance(first, last));
}

template <class Store>
auto out_edges(PersonIndex parent, const KinGraph<Store>& graph) {
  using Edges = typename KinGraph<Store>::out_edge_iterator;
  const auto children = children_of(graph.store(), parent);
  return std::pair{Edges{parent, children.begin()}, Edges{parent, children.end()}};
}

template <class Store>
auto in_edges(PersonIndex child, const KinGraph<Store>& graph) {
  using Edges = typename KinGraph<Store>::in_edge_iterator;
  return std::pair{Edges{graph.store(), child}, Edges{}};
}

template <class Store>
auto out_edges(PersonIndex person, const KinNetwork<Store>& graph) {
  using Edges = typename KinNetwork<Store>::out_edge_iterator;
  return std::pair{Edges{graph.store(), person}, Edges{}};
}

template <class Graph>
std::size_t out_degree(PersonIndex person, const Graph& graph) requires requires {
  graph.store();
}
{
  const auto [first, last] = out_edges(person, graph);
  return static_cast<std::size_t>(std::distance(first, last));
}

template <class Store>
std::size_t in_degree(PersonIndex child, const KinGraph<Store>& graph) {
  const auto [first, last] = in_edges(child, graph);
  return static_cast<std::size_t>(std::distance(first, last));
}

template <class Store>
std::size_t degree(PersonIndex person, const KinGraph<Store>& graph) {
  return in_degree(person, graph) + out_degree(person, graph);
}

inline PersonIndex source(const KinTie& tie, const auto&) { return tie.parent; }
inline PersonIndex target(const KinTie& tie, const auto&) { return tie.child; }
inline PersonIndex source(const KinStep& step, const auto&) { return step.from; }
inline PersonIndex target(const KinStep& step, const auto&) { return step.to; }

/// Where a person stands in arrays by person, as Boost asks for an index.
template <KnowsKin Store>
struct PositionMap {
  using key_type = PersonIndex;
  using value_type = std::size_t;
  using reference = value_type;
  using category = boost::readable_property_map_tag;

  const Store* store = nullptr;
};
template <class Store>
std::size_t get(const PositionMap<Store>& positions, PersonIndex person) {
  return position_of(*positions.store, person);
}

/// An array with an entry for each position of a store, as a property map of Boost's.
template <KnowsKin Store, class Value>
auto by_person(const Store& store, std::vector<Value>& values) {
  return boost::make_iterator_property_map(values.begin(), PositionMap<Store>{&store});
}

}  // namespace kinfold
