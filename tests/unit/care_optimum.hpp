// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>

#include "kinship/care/care_market.hpp"

namespace kinfold {

/// The highest sum of scores that any allocation of a market has, by Boost's minimum-cost flow: from a source to the
/// children, along the offers to the carers and to a sink; half places that nobody gives flow from child to sink.
/// Scores must be positive whole numbers, so that sums are exact.
class CareOptimum {
 public:
  explicit CareOptimum(const CareMarket& market) : graph_(market.children.size() + market.carers.size() + 2) {
    const std::size_t source = market.children.size() + market.carers.size(), sink = source + 1;
    for (const CareOffer& offer : market.offers) best_ = std::max(best_, offer.score);
    long asked = 0;
    for (std::size_t child = 0; child < market.children.size(); ++child) {
      const int half_places = market.children[child].half_places;
      asked += half_places;
      add(source, child, half_places, 0);
      add(child, sink, half_places, best_);
    }
    for (std::size_t carer = 0; carer < market.carers.size(); ++carer)
      add(market.children.size() + carer, sink, market.carers[carer].half_places, 0);
    for (const CareOffer& offer : market.offers)
      add(offer.child, market.children.size() + offer.carer, most_half_places, best_ - offer.score);
    boost::successive_shortest_path_nonnegative_weights(graph_, source, sink);
    total_score_ = static_cast<double>(asked) * best_ - cost();
  }

  double total_score() const { return total_score_; }

 private:
  using Links = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Capacity = boost::property<boost::edge_capacity_t, long>;
  using Residual = boost::property<boost::edge_residual_capacity_t, long, Capacity>;
  using Reverse = boost::property<boost::edge_reverse_t, Links::edge_descriptor, Residual>;
  // Not whole numbers: Boost adds up distances of what it has not reached, and those of whole numbers overflow.
  using Edge = boost::property<boost::edge_weight_t, double, Reverse>;
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Edge>;

  void add(std::size_t from, std::size_t to, long capacity, double cost) {
    const auto edge = add_edge(from, to, graph_).first;
    const auto back = add_edge(to, from, graph_).first;
    put(boost::edge_capacity, graph_, edge, capacity);
    put(boost::edge_capacity, graph_, back, 0);
    put(boost::edge_weight, graph_, edge, cost);
    put(boost::edge_weight, graph_, back, -cost);
    put(boost::edge_reverse, graph_, edge, back);
    put(boost::edge_reverse, graph_, back, edge);
  }

  double cost() const {
    double sum = 0.0;
    for (auto [edge, end] = edges(graph_); edge != end; ++edge) {
      const long capacity = get(boost::edge_capacity, graph_, *edge);
      const long flow = capacity - get(boost::edge_residual_capacity, graph_, *edge);
      if (capacity > 0) sum += static_cast<double>(flow) * get(boost::edge_weight, graph_, *edge);
    }
    return sum;
  }

  Graph graph_;
  double best_ = 0.0;
  double total_score_ = 0.0;
};

}  // namespace kinfold
