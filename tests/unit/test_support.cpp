// SPDX-License-Identifier: Apache-2.0
// Support: who is covered, how payments combine, and that what is promised is what is paid.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "population/support.hpp"

namespace kinfold {
namespace {

CashTerm allowance(Fen amount, std::size_t measure = 0) {
  CashTerm term;
  term.measure = term.stacking_group = measure;
  term.birth_orders = {1, 2, 3};
  term.announced = term.start = {2026, 1, 1};
  term.amount = amount;
  term.until_age_months = 36;
  term.payer_shares[0] = 1.0;
  return term;
}

BirthFacts child_of(Month birth, int day = 15, int order = 1) {
  return {order, {birth.year(), birth.month_of_year(), day}, true, true, true};
}

constexpr Month birth_2026 = Month::of(2026, 6);

TEST(Support, AsksForTheRegistrationThatItsRuleNames) {
  // By mother + 2 × father + 4 × child: whether the rule is satisfied.
  const std::array<std::array<bool, 8>, 7> truth{{{1, 1, 1, 1, 1, 1, 1, 1},    // any
                                                  {0, 1, 0, 1, 0, 1, 0, 1},    // mother
                                                  {0, 0, 1, 1, 0, 0, 1, 1},    // father
                                                  {0, 1, 1, 1, 0, 1, 1, 1},    // one_parent
                                                  {0, 0, 0, 1, 0, 0, 0, 1},    // both_parents
                                                  {0, 0, 0, 0, 1, 1, 1, 1},    // child
                                                  {0, 0, 0, 0, 0, 1, 1, 1}}};  // one_parent_and_child
  for (std::size_t rule = 0; rule < truth.size(); ++rule) {
    for (unsigned who = 0; who < 8; ++who) {
      const BirthFacts facts{1, {2026, 1, 1}, (who & 1) != 0, (who & 2) != 0, (who & 4) != 0};
      EXPECT_EQ(satisfies(static_cast<HukouRule>(rule), facts), truth[rule][who]) << hukou_rule_names[rule] << who;
    }
  }
}

TEST(Support, AddsWhatStacksAndPaysTheHighestOfTheRest) {
  for (const Stacking rule : {Stacking::sum, Stacking::higher_of}) {
    CashTerm small = allowance(1'200), large = allowance(2'400, 1), apart = allowance(120, 2);
    large.stacking_group = 0;
    small.stacking = large.stacking = rule;
    const Support support({small, large, apart});
    const Fen together = rule == Stacking::sum ? 300 : 200;
    EXPECT_EQ(support.amount_due(child_of(birth_2026), birth_2026, never), together + 10);
  }
}

TEST(Support, LetsTheLowerOneStepInWhereTheHigherEnds) {
  CashTerm low = allowance(1'200), high = allowance(2'400, 1);
  high.stacking_group = 0;
  high.until_age_months = 12;
  low.stacking = high.stacking = Stacking::higher_of;
  const Support support({low, high});
  std::vector<Payment> payments;
  support.entitlement(child_of(birth_2026), birth_2026 + 11, payments);
  ASSERT_EQ(payments.size(), 1u);
  EXPECT_EQ(support.terms()[payments[0].term].measure, 1u);
  support.entitlement(child_of(birth_2026), birth_2026 + 12, payments);
  ASSERT_EQ(payments.size(), 1u);
  EXPECT_EQ(support.terms()[payments[0].term].measure, 0u);
}

/// What each of three terms of a group pays in the month.
std::map<std::size_t, Fen> shares_of(std::vector<CashTerm> terms, Stacking rule) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    terms[i].measure = i;
    terms[i].stacking_group = 0;
    terms[i].stacking = rule;
  }
  const Support support{terms};
  std::vector<Payment> payments;
  support.entitlement(child_of(birth_2026), birth_2026, payments);
  std::map<std::size_t, Fen> shares;
  for (const Payment& payment : payments) shares[support.terms()[payment.term].measure] = payment.amount;
  return shares;
}

CashTerm paid_by(std::size_t payer, Fen amount) {
  CashTerm term = allowance(amount);
  term.payer_shares = {};
  term.payer_shares[payer] = 1.0;
  return term;
}

