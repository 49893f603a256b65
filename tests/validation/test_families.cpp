// SPDX-License-Identifier: Apache-2.0
// Families stay whole: in fifty years of a run no rule about ties is broken, and nobody loses a mother to forgetting.
#include <gtest/gtest.h>

#include "golden/small_run.hpp"
#include "population/invariants.hpp"

namespace kinfold {
namespace {

constexpr double scale = 0.02;
constexpr int years = 50;

std::size_t residents_without_mother(const Population& people) {
  std::size_t without = 0;
  for (PersonIndex person = 0; person < people.row_count(); ++person)
    without += people.is_resident(person) && people.mother[person] == nobody;
  return without;
}

TEST(Families, KeepTheirRulesForFiftyYears) {
  const Workers workers{2};
  Simulation simulation{shipped_scenario("ordos-baseline"),
                        place_of_small_runs(),
                        build_month_zero(place_of_small_runs(), {.scale = scale}),
                        {.seed = {1, 1}, .scale = scale},
                        workers};
  for (int month = 0; month < 12 * years; ++month) {
    simulation.step_month();
    if (month % 12 != 11) continue;
    const Population& people = simulation.population();
    ASSERT_EQ(broken_rule(people, simulation.now() - 1), "") << "before " << simulation.now().text();
    ASSERT_EQ(residents_without_mother(people), 0u) << "before " << simulation.now().text();
  }
  const Population& people = simulation.population();
  const double residents = static_cast<double>(people.census().total());
  // Records of those whom nobody needs go: they do not pile up.
  EXPECT_LT(static_cast<double>(people.relatives.count()), 4.0 * residents);
  std::cout << "    " << people.relatives.count() << " relatives of " << residents << " residents after " << years
            << " years\n";
}

}  // namespace
}  // namespace kinfold
