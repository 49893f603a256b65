// SPDX-License-Identifier: Apache-2.0
// The month of a process: whom it asks, in which month, and in which order it carries out what was proposed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);

/// Notes whom it was asked about and when; proposes everybody twice.
class Notebook final : public Process {
 public:
  struct Asked {
    PersonIndex person;
    Month month;
    auto operator<=>(const Asked&) const = default;
  };

  explicit Notebook(int planned_month) : planned_month_{planned_month} {}

  std::string_view name() const override { return "notebook"; }
  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people) plan(world, one, planned_month_);
  }
  void ask(World& world, PersonIndex person) override {
    asked.push_back({person, world.now});
    propose(world, person);
    propose(world, person);
  }
  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex person) { carried_out.push_back(world.population.key[person]); });
    for_proposals(world, [&](PersonIndex) { ++left_over; });
  }

  std::vector<Asked> asked;
  std::vector<Key> carried_out;
  std::size_t left_over = 0;

 private:
  int planned_month_;
};

/// `count` people in small shards, whose birthdays are in all months.
Population people_of_all_months(std::size_t count) {
  Population people{1, 16};
  for (std::size_t i = 0; i < count; ++i)
    people.add({.key = mix(i + 1), .birth_month = first - 240 - static_cast<int>(i % 12)}, first - 1);
  return people;
}

Rehearsal rehearsal_of(Population people) {
  return {std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}};
}

Notebook& add_notebook(Rehearsal& rehearsal, int planned_month) {
  rehearsal.processes.push_back(std::make_unique<Notebook>(planned_month));
  rehearsal.begin();
  return static_cast<Notebook&>(*rehearsal.processes.back());
}

TEST(YearOfLife, BeginsInTheMonthAfterABirthday) {
  const Month birth = Month::of(2000, 5);
  EXPECT_EQ(YearOfLife::of(birth, birth + 1).age, 0);
  EXPECT_EQ(YearOfLife::of(birth, birth + 12).age, 0);
  EXPECT_EQ(YearOfLife::of(birth, birth + 13).age, 1);
  for (int months = 1; months < 60; ++months) {
    const YearOfLife year = YearOfLife::of(birth, birth + months);
    EXPECT_TRUE(year.contains(birth + months));
    EXPECT_FALSE(year.contains(year.first_month - 1));
    EXPECT_FALSE(year.contains(year.first_month + 12));
    EXPECT_EQ((year.first_month - birth) % 12, 1);
  }
}

TEST(MonthOfChance, SpreadsAYearlyChanceEvenly) {
  std::array<int, 13> months{};
  constexpr int draws = 1'200'000;
  for (int i = 0; i < draws; ++i)
    ++months[static_cast<std::size_t>(std::min(month_of_chance((i + 0.5) / draws, 0.36), 12))];
  for (std::size_t month = 0; month < 12; ++month) EXPECT_NEAR(months[month], 0.03 * draws, 1.0) << month;
  EXPECT_NEAR(months[12], 0.64 * draws, 1.0);
  EXPECT_GE(month_of_chance(0.5, 0.0), 12);
}

TEST(Process, AsksInThePlannedMonthOfEachYearAndNewcomersAtOnce) {
  Rehearsal rehearsal = rehearsal_of(people_of_all_months(60));
  const Notebook& notebook = add_notebook(rehearsal, 7);
  for (int month = 0; month < 36; ++month) rehearsal.step_month();
  const Population& people = rehearsal.world().population;
  std::array<int, 60> planned{};
  for (const auto& [person, month] : notebook.asked) {
    const int into_year = (month - people.birth_month[person] - 1) % 12;
    EXPECT_EQ(into_year, 7) << "person " << person << " in " << month.text();
    planned[person] += into_year == 7;
  }
  for (const int times : planned) EXPECT_EQ(times, 3);
}

TEST(Process, AsksWhoComesInTheCourseOfAMonthInTheSameMonth) {
  Rehearsal rehearsal = rehearsal_of(people_of_all_months(12));
  const Notebook& notebook = add_notebook(rehearsal, 0);
  for (int month = 0; month < 3; ++month) rehearsal.step_month();
  World& world = rehearsal.world();
  const PersonIndex newcomer = world.population.add({.key = 999, .birth_month = world.now - 100}, world.now);
  rehearsal.processes.front()->ask_shards(world);
  EXPECT_EQ(std::count(notebook.asked.begin(), notebook.asked.end(), Notebook::Asked{newcomer, world.now}), 1);
}

TEST(Process, AsksNobodyWhoHasLeft) {
  Rehearsal rehearsal = rehearsal_of(people_of_all_months(24));
  const Notebook& notebook = add_notebook(rehearsal, 3);
  rehearsal.step_month();
  World& world = rehearsal.world();
  for (PersonIndex person = 0; person < 12; ++person) world.population.remove(person, world.now);
  const std::size_t before = notebook.asked.size();
  for (int month = 0; month < 12; ++month) rehearsal.step_month();
  ASSERT_EQ(notebook.asked.size(), before + 12);
  for (std::size_t i = before; i < notebook.asked.size(); ++i) EXPECT_GE(notebook.asked[i].person, 12u);
}

TEST(Process, OfTheOracleAsksEverybodyEveryMonth) {
  Rehearsal rehearsal = rehearsal_of(people_of_all_months(50));
  rehearsal.world().ask_everyone = true;
  const Notebook& notebook = add_notebook(rehearsal, 3);
  for (int month = 0; month < 5; ++month) rehearsal.step_month();
  std::vector<Notebook::Asked> asked = notebook.asked;
  std::sort(asked.begin(), asked.end());
  EXPECT_EQ(asked.size(), 250u);
  EXPECT_EQ(std::adjacent_find(asked.begin(), asked.end()), asked.end());
}

TEST(Process, CarriesOutEachProposalOnceInTheOrderOfKeys) {
  Rehearsal rehearsal = rehearsal_of(people_of_all_months(50));
  rehearsal.world().ask_everyone = true;
  const Notebook& notebook = add_notebook(rehearsal, 3);
  rehearsal.step_month();
  std::vector<Key> keys = rehearsal.world().population.key;
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(notebook.carried_out, keys);
  EXPECT_EQ(notebook.left_over, 0u);
}

TEST(World, WritesWhoWhatWhereAndHowOld) {
  Rehearsal rehearsal = rehearsal_of(people_of_all_months(40));
  World& world = rehearsal.world();
  world.population.area[33] = Area::of(0, Residence::rural);
  world.write(EventKind::widowhood, 33, 77, 5);
  ASSERT_EQ(world.journals.size(), 3u);
  ASSERT_EQ(world.journals[2].events().size(), 1u);
  const Event& event = world.journals[2].events().front();
  EXPECT_EQ(event.kind, EventKind::widowhood);
  EXPECT_EQ(event.person, world.population.key[33]);
  EXPECT_EQ(event.other, 77u);
  EXPECT_EQ(event.detail, 5);
  EXPECT_EQ(event.area, Area::of(0, Residence::rural));
  EXPECT_EQ(event.age, world.population.age(33, first));
}

}  // namespace
}  // namespace kinfold
