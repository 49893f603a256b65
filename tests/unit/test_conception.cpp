// SPDX-License-Identifier: Apache-2.0
// Who conceives, who cannot, and how a pregnancy will end: to the single draw.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "population/traits.hpp"
#include "processes/births/fecundity.hpp"
#include "processes/births/risk_of_conception.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr Month before = first - 1;
constexpr std::size_t unions = 60'000;

/// Unions of wives of 20 to 45, half of whom try; `change` makes them something else.
Population wives(const std::function<void(Population&, PersonIndex wife)>& change = {}) {
  Population people{1, 16'384};
  for (std::size_t i = 0; i < unions; ++i) {
    const int age_months = 240 + static_cast<int>(i % 300);
    const PersonIndex wife = people.add({.key = mix(2 * i), .birth_month = first - age_months}, before);
    const PersonIndex husband =
        people.add({.key = mix(2 * i + 1), .birth_month = first - 300 - age_months, .sex = Sex::male}, before);
    people.marry(wife, husband, before - 12);
    people.desired_size[wife] = DesiredSize::of(1);
    people.parity[wife] = static_cast<std::uint8_t>(i / 2 % 2);
    if (i % 2 == 0) people.trying[wife] = Trying::yes;
    if (change) change(people, wife);
  }
  people.rebuild(16'384, before);
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 2)
    if (people.is_trying(wife)) {
      people.trying[wife] = Trying::no;  // so that she is put into the list
      try_for_child(people, wife);
    }
  return people;
}

/// Failure of contraception as often as may be, so that unintended pregnancies are many.
Rehearsal rehearsal_of(Population people) {
  return {std::move(people),
          first,
          shipped_scenario("ordos-baseline",
                           "[parameters.conception]\nfailure = 0.5\nfailure_enough = 0.3\nend_unintended = 0.6\n"
                           "end_unintended_enough = 0.4\n"),
          {1, 1}};
}

void run(Rehearsal& rehearsal, int months) {
  rehearsal.add(make_conception);
  rehearsal.begin();
  for (int month = 0; month < months; ++month) rehearsal.step_month();
}

std::size_t conceptions(Population people) {
  Rehearsal rehearsal = rehearsal_of(std::move(people));
  rehearsal.add(make_conception);
  rehearsal.begin();
  std::size_t count = 0;
  for (int month = 0; month < 3; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event& event) { count += event.kind == EventKind::conception; });
  }
  return count;
}

TEST(Conception, HappensToNobodyWhoMayNotConceive) {
  EXPECT_GT(conceptions(wives()), unions / 10);
  const auto after = [](auto change) { return conceptions(wives(change)); };
  EXPECT_EQ(after([](Population& p, PersonIndex wife) { p.part(wife, Marital::divorced); }), 0u);
  EXPECT_EQ(after([](Population& p, PersonIndex wife) { p.susceptible_month[wife] = first + 3; }), 0u);
  EXPECT_EQ(after([](Population& p, PersonIndex wife) { p.presence[wife] = Presence::elsewhere; }), 0u);
  EXPECT_EQ(after([](Population& p, PersonIndex wife) { p.conceived_month[wife] = before; }), 0u);
  EXPECT_EQ(after([](Population& p, PersonIndex wife) { p.birth_month[wife] = first - 600; }), 0u);
  EXPECT_EQ(after([](Population& p, PersonIndex wife) { p.birth_month[wife] = first - 170; }), 0u);
  EXPECT_GT(after([](Population& p, PersonIndex wife) { p.birth_month[wife] = first - 595; }), 0u);
}

/// No chance is left: every draw is known. The fecundity itself has tests of its own.
TEST(Conception, OfThoseWhoTryIsToTheDraw) {
  Rehearsal rehearsal = rehearsal_of(wives());
  run(rehearsal, 1);
  const World& world = rehearsal.world();
  Population as_before = wives();
  std::size_t conceived = 0, differing = 0;
  for (PersonIndex wife = 0; wife < as_before.row_count(); wife += 4) {
    const double uniform = world.uniform(as_before.key[wife], first.index(), Decision::conception);
    const bool should = uniform < fecundity().monthly(as_before, wife, first);
    differing += should != world.population.is_pregnant(wife);
    conceived += should;
  }
  EXPECT_GT(conceived, unions / 20);
  EXPECT_EQ(differing, 0u);
}

/// A line between Leridon's points, written a second time.
double miscarriage(double years) {
  constexpr std::array<std::array<double, 2>, 6> points{
      {{20, .12}, {25, .125}, {30, .14}, {35, .18}, {40, .28}, {45, .45}}};
  for (std::size_t i = 1; i < points.size(); ++i)
    if (years <= points[i][0])
      return points[i - 1][1] +
             (points[i][1] - points[i - 1][1]) * (years - points[i - 1][0]) / (points[i][0] - points[i - 1][0]);
  return points.back()[1];
}

