// SPDX-License-Identifier: Apache-2.0
// What grandparents give, in a whole population: what is given is received, nobody gives more than she or he has, and
// later retirement takes time from small children and brings them money.
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "golden/small_run.hpp"
#include "processes/old_age/family_giving.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

constexpr int until_december_2021 = 14;  // from November 2020 on

std::unique_ptr<Simulation> run_with(const std::string& later_life) {
  static const Workers workers{1};
  const Scenario scenario = shipped_scenario("ordos-baseline", "[parameters.later_life]\n" + later_life);
  auto simulation = std::make_unique<Simulation>(scenario, place_of_small_runs(), small_month_zero(),
                                                 SimulationOptions{.seed = {1, 1}, .scale = small_scale}, workers);
  for (int month = 0; month < until_december_2021; ++month) simulation->step_month();
  return simulation;
}

const Simulation& as_they_are() {
  static const auto simulation = run_with("");
  return *simulation;
}

Fen given_by_grandparents(const Simulation& simulation) {
  const GiftAccount& gifts = simulation.world().gifts;
  return gifts.total(GiftFlow::from_grandparent_at_work) + gifts.total(GiftFlow::from_grandparent_without_work);
}

std::int64_t half_places_given(const Simulation& simulation) {
  const auto cells = simulation.counts()[Tally::grandparent_care].at(1);
  return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

/// The rules of giving with their defaults, as a run of the baseline has them.
struct Rules {
  WrittenSection of_life, of_gifts;
  LaterLife later_life{of_life.reader()};
  Reader reader = of_gifts.reader();
  FamilyGiving giving{reader, later_life};
  GrandparentTransfers transfers{reader};
};

/// Living grandparents of children under six, and those of their children who raise them; found child by child.
struct Families {
  std::map<PersonIndex, std::set<PersonIndex>> children_of;  ///< by grandparent
  std::map<PersonIndex, std::set<PersonIndex>> parents_of;   ///< by grown child
  std::map<PersonIndex, PersonIndex> youngest_of;            ///< by grown child

  explicit Families(const World& world) {
    const Population& population = world.population;
    for (PersonIndex child = 0; child < population.row_count(); ++child)
      if (population.is_resident(child) && world.now - population.birth_month[child] < minded_until_months)
        for (const PersonIndex parent : {population.mother[child], population.father[child]})
          if (parent != nobody) enter(population, parent, child);
  }

 private:
  void enter(const Population& population, PersonIndex parent, PersonIndex child) {
    PersonIndex& youngest = youngest_of.try_emplace(parent, child).first->second;
    if (population.birth_month[child] > population.birth_month[youngest]) youngest = child;
    for (const Sex sex : {Sex::female, Sex::male})
      if (const PersonIndex old = population.parent_of(parent, sex); old != nobody && population.is_living(old)) {
        children_of[old].insert(parent);
        parents_of[parent].insert(old);
      }
  }
};

/// The world as it was in the month just over.
World in_its_last_month(const Simulation& simulation) {
  World world = simulation.world();
  world.now = world.now - 1;
  return world;
}

TEST(TwoChannels, WhatGrandparentsGiveIsReceivedToTheFen) {
  const World world = in_its_last_month(as_they_are());
  const Rules rules;
  Fen given = 0;
  for (const auto& [grandparent, children] : Families{world}.children_of)
    given += rules.transfers.given(rules.giving.income_of_old(world, grandparent),
                                   world.now < rules.later_life.stops_work(world, grandparent));
  EXPECT_EQ(given_by_grandparents(as_they_are()), given);
  EXPECT_GT(given, 0);
}

TEST(TwoChannels, NobodyGivesMoreThanTheirIncome) {
  const World world = in_its_last_month(as_they_are());
  const Rules rules;
  const Families families{world};
  Fen to_grandparents = 0;
  for (const auto& [grandparent, children] : families.children_of) {
    const LaterEarner giver = rules.giving.earner_of(world, grandparent);
    std::vector<ThreeGenerations> of_grandparent;
    for (const PersonIndex parent : children)
      of_grandparent.push_back({grandparent, parent, families.youngest_of.at(parent)});
    Fen given = 0;
    for (std::size_t which = 0; which < of_grandparent.size(); ++which)
      given += rules.giving.from_grandparent(world, of_grandparent, which, giver).amount;
    EXPECT_LE(given, rules.giving.income_of_old(world, grandparent));
  }
  for (const auto& [parent, grandparents] : families.parents_of) {
    Fen given = 0;
    for (const PersonIndex grandparent : grandparents)
      given += rules.giving
                   .to_grandparent(world, {grandparent, parent, families.youngest_of.at(parent)},
                                   rules.giving.earner_of(world, grandparent))
                   .amount;
    EXPECT_LE(given, FamilyGiving::income_of_grown_child(world, parent));
    to_grandparents += given;
  }
  EXPECT_EQ(as_they_are().world().gifts.total(GiftFlow::to_grandparent), to_grandparents);
  EXPECT_GT(to_grandparents, 0);
}

TEST(TwoChannels, LaterRetirementTakesTimeAndBringsMoney) {
  const auto later = run_with("retire_later = 5.0\n");
  EXPECT_LT(half_places_given(*later), half_places_given(as_they_are()));
  EXPECT_GT(given_by_grandparents(*later), given_by_grandparents(as_they_are()));
  EXPECT_EQ(later->fingerprint(), as_they_are().fingerprint()) << "lives do not change: neither reaches births yet";
}

TEST(TwoChannels, WithoutGrandparentsThereIsNeither) {
  const auto none = run_with("grandparents = \"none\"\n");
  EXPECT_EQ(half_places_given(*none), 0);
  EXPECT_EQ(given_by_grandparents(*none), 0);
}

}  // namespace
}  // namespace kinfold
