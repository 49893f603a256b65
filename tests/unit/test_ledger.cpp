// SPDX-License-Identifier: Apache-2.0
// The ledger: every fen in its cell, months without gaps.
#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <vector>

#include "core/errors.hpp"
#include "measures/ledger.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2026, 1);
constexpr std::size_t city = 2, banner_payer = 3;

std::array<Fen, payer_count> city_and_banner(Fen from_city, Fen from_banner) {
  std::array<Fen, payer_count> parts{};
  parts[city] = from_city;
  parts[banner_payer] = from_banner;
  return parts;
}

TEST(Ledger, PutsEveryFenIntoItsCell) {
  Ledger ledger(2, 3);
  ledger.open_month(first);
  ledger.open_month(first + 1);
  const auto parts = city_and_banner(70, 30);
  ledger.book({.measure = 1, .banner = 2, .birth_order = 3, .children = 4, .first_payment = true, .parts = parts});
  const std::size_t orders = Ledger::order_count;
  const std::vector<Fen> spend = ledger.spend();
  ASSERT_EQ(spend.size(), 2 * payer_count * 2 * 3 * orders);
  const auto cell = [&](std::size_t payer) { return (((1 * payer_count + payer) * 2 + 1) * 3 + 2) * orders + 2; };
  EXPECT_EQ(spend[cell(city)], 280);
  EXPECT_EQ(spend[cell(banner_payer)], 120);
  EXPECT_EQ(std::accumulate(spend.begin(), spend.end(), Fen{0}), 400);
  const std::size_t of_children = ((1 * 2 + 1) * 3 + 2) * orders + 2;
  EXPECT_EQ(ledger.recipients()[of_children], 4);
  EXPECT_EQ(ledger.first_payments()[of_children], 4);
  EXPECT_EQ(ledger.spend(1, city)[(1 * 3 + 2) * orders + 2], 280);
}

TEST(Ledger, AddsUpWhatIsBookedTwice) {
  Ledger ledger(1, 1);
  ledger.open_month(first);
  const auto parts = city_and_banner(1, 0);
  ledger.book({.children = 2, .first_payment = true, .parts = parts});
  ledger.book({.children = 3, .parts = parts});
  EXPECT_EQ(ledger.spend(0, city)[0], 5);
  EXPECT_EQ(ledger.recipients()[0], 5);
  EXPECT_EQ(ledger.first_payments()[0], 2);
}

TEST(Ledger, CountsFifthAndLaterBirthsTogether) {
  Ledger ledger(1, 1);
  ledger.open_month(first);
  const auto parts = city_and_banner(1, 0);
  for (int order = 1; order <= 9; ++order) ledger.book({.birth_order = order, .children = 1, .parts = parts});
  EXPECT_EQ(ledger.recipients(), (std::vector<std::int64_t>{1, 1, 1, 1, 5}));
}

TEST(Ledger, SumsMeasuresAndAll) {
  Ledger ledger(2, 1);
  ledger.open_month(first);
  const auto small = city_and_banner(1, 2), large = city_and_banner(100, 200);
  ledger.book({.measure = 0, .children = 1, .parts = small});
  ledger.open_month(first + 1);
  ledger.book({.measure = 1, .children = 1, .parts = large});
  EXPECT_EQ(ledger.total(0), 3);
  EXPECT_EQ(ledger.total(1), 300);
  EXPECT_EQ(ledger.total(), 303);
}

TEST(Ledger, KeepsMonthsInWhichNothingWasPaid) {
  Ledger ledger(1, 1);
  ledger.open_month(first);
  const auto parts = city_and_banner(1, 0);
  ledger.book({.children = 1, .parts = parts});
  ledger.open_month(first + 1);
  ledger.open_month(first + 2);
  EXPECT_EQ(ledger.month_count(), 3u);
  EXPECT_EQ(ledger.first_month(), first);
  EXPECT_EQ(ledger.recipients().size(), 3 * Ledger::order_count);
  EXPECT_EQ(ledger.recipients()[Ledger::order_count], 0);
}

TEST(Ledger, TakesNoMemoryForWhoNeverPays) {
  Ledger ledger(60, 9);
  for (int month = 0; month < 360; ++month) ledger.open_month(first + month);
  EXPECT_EQ(ledger.bytes(), 0u);
}

TEST(Ledger, RefusesAGapBetweenMonths) {
  Ledger ledger(1, 1);
  ledger.open_month(first);
  EXPECT_THROW(ledger.open_month(first + 2), ModelError);
  EXPECT_THROW(ledger.open_month(first), ModelError);
}

}  // namespace
}  // namespace kinfold
