// SPDX-License-Identifier: Apache-2.0
// Children enter schools at their ages and end with the education of the cohort before them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr std::size_t girls = 20'000;

TEST(Schooling, NobodyIsAheadOfTheAge) {
  Population people{1, 65'536};
  for (std::size_t i = 0; i < girls; ++i) people.add({.key = mix(i + 1), .birth_month = first - 1}, first - 1);
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_schooling);
  rehearsal.begin();
  const auto highest = [&] {
    Education top = Education::no_schooling;
    for (const Education one : rehearsal.world().population.education) top = std::max(top, one);
    return top;
  };
  for (int month = 0; month < 12 * 22; ++month) {
    rehearsal.step_month();
    const int age = (rehearsal.world().now - 1 - (first - 1)) / 12;
    if (age < 3) {
      EXPECT_EQ(highest(), Education::no_schooling);
    }
    if (age >= 7 && age < 12) {
      EXPECT_EQ(highest(), Education::primary);
    }
    if (age >= 16 && age < 18) {
      EXPECT_EQ(highest(), Education::senior_secondary);
    }
  }
  // Final shares are those of women of 27, six standard deviations of a share.
  for (const EducationAtAge& group : place_of_small_runs().education_by_age[1]) {
    if (group.first_age > 27 || group.last_age < 27) continue;
    for (std::size_t level = 0; level < education_count; ++level) {
      double found = 0.0;
      for (const Education one : rehearsal.world().population.education)
        found += static_cast<std::size_t>(one) == level;
      const double share = group.shares[level];
      EXPECT_NEAR(found / girls, share, 6.0 * std::sqrt(share * (1.0 - share) / girls) + 1e-9) << level;
    }
  }
}

}  // namespace
}  // namespace kinfold
