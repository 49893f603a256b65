// SPDX-License-Identifier: Apache-2.0
// Families move to another banner together; their registration is then one of another banner.
#include <gtest/gtest.h>

#include <cmath>

#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr int age = 30;

// Six standard deviations of a binomial: a false alarm in 5e8 runs.
TEST(InternalMigration, MovesTheTablesShareOfAYearToAnotherBanner) {
  constexpr std::size_t women = 200'000;
  Population people{place_of_small_runs().banners.size(), 65'536};
  for (std::size_t i = 0; i < women; ++i)
    people.add({.key = mix(i + 1), .birth_month = first - 12 * age - 1, .area = Area::of(3, Residence::urban)},
               first - 1);
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_internal_migration);
  rehearsal.begin();
  for (int month = 0; month < 12; ++month) rehearsal.step_month();
  const Population& moved = rehearsal.world().population;
  double elsewhere = 0.0;
  for (PersonIndex woman = 0; woman < women; ++woman) {
    const bool has_moved = moved.area[woman].banner() != 3;
    elsewhere += has_moved;
    EXPECT_EQ(moved.registration[woman] == Registration::other_banner, has_moved);
  }
  const double yearly = place_of_small_runs().internal_move_probability[1][age];
  ASSERT_GT(yearly, 0.0);
  EXPECT_NEAR(elsewhere, yearly * women, 6.0 * std::sqrt(yearly * (1.0 - yearly) * women));
}

TEST(InternalMigration, FamiliesStayOneHousehold) {
  Population people{place_of_small_runs().banners.size()};
  for (std::size_t i = 0; i < 500; ++i) {
    const PersonIndex mother = people.add({.key = mix(2 * i), .birth_month = first - 12 * age}, first - 1);
    const PersonIndex child = people.add({.key = mix(2 * i + 1), .birth_month = first - 60}, first - 1);
    people.parity[mother] = 1;
    people.add_child(mother, nobody, child);
    people.join_household(child, mother, first - 1);
  }
  people.rebuild(4096, first - 1);
  Rehearsal rehearsal{std::move(people),
                      first,
                      shipped_scenario("ordos-baseline", "[parameters.internal_migration]\nlevel = 5.0\n"),
                      {1, 1}};
  rehearsal.add(make_internal_migration);
  rehearsal.begin();
  for (int month = 0; month < 36; ++month) rehearsal.step_month();
  const Population& moved = rehearsal.world().population;
  EXPECT_EQ(broken_rule(moved, rehearsal.world().now - 1), "");
  std::size_t movers = 0;
  for (PersonIndex mother = 0; mother < moved.row_count(); mother += 2) {
    movers += moved.area[mother].banner() != 0;
    EXPECT_EQ(moved.next_housemate[mother], mother + 1);
    EXPECT_EQ(moved.area[mother], moved.area[mother + 1]);
  }
  EXPECT_GT(movers, 10u);
}

}  // namespace
}  // namespace kinfold
