// SPDX-License-Identifier: Apache-2.0
// Who suits whom, who may meet, and that one more searcher is felt by few.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "processes/unions/marriage_market.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);

/// A market of the place, and people to search in it.
class Town {
 public:
  explicit Town(double scale = 0.01)
      : reader_{"union_formation", nullptr, {}, problems_, declared_},
        market{reader_, place_of_small_runs(), scale},
        rehearsal_{
            Population{place_of_small_runs().banners.size()}, first, shipped_scenario("ordos-baseline"), {1, 1}} {
    market.set_up_venues(first);
  }

  const World& world() { return rehearsal_.world(); }
  Population& people() { return rehearsal_.world().population; }
  std::vector<Match> match() { return market.match(world(), searchers); }

  std::size_t add(Sex sex, int age_months = 360, std::size_t banner = 2) {
    const Key key = mix(searchers.size() + 1);
    const PersonIndex person = people().add({.key = key, .birth_month = first - age_months, .sex = sex}, first);
    searchers.push_back({.key = key, .person = person, .sex = sex, .age_months = age_months, .banner = banner});
    return searchers.size() - 1;
  }

  /// As many women as men, of 22 to 37.
  void add_many(std::size_t pairs) {
    for (std::size_t i = 0; i < 2 * pairs; ++i) add(static_cast<Sex>(i % 2), 12 * 22 + static_cast<int>(i / 2 % 180));
  }

  std::set<std::pair<Key, Key>> pairs() {
    std::set<std::pair<Key, Key>> keys;
    for (const Match& match : match()) keys.emplace(searchers[match.her].key, searchers[match.his].key);
    return keys;
  }

 private:
  Problems problems_;
  std::vector<Declared> declared_;
  Reader reader_;

 public:
  MarriageMarket market;
  std::vector<Searcher> searchers;

 private:
  Rehearsal rehearsal_;
};

/// What two people are to each other: he is `gap_years` older, `levels` better educated, lives in his banner.
double score(Town& town, double gap_years, int levels, double attraction, std::size_t his_banner) {
  const Searcher her{.key = 11, .age_months = 360, .schooling = 0, .banner = 2, .attraction = attraction};
  const Searcher his{.key = 12,
                     .sex = Sex::male,
                     .age_months = 360 + static_cast<int>(12.0 * gap_years),
                     .schooling = levels,
                     .banner = his_banner,
                     .attraction = attraction};
  return town.market.score(town.world(), her, his);
}

TEST(MarriageMarket, ScoresAreSumsOfTheirTerms) {
  Town town;
  const double at_best = score(town, 2.0, 0, 0.0, 2);
  EXPECT_NEAR(score(town, 5.0, 0, 0.0, 2) - at_best, -0.02 * 9.0, 1e-12);
  EXPECT_NEAR(score(town, -1.0, 0, 0.0, 2) - at_best, -0.02 * 9.0, 1e-12);
  EXPECT_NEAR(score(town, 2.0, 3, 0.0, 2) - at_best, -0.30 * 3.0, 1e-12);
  EXPECT_NEAR(score(town, 2.0, 0, 1.5, 2) - at_best, 0.4 * 3.0, 1e-12);
  // By road from Dalad to Jungar and to Otog Front.
  EXPECT_NEAR(score(town, 2.0, 0, 0.0, 3) - at_best, -0.9 * std::log(1.0 + 156.0 / 50.0), 1e-12);
  EXPECT_NEAR(score(town, 2.0, 0, 0.0, 4) - at_best, -0.9 * std::log(1.0 + 430.0 / 50.0), 1e-12);
}

TEST(MarriageMarket, PairsAreWomenWithMenAndNobodyTwice) {
  Town town;
  town.add_many(500);
  std::set<std::size_t> seen;
  const std::vector<Match> matches = town.match();
  ASSERT_GT(matches.size(), 50u);
  for (const Match& match : matches) {
    EXPECT_EQ(town.searchers[match.her].sex, Sex::female);
    EXPECT_EQ(town.searchers[match.his].sex, Sex::male);
    EXPECT_TRUE(seen.insert(match.her).second);
    EXPECT_TRUE(seen.insert(match.his).second);
    EXPECT_GT(match.score, 0.0);
  }
}

TEST(MarriageMarket, NoTwoWhoMeetWouldRatherHaveEachOther) {
  // So few expected that all meet in one venue, and everybody of one age and banner meets everybody.
  Town town{1e-6};
  for (int i = 0; i < 120; ++i) town.add(static_cast<Sex>(i % 2), i % 2 == 0 ? 360 + 24 : 360);
  std::vector<double> has(town.searchers.size(), 0.0);
  for (const Match& match : town.match()) has[match.her] = has[match.his] = match.score;
  for (std::size_t her = 1; her < town.searchers.size(); her += 2)
    for (std::size_t his = 0; his < town.searchers.size(); his += 2)
      ASSERT_LE(town.market.score(town.world(), town.searchers[her], town.searchers[his]),
                std::max(has[her], has[his]));
}

