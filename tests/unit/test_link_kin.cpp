// SPDX-License-Identifier: Apache-2.0
// Month zero has families as the tables of the place tell of them: who lives, how old mothers were, how many siblings.
// The people are always the same, so nothing here can fail by chance; tolerances cover the sampling of this population.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <map>

#include "kinship/kin_queries.hpp"
#include "population/invariants.hpp"
#include "population/kin/lifespans.hpp"
#include "population/synthesis/month_zero.hpp"

namespace kinfold {
namespace {

const Place& place() {
  static const Place read =
      read_place(std::filesystem::path(__FILE__).parent_path() / ".." / ".." / "scenarios" / "places" / "ordos");
  return read;
}
const Population& people() {
  static const Population built = build_month_zero(place(), {.scale = 0.05});
  return built;
}
Month now() { return month_zero_of(place()); }

template <class Visit>
void for_residents(int first_age, int last_age, Visit visit) {
  for (PersonIndex person = 0; person < people().row_count(); ++person)
    if (people().is_resident(person) && people().age(person, now()) >= first_age &&
        people().age(person, now()) <= last_age)
      visit(person);
}

/// The mean of `value` over residents of the ages.
template <class Value>
double mean(int first_age, int last_age, Value value) {
  double sum = 0.0, count = 0.0;
  for_residents(first_age, last_age, [&](PersonIndex person) {
    sum += value(person);
    ++count;
  });
  return sum / count;
}

/// Chance that the mother of one of this age lives, from mothers' ages and mortality alone.
double expected_mother_alive(int age) {
  const Lifespans lifespans{place()};
  const int born = now().year() - age;
  double alive = 0.0;
  int mothers_age = first_mothers_age;
  for (const double share : place().family_history.mothers_ages(born)) {
    const int cohort = born - mothers_age;
    alive += share * lifespans.survival(Sex::female, cohort, 12 * (mothers_age + age) + 6) /
             lifespans.survival(Sex::female, cohort, 12 * mothers_age);
    ++mothers_age;
  }
  return alive;
}

TEST(LinkKin, LeavesNoRuleBroken) { EXPECT_EQ(broken_rule(people(), now()), ""); }

TEST(LinkKin, MothersLiveAsMortalityHasIt) {
  for (const int age : {20, 30, 40, 50, 60})
    EXPECT_NEAR(mean(age, age + 1, [](PersonIndex person) { return people().is_living(people().mother[person]); }),
                0.5 * (expected_mother_alive(age) + expected_mother_alive(age + 1)), 0.03)
        << age;
}

TEST(LinkKin, MothersWereAsOldAsInTheTable) {
  for (const int age : {15, 25, 35, 45, 55, 65}) {
    double expected = 0.0, mothers_age = first_mothers_age + 0.5;
    for (const double share : place().family_history.mothers_ages(now().year() - age))
      expected += share * mothers_age++;
    const double found = mean(age, age, [](PersonIndex person) {
      return (people().birth_month[person] - people().birth_month_of(people().mother[person])) / 12.0;
    });
    // Women who live here bore children by their own schedule, which the table of the nation does not know.
    EXPECT_NEAR(found, expected, 1.0) << age;
  }
}

/// Published for China (children born 1990, at 30): mothers' mothers 0.43, their husbands 0.25, fathers' 0.36 and 0.20.
TEST(LinkKin, ThirtyYearOldsHaveOneGrandparentInFourLeft) {
  std::array<double, 5> with{};
  double count = 0.0, all = 0.0;
  for_residents(30, 30, [&](PersonIndex person) {
    std::size_t living = 0;
    for (const PersonIndex parent : {people().mother[person], people().father[person]})
      for (const PersonIndex grandparent : {people().mother_of(parent), people().father_of(parent)})
        living += grandparent != nobody && people().is_living(grandparent);
    ++with[living];
    ++count;
    all += static_cast<double>(living);
  });
  EXPECT_NEAR(all / count, 1.24, 0.12);
  EXPECT_NEAR(with[0] / count, 0.30, 0.05);
  EXPECT_NEAR(with[4] / count, 0.03, 0.02);
}

TEST(LinkKin, SiblingsGrowFewer) {
  KinQueries<Population> queries{people()};
  const KinKind siblings = kin_kind("siblings");
  const auto living = [&](PersonIndex person) {
    return static_cast<double>(queries.kin(person, siblings, Among::living).size());
  };
  // Of a sibship of 3.4, 2.5 and 2.0 children (mothers born 1949, 1960, 1968) those who live, without ego.
  EXPECT_NEAR(mean(44, 46, living), 2.3, 0.4);
  EXPECT_NEAR(mean(33, 35, living), 1.4, 0.3);
  EXPECT_NEAR(mean(24, 26, living), 0.9, 0.3);
  EXPECT_GT(mean(55, 59, living), mean(45, 49, living));
}

TEST(LinkKin, KinOfLocalsLiveHereMoreOften) {
  const auto mother_here = [](bool local) {
    double here = 0.0, living = 0.0;
    for_residents(18, 59, [&](PersonIndex person) {
      const PersonIndex mother = people().mother[person];
      if (registered_in_city(people().registration[person]) != local || !people().is_living(mother)) return;
      here += is_row(mother);
      ++living;
    });
    return here / living;
  };
  EXPECT_GT(mother_here(true), 0.65);
  EXPECT_LT(mother_here(false), 0.2);
}

TEST(LinkKin, RelativesAreLight) {
  std::array<double, 2> bytes{}, count{};
  const Relatives& relatives = people().relatives;
  for (std::size_t slot = 0; slot < relatives.slot_count(); ++slot) {
    const PersonIndex relative = Relatives::person_at(slot);
    bytes[relatives.is_living(relative)] += 12.0 + (relatives.has_ties(relative) ? 24.0 : 0.0);
    ++count[relatives.is_living(relative)];
  }
  EXPECT_LE(bytes[1] / count[1], 48.0);
  EXPECT_LE(bytes[0] / count[0], 16.0);
  EXPECT_LE(static_cast<double>(people().bytes()) / static_cast<double>(people().census().total()), 128.0);
}

}  // namespace
}  // namespace kinfold
