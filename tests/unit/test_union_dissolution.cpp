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

TEST(UnionDissolution, HusbandsMoveOutAndChildrenStayWithTheirMothers) {
  Rehearsal rehearsal{married_people(0, true), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_union_dissolution);
  rehearsal.begin();
  std::size_t divorced = 0;
  for (int month = 0; month < 3; ++month) rehearsal.step_month();
  const Population& people = rehearsal.world().population;
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 3) {
    if (people.has_spouse(wife)) continue;
    ++divorced;
    const PersonIndex husband = wife + 1;
    const PersonIndex child = wife + 2;
    EXPECT_EQ(people.marital[wife], Marital::divorced);
    EXPECT_EQ(people.marital[husband], Marital::divorced);
    EXPECT_EQ(people.next_housemate[husband], husband);
    EXPECT_EQ(people.next_housemate[wife], child);
    EXPECT_EQ(people.next_housemate[child], wife);
    EXPECT_EQ(people.father[child], husband);
  }
  EXPECT_GT(divorced, 50u);
}

TEST(UnionDissolution, EndsTheStayOfASpouseElsewhere) {
  Population people = married_people(0, false);
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 2) {
    people.leave_household(wife);
    people.presence[wife] = Presence::elsewhere;
  }
  people.rebuild(65'536, first - 1);
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_union_dissolution);
  rehearsal.begin();
  rehearsal.step_month();
  std::size_t events = 0;
  rehearsal.for_events([&](const Event& event) {
    EXPECT_EQ(event.sex, Sex::male);
    ++events;
  });
  std::size_t gone = 0;
  for (PersonIndex wife = 0; wife < rehearsal.world().population.row_count(); wife += 2)
    gone += !rehearsal.world().population.is_present(wife);
  EXPECT_EQ(gone, events);
  EXPECT_GT(gone, 10u);
  EXPECT_EQ(broken_rule(rehearsal.world().population, first), "");
}

}  // namespace
}  // namespace kinfold
