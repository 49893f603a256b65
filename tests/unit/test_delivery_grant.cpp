// SPDX-License-Identifier: Apache-2.0
// The delivery grant: once, in the month of the birth, to mothers registered in the city.
#include <gtest/gtest.h>

#include <string>

#include "read_package.hpp"

namespace kinfold {
namespace {

constexpr Month march_2026 = Month::of(2026, 3);

Package grant(const std::string& settings) {
  return package_of(measure_text("delivery_grant", "grant", "start = 2026-03-10\n" + settings));
}

TEST(DeliveryGrant, IsPaidOnceInTheMonthOfTheBirth) {
  const Package package = grant("amount_once = 2_000");
  const BirthFacts child = local_child(2, march_2026 + 1);
  EXPECT_EQ(package.support.amount_due(child, march_2026 + 1, never), 2'000'00);
  EXPECT_EQ(package.support.amount_due(child, march_2026 + 2, never), 0);
  EXPECT_EQ(lifetime_sum(package.support, child), 2'000'00);
  EXPECT_EQ(package.support.longest_payment_months(), 1);
}

TEST(DeliveryGrant, BeginsAndEndsOnADay) {
  const Package package = grant("amount_once = 2_000\nend = 2026-06-20");
  EXPECT_EQ(lifetime_sum(package.support, local_child(2, march_2026, 9)), 0);
  EXPECT_EQ(lifetime_sum(package.support, local_child(2, march_2026, 10)), 2'000'00);
  // The measure ends within June: births of its first days have been before the end.
  EXPECT_EQ(lifetime_sum(package.support, local_child(2, march_2026 + 2, 31)), 2'000'00);
  EXPECT_EQ(lifetime_sum(package.support, local_child(2, march_2026 + 3, 20)), 0);
  EXPECT_EQ(lifetime_sum(package.support, local_child(2, march_2026 + 4, 1)), 0);
}

TEST(DeliveryGrant, AsksForTheMothersRegistrationAndNotTheFathers) {
  const Package package = grant("amount_once = 2_000");
  BirthFacts child = local_child(2, march_2026 + 1);
  child.father_registered = child.child_registered = false;
  EXPECT_EQ(lifetime_sum(package.support, child), 2'000'00);
  child.father_registered = child.child_registered = true;
  child.mother_registered = false;
  EXPECT_EQ(lifetime_sum(package.support, child), 0);
}

TEST(DeliveryGrant, CoversTheBirthOrdersNamed) {
  const Package package = grant("amount_once = 2_000\nbirth_order = [2, 3]");
  for (int order = 1; order <= last_birth_order; ++order)
    EXPECT_EQ(lifetime_sum(package.support, local_child(order, march_2026 + 1)) > 0, order == 2 || order == 3) << order;
}

TEST(DeliveryGrant, MustSayItsAmount) {
  const std::string refusal = reading_of(measure_text("delivery_grant", "g", "start = 2026-03-10")).problems.text();
  EXPECT_NE(refusal.find("measure[g].amount_once is missing"), std::string::npos);
}

TEST(DeliveryGrant, OfZeroPaysNothing) {
  EXPECT_EQ(lifetime_sum(grant("amount_once = 0").support, local_child(2, march_2026 + 1)), 0);
}

}  // namespace
}  // namespace kinfold
