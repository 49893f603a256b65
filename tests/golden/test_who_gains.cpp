// SPDX-License-Identifier: Apache-2.0
// Births and money by group, in a whole population: each birth and each fen stands in one group.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <numeric>

#include "golden/small_run.hpp"
#include "population/households/family_groups.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

constexpr int months = 50;  // until December 2024

const Simulation& run() {
  static const auto simulation = [] {
    static const Workers workers{1};
    auto one = std::make_unique<Simulation>(shipped_scenario("ordos-2023"), place_of_small_runs(), small_month_zero(),
                                            SimulationOptions{.seed = {1, 1}, .scale = small_scale}, workers);
    for (int month = 0; month < months; ++month) one->step_month();
    return one;
  }();
  return *simulation;
}

/// Births by banner and order, of all months or years.
std::map<std::size_t, std::int64_t> by_banner_and_order(Tally tally) {
  const Counts& counts = run().counts();
  const std::size_t cells = counts[tally].cells() / (counts.banner_count() * birth_order_count);
  std::map<std::size_t, std::int64_t> births;
  for (std::size_t moment = 0; moment < counts[tally].length(); ++moment)
    for (std::size_t cell = 0; cell < counts[tally].cells(); ++cell)
      births[cell / cells] += counts[tally].at(moment)[cell];
  return births;
}

TEST(WhoGains, EveryBirthStandsInOneGroup) {
  const auto births = by_banner_and_order(Tally::births);
  EXPECT_EQ(by_banner_and_order(Tally::births_by_group), births);
  EXPECT_GT(births.at(0), 0);
}

TEST(WhoGains, EveryFenStandsInOneGroup) {
  const Counts& counts = run().counts();
  Fen paid = 0;
  for (std::size_t year = 0; year < counts[Tally::spend_by_group].length(); ++year)
    for (const std::int64_t fen : counts[Tally::spend_by_group].at(year)) paid += fen;
  EXPECT_EQ(paid, run().ledger().total());
  EXPECT_GT(paid, 0);
}

/// Women of 20 to 44 in a union are as many in each fifth at month zero.
TEST(WhoGains, FifthsAreFifthsOfTheWomenInUnions) {
  const Population& people = small_month_zero();
  WrittenSection section;
  const HouseholdMoney money{section.reader(), place_of_small_runs()};
  const Month month_zero = place_of_small_runs().census_month;
  const FamilyGroups groups{money, people, month_zero};
  std::array<int, income_class_count> women{};
  for (PersonIndex woman = 0; woman < people.row_count(); ++woman)
    if (people.is_resident(woman) && people.is_woman(woman) && people.has_spouse(woman) &&
        people.age(woman, month_zero) >= 20 && people.age(woman, month_zero) <= 44)
      ++women[groups.income_fifth(people, woman)];
  const int all = std::accumulate(women.begin(), women.end(), 0);
  EXPECT_EQ(women[0], 0);
  for (std::size_t fifth = 1; fifth < income_class_count; ++fifth) EXPECT_NEAR(women[fifth], all / 5.0, 1.0) << fifth;
  EXPECT_GT(all, 100);
}

/// Registered as the mother is, with the household's income; without a mother as the child itself and the father.
TEST(WhoGains, AGroupIsThatOfTheParentWhoIsThere) {
  const Month now = Month::of(2021, 1);
  Population people{2};
  WrittenSection section;
  const HouseholdMoney money{section.reader(), place_of_small_runs()};
  const auto person = [&](Key key, int age, Sex sex, Registration registration) {
    return people.add({.key = key,
                       .birth_month = now - 12 * age,
                       .sex = sex,
                       .education = sex == Sex::female ? Education::bachelor_and_above : Education::primary,
                       .registration = registration,
                       .area = Area::of(1, Residence::rural)},
                      now);
  };
  const PersonIndex mother = person(1, 30, Sex::female, Registration::other_province);
  const PersonIndex father = person(2, 30, Sex::male, Registration::own_banner);
  const PersonIndex child = person(3, 1, Sex::female, Registration::own_banner);
  people.add_child(mother, father, child);
  const FamilyGroups groups{money, small_month_zero(), now};
  const FamilyGroup with_mother = groups.of(people, child);
  EXPECT_EQ(with_mother, (FamilyGroup{Area::of(1, Residence::rural), false, groups.income_fifth(people, mother)}));
  people.set_presence(mother, Presence::elsewhere, now);
  EXPECT_EQ(groups.of(people, child),
            (FamilyGroup{Area::of(1, Residence::rural), true, groups.income_fifth(people, father)}));
  people.set_presence(father, Presence::elsewhere, now);
  EXPECT_EQ(groups.of(people, child).income_fifth, 0u);
}

}  // namespace
}  // namespace kinfold