TEST(Conception, LosesExactlyThosePregnanciesWhoseDrawSaysSo) {
  Rehearsal rehearsal = rehearsal_of(wives());
  run(rehearsal, 6);
  const World& world = rehearsal.world();
  const Population& people = world.population;
  std::size_t pregnancies = 0, lost = 0, differing = 0;
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 2) {
    if (!people.is_pregnant(wife)) continue;
    const Month conceived = people.conceived_month[wife];
    const Draws words = world.draws(people.key[wife], conceived.index(), Decision::conception);
    const bool should = unit_interval(words[1]) < miscarriage((conceived - people.birth_month[wife]) / 12.0);
    differing += should != (people.pregnancy_fate[wife] == PregnancyFate::miscarriage);
    ++pregnancies;
    lost += should;
  }
  EXPECT_GT(pregnancies, unions / 4);
  EXPECT_GT(lost, pregnancies / 10);
  EXPECT_EQ(differing, 0u);
}

/// Without a promise the decision is a logit: 0.6, and 0.4 more for those who have as many children as they want.
TEST(Conception, EndsUnintendedPregnanciesByTheLogitAndIntendedOnesNever) {
  Rehearsal rehearsal = rehearsal_of(wives());
  run(rehearsal, 12);
  const Population& people = rehearsal.world().population;
  std::array<double, 2> ended{}, lasting{};
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 2) {
    if (!people.is_pregnant(wife) || people.pregnancy_fate[wife] == PregnancyFate::miscarriage) continue;
    const bool was_trying = wife / 2 % 2 == 0;
    const bool is_ended = people.pregnancy_fate[wife] == PregnancyFate::abortion;
    if (was_trying) {
      ASSERT_FALSE(is_ended);
      continue;
    }
    (is_ended ? ended : lasting)[people.desired_size[wife].is_reached_by(people.parity[wife])] += 1.0;
  }
  for (const std::size_t has_enough : {0u, 1u}) {
    const double all = ended[has_enough] + lasting[has_enough];
    const double share = 1.0 / (1.0 + std::exp(-(0.6 + 0.4 * static_cast<double>(has_enough))));
    ASSERT_GT(all, 1'000.0);
    // Six standard deviations of a share: a false alarm in 5e8 runs.
    EXPECT_NEAR(ended[has_enough] / all, share, 6.0 * std::sqrt(share * (1.0 - share) / all)) << has_enough;
  }
}

/// Twelve times the chance of the year's first month, spread over the year, and less as fecundity falls in it.
TEST(Conception, FailuresHaveTheirShareOfFecundity) {
  Rehearsal rehearsal = rehearsal_of(wives([](Population& people, PersonIndex wife) {
    people.trying[wife] = Trying::no;
    people.birth_month[wife] = first - 12 * 30 - 1;
  }));
  run(rehearsal, 12);
  const Population& people = rehearsal.world().population;
  std::array<double, 2> found{}, expected{}, variance{};
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 2) {
    const std::size_t has_enough = people.desired_size[wife].is_reached_by(people.parity[wife]);
    const double highest = std::min(1.0, 12.0 * 0.5 * fecundity().own_level(people, wife) * fecundity().at_age(361));
    double yearly = 0.0;
    for (int month = 0; month < 12; ++month)
      if (fecundity().sterile_share(361 + month) <= trait(people, wife, Trait::sterility))
        yearly += highest / 12.0 * fecundity().at_age(361 + month) / fecundity().at_age(361) * (has_enough ? 0.3 : 1.0);
    found[has_enough] += people.is_pregnant(wife);
    expected[has_enough] += yearly;
    variance[has_enough] += yearly * (1.0 - yearly);
  }
  for (const std::size_t has_enough : {0u, 1u})  // six standard deviations: a false alarm in 5e8 runs
    EXPECT_NEAR(found[has_enough], expected[has_enough], 6.0 * std::sqrt(variance[has_enough])) << has_enough;
}

TEST(Conception, EndsTheTryingAndEntersTheMonthOfDelivery) {
  Rehearsal rehearsal = rehearsal_of(wives());
  run(rehearsal, 1);
  const Population& people = rehearsal.world().population;
  for (PersonIndex wife = 0; wife < people.row_count(); wife += 2) {
    if (!people.is_pregnant(wife)) continue;
    ASSERT_FALSE(people.is_trying(wife));
    const bool lasts = people.pregnancy_fate[wife] == PregnancyFate::delivery;
    const auto& page = people.shard(people.shard_of(wife)).delivers.at(first + (lasts ? 9 : 2));
    ASSERT_NE(std::find(page.begin(), page.end(), wife), page.end());
  }
}

}  // namespace
}  // namespace kinfold
