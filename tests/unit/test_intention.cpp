// SPDX-License-Identifier: Apache-2.0
// Women decide on their occasions, with one draw a year; a better promise turns no into yes and never back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr std::size_t women = 20'000;

/// Women of one age in unions that began long ago, who want two children and have had one three and a half years ago.
Population wives(int age) {
  Population people{1, 65'536};
  for (std::size_t i = 0; i < women; ++i) {
    const PersonIndex wife = people.add({.key = mix(2 * i), .birth_month = first - 12 * age}, first - 1);
    const PersonIndex husband =
        people.add({.key = mix(2 * i + 1), .birth_month = first - 12 * (age + 2), .sex = Sex::male}, first - 1);
    people.marry(wife, husband, first - 24);
    people.desired_size[wife] = DesiredSize::of(2);
    people.parity[wife] = 1;
    people.last_birth_month[wife] = first - 42;
  }
  people.rebuild(65'536, first - 1);
  return people;
}

const std::string plain =
    "[parameters.intention]\nsecond_child = 0.4\nage_from_30 = 0.0\nage_from_35 = -0.2\npreference = "
    "0.0\nyear_effect_2022 = 0.0\n";

/// Who tries after the month in which all have their birthday.
std::vector<bool> who_tries(int age, const std::string& more) {
  Rehearsal rehearsal{wives(age), first, shipped_scenario("ordos-levels", plain + more), {1, 1}};
  rehearsal.add(make_intention);
  rehearsal.begin();
  rehearsal.step_month();
  std::vector<bool> tries;
  const Population& people = rehearsal.world().population;
  for (PersonIndex person = 0; person < people.row_count(); ++person)
    if (people.is_woman(person)) tries.push_back(people.is_trying(person));
  return tries;
}

double share(const std::vector<bool>& tries) {
  return static_cast<double>(std::count(tries.begin(), tries.end(), true)) / static_cast<double>(tries.size());
}

// Six standard deviations of a share: a false alarm in 5e8 runs.
void expect_share(double found, double utility) {
  const double wanted = 1.0 / (1.0 + std::exp(-utility));
  EXPECT_NEAR(found, wanted, 6.0 * std::sqrt(wanted * (1.0 - wanted) / women));
}

TEST(Intention, IsTheLogitOfItsTerms) {
  expect_share(share(who_tries(30, "")), 0.4);
  expect_share(share(who_tries(38, "")), 0.4 - 0.2 * 3);
}

TEST(Intention, HigherUtilityOnlyTurnsNoIntoYes) {
  const std::vector<bool> before = who_tries(30, "");
  Rehearsal rehearsal{wives(30),
                      first,
                      shipped_scenario("ordos-levels",
                                       "[parameters.intention]\nsecond_child = 0.6\nage_from_30 = 0.0\nage_from_35 = "
                                       "-0.2\npreference = 0.0\nyear_effect_2022 = 0.0\n"),
                      {1, 1}};
  rehearsal.add(make_intention);
  rehearsal.begin();
  rehearsal.step_month();
  const Population& people = rehearsal.world().population;
  std::size_t number = 0;
  std::size_t turned = 0;
  for (PersonIndex person = 0; person < people.row_count(); ++person) {
    if (!people.is_woman(person)) continue;
    const bool had = before[number++];
    if (had) {
      EXPECT_TRUE(people.is_trying(person));
    }
    turned += !had && people.is_trying(person);
  }
  EXPECT_GT(turned, 100u);
}

TEST(Intention, IsKeptUntilTheNextOccasion) {
  Rehearsal rehearsal{wives(30), first, shipped_scenario("ordos-levels", plain), {1, 1}};
  rehearsal.add(make_intention);
  rehearsal.begin();
  rehearsal.step_month();
  const std::vector<Trying> january = rehearsal.world().population.trying;
  for (int month = 1; month < 12; ++month) {
    rehearsal.step_month();
    ASSERT_EQ(rehearsal.world().population.trying, january) << month;
  }
  rehearsal.step_month();
  EXPECT_NE(rehearsal.world().population.trying, january);
}

/// 50,000 CNY at birth for children born from September 2022, announced in January 2021. In the first month all women
/// with a birthday decide about births of January 2022; the measure is a year of income, far more than makes 30 % wait.
Support grant_from_september_2022(Fen amount) {
  CashTerm term;
  term.birth_orders = {1, 2, 3};
  term.announced = {2021, 1, 1};
  term.start = {2022, 9, 1};
  term.born_from = Date{2022, 9, 1};
  term.amount = amount;
  term.yearly = false;
  term.until_age_months = 1;
  term.payer_shares[0] = 1.0;
  return Support{{term}};
}

TEST(Intention, SomeWaitForAMeasureThatIsAnnouncedAndNobodyForOneOfNothing) {
  const auto share_of_months = [](Fen amount, int months) {
    Rehearsal rehearsal{wives(30), first, shipped_scenario("ordos-levels", plain),
                        {1, 1},    1.0,   grant_from_september_2022(amount)};
    rehearsal.add(make_intention);
    rehearsal.begin();
    for (int month = 0; month < months; ++month) rehearsal.step_month();
    const auto& trying = rehearsal.world().population.trying;
    return static_cast<double>(std::count(trying.begin(), trying.end(), Trying::yes)) / women;
  };
  const double tries = 1.0 / (1.0 + std::exp(-0.4)), wait = 0.3;
  // Six standard deviations of a share: a false alarm in 5e8 runs.
  EXPECT_NEAR(share_of_months(50'000'00, 1), tries * (1.0 - wait), 6.0 * std::sqrt(0.25 / women));
  EXPECT_EQ(share_of_months(0, 1), share(who_tries(30, "")));
  EXPECT_GT(share_of_months(50'000'00, 9), tries) << "from September on children born within the year are covered";
}

/// The planted fault "discount rate × 1.05" shows here: present values written out.
TEST(Intention, PromisesAreDiscountedAsWritten) {
  Problems problems;
  std::vector<Declared> declared;
  const HouseholdMoney money{Reader{"money", nullptr, {}, problems, declared}, place_of_small_runs()};
  ASSERT_EQ(money.weights().size(), 216u);
  for (const int month : {0, 5, 11}) EXPECT_EQ(money.weights()[static_cast<std::size_t>(month)], 1.0);
  for (const int month : {12, 13, 35, 215})
    EXPECT_NEAR(money.weights()[static_cast<std::size_t>(month)], 0.8 * std::pow(1.1, -month / 12.0), 1e-14) << month;
  // 3,600 a year to age 3: 300 a month, 12 of them undiscounted.
  double sum = 0.0;
  for (std::size_t month = 0; month < 36; ++month) sum += 300.0 * money.weights()[month];
  EXPECT_NEAR(sum,
              3600.0 + 300.0 * 0.8 * (std::pow(1.1, -1.0) - std::pow(1.1, -3.0)) / (1.0 - std::pow(1.1, -1.0 / 12.0)),
              1e-9);
  EXPECT_NEAR(money.utility(2'000'000.0, 20'000.0), 0.30 * 2.0 * std::log(1.5), 1e-12);
}

}  // namespace
}  // namespace kinfold
