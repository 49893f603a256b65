// SPDX-License-Identifier: Apache-2.0
// What a next child would bring: the terms that cover it, discounted; the same whether remembered or worked out anew.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "processes/births/promises.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month now = Month::of(2025, 3);

/// 3,600 CNY a year to age 3 for each child.
CashTerm allowance(HukouRule hukou = HukouRule::any) {
  CashTerm term;
  term.birth_orders = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  term.hukou = hukou;
  term.announced = term.start = {2023, 1, 1};
  term.amount = 3'600'00;
  term.until_age_months = 36;
  term.payer_shares[0] = 1.0;
  return term;
}

/// A wife and her husband, what the measures promise them, and the month.
class Promised {
 public:
  explicit Promised(std::vector<CashTerm> terms, bool ask_everyone = false)
      : support_{std::move(terms)},
        money_{Reader{"money", nullptr, {}, problems_, declared_}, place_of_small_runs()},
        promises_{money_},
        world{.population = Population{1},
              .place = place_of_small_runs(),
              .support = support_,
              .workers = workers_,
              .random = Random{{}},
              .ask_everyone = ask_everyone,
              .now = now,
              .journals = {}} {
    wife = world.population.add({.key = 1, .birth_month = now - 360}, now);
    husband = world.population.add({.key = 2, .birth_month = now - 384, .sex = Sex::male}, now);
    world.population.marry(wife, husband, now - 12);
  }

  /// CNY.
  double value() {
    promises_.begin_month(world);
    return promises_.to(world, wife) / fen_per_yuan;
  }
  /// CNY, after `value`.
  double gain_by_waiting() const { return promises_.gain_by_waiting(world, wife) / fen_per_yuan; }
  bool has_changed() const { return promises_.have_changed_for(world, wife); }
  bool has_changed_for_anybody() const { return promises_.have_changed(); }

  void register_in_city(bool hers, bool his) {
    world.population.registration[wife] = hers ? Registration::other_banner : Registration::other_league;
    world.population.registration[husband] = his ? Registration::own_banner : Registration::other_province;
    world.population.marry(wife, husband, now - 12);  // what decisions ask of a spouse is noted at the wedding
  }

 private:
  Support support_;
  Workers workers_{1};
  Problems problems_;
  std::vector<Declared> declared_;
  HouseholdMoney money_;
  Promises promises_;

 public:
  World world;
  PersonIndex wife;
  PersonIndex husband;
};

/// 300 CNY a month: twelve months in full, then 0.8 × 1.1^(-k/12) until the third birthday.
double present_value_of_allowance() {
  double sum = 0.0;
  for (int month = 0; month < 36; ++month) sum += 300.0 * (month < 12 ? 1.0 : 0.8 * std::pow(1.1, -month / 12.0));
  return sum;
}

TEST(Promises, AreThePresentValueOfAllInstalments) {
  EXPECT_NEAR(Promised{{allowance()}}.value(), present_value_of_allowance(), 1e-6);
  EXPECT_EQ(Promised{{}}.value(), 0.0);
}

TEST(Promises, AreForTheNextChildsOrder) {
  CashTerm for_second = allowance();
  for_second.birth_orders = {2};
  Promised promised{{for_second}};
  for (const auto& [parity, is_covered] : {std::pair{0, false}, {1, true}, {2, false}, {12, false}}) {
    promised.world.population.parity[promised.wife] = static_cast<std::uint8_t>(parity);
    EXPECT_EQ(promised.value() > 0.0, is_covered) << parity;
  }
}

TEST(Promises, ReadEachParentsOwnRegistration) {
  for (const HukouRule rule : {HukouRule::mother, HukouRule::father, HukouRule::both_parents, HukouRule::one_parent}) {
    Promised promised{{allowance(rule)}};
    for (const bool hers : {false, true})
      for (const bool his : {false, true}) {
        promised.register_in_city(hers, his);
        const BirthFacts facts{1, {2026, 3, 15}, hers, his, hers || his};
        EXPECT_EQ(promised.value() > 0.0, satisfies(rule, facts))
            << hukou_rule_names[static_cast<std::size_t>(rule)] << hers << his;
      }
  }
}

TEST(Promises, CountWhatIsAnnouncedAndNothingBefore) {
  CashTerm term = allowance();
  term.announced = {2025, 6, 28};
  Promised promised{{term}};
  for (; promised.world.now < now + 8; ++promised.world.now) {
    const bool is_known = promised.world.now >= Month::of(2025, 6);
    EXPECT_EQ(promised.value() > 0.0, is_known) << promised.world.now.text();
    EXPECT_EQ(promised.has_changed(), promised.world.now == Month::of(2025, 6)) << promised.world.now.text();
  }
}

