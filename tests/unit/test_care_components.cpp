// SPDX-License-Identifier: Apache-2.0
// The care network is a graph in Boost's sense; its components are found, told apart, and solved again only where
// something has changed.
#include <gtest/gtest.h>

#include <boost/concept/assert.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <functional>
#include <string>

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

std::vector<std::uint64_t> sorted_hashes(const CareMarket& market) {
  const CareNetwork network{market};
  std::vector<std::uint64_t> hashes = CareComponents{market, network}.hashes();
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

TEST(CareComponents, HashesDoNotDependOnTheOrderOfLists) {
  const CareMarket market = drawn_market(1, {200, 250, 5, 100});
  EXPECT_GT(sorted_hashes(market).size(), 20u);
  EXPECT_EQ(sorted_hashes(market), sorted_hashes(shuffled(market, 3)));
}

/// How many components differ from those of `two_families` after the change.
std::size_t changed_by(const std::function<void(CareMarket&)>& change) {
  CareMarket market = two_families();
  const std::vector<std::uint64_t> earlier = sorted_hashes(market);
  change(market);
  const CareNetwork network{market};
  return changed_components({market, network}, earlier).size();
}

TEST(CareComponents, EachThingThatCouldMatterChangesTheHashOfItsComponentAlone) {
  EXPECT_EQ(changed_by([](CareMarket&) {}), 0u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.offers[1].score = 2.0000001; }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.offers.pop_back(); }), 0u) << "a component is gone";
  EXPECT_EQ(changed_by([](CareMarket& market) { market.offers.erase(market.offers.begin()); }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.children[1].birth_month = born; }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.children[2].half_places = 1; }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.children[2].key = 99; }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.carers[0].half_places = 2; }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.carers[0].key = 99; }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { std::swap(market.offers[0].score, market.offers[1].score); }), 1u);
  EXPECT_EQ(changed_by([](CareMarket& market) { market.offers.push_back({2, 0, 1.0}); }), 1u) << "two become one";
  EXPECT_EQ(changed_by([](CareMarket& market) { market.offers.push_back({3, 3, 1.0}); }), 1u) << "one more";
  EXPECT_EQ(changed_by([](CareMarket& market) { market.carers[3].half_places = 1; }), 0u) << "nobody asks that carer";
}

/// A month later: some scores are others, some children are gone, lists are in another order.
CareMarket a_month_later(const CareMarket& market, std::uint64_t seed) {
  Dice dice{seed};
  CareMarket later = shuffled(market, seed);
  for (CareOffer& offer : later.offers)
    if (dice.roll(100) == 0) offer.score += 1.0;
  std::erase_if(later.offers, [&](const CareOffer&) { return dice.roll(100) == 0; });
  return later;
}

TEST(CareComponents, WhatIsKeptIsWhatSolvingAgainWouldGive) {
  const Workers workers{2};
  CareAllocation allocation{workers};
  CareMarket market = drawn_market(1, {4000, 5000, 5, 100});
  EXPECT_EQ(allocation.allocate(market), allocate_care(market));
  EXPECT_EQ(allocation.solved_count(), allocation.component_count());
  for (std::uint64_t month = 1; month <= 12; ++month) {
    market = a_month_later(market, month);
    EXPECT_EQ(allocation.allocate(market), allocate_care(market)) << "month " << month;
    EXPECT_GT(allocation.solved_count(), 0u);
    EXPECT_LT(allocation.solved_count(), allocation.component_count() / 2);
  }
  allocation.allocate(shuffled(market, 99));
  EXPECT_EQ(allocation.solved_count(), 0u) << "nothing has changed but the order of lists";
}

TEST(CareComponents, ThreadsDoNotMatter) {
  const CareMarket market = drawn_market(2, {20'000, 25'000, 5, 100});
  const Workers two{2};
  EXPECT_EQ(CareAllocation{two}.allocate(market), allocate_care(market));
}

}  // namespace
}  // namespace kinfold
