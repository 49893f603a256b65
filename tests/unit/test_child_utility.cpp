// SPDX-License-Identifier: Apache-2.0
// What speaks for a next child: each term by itself, beside a woman for whom all terms but one are the same.
#include <gtest/gtest.h>

#include <vector>

#include "population/traits.hpp"
#include "processes/births/child_utility.hpp"
#include "statistical/rehearsal.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

constexpr Month now = Month::of(2030, 1);  // no year effect, no Dragon

/// A woman and her children; her leaning counts nothing.
class ChildUtilityTest : public testing::Test {
 protected:
  ChildUtilityTest() : rehearsal_{Population{1}, now, shipped_scenario("ordos-levels"), {1, 1}} {}

  Rehearsal& rehearsal() { return rehearsal_; }
  Population& people() { return rehearsal_.world().population; }

  PersonIndex woman(int age, const std::vector<Sex>& children = {}, int years_since_birth = 0) {
    const PersonIndex woman = people().add({.key = ++last_key_, .birth_month = now - 12 * age}, now);
    for (const Sex sex : children) {
      const PersonIndex child = people().add({.key = ++last_key_, .birth_month = now - 12, .sex = sex}, now);
      people().add_child(woman, nobody, child);
      ++people().parity[woman];
    }
    people().desired_size[woman] = DesiredSize::of(4);
    if (!children.empty()) people().last_birth_month[woman] = now - 12 * years_since_birth;
    return woman;
  }
  /// With the behavioural model's standard values.
  double utility(PersonIndex of_woman) { return utility_.of(rehearsal_.world(), of_woman, now); }

 private:
  WrittenSection section_{{{"preference", 0.0}}};
  Reader reader_ = section_.reader();
  ChildUtility utility_{reader_};
  Rehearsal rehearsal_;
  Key last_key_ = 0;
};

constexpr Sex son = Sex::male, daughter = Sex::female;

TEST_F(ChildUtilityTest, IsTheWishForThatChildAtTheBestAgeAndSpacing) {
  EXPECT_NEAR(utility(woman(25)), 0.55, 1e-12);
  const double half_a_year_too_early = -0.10 * 0.5;
  EXPECT_NEAR(utility(woman(30, {son}, 3)), -0.85 + half_a_year_too_early, 1e-12);
  EXPECT_NEAR(utility(woman(30, {son, son}, 3)), -2.2 + half_a_year_too_early, 1e-12);
  EXPECT_NEAR(utility(woman(30, {son, son, son, son, son}, 3)), -3.2 - 3.0 + half_a_year_too_early, 1e-12)
      << "and she has more than she wants";
}

TEST_F(ChildUtilityTest, IsLessWithEnoughChildren) {
  const PersonIndex mother = woman(30, {son}, 3);
  const double before = utility(mother);
  people().desired_size[mother] = DesiredSize::of(1);
  EXPECT_NEAR(utility(mother), before - 3.0, 1e-12);
}

TEST_F(ChildUtilityTest, FallsWithAgeFromKnotToKnot) {
  const double young = utility(woman(20));
  for (const auto& [age, less] : {std::pair{30, 0.0}, {33, 0.06}, {35, 0.1}, {38, 0.4}, {40, 0.6}, {45, 1.1}})
    EXPECT_NEAR(utility(woman(age)), young - less, 1e-12) << age;
}

/// A mother of 35 in 2030 is of the cohort of 1995, one of 60 of that of 1970; ages are compared at equal spacing.
TEST_F(ChildUtilityTest, TheSexOfHerChildrenMattersLessToLaterCohorts) {
  for (const auto& [age, weight] : {std::pair{35, 0.0}, {30, 0.0}, {40, 0.2}, {60, 1.0}, {65, 1.0}}) {
    EXPECT_NEAR(utility(woman(age, {daughter}, 3)) - utility(woman(age, {son}, 3)), 0.10 * weight, 1e-12) << age;
    EXPECT_NEAR(utility(woman(age, {daughter, son}, 3)) - utility(woman(age, {son, son}, 3)), -0.15 * weight, 1e-12);
    EXPECT_NEAR(utility(woman(age, {daughter, daughter}, 3)) - utility(woman(age, {son, son}, 3)), 0.10 * weight,
                1e-12);
    EXPECT_NEAR(utility(woman(age, {daughter, son, son}, 3)) - utility(woman(age, {son, son, son}, 3)), 0.0, 1e-12);
  }
}

TEST_F(ChildUtilityTest, RisesWithTheBirthsAround) {
  const PersonIndex one = woman(25);
  people().births_around[one] = BirthsAround::of(2.0);
  EXPECT_NEAR(utility(one), 0.55 + 2 * 0.15, 1e-12);
}

TEST_F(ChildUtilityTest, OfAYearIsThatOfTheBirthAYearLater) {
  WrittenSection section{{{"preference", 0.0}, {"year_effect_2024", 0.7}, {"dragon_year", 0.2}}};
  Reader reader = section.reader();
  const ChildUtility utility{reader};
  const PersonIndex one = woman(25);
  const auto at = [&](Month anchor) { return utility.of(rehearsal().world(), one, anchor); };
  EXPECT_NEAR(at(Month::of(2023, 2)), 0.55 + 0.7, 1e-12);
  EXPECT_NEAR(at(Month::of(2023, 4)), 0.55 + 0.7 + 0.2, 1e-12);
  EXPECT_NEAR(at(Month::of(2024, 3)) - at(Month::of(2024, 4)), 0.2, 1e-12) << "the Dragon's year is over";
}

}  // namespace
}  // namespace kinfold
