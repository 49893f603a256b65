// SPDX-License-Identifier: Apache-2.0
// Deaths reach those who stay behind: the spouse is widowed, children without an adult move to their next kin.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr Month before = first - 1;

/// A family of which one member dies within a year, and the others do not.
class Family {
 public:
  PersonIndex add(int years, Sex sex = Sex::female, Presence presence = Presence::resident) {
    return add_with(key_whose_draw([](double uniform) { return uniform > 0.9; }, years), years, sex, presence);
  }
  PersonIndex add_doomed(int years, Sex sex = Sex::female, Presence presence = Presence::resident) {
    doomed_ = add_with(key_whose_draw([](double uniform) { return uniform < 1e-4; }, years), years, sex, presence);
    return doomed_;
  }
  PersonIndex add_child(PersonIndex mother, PersonIndex father, int years) {
    const PersonIndex child = add(years);
    people.add_child(mother, father, child);
    if (mother != nobody) ++people.parity[mother];
    return child;
  }

  /// Runs until the month of the death, that month included.
  Rehearsal& run() {
    people.rebuild(4096, before);
    rehearsal_ = std::make_unique<Rehearsal>(
        std::move(people), first, shipped_scenario("ordos-baseline", "[parameters.mortality]\nlevel = 3.0\n"),
        Seed{1, 1});
    rehearsal_->add(make_mortality);
    rehearsal_->begin();
    for (int month = 0; month < 12 && rehearsal_->world().population.is_present(doomed_); ++month)
      rehearsal_->step_month();
    EXPECT_FALSE(rehearsal_->world().population.is_present(doomed_));
    return *rehearsal_;
  }

  Population people{1, 4096};

 private:
  PersonIndex add_with(Key key, int years, Sex sex, Presence presence) {
    return people.add({.key = key, .birth_month = first - 12 * years - 1, .sex = sex, .presence = presence}, before);
  }

  template <class Fits>
  Key key_whose_draw(Fits fits, int years) {
    const Random random{{1, 1}};
    while (!fits(random.uniform(++last_key_, years, static_cast<std::uint32_t>(Decision::year_of_life)))) continue;
    return last_key_;
  }

  Key last_key_ = 0;
  PersonIndex doomed_ = nobody;
  std::unique_ptr<Rehearsal> rehearsal_;
};

std::vector<Event> events_of(const Rehearsal& rehearsal, EventKind kind) {
  std::vector<Event> events;
  rehearsal.for_events([&](const Event& event) {
    if (event.kind == kind) events.push_back(event);
  });
  return events;
}

/// No chance is left: every draw is known.
TEST(Mortality, ExactlyThoseDieWhoseDrawSaysSo) {
  constexpr std::size_t women = 50'000;
  constexpr int age = 75;
  Population people{1, 4096};
  for (std::size_t i = 0; i < women; ++i) people.add({.key = mix(i + 1), .birth_month = first - 12 * age - 1}, before);
  Rehearsal rehearsal{
      std::move(people),
      first,
      shipped_scenario("ordos-baseline", "[parameters.mortality]\nlevel = 0.9\nyearly_decline = 0.02\n"),
      {1, 1}};
  rehearsal.add(make_mortality);
  rehearsal.begin();
  for (int month = 0; month < 12; ++month) rehearsal.step_month();
  const World& world = rehearsal.world();
  // The decline counts from the table's year, before it as after it.
  const double level = 0.9 * std::pow(1.0 - 0.02, 2021 - place_of_small_runs().assumption("mortality_reference_year"));
  const double yearly = place_of_small_runs().death_probability[1][age] * level;
  std::size_t deaths = 0, differing = 0;
  for (PersonIndex woman = 0; woman < women; ++woman) {
    const bool dies = world.uniform(mix(woman + 1), age, Decision::year_of_life) < yearly;
    differing += dies == world.population.is_present(woman);
    deaths += dies;
  }
  EXPECT_GT(deaths, women / 200);
  EXPECT_EQ(differing, 0u);
}

