// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "kinship/care/care_market.hpp"

namespace kinfold {

/// Who would mind whom, as a graph in compressed sparse rows: vertices are the children, then the carers, each in the
/// order of the market; an edge is an offer. A child's edges stand in the order of its parents' preference: highest
/// score first, of equal scores the smaller key of the carer.
///
/// Models Boost.Graph's VertexListGraph and IncidenceGraph; both directions of an edge are the same edge.
class CareNetwork {
 public:
  using vertex_descriptor = std::uint32_t;
  struct edge_descriptor {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    bool operator==(const edge_descriptor& other) const {
      return (from == other.from && to == other.to) || (from == other.to && to == other.from);
    }
  };
  using directed_category = boost::undirected_tag;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  struct traversal_category : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = boost::counting_iterator<std::uint32_t>;

  class out_edge_iterator : public boost::iterator_facade<out_edge_iterator, edge_descriptor,
                                                          boost::random_access_traversal_tag, edge_descriptor> {
   public:
    out_edge_iterator() = default;
    out_edge_iterator(std::uint32_t from, const std::uint32_t* to) : from_{from}, to_{to} {}

   private:
    friend class boost::iterator_core_access;
    edge_descriptor dereference() const { return {from_, *to_}; }
    bool equal(const out_edge_iterator& other) const { return to_ == other.to_; }
    void increment() { ++to_; }
    void decrement() { --to_; }
    void advance(std::ptrdiff_t steps) { to_ += steps; }
    std::ptrdiff_t distance_to(const out_edge_iterator& other) const { return other.to_ - to_; }

    std::uint32_t from_ = 0;
    const std::uint32_t* to_ = nullptr;
  };

  /// Refuses, as errors of the model, scores that are not finite, rows that do not exist, offers that come twice and
  /// half places below 0 or above 255.
  explicit CareNetwork(const CareMarket& market);

  std::size_t child_count() const { return child_count_; }
  std::size_t vertex_count() const { return first_edge_.size() - 1; }
  /// Offers are numbered child by child, in the order of preference.
  std::size_t offer_count() const { return scores_.size(); }

  static vertex_descriptor null_vertex() { return ~std::uint32_t{0}; }
  vertex_descriptor vertex_of_carer(std::uint32_t carer) const {
    return static_cast<std::uint32_t>(child_count_) + carer;
  }
  std::uint32_t carer_at(vertex_descriptor vertex) const { return vertex - static_cast<std::uint32_t>(child_count_); }

  /// The child's first offer, and one past its last.
  std::uint32_t first_offer(std::uint32_t child) const { return first_edge_[child]; }
  std::uint32_t end_offer(std::uint32_t child) const { return first_edge_[child + 1]; }
  std::uint32_t carer_of(std::uint32_t offer) const { return carer_at(neighbours_[offer]); }
  double score_of(std::uint32_t offer) const { return scores_[offer]; }

  std::span<const std::uint32_t> neighbours(vertex_descriptor vertex) const {
    return {neighbours_.data() + first_edge_[vertex], neighbours_.data() + first_edge_[vertex + 1]};
  }

 private:
  void count_edges(const CareMarket& market);
  void rank_offers(const CareMarket& market);
  void place_children();

  std::size_t child_count_;
  std::vector<std::uint32_t> first_edge_;  ///< by vertex, and one more
  std::vector<std::uint32_t> neighbours_;  ///< vertices; those of children come first, so that edge = offer
  std::vector<double> scores_;             ///< by offer
};

// What Boost's algorithms call. They find these functions by the type of the graph.

inline auto vertices(const CareNetwork& network) {
  const auto end = static_cast<std::uint32_t>(network.vertex_count());
  return std::pair{CareNetwork::vertex_iterator{0}, CareNetwork::vertex_iterator{end}};
}
inline std::size_t num_vertices(const CareNetwork& network) { return network.vertex_count(); }
inline auto out_edges(std::uint32_t vertex, const CareNetwork& network) {
  using Edges = CareNetwork::out_edge_iterator;
  const auto to = network.neighbours(vertex);
  return std::pair{Edges{vertex, to.data()}, Edges{vertex, to.data() + to.size()}};
}
inline std::size_t out_degree(std::uint32_t vertex, const CareNetwork& network) {
  return network.neighbours(vertex).size();
}
inline std::uint32_t source(const CareNetwork::edge_descriptor& edge, const CareNetwork&) { return edge.from; }
inline std::uint32_t target(const CareNetwork::edge_descriptor& edge, const CareNetwork&) { return edge.to; }
/// Vertices are whole numbers from 0: their own index.
inline auto get(boost::vertex_index_t, const CareNetwork&) {
  return boost::typed_identity_property_map<std::uint32_t>{};
}

}  // namespace kinfold

/// Tells Boost which map `get(boost::vertex_index, network)` gives.
template <>
struct boost::property_map<kinfold::CareNetwork, boost::vertex_index_t> {
  using type = boost::typed_identity_property_map<std::uint32_t>;
  using const_type = type;
};
