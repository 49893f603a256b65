// SPDX-License-Identifier: Apache-2.0
// Pregnancies end in their month; the newborn has its key, its sex, its home and the more local registration.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr Month before = first - 1;
constexpr std::size_t mothers = 5'000;

/// Women, and their husbands, at home in one household; all conceived last month.
Population pregnant_wives(PregnancyFate fate) {
  Population people{place_of_small_runs().banners.size(), 4096};
  for (std::size_t i = 0; i < mothers; ++i) {
    const Area area = Area::of(i % 9, Residence::rural);
    const PersonIndex wife = people.add({.key = mix(2 * i),
                                         .birth_month = first - 12 * 28,
                                         .registration = static_cast<Registration>(i % 4),
                                         .area = area},
                                        before);
    const PersonIndex husband = people.add({.key = mix(2 * i + 1),
                                            .birth_month = first - 12 * 30,
                                            .sex = Sex::male,
                                            .registration = static_cast<Registration>(i / 4 % 4),
                                            .area = area},
                                           before);
    people.marry(wife, husband, before - 12);
    people.join_household(husband, wife, before);
    people.parity[wife] = static_cast<std::uint8_t>(i % 3);
    people.conceived_month[wife] = before;
    people.pregnancy_fate[wife] = fate;
  }
  people.rebuild(4096, before);
  return people;
}

Rehearsal rehearsal_of(PregnancyFate fate, const std::string& parameters = "") {
  return {pregnant_wives(fate), first, shipped_scenario("ordos-baseline", "[parameters.birth]\n" + parameters), {1, 1}};
}

void run(Rehearsal& rehearsal, int months) {
  rehearsal.add(make_birth);
  rehearsal.begin();
  for (int month = 0; month < months; ++month) rehearsal.step_month();
}

/// Visits everyone who was born in the run.
template <class Visit>
std::size_t for_newborns(const Population& people, Visit visit) {
  std::size_t count = 0;
  for (PersonIndex person = 0; person < people.row_count(); ++person) {
    if (people.birth_month[person] < first) continue;
    visit(person);
    ++count;
  }
  return count;
}

TEST(Birth, ComesInTheNinthMonthAfterConception) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery);
  run(rehearsal, 12);
  const auto count = for_newborns(rehearsal.world().population, [&](PersonIndex child) {
    EXPECT_EQ(rehearsal.world().population.birth_month[child] - before, 9);
  });
  EXPECT_GT(count, mothers);
}

TEST(Birth, NamesTheNewbornByMotherAndBirthOrder) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery, "twins = 0.1\n");
  run(rehearsal, 9);
  const Population& people = rehearsal.world().population;
  std::map<Key, Event> births;
  rehearsal.for_events([&](const Event& event) {
    if (event.kind == EventKind::birth) births.emplace(event.person, event);
  });
  const auto count = for_newborns(people, [&](PersonIndex child) {
    const PersonIndex mother = people.mother[child];
    EXPECT_EQ(people.key[child], derived_key(people.key[mother], people.birth_order[child]));
    ASSERT_TRUE(births.contains(people.key[child]));
    EXPECT_EQ(births.at(people.key[child]).other, people.key[mother]);
    EXPECT_EQ(births.at(people.key[child]).detail, people.birth_order[child]);
    EXPECT_EQ(births.at(people.key[child]).age, 28);
  });
  EXPECT_EQ(births.size(), count);
}

TEST(Birth, PutsTheNewbornIntoTheMothersHousehold) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery);
  run(rehearsal, 9);
  const Population& people = rehearsal.world().population;
  for_newborns(people, [&](PersonIndex child) {
    const PersonIndex mother = people.mother[child];
    EXPECT_EQ(people.father[child], people.spouse[mother]);
    EXPECT_EQ(people.area[child], people.area[mother]);
    std::set<PersonIndex> housemates;
    people.for_housemates(child, [&](PersonIndex other) { housemates.insert(other); });
    EXPECT_TRUE(housemates.contains(mother));
    EXPECT_TRUE(housemates.contains(people.father[child]));
  });
}

TEST(Birth, RegistersTheNewbornWithTheMoreLocalParent) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery);
  run(rehearsal, 9);
  const Population& people = rehearsal.world().population;
  for_newborns(people, [&](PersonIndex child) {
    const auto hers = static_cast<int>(people.registration[people.mother[child]]);
    const auto his = static_cast<int>(people.registration[people.father[child]]);
    EXPECT_EQ(static_cast<int>(people.registration[child]), std::min(hers, his)) << hers << his;
  });
}

