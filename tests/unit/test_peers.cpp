// SPDX-License-Identifier: Apache-2.0
// Peers: about eight, mutual, alike, and the same people as long as nobody near them comes or goes.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "kinship/influence/peers.hpp"

namespace kinfold {
namespace {

constexpr Month now = Month::of(2021, 1);
constexpr std::size_t banners = 3;

/// Women of 30 in six areas, half of them with two children.
Population women(std::size_t how_many) {
  Population people{banners, 4096};
  for (std::size_t number = 0; number < how_many; ++number) {
    const PersonIndex woman =
        people.add({.key = mix(number + 1),
                    .birth_month = now - 360,
                    .education = number % 5 == 0 ? Education::bachelor_and_above : Education::junior_secondary,
                    .area = Area::of(number % banners, number % 2 == 0 ? Residence::urban : Residence::rural)},
                   now);
    people.parity[woman] = number % 4 < 2 ? 2 : 0;
  }
  return people;
}

PeerRing ring_of(const Population& people, const std::vector<PersonIndex>& members) {
  PeerRing ring;
  for (const PersonIndex woman : members) ring.add(people, woman, {1, 1000 * people.parity[woman], 0});
  ring.close();
  return ring;
}

std::vector<PersonIndex> everybody(const Population& people) {
  std::vector<PersonIndex> members;
  for (PersonIndex woman = 0; woman < people.row_count(); ++woman) members.push_back(woman);
  return members;
}

std::map<PersonIndex, std::set<PersonIndex>> peers_of(const PeerRing& ring) {
  std::map<PersonIndex, std::set<PersonIndex>> peers;
  for (std::size_t place = 0; place < ring.size(); ++place)
    ring.for_peers(place, [&](PersonIndex peer, const FamiliesAround&) { peers[ring.woman_at(place)].insert(peer); });
  return peers;
}

TEST(Peers, AreEightOthersAndMutual) {
  const Population people = women(500);
  const auto peers = peers_of(ring_of(people, everybody(people)));
  ASSERT_EQ(peers.size(), 500u);
  for (const auto& [woman, hers] : peers) {
    EXPECT_EQ(hers.size(), 8u);
    EXPECT_FALSE(hers.contains(woman));
    for (const PersonIndex peer : hers) EXPECT_TRUE(peers.at(peer).contains(woman));
  }
}

TEST(Peers, OfAFewWomenAreAllTheOthers) {
  for (const std::size_t size : {1u, 2u, 5u, 8u, 9u}) {
    const Population people = women(size);
    const PeerRing ring = ring_of(people, everybody(people));
    for (const auto& peers : peers_of(ring)) EXPECT_EQ(peers.second.size(), size - 1);
    for (std::size_t place = 0; place < size; ++place)
      EXPECT_EQ(ring.peers_at(place).families, static_cast<int>(size) - 1);
  }
}

TEST(Peers, LiveInTheSameAreaWithTheSameSchooling) {
  const Population people = women(1200);
  std::size_t alike = 0;
  std::size_t all = 0;
  for (const auto& [woman, hers] : peers_of(ring_of(people, everybody(people))))
    for (const PersonIndex peer : hers) {
      ++all;
      alike += people.area[peer] == people.area[woman] && people.education[peer] == people.education[woman];
    }
  // Twelve makes: across each of their borders on the ring four women know four, 10 ties in each direction.
  EXPECT_EQ(all, 9600u);
  EXPECT_EQ(alike, all - 12u * 20u);
}

TEST(Peers, StayWhenSomebodyFarAwayLeaves) {
  const Population people = women(500);
  std::vector<PersonIndex> members = everybody(people);
  const auto before = peers_of(ring_of(people, members));
  const PersonIndex leaves = 77;
  std::erase(members, leaves);
  std::reverse(members.begin(), members.end());
  const auto after = peers_of(ring_of(people, members));
  for (const auto& [woman, hers] : after) EXPECT_EQ(hers != before.at(woman), before.at(leaves).contains(woman));
}

TEST(Peers, AndNeighboursAreCountedWithoutHerself) {
  const Population people = women(500);
  const PeerRing ring = ring_of(people, everybody(people));
  for (std::size_t place = 0; place < ring.size(); ++place) {
    const PersonIndex woman = ring.woman_at(place);
    int children = 0;
    ring.for_peers(place, [&](PersonIndex peer, const FamiliesAround&) { children += people.parity[peer]; });
    EXPECT_DOUBLE_EQ(ring.peers_at(place).mean_children(), children / 8.0);
    int neighbours = 0;
    int theirs = 0;
    for (PersonIndex other = 0; other < people.row_count(); ++other)
      if (other != woman && people.area[other] == people.area[woman]) {
        ++neighbours;
        theirs += people.parity[other];
      }
    EXPECT_EQ(ring.neighbours_at(place).families, neighbours);
    EXPECT_DOUBLE_EQ(ring.neighbours_at(place).mean_children(), static_cast<double>(theirs) / neighbours);
  }
}

}  // namespace
}  // namespace kinfold
