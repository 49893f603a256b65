// SPDX-License-Identifier: Apache-2.0
// Women who try conceive as behavioural model 2.4 says: by the month, against integrals over Beta(1.46, 3.92); and
// exactly those conceive whose draw says so, at every month of age.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/quantiles.hpp"
#include "population/traits.hpp"
#include "processes/births/risk_of_conception.hpp"
#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr std::size_t months_of_trying = 24;
constexpr std::size_t women_of_an_age = 500'000;

// The model's formulas, written a second time.
double fall(double years) { return 1.0 / (1.0 + std::exp(0.183 * (years - 41.2))); }
double sterile(double years) { return 0.029 + 0.971 / (1.0 + std::exp(-(years - 44.9) / 3.54)); }
double lost(double years) {
  const std::vector<std::pair<double, double>> table{{20, .12}, {25, .125}, {30, .14}, {35, .18}, {40, .28}, {45, .45}};
  if (years <= table.front().first) return table.front().second;
  for (std::size_t i = 1; i < table.size(); ++i)
    if (years <= table[i].first) {
      const double part = (years - table[i - 1].first) / (table[i].first - table[i - 1].first);
      return table[i - 1].second + part * (table[i].second - table[i - 1].second);
    }
  return table.back().second;
}

/// Women in a union who try and may conceive; `age_months(i)` in the first month. One man is the husband of all: nobody
/// asks him anything.
template <class AgeMonths>
Population women_who_try(std::size_t count, AgeMonths age_months) {
  Population people{1, 65'536};
  const PersonIndex husband =
      people.add({.key = 1, .birth_month = first - 420, .sex = Sex::male, .presence = Presence::elsewhere}, first - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const PersonIndex woman = people.add({.key = mix(i + 2), .birth_month = first - age_months(i)}, first - 1);
    people.spouse[woman] = husband;
    try_for_child(people, woman);
  }
  return people;
}

struct Conceptions {
  std::vector<double> by_month = std::vector<double>(months_of_trying + 1, 0.0);  ///< the last: none
  std::vector<double> lost = std::vector<double>(months_of_trying, 0.0);
};

Conceptions observed(int age, std::uint32_t replicate) {
  Rehearsal rehearsal{women_who_try(women_of_an_age, [age](std::size_t) { return 12 * age; }),
                      first,
                      shipped_scenario("ordos-baseline", "[parameters.conception]\nfailure = 0.0\n"),
                      {1, replicate}};
  rehearsal.add(make_conception);
  rehearsal.begin();
  Conceptions found;
  for (std::size_t month = 0; month < months_of_trying; ++month) {
    rehearsal.step_month();
    rehearsal.for_events([&](const Event&) { found.by_month[month] += 1.0; });
  }
  found.by_month.back() = static_cast<double>(women_of_an_age);
  for (std::size_t month = 0; month < months_of_trying; ++month) found.by_month.back() -= found.by_month[month];
  const Population& people = rehearsal.world().population;
  for (PersonIndex woman = 1; woman < people.row_count(); ++woman)
    if (people.pregnancy_fate[woman] == PregnancyFate::miscarriage)
      found.lost[static_cast<std::size_t>(people.conceived_month[woman] - first)] += 1.0;
  return found;
}

/// Probability of conceiving first in each month of trying, and not at all: midpoint rule over the own level.
std::vector<double> expected(int age, double change) {
  constexpr int nodes = 4000;
  std::vector<double> probabilities(months_of_trying + 1, 0.0);
  double mass = 0.0;
  for (int node = 0; node < nodes; ++node) {
    const double level = (node + 0.5) / nodes;
    const double density = std::pow(level, 0.46) * std::pow(1.0 - level, 2.92);
    mass += density;
    double waiting = 1.0;
    for (std::size_t month = 0; month < months_of_trying; ++month) {
      const double years = age + static_cast<double>(month) / 12.0;
      const double monthly = std::min(1.0, level * fall(years) * (1.0 + change));
      probabilities[month] += density * (1.0 - sterile(years)) * waiting * monthly;
      waiting *= 1.0 - monthly;
    }
  }
  double all = 0.0;
  for (std::size_t month = 0; month < months_of_trying; ++month) all += probabilities[month] /= mass;
  probabilities.back() = 1.0 - all;
  return probabilities;
}

TEST(Conception, WaitingTimesFollowTheIntegral) {
  ChanceRow row;
  for (const int age : {25, 30, 35, 44})
    row.distribution("age " + std::to_string(age), observed(age, 1).by_month,
                     [age](double change) { return expected(age, change); });
}

TEST(Conception, MiscarriagesFollowTheAge) {
  ChanceRow row;
  for (const int age : {25, 35, 40}) {
    const Conceptions found = observed(age, 2);
    double conceived = 0.0, lost_expected = 0.0, lost_found = 0.0, variance = 0.0;
    for (std::size_t month = 0; month < months_of_trying; ++month) {
      const double share = lost(age + static_cast<double>(month) / 12.0);
      conceived += found.by_month[month];
      lost_found += found.lost[month];
      lost_expected += found.by_month[month] * share;
      variance += found.by_month[month] * share * (1.0 - share);
    }
    row.mean("lost from age " + std::to_string(age), lost_expected / conceived, lost_found / conceived,
             std::sqrt(variance) / conceived);
  }
}

/// No chance is left: every draw is known. An age off by a single month shows.
TEST(Conception, ExactlyThoseConceiveWhoseDrawSaysSo) {
  const int youngest = 12 * 15;
  const int months_of_age = 12 * 35;
  const std::size_t count = 420'000;
  Rehearsal rehearsal{
      women_who_try(count, [&](std::size_t i) { return youngest + static_cast<int>(i) % months_of_age; }),
      first,
      shipped_scenario("ordos-baseline", "[parameters.conception]\nfailure = 0.0\n"),
      {1, 1}};
  rehearsal.add(make_conception);
  rehearsal.begin();
  rehearsal.step_month();
  const World& world = rehearsal.world();
  const Quantiles levels = Quantiles::beta(1.46, 3.92);
  std::size_t conceived = 0, differing = 0;
  for (PersonIndex woman = 1; woman < world.population.row_count(); ++woman) {
    const double years = (first - world.population.birth_month[woman]) / 12.0;
    const bool is_sterile = sterile(years) > trait(world.population, woman, Trait::sterility);
    const double monthly =
        is_sterile ? 0.0 : levels.at(trait(world.population, woman, Trait::fecundability)) * fall(years);
    const bool should = world.uniform(world.population.key[woman], first.index(), Decision::conception) < monthly;
    conceived += should;
    differing += should != world.population.is_pregnant(woman);
  }
  EXPECT_GT(conceived, count / 20);
  EXPECT_EQ(differing, 0u);
}

}  // namespace
}  // namespace kinfold
