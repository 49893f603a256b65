// SPDX-License-Identifier: Apache-2.0
// Families leave together, at the table's rate, and nobody is left behind.
#include <gtest/gtest.h>

#include <cmath>

#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr int age = 25;
const std::string certain = "[parameters.out_migration]\nlevel = 5.0\n";

Population single_men(std::size_t count) {
  Population people{place_of_small_runs().banners.size(), 65'536};
  for (std::size_t i = 0; i < count; ++i)
    people.add({.key = mix(i + 1), .birth_month = first - 12 * age - 1, .sex = Sex::male}, first - 1);
  return people;
}

// Six standard deviations of a binomial: a false alarm in 5e8 runs. Sees a change of the rate by 3 % in 200,000 men.
TEST(OutMigration, TakesTheTablesShareOfAYear) {
  constexpr std::size_t men = 200'000;
  Rehearsal rehearsal{single_men(men), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_out_migration);
  rehearsal.begin();
  std::size_t departures = 0;
  for (int month = 0; month < 12; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) { departures += event.kind == EventKind::departure; });
  }
  const double yearly = place_of_small_runs().departure_probability[0][age];
  ASSERT_GT(yearly, 0.0);
  EXPECT_NEAR(departures, yearly * men, 6.0 * std::sqrt(yearly * (1.0 - yearly) * men));
}

TEST(OutMigration, TakesSpouseAndMinorChildrenAlongAndLeavesGrownChildren) {
  Population people{place_of_small_runs().banners.size()};
  for (std::size_t i = 0; i < 400; ++i) {
    const PersonIndex man =
        people.add({.key = mix(4 * i), .birth_month = first - 12 * 45, .sex = Sex::male}, first - 1);
    const PersonIndex wife = people.add({.key = mix(4 * i + 1), .birth_month = first - 12 * 43}, first - 1);
    people.marry(man, wife, first - 240);
    people.join_household(wife, man, first - 1);
    for (const int years : {8, 20}) {
      const PersonIndex child =
          people.add({.key = mix(4 * i + (years == 8 ? 2 : 3)), .birth_month = first - 12 * years}, first - 1);
      people.parity[wife] = static_cast<std::uint8_t>(people.parity[wife] + 1);
      people.add_child(wife, man, child);
      people.join_household(child, man, first - 1);
    }
  }
  people.rebuild(4096, first - 1);
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline", certain), {1, 1}};
  rehearsal.add(make_out_migration);
  rehearsal.begin();
  std::size_t departures = 0;
  for (int month = 0; month < 24; ++month) {
    rehearsal.step_month();
    ASSERT_EQ(broken_rule(rehearsal.world().population, rehearsal.world().now - 1), "");
    rehearsal.for_events([&](const Event&) { ++departures; });
  }
  EXPECT_GT(departures, 20u);
  const Population& left = rehearsal.world().population;
  for (PersonIndex person = 0; person < left.row_count(); ++person) {
    if (!left.is_present(person)) continue;
    if (left.age(person, rehearsal.world().now) < 15) {
      EXPECT_NE(left.mother[person], nobody) << "a small child stayed without the parents";
    }
  }
}

TEST(OutMigration, OfAWifeTakesTheHusbandElsewhereOffTheList) {
  Population people{place_of_small_runs().banners.size()};
  for (std::size_t i = 0; i < 2'000; ++i) {
    const PersonIndex wife = people.add({.key = mix(2 * i), .birth_month = first - 12 * age}, first - 1);
    const PersonIndex husband =
        people.add({.key = mix(2 * i + 1), .birth_month = first - 12 * age, .sex = Sex::male}, first - 1);
    people.marry(wife, husband, first - 12);
    if (i % 2 == 0) people.set_presence(husband, Presence::elsewhere, first - 1);
  }
  people.rebuild(4096, first - 1);
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline", certain), {1, 1}};
  rehearsal.add(make_out_migration);
  rehearsal.begin();
  std::size_t departures = 0;
  for (int month = 0; month < 12; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event&) { ++departures; });
  }
  const Population& left = rehearsal.world().population;
  std::size_t left_alone = 0, left_together = 0;
  for (PersonIndex wife = 0; wife < left.row_count(); wife += 2) {
    ASSERT_EQ(left.is_present(wife), left.is_present(wife + 1));
    if (!left.is_present(wife)) ++(wife % 4 == 0 ? left_alone : left_together);
  }
  EXPECT_GT(left_alone, 5u);
  EXPECT_GT(left_together, 5u);
  EXPECT_EQ(departures, left_alone + 2 * left_together);  // who lived elsewhere is not counted
}

}  // namespace
}  // namespace kinfold
