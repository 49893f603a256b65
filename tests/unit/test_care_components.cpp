// SPDX-License-Identifier: Apache-2.0
// The care network is a graph in Boost's sense; its components are found and can be solved side by side.
#include <gtest/gtest.h>

#include <boost/concept/assert.hpp>
#include <boost/graph/graph_concepts.hpp>

#include "kinship/care/care_allocation.hpp"
#include "kinship/care/care_components.hpp"
#include "kinship/care/care_network.hpp"
#include "unit/care_markets.hpp"

namespace kinfold {
namespace {

constexpr Month born = Month::of(2020, 1);

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<CareNetwork>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<CareNetwork>));

/// Two families apart from each other, a child without an offer, and a carer whom nobody asks.
CareMarket two_families() {
  return {{{5, born}, {4, born + 1}, {3, born}, {2, born}},
          {{10}, {11}, {12}, {13}},
          {{0, 0, 1.0}, {0, 1, 2.0}, {1, 1, 1.5}, {2, 2, 1.0}}};
}

std::vector<std::uint32_t> neighbours(const CareNetwork& network, std::uint32_t vertex) {
  std::vector<std::uint32_t> found;
  for (auto [edge, end] = out_edges(vertex, network); edge != end; ++edge) {
    EXPECT_EQ(source(*edge, network), vertex);
    found.push_back(target(*edge, network));
  }
  EXPECT_EQ(out_degree(vertex, network), found.size());
  return found;
}

TEST(CareComponents, TheNetworkLeadsFromChildToCarerAndBack) {
  const CareNetwork network{two_families()};
  using Vertices = std::vector<std::uint32_t>;
  EXPECT_EQ(num_vertices(network), 8u);
  EXPECT_EQ(neighbours(network, 0), (Vertices{5, 4})) << "the better score first";
  EXPECT_EQ(neighbours(network, 3), (Vertices{}));
  EXPECT_EQ(neighbours(network, network.vertex_of_carer(1)), (Vertices{0, 1}));
  EXPECT_EQ(neighbours(network, network.vertex_of_carer(3)), (Vertices{}));
}

TEST(CareComponents, AreFamiliesWhoShareCarers) {
  const CareMarket market = two_families();
  const CareNetwork network{market};
  const CareComponents components{market, network};
  ASSERT_EQ(components.count(), 2u);
  EXPECT_EQ((std::vector<std::uint32_t>{components.children(0).begin(), components.children(0).end()}),
            (std::vector<std::uint32_t>{1, 0}))
      << "the youngest first";
  EXPECT_EQ(components.children(1).size(), 1u);
}

TEST(CareComponents, ThreadsDoNotMatter) {
  const CareMarket market = drawn_market(2, {20'000, 25'000, 5, 100});
  const Workers two{2};
  EXPECT_EQ(allocate_care(market, two), allocate_care(market));
}

}  // namespace
}  // namespace kinfold
