// SPDX-License-Identifier: Apache-2.0
// Arrivals come in the table's numbers, as whole families; spouses who waited elsewhere follow.
#include <gtest/gtest.h>

#include <cmath>

#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);

TEST(InMigration, BringsTheTablesNumberWithChildrenAndWithoutBreakingARule) {
  Rehearsal rehearsal{
      Population{place_of_small_runs().banners.size()}, first, shipped_scenario("ordos-baseline"), {1, 1}, 0.5};
  rehearsal.add(make_in_migration);
  rehearsal.begin();
  double arrivals = 0.0;
  double minors = 0.0;
  for (int month = 0; month < 12; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) {
      arrivals += event.kind == EventKind::arrival;
      minors += event.kind == EventKind::arrival && event.age < age_of_majority;
    });
  }
  EXPECT_EQ(broken_rule(rehearsal.world().population, rehearsal.world().now - 1), "");
  double expected = 0.0;
  double expected_minors = 0.0;
  for (const auto& by_age : place_of_small_runs().arrivals)
    for (std::size_t age = 0; age < age_count; ++age) {
      expected += 0.5 * by_age[age];
      if (age < age_of_majority) expected_minors += 0.5 * by_age[age];
    }
  // Six standard deviations with families of up to four: a false alarm in 5e8 runs; sees 5 % more arrivals. Husbands
  // beyond the table's men of an age make up to 3 % more.
  EXPECT_NEAR(arrivals, expected, 0.03 * expected + 6.0 * std::sqrt(2.0 * expected));
  EXPECT_NEAR(minors, expected_minors, 0.03 * expected_minors + 6.0 * std::sqrt(2.0 * expected_minors));
}

TEST(InMigration, CandidatesDoNotDependOnWhoIsThere) {
  const auto keys_of = [](Population people) {
    Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}, 0.05};
    rehearsal.add(make_in_migration);
    rehearsal.begin();
    rehearsal.step_month();
    std::uint64_t sum = 0;
    rehearsal.for_events([&](const Event& event) { sum += mix(event.person); });
    return sum;
  };
  Population empty{place_of_small_runs().banners.size()};
  Population one = empty;
  one.add({.key = 77, .birth_month = first - 400}, first - 1);
  EXPECT_EQ(keys_of(empty), keys_of(one));
}

TEST(InMigration, SpousesElsewhereFollow) {
  Population people{place_of_small_runs().banners.size()};
  for (std::size_t i = 0; i < 2'000; ++i) {
    const PersonIndex man = people.add({.key = mix(2 * i), .birth_month = first - 480, .sex = Sex::male}, first - 1);
    const PersonIndex wife =
        people.add({.key = mix(2 * i + 1), .birth_month = first - 450, .presence = Presence::elsewhere}, first - 1);
    people.marry(man, wife, first - 100);
  }
  people.rebuild(4096, first - 1);
  Rehearsal rehearsal{
      std::move(people), first, shipped_scenario("ordos-baseline", "[parameters.in_migration]\nlevel = 0.0\n"), {1, 1}};
  rehearsal.add(make_in_migration);
  rehearsal.begin();
  int followed = 0;
  for (int month = 0; month < 12; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) { followed += event.kind == EventKind::arrival; });
  }
  EXPECT_EQ(broken_rule(rehearsal.world().population, rehearsal.world().now - 1), "");
  // 3 % of 2,000, six standard deviations.
  EXPECT_NEAR(followed, 60, 6.0 * std::sqrt(2'000 * 0.03 * 0.97));
}

}  // namespace
}  // namespace kinfold