constexpr std::size_t centre = 0, city = 2, banner = 3;

/// The nation's 3,600, the city's 10,000 on top of it, and a banner's 2,400 that is below both; a month.
TEST(Support, EachLevelTopsUpWhatThoseAboveItLeaveOpen) {
  const std::vector<CashTerm> terms{paid_by(city, 10'000'00), paid_by(centre, 3'600'00), paid_by(banner, 2'400'00)};
  const std::map<std::size_t, Fen> shares{{1, 300'00}, {0, 533'33}};
  EXPECT_EQ(shares_of(terms, Stacking::top_up), shares);
  EXPECT_EQ(shares_of({terms[0]}, Stacking::top_up).at(0), shares.at(0) + shares.at(1));
  EXPECT_EQ(shares_of({terms[2], terms[0], terms[1]}, Stacking::top_up),
            (std::map<std::size_t, Fen>{{2, shares.at(1)}, {1, shares.at(0)}}))
      << "the order of terms means nothing";
  EXPECT_EQ(shares_of({terms[2], paid_by(city, 3'600'00), terms[1]}, Stacking::top_up),
            (std::map<std::size_t, Fen>{{2, 300'00}}))
      << "of two equal ones the nation's";
}

TEST(Support, OfTwoOfOneLevelThatTopUpTheEarlierPays) {
  CashTerm earlier = allowance(3'600'00), later = allowance(3'600'00);
  earlier.start = {2020, 1, 1};
  later.start = {2021, 1, 1};
  EXPECT_EQ(shares_of({later, earlier}, Stacking::top_up), (std::map<std::size_t, Fen>{{1, 300'00}}));
  EXPECT_EQ(shares_of({earlier, later}, Stacking::top_up), (std::map<std::size_t, Fen>{{0, 300'00}}));
}

TEST(Support, WhatBeganLastReplacesTheOthersThoughItBeLess) {
  CashTerm old = allowance(10'000'00), fresh = allowance(3'600'00), not_yet = allowance(20'000'00);
  old.start = {2020, 1, 1};
  fresh.start = {2021, 1, 1};
  not_yet.start = {2027, 1, 1};
  EXPECT_EQ(shares_of({old, fresh, not_yet}, Stacking::replace), (std::map<std::size_t, Fen>{{1, 300'00}}));
  fresh.birth_orders = {2};
  EXPECT_EQ(shares_of({old, fresh, not_yet}, Stacking::replace), (std::map<std::size_t, Fen>{{0, 833'33}}))
      << "for the children alone whom it covers";
}

TEST(Support, TwoHalvesThatStackAreOneWhole) {
  const Support whole({allowance(1'000'001)});
  const Support halves({allowance(500'000), allowance(500'001, 1)});
  const BirthFacts child = child_of(birth_2026);
  Fen of_whole = 0, of_halves = 0;
  for (int age = 0; age < 40; ++age) {
    of_whole += whole.amount_due(child, birth_2026 + age, never);
    of_halves += halves.amount_due(child, birth_2026 + age, never);
  }
  EXPECT_EQ(of_whole, 3 * 1'000'001);
  EXPECT_EQ(of_halves, of_whole);
}

TEST(Support, OfZeroHasNoPayments) {
  std::vector<Payment> payments{{}};
  Support({allowance(0)}).entitlement(child_of(birth_2026), birth_2026, payments);
  EXPECT_TRUE(payments.empty());
}

TEST(Support, PromisesOnlyWhatIsAnnounced) {
  CashTerm term = allowance(1'200);
  term.announced = {2025, 7, 28};
  const Support support({term});
  const std::vector<double> weights(48, 1.0);
  EXPECT_EQ(support.promise(child_of(birth_2026), Month::of(2025, 6), weights), 0.0);
  EXPECT_EQ(support.promise(child_of(birth_2026), Month::of(2025, 7), weights), 3'600.0);
}

TEST(Support, PaysForMonthsBeforeItsAnnouncement) {
  CashTerm term = allowance(1'200);
  term.announced = {2026, 9, 1};
  std::vector<Payment> payments;
  Support({term}).entitlement(child_of(birth_2026), birth_2026, payments);
  EXPECT_EQ(payments.size(), 1u);
}

TEST(Support, SaysInWhichMonthsTheDayDecides) {
  CashTerm stream = allowance(1'200);
  stream.born_from = Date{2026, 3, 10};
  CashTerm once = allowance(1'200, 1);
  once.yearly = false;
  once.end = Date{2027, 5, 2};
  const Support support({stream, once});
  for (Month month = Month::of(2025, 1); month < Month::of(2028, 1); ++month)
    EXPECT_EQ(support.depends_on_day(month),
              month == Month::of(2026, 3) || month == Month::of(2026, 1) || month == Month::of(2027, 5))
        << month.text();
}

/// A package with a bit of everything: streams and sums paid once, dates within months, every rule of registration.
std::vector<CashTerm> terms_of(Key key) {
  std::vector<CashTerm> terms;
  for (std::size_t number = 0; number < 6; ++number) {
    const auto pick = [&](std::uint64_t what, std::uint64_t count) {
      return derived_key(key, 16 * number + what) % count;
    };
    CashTerm term = allowance(static_cast<Fen>(pick(0, 2'000'000)), number);
    term.birth_orders = {static_cast<std::int64_t>(1 + pick(1, 2)), 3};
    term.hukou = static_cast<HukouRule>(pick(2, 7));
    term.start = {2024 + static_cast<int>(pick(3, 4)), 1 + static_cast<int>(pick(4, 12)),
                  1 + static_cast<int>(pick(5, 28))};
    if (pick(6, 3) == 0) term.end = Date{2029, 1 + static_cast<int>(pick(7, 12)), 10};
    if (pick(8, 3) == 0) term.born_from = Date{2026, 1 + static_cast<int>(pick(9, 12)), 20};
    term.yearly = pick(10, 4) != 0;
    term.on_birthdays = term.yearly && pick(13, 6) == 0;
    term.until_age_months = term.yearly ? 12 * (1 + static_cast<int>(pick(11, 6))) : 1;
    term.stacking_group = number / 2;
    term.stacking = static_cast<Stacking>(derived_key(key, 100 + number / 2) % stacking_names.size());
    if (pick(12, 3) == 0) term.index_by_year = {1.0, 1.02, 1.05, 1.11}, term.first_index_year = 2025;
    terms.push_back(term);
  }
  return terms;
}

BirthFacts situation(Key key) {
  const Month birth = Month::of(2023, 1) + static_cast<int>(derived_key(key, 1) % 84);
  BirthFacts facts =
      child_of(birth, 1 + static_cast<int>(derived_key(key, 2) % 28), 1 + static_cast<int>(derived_key(key, 3) % 4));
  facts.mother_registered = derived_key(key, 4) % 2 == 0;
  facts.father_registered = derived_key(key, 5) % 2 == 0;
  facts.child_registered = derived_key(key, 6) % 2 == 0;
  return facts;
}

TEST(Support, PaysTenThousandNewbornsWhatItPromised) {
  constexpr double monthly_discount = 0.995;
  int paid_at_all = 0;
  for (Key package = 0; package < 10; ++package) {
    const Support support(terms_of(derived_key(1000, package)));
    std::vector<double> weights(120), ones(120, 1.0);
    for (std::size_t age = 0; age < weights.size(); ++age) weights[age] = std::pow(monthly_discount, age);
    std::vector<Payment> payments;
    for (Key newborn = 0; newborn < 1'000; ++newborn) {
      const BirthFacts facts = situation(derived_key(package, newborn));
      Fen sum = 0;
      double discounted = 0.0;
      for (int age = 0; age < 120; ++age) {
        support.entitlement(facts, facts.birth_day.in_month() + age, payments);
        for (const Payment& payment : payments) {
          sum += payment.amount;
          discounted += weights[static_cast<std::size_t>(age)] * static_cast<double>(payment.amount);
        }
      }
      ASSERT_EQ(support.promise(facts, never, ones), static_cast<double>(sum));
      ASSERT_NEAR(support.promise(facts, never, weights), discounted, 1e-12 * discounted);
      paid_at_all += sum > 0;
    }
  }
  EXPECT_GT(paid_at_all, 5'000);
  EXPECT_LT(paid_at_all, 10'000);
}

}  // namespace
}  // namespace kinfold
