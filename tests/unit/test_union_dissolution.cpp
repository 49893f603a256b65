// SPDX-License-Identifier: Apache-2.0
// Unions end by divorce at the base rate, fewer when they are old or have children; the husband moves out.
#include <gtest/gtest.h>

#include <cmath>

#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr std::size_t unions = 100'000;

/// Unions of the given length, each in one household, with or without a child of five.
Population married_people(int years, bool with_child) {
  Population people{1, 65'536};
  for (std::size_t i = 0; i < unions; ++i) {
    const PersonIndex wife = people.add({.key = mix(3 * i), .birth_month = first - 12 * 40 - 1}, first - 1);
    const PersonIndex husband =
        people.add({.key = mix(3 * i + 1), .birth_month = first - 12 * 42, .sex = Sex::male}, first - 1);
    people.marry(wife, husband, first - 12 * years);
    people.join_household(husband, wife, first - 1);
    if (!with_child) continue;
    const PersonIndex child = people.add({.key = mix(3 * i + 2), .birth_month = first - 60}, first - 1);
    people.parity[wife] = 1;
    people.add_child(wife, husband, child);
    people.join_household(child, wife, first - 1);
  }
  people.rebuild(65'536, first - 1);
  return people;
}

double divorces_in_a_year(int years, bool with_child) {
  Rehearsal rehearsal{married_people(years, with_child), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_union_dissolution);
  rehearsal.begin();
  double divorces = 0.0;
  for (int month = 0; month < 12; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) { divorces += event.kind == EventKind::union_dissolved; });
  }
  EXPECT_EQ(broken_rule(rehearsal.world().population, rehearsal.world().now - 1), "");
  return divorces;
}

// Six standard deviations of a binomial: a false alarm in 5e8 runs. The whole year falls into one year of the union.
void expect_rate(double found, double yearly) {
  EXPECT_NEAR(found, yearly * unions, 6.0 * std::sqrt(yearly * (1.0 - yearly) * unions));
}

TEST(UnionDissolution, NewUnionsEndAtTheBaseRate) { expect_rate(divorces_in_a_year(0, false), 0.012); }

TEST(UnionDissolution, LongUnionsEndLessOften) {
  expect_rate(divorces_in_a_year(20, false), 0.012 * std::exp(-0.03 * 20));
}

TEST(UnionDissolution, ChildrenHoldUnionsTogether) { expect_rate(divorces_in_a_year(0, true), 0.012 * 0.7); }

}  // namespace
}  // namespace kinfold