/// No chance is left: every draw is known.
TEST(Birth, BoysAreExactlyThoseWhoseDrawSaysSo) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery, "boys = 0.515\n");
  run(rehearsal, 9);
  const World& world = rehearsal.world();
  int boys = 0;
  const auto count = for_newborns(world.population, [&](PersonIndex child) {
    const bool boy = world.uniform(world.population.key[child], 0, Decision::sex_at_birth) < 0.515;
    ASSERT_EQ(world.population.sex[child], boy ? Sex::male : Sex::female);
    boys += boy;
  });
  EXPECT_GT(boys, 0);
  EXPECT_LT(boys, static_cast<int>(count));
}

TEST(Birth, TwinsAreTwoChildrenOfTheirMother) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery, "twins = 0.1\nstillbirth = 0.0\n");
  run(rehearsal, 9);
  const World& world = rehearsal.world();
  const Population& people = world.population;
  std::size_t twins = 0;
  for (PersonIndex wife = 0; wife < 2 * mothers; wife += 2) {
    const Draws words = world.draws(people.key[wife], (world.now - 1).index(), Decision::delivery);
    const int expected = unit_interval(words[1]) < 0.1 ? 2 : 1;
    int children = 0;
    people.for_children(wife, [&](PersonIndex) { ++children; });
    ASSERT_EQ(children, expected);
    ASSERT_EQ(people.parity[wife], static_cast<int>(wife / 2 % 3) + expected);
    EXPECT_EQ(people.last_birth_month[wife], world.now - 1);
    twins += expected == 2;
  }
  EXPECT_GT(twins, mothers / 20);
  EXPECT_EQ(broken_rule(people, world.now - 1), "");
}

TEST(Birth, LeavesParityAsItIsWhenTheChildIsBornDead) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery, "stillbirth = 0.1\n");
  run(rehearsal, 9);
  const World& world = rehearsal.world();
  const Population& people = world.population;
  std::size_t stillborn = 0;
  for (PersonIndex wife = 0; wife < 2 * mothers; wife += 2) {
    const Draws words = world.draws(people.key[wife], (world.now - 1).index(), Decision::delivery);
    if (unit_interval(words[0]) >= 0.1) continue;
    ++stillborn;
    EXPECT_EQ(people.parity[wife], wife / 2 % 3);
    EXPECT_EQ(people.first_child[wife], nobody);
    EXPECT_FALSE(people.is_pregnant(wife));
  }
  EXPECT_GT(stillborn, mothers / 20);
}

TEST(Birth, GivesTheMotherSixMonthsBeforeSheMayConceiveAgain) {
  Rehearsal rehearsal = rehearsal_of(PregnancyFate::delivery);
  run(rehearsal, 9);
  const Population& people = rehearsal.world().population;
  for (PersonIndex wife = 0; wife < 2 * mothers; wife += 2) ASSERT_EQ(people.susceptible_month[wife] - before, 9 + 6);
}

TEST(Birth, OfALostPregnancyBringsNobody) {
  for (const PregnancyFate fate : {PregnancyFate::miscarriage, PregnancyFate::abortion}) {
    Rehearsal rehearsal = rehearsal_of(fate);
    run(rehearsal, 2);
    std::size_t losses = 0;
    rehearsal.for_events([&](const Event& event) {
      losses += event.kind == EventKind::pregnancy_loss && event.detail == static_cast<int>(fate);
    });
    EXPECT_EQ(losses, mothers);
    for (int month = 0; month < 9; ++month) rehearsal.step_month();
    const Population& people = rehearsal.world().population;
    EXPECT_EQ(for_newborns(people, [](PersonIndex) {}), 0u);
    for (PersonIndex wife = 0; wife < 2 * mothers; wife += 2) {
      ASSERT_FALSE(people.is_pregnant(wife));
      ASSERT_EQ(people.susceptible_month[wife] - before, 5);
    }
  }
}

TEST(Birth, OfAWidowHasNoFather) {
  Population people{1};
  const PersonIndex widow =
      people.add({.key = 1, .birth_month = first - 400, .registration = Registration::other_league}, before);
  people.conceived_month[widow] = first - pregnancy_months;
  people.pregnancy_fate[widow] = PregnancyFate::delivery;
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}};
  run(rehearsal, 1);
  const Population& after = rehearsal.world().population;
  ASSERT_EQ(for_newborns(after, [](PersonIndex) {}), 1u);
  EXPECT_EQ(after.father[1], nobody);
  EXPECT_EQ(after.registration[1], Registration::other_league);
}

}  // namespace
}  // namespace kinfold