TEST(Mortality, ReleasesTheWidow) {
  Family family;
  const PersonIndex husband = family.add_doomed(32, Sex::male);
  const PersonIndex wife = family.add(30);
  family.people.marry(husband, wife, before - 60);
  family.people.join_household(husband, wife, before);
  family.people.trying[wife] = Trying::yes;
  const Key died = family.people.key[husband];
  const Key left = family.people.key[wife];
  Rehearsal& rehearsal = family.run();
  const Population& people = rehearsal.world().population;
  EXPECT_EQ(people.spouse[wife], nobody);
  EXPECT_EQ(people.marital[wife], Marital::widowed);
  EXPECT_EQ(people.union_month[wife], never);
  EXPECT_EQ(people.next_housemate[wife], wife);
  EXPECT_FALSE(people.is_trying(wife));
  const std::vector<Event> widowed = events_of(rehearsal, EventKind::widowhood);
  ASSERT_EQ(widowed.size(), 1u);
  EXPECT_EQ(widowed[0].person, left);
  EXPECT_EQ(widowed[0].other, died);
  EXPECT_EQ(events_of(rehearsal, EventKind::death).size(), 1u);
  EXPECT_EQ(broken_rule(people, rehearsal.world().now - 1), "");
}

TEST(Mortality, OfOneElsewhereIsNotCountedButWidows) {
  Family family;
  const PersonIndex husband = family.add_doomed(32, Sex::male, Presence::elsewhere);
  const PersonIndex wife = family.add(30);
  family.people.marry(husband, wife, before - 60);
  Rehearsal& rehearsal = family.run();
  EXPECT_TRUE(events_of(rehearsal, EventKind::death).empty());
  EXPECT_EQ(events_of(rehearsal, EventKind::widowhood).size(), 1u);
  EXPECT_EQ(rehearsal.world().population.marital[wife], Marital::widowed);
}

TEST(Mortality, OfAResidentEndsTheStayOfASpouseElsewhere) {
  Family family;
  const PersonIndex wife = family.add_doomed(30);
  const PersonIndex husband = family.add(32, Sex::male, Presence::elsewhere);
  family.people.marry(husband, wife, before - 60);
  Rehearsal& rehearsal = family.run();
  EXPECT_FALSE(rehearsal.world().population.is_present(husband));
  EXPECT_EQ(events_of(rehearsal, EventKind::death).size(), 1u);
  EXPECT_TRUE(events_of(rehearsal, EventKind::widowhood).empty());
}

/// Each orphan has the kin of the next too: the nearest takes it in.
TEST(Mortality, OrphansMoveToTheirNextKin) {
  enum Nearest { father, grandfather, brother, none };
  for (const Nearest nearest : {father, grandfather, brother, none}) {
    Family family;
    const PersonIndex mother = family.add_doomed(45);
    std::vector<PersonIndex> kin;
    if (nearest <= father) kin.push_back(family.add(47, Sex::male));
    const PersonIndex child = family.add_child(mother, nearest == father ? kin[0] : nobody, 5);
    family.people.join_household(child, mother, before);
    if (nearest <= grandfather) {
      kin.push_back(family.add(70, Sex::male));
      family.people.add_child(nobody, kin.back(), mother);
    }
    if (nearest <= brother) kin.push_back(family.add_child(mother, nobody, 22));
    Rehearsal& rehearsal = family.run();
    const Population& people = rehearsal.world().population;
    EXPECT_EQ(people.next_housemate[child], kin.empty() ? child : kin.front()) << nearest;
    EXPECT_EQ(people.dwelling[child], kin.empty() ? Dwelling::collective : Dwelling::family) << nearest;
    EXPECT_EQ(broken_rule(people, rehearsal.world().now - 1), "") << nearest;
  }
}

}  // namespace
}  // namespace kinfold
