// SPDX-License-Identifier: Apache-2.0
// Pregnancies last nine months, or two to a loss; stillbirths, twins and the sexes have their shares in ten million
// deliveries.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);

/// Women who have conceived in the month before `first`.
Population pregnant_women(std::size_t count, PregnancyFate fate) {
  Population people{1, 65'536};
  for (std::size_t i = 0; i < count; ++i) {
    const PersonIndex woman = people.add({.key = mix(i + 1), .birth_month = first - 12 * 28}, first - 1);
    people.conceived_month[woman] = first - 1;
    people.pregnancy_fate[woman] = fate;
  }
  return people;
}

/// Months from conception to each kind of event.
std::set<int> months_to_end(PregnancyFate fate, EventKind kind, std::size_t& events) {
  Rehearsal rehearsal{pregnant_women(20'000, fate), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_birth);
  rehearsal.begin();
  std::set<int> months;
  for (int month = 1; month <= 14; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) {
      if (event.kind != kind) return;
      months.insert(month);
      ++events;
    });
  }
  return months;
}

TEST(Birth, PregnanciesLastNineMonths) {
  std::size_t births = 0;
  EXPECT_EQ(months_to_end(PregnancyFate::delivery, EventKind::birth, births), std::set<int>{9});
  EXPECT_GT(births, 19'000u);
}

TEST(Birth, PregnanciesAreLostAfterTwoMonths) {
  std::size_t losses = 0;
  EXPECT_EQ(months_to_end(PregnancyFate::miscarriage, EventKind::pregnancy_loss, losses), std::set<int>{2});
  EXPECT_EQ(losses, 20'000u);
}

/// Six months after a delivery she may conceive again; after a conception that is lost, four months go by.
TEST(Birth, SheMayConceiveAgainWhenTheTimeIsOver) {
  for (const auto& [fate, months] : {std::pair{PregnancyFate::delivery, 9 + 6}, {PregnancyFate::miscarriage, 5}}) {
    Rehearsal rehearsal{pregnant_women(1'000, fate), first, shipped_scenario("ordos-baseline"), {1, 1}};
    rehearsal.add(make_birth);
    rehearsal.begin();
    for (int month = 1; month <= 10; ++month) rehearsal.step_month();
    const Population& people = rehearsal.world().population;
    for (PersonIndex woman = 0; woman < 1'000; ++woman)
      ASSERT_EQ(people.susceptible_month[woman] - (first - 1), months);
  }
}

struct Deliveries {
  double all = 0.0;
  double stillborn = 0.0;
  double twins = 0.0;
  double parity = 0.0;  ///< of all mothers together
  std::array<double, sex_count> children{};
};

const Deliveries& ten_million() {
  static const Deliveries sum = [] {
    Deliveries deliveries;
    const Population women = pregnant_women(200'000, PregnancyFate::delivery);
    for (std::uint32_t replicate = 1; replicate <= 50; ++replicate) {
      Population mothers = women;
      for (Month& month : mothers.conceived_month) month = first - pregnancy_months;
      Rehearsal rehearsal{std::move(mothers), first, shipped_scenario("ordos-baseline"), {1, replicate}};
      rehearsal.add(make_birth);
      rehearsal.begin();
      rehearsal.step_month();
      deliveries.all += 200'000.0;
      for (const std::uint8_t parity : rehearsal.world().population.parity) deliveries.parity += parity;
      rehearsal.for_events([&](const Event& event) {
        if (event.kind == EventKind::stillbirth) deliveries.stillborn += 1.0;
        if (event.kind != EventKind::birth) return;
        deliveries.children[static_cast<std::size_t>(event.sex)] += 1.0;
        deliveries.twins += event.detail == 2;
      });
    }
    return deliveries;
  }();
  return sum;
}

void compare_share(ChanceRow& row, const std::string& name, double share, double found, double of) {
  row.mean(name, share, found / of, std::sqrt(share * (1.0 - share) / of));
}

TEST(Birth, BoysHaveTheirShare) {
  ChanceRow row;
  const auto& [boys, girls] = ten_million().children;
  compare_share(row, "boys", 0.515, boys, boys + girls);
}

TEST(Birth, TwinsHaveTheirShare) {
  const Deliveries& found = ten_million();
  ChanceRow row;
  compare_share(row, "twin deliveries", 0.012, found.twins, found.all - found.stillborn);
  // Every delivery but a stillbirth brings a child, and twins bring another.
  EXPECT_EQ(found.children[0] + found.children[1], found.all - found.stillborn + found.twins);
  EXPECT_EQ(found.parity, found.children[0] + found.children[1]);
}

TEST(Birth, StillbirthsHaveTheirShare) {
  ChanceRow row;
  compare_share(row, "stillbirths", 0.004, ten_million().stillborn, ten_million().all);
}

}  // namespace
}  // namespace kinfold