/// For children born from September 2026, announced in April 2025. Who decides in a month bears a child a year later.
TEST(Promises, TellWhatWaitingForAMeasureWouldBring) {
  CashTerm term = allowance();
  term.announced = {2025, 4, 1};
  term.start = {2026, 9, 1};
  term.born_from = Date{2026, 9, 1};
  for (const bool ask_everyone : {false, true}) {
    Promised promised{{term}, ask_everyone};
    for (; promised.world.now < Month::of(2025, 12); ++promised.world.now) {
      const double value = promised.value();
      const bool waits = promised.world.now >= Month::of(2025, 4) && promised.world.now < Month::of(2025, 9);
      EXPECT_NEAR(promised.gain_by_waiting(), waits ? present_value_of_allowance() : 0.0, 1e-6)
          << promised.world.now.text();
      EXPECT_EQ(value > 0.0, promised.world.now >= Month::of(2025, 9)) << promised.world.now.text();
      const bool turns = promised.world.now == Month::of(2025, 4) || promised.world.now == Month::of(2025, 9);
      EXPECT_EQ(promised.has_changed(), turns) << promised.world.now.text();
    }
  }
}

/// More for all who come later, as where an amount follows prices, is nothing to wait for; nor is a measure of nothing.
TEST(Promises, NobodyGainsByWaitingWhereNothingBegins) {
  CashTerm rising = allowance();
  rising.index_by_year = {1.0, 1.1, 1.2, 1.3, 1.4, 1.5};
  rising.first_index_year = 2025;
  CashTerm of_nothing = allowance();
  of_nothing.amount = 0;
  of_nothing.born_from = Date{2026, 9, 1};
  for (const CashTerm& term : {rising, of_nothing}) {
    Promised promised{{term}};
    for (; promised.world.now < now + 12; ++promised.world.now) {
      promised.value();
      EXPECT_EQ(promised.gain_by_waiting(), 0.0) << promised.world.now.text();
    }
  }
}

TEST(Promises, ChangeForThoseAloneWhomTheyConcern) {
  CashTerm for_second = allowance();
  for_second.birth_orders = {2};
  for_second.announced = {2025, 4, 1};
  Promised promised{{for_second}};
  promised.value();
  ++promised.world.now;
  promised.value();
  EXPECT_TRUE(promised.has_changed_for_anybody());
  EXPECT_FALSE(promised.has_changed());
  promised.world.population.parity[promised.wife] = 1;
  EXPECT_TRUE(promised.has_changed());
}

/// Dates of every sort; in some months nothing can change, in others much does.
std::vector<CashTerm> package_of_many_dates() {
  std::array<CashTerm, 4> terms{allowance(), allowance(HukouRule::mother), allowance(), allowance(HukouRule::father)};
  terms[0].end = Date{2027, 5, 1};
  terms[1].announced = {2025, 11, 22};
  terms[1].start = {2026, 2, 1};
  terms[1].born_from = Date{2027, 3, 10};
  terms[2].yearly = false;
  terms[2].until_age_months = 1;
  terms[2].born_until = Date{2028, 1, 1};
  terms[3].index_by_year = {1.0, 1.02, 1.05, 1.07};
  terms[3].first_index_year = 2025;
  for (std::size_t i = 0; i < terms.size(); ++i) terms[i].measure = terms[i].stacking_group = i;
  return {terms.begin(), terms.end()};
}

TEST(Promises, AreTheSameRememberedAndWorkedOutAnew) {
  Promised remembered{package_of_many_dates()};
  Promised anew{package_of_many_dates(), true};
  int changes = 0, waits = 0;
  for (int month = 0; month < 84; ++month) {
    for (Promised* one : {&remembered, &anew}) one->register_in_city(month % 2 == 0, month % 3 == 0);
    ASSERT_EQ(remembered.value(), anew.value()) << remembered.world.now.text();
    ASSERT_EQ(remembered.gain_by_waiting(), anew.gain_by_waiting()) << remembered.world.now.text();
    ASSERT_EQ(remembered.has_changed(), anew.has_changed()) << remembered.world.now.text();
    waits += remembered.gain_by_waiting() > 0.0;
    changes += remembered.has_changed();
    ++remembered.world.now;
    ++anew.world.now;
  }
  EXPECT_GT(changes, 4);
  EXPECT_LT(changes, 84);
  EXPECT_GT(waits, 1);
}

}  // namespace
}  // namespace kinfold
