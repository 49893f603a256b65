// SPDX-License-Identifier: Apache-2.0
// Unions form between those who may marry, are counted for both, and never between close kin.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "population/households/households.hpp"
#include "population/invariants.hpp"
#include "processes/unions/marriage_market.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);

/// Single people of 20 to 39, as many women as men, in one town.
Population single_people(std::size_t pairs) {
  Population people{place_of_small_runs().banners.size()};
  for (std::size_t i = 0; i < 2 * pairs; ++i)
    people.add({.key = mix(i + 1),
                .birth_month = first - 12 * (20 + static_cast<int>(i / 2 % 20)) - 1,
                .sex = static_cast<Sex>(i % 2),
                .area = Area::of(2, Residence::urban)},
               first - 1);
  people.rebuild(4096, first - 1);
  return people;
}

TEST(UnionFormation, MarriesBothAndKeepsEveryRule) {
  Rehearsal rehearsal{single_people(4'000), first, shipped_scenario("ordos-baseline"), {1, 1}, 0.01};
  rehearsal.add(make_union_formation);
  rehearsal.begin();
  std::size_t unions = 0;
  for (int month = 0; month < 36; ++month) {
    rehearsal.step_month();
    ASSERT_EQ(broken_rule(rehearsal.world().population, rehearsal.world().now - 1), "");
    rehearsal.for_events([&](const Event& event) { unions += event.kind == EventKind::union_formed; });
  }
  EXPECT_GT(unions, 300u);
  const Population& people = rehearsal.world().population;
  for (PersonIndex person = 0; person < people.row_count(); ++person) {
    if (!people.is_present(person)) continue;
    // The planted fault "union counted for one spouse" shows here.
    EXPECT_EQ(people.has_spouse(person), people.marital[person] == Marital::married);
    if (people.has_spouse(person)) {
      EXPECT_EQ(people.marital[people.spouse[person]], Marital::married);
    }
  }
}

TEST(UnionFormation, NobodyMarriesBelowTheLegalAge) {
  Population people{place_of_small_runs().banners.size()};
  for (std::size_t i = 0; i < 2'000; ++i) {
    const Sex sex = static_cast<Sex>(i % 2);
    const int legal = sex == Sex::male ? legal_marriage_age_men : legal_marriage_age_women;
    people.add({.key = mix(i + 1), .birth_month = first - 12 * legal + 11, .sex = sex}, first - 1);
  }
  people.rebuild(4096, first - 1);
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}, 0.01};
  rehearsal.add(make_union_formation);
  rehearsal.begin();
  for (int month = 0; month < 11; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) { FAIL() << "person " << event.person << " in month " << month; });
  }
}

TEST(UnionFormation, CloseKinDoNotMarry) {
  Population people{1};
  const PersonIndex grandmother = people.add({.key = 1, .birth_month = first - 900}, first - 1);
  std::array<PersonIndex, 2> mothers{};
  std::array<PersonIndex, 2> cousins{};
  for (std::size_t i = 0; i < 2; ++i) {
    mothers[i] = people.add({.key = 2 + i, .birth_month = first - 600}, first - 1);
    people.add_child(grandmother, nobody, mothers[i]);
    cousins[i] = people.add({.key = 4 + i, .birth_month = first - 300, .sex = static_cast<Sex>(i)}, first - 1);
    people.add_child(mothers[i], nobody, cousins[i]);
  }
  const PersonIndex stranger = people.add({.key = 9, .birth_month = first - 300}, first - 1);
  EXPECT_TRUE(are_close_kin(people, cousins[0], cousins[1]));
  EXPECT_TRUE(are_close_kin(people, grandmother, cousins[1]));
  EXPECT_TRUE(are_close_kin(people, mothers[0], cousins[1]));
  EXPECT_FALSE(are_close_kin(people, stranger, cousins[1]));
}

TEST(UnionFormation, MatchesAreStable) {
  Problems problems;
  std::vector<Declared> declared;
  Reader reader{"union_formation", nullptr, {}, problems, declared};
  MarriageMarket market{reader, place_of_small_runs(), 0.01};
  Rehearsal rehearsal{single_people(300), first, shipped_scenario("ordos-baseline"), {1, 1}, 0.01};
  market.set_up_venues(first);
  std::vector<Searcher> searchers;
  const Population& people = rehearsal.world().population;
  for (PersonIndex person = 0; person < people.row_count(); ++person)
    searchers.push_back({.key = people.key[person],
                         .person = person,
                         .sex = people.sex[person],
                         .age_months = people.age_months(person, first),
                         .schooling = static_cast<int>(person % 4),
                         .banner = 2,
                         .attraction = 0.0});
  const std::vector<Match> matches = market.match(rehearsal.world(), searchers);
  ASSERT_GT(matches.size(), 20u);
  std::vector<int> times(searchers.size(), 0);
  for (const Match& match : matches) {
    EXPECT_EQ(searchers[match.her].sex, Sex::female);
    EXPECT_EQ(searchers[match.his].sex, Sex::male);
    EXPECT_GT(match.score, 0.0);
    EXPECT_EQ(match.score, market.score(rehearsal.world(), searchers[match.her], searchers[match.his]));
    ++times[match.her];
    ++times[match.his];
  }
  EXPECT_EQ(*std::max_element(times.begin(), times.end()), 1);
  // The order in which searchers stand changes nothing.
  std::reverse(searchers.begin(), searchers.end());
  const std::vector<Match> again = market.match(rehearsal.world(), searchers);
  ASSERT_EQ(again.size(), matches.size());
  for (std::size_t i = 0; i < again.size(); ++i) EXPECT_EQ(again[i].score, matches[i].score);
}

}  // namespace
}  // namespace kinfold