/// Pairs, each alone in a month of its own, who form a union: of those who meet, those who suit each other.
std::size_t unions_of_pairs(double gap_years, std::size_t his_banner, double scale) {
  std::size_t unions = 0;
  for (int pair = 0; pair < 2000; ++pair) {
    Town town{scale};
    const std::size_t her = town.add(Sex::female, 360);
    const std::size_t his = town.add(Sex::male, 360 + static_cast<int>(12.0 * gap_years), his_banner);
    town.searchers[her].key = mix(2'000'000u + static_cast<unsigned>(pair));
    town.searchers[his].key = mix(3'000'000u + static_cast<unsigned>(pair));
    town.searchers[her].attraction = town.searchers[his].attraction = 40.0;  // whoever meets the other says yes
    unions += town.match().size();
  }
  return unions;
}

/// Of 2,000 pairs: within six standard deviations, a false alarm in 10⁹.
TEST(MarriageMarket, WhoIsNearInAgeAndPlaceMeetsMoreOften) {
  constexpr double one_venue = 0.0363;  // about as many women are expected as a venue is meant for
  const auto expect_share = [](std::size_t unions, double chance) {
    EXPECT_NEAR(static_cast<double>(unions), 2000.0 * chance, 6.0 * std::sqrt(2000.0 * chance * (1.0 - chance)) + 1.0);
  };
  const auto meets = [&](double gap_years, std::size_t banner) {
    return unions_of_pairs(gap_years, banner, one_venue);
  };
  const double same_age = static_cast<double>(meets(2.0, 2)) / 2000.0;
  EXPECT_GT(same_age, 0.9);  // dalad has 15 % of the women: nearly all of the own banner are met
  expect_share(meets(6.0, 2), same_age / 2.0);
  expect_share(meets(-2.0, 2), same_age / 2.0);
  EXPECT_EQ(meets(10.5, 2), 0u);
  const double elsewhere = static_cast<double>(meets(2.0, 3)) / 2000.0;
  EXPECT_GT(elsewhere, 0.15);
  EXPECT_LT(elsewhere, 0.35);
}

TEST(MarriageMarket, KinWithinThreeGenerationsNeverPair) {
  for (int trial = 0; trial < 200; ++trial) {
    Town town{1e-6};
    town.add_many(4);
    Population& people = town.people();
    // All are grandchildren of one woman: cousins or siblings.
    const PersonIndex grandmother = people.add({.key = 1'001, .birth_month = first - 900}, first);
    for (std::size_t i = 0; i < town.searchers.size(); ++i) {
      town.searchers[i].key = mix(1'000u * static_cast<unsigned>(trial) + i + 1);
      const PersonIndex father = people.add({.key = 2'000 + i, .birth_month = first - 600, .sex = Sex::male}, first);
      people.add_child(grandmother, nobody, father);
      people.add_child(nobody, father, town.searchers[i].person);
    }
    ASSERT_TRUE(town.match().empty()) << trial;
  }
}

TEST(MarriageMarket, TwoFromOutsideDoNotPair) {
  Town town;
  town.add_many(300);
  for (Searcher& one : town.searchers) one.person = nobody;
  EXPECT_TRUE(town.match().empty());
  for (std::size_t her = 1; her < town.searchers.size(); her += 2)
    town.searchers[her].person = static_cast<PersonIndex>(her);
  EXPECT_FALSE(town.match().empty());
}

TEST(MarriageMarket, OneMoreSearcherIsFeltByFewInOneVenue) {
  std::size_t changed = 0;
  for (int trial = 0; trial < 40; ++trial) {
    Town town;
    town.add_many(400);
    const auto before = town.pairs();
    town.searchers.push_back({.key = mix(77'000u + static_cast<unsigned>(trial)),
                              .person = nobody,
                              .sex = Sex::male,
                              .age_months = 300 + trial,
                              .banner = 2});
    const auto after = town.pairs();
    std::vector<std::pair<Key, Key>> different;
    std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(),
                                  std::back_inserter(different));
    // Each step of the chain of replacements ends one pair and makes one; each of a venue meets about eight.
    EXPECT_LT(different.size(), 30u) << trial;
    changed += different.size();
  }
  EXPECT_GT(changed, 0u);
  EXPECT_LT(changed, 40u * 8u);
}

TEST(MarriageMarket, ExpectsWomenByTheCensusAndTheSchedule) {
  const Town town{0.5};
  const Place& place = place_of_small_runs();
  for (const std::size_t banner : {0u, 4u})
    for (const int age : {19, 20, 27, 59, 60}) {
      const auto row = static_cast<std::size_t>(age);
      double expected = 0.0;
      if (age >= 20 && age <= 59)  // 1.6 searches for each first marriage of the never-married of the cohort
        expected = 0.5 * static_cast<double>(place.persons[banner][1][row]) * place.marital_by_age[1][row][0] *
                   place.first_marriage[1][row] * 1.6 / 12.0;
      EXPECT_NEAR(town.market.expected_women(banner)[row], expected, 1e-9) << banner << ", " << age;
    }
}

}  // namespace
}  // namespace kinfold
