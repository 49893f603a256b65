// SPDX-License-Identifier: Apache-2.0
// Families of the past are as large, as young and as short-lived as history tells.
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>

#include "population/place/place.hpp"

namespace kinfold {
namespace {

const Place& place_called(const std::string& name) {
  static const auto places = std::filesystem::path(__FILE__).parent_path() / ".." / ".." / "scenarios" / "places";
  static std::map<std::string, Place> read;
  auto found = read.find(name);
  if (found == read.end()) found = read.emplace(name, read_place(places / name)).first;
  return found->second;
}

class FamilyHistoryOf : public testing::TestWithParam<std::string> {
 protected:
  const FamilyHistory& history() const { return place_called(GetParam()).family_history; }

  double life_expectancy(Sex sex, int year) const {
    double alive = 1.0, years = 0.0;
    for (int age = 0; age <= oldest_age; ++age) {
      const double next = alive * (1.0 - history().death_probability(sex, age, year));
      years += 0.5 * (alive + next);
      alive = next;
    }
    return years;
  }
  double mean_age(int year) const {
    double sum = 0.0, age = first_mothers_age + 0.5;
    for (const double share : history().mothers_ages(year)) sum += share * age++;
    return sum;
  }
  double mean_children(int born, Residence residence) const {
    double sum = 0.0, children = 1.0;
    for (const double share : history().children_of_mothers(born, residence)) sum += share * children++;
    return sum;
  }
};

TEST_P(FamilyHistoryOf, LivesGrowLonger) {
  EXPECT_NEAR(life_expectancy(Sex::female, 1952), 44.0, 4.0);
  EXPECT_NEAR(life_expectancy(Sex::female, 1982), 69.0, 3.0);
  EXPECT_NEAR(life_expectancy(Sex::female, 2018), 80.0, 2.0);
  for (const int year : {1952, 1972, 1992, 2012})
    EXPECT_LT(life_expectancy(Sex::male, year), life_expectancy(Sex::female, year));
  EXPECT_EQ(history().death_probability(Sex::male, 30, 1900), history().death_probability(Sex::male, 30, 1950));
  EXPECT_EQ(history().death_probability(Sex::male, 130, 2000), history().death_probability(Sex::male, 100, 2000));
  EXPECT_EQ(history().last_year_of_deaths(), 2019);
}

TEST_P(FamilyHistoryOf, MothersWereYoungestAroundNineteenNinety) {
  for (const int year : {1920, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020}) {
    const auto& ages = history().mothers_ages(year);
    EXPECT_NEAR(std::accumulate(ages.begin(), ages.end(), 0.0), 1.0, 1e-9);
    EXPECT_GT(mean_age(year), 24.0);
    EXPECT_LT(mean_age(year), 31.0);
  }
  EXPECT_LT(mean_age(1990), mean_age(1970));
  EXPECT_LT(mean_age(1990), mean_age(2010));
}

TEST_P(FamilyHistoryOf, FamiliesShrankFirstInTheTowns) {
  EXPECT_GT(mean_children(1935, Residence::rural), 4.5);
  EXPECT_GT(mean_children(1960, Residence::rural), 2.2);
  EXPECT_LT(mean_children(1965, Residence::urban), 1.6);
  for (int born = 1926; born <= 1975; ++born)
    EXPECT_LT(mean_children(born, Residence::urban), mean_children(born, Residence::rural)) << born;
}

INSTANTIATE_TEST_SUITE_P(Places, FamilyHistoryOf, testing::Values("ordos", "inner-mongolia"), [](const auto& one) {
  return one.param == "ordos" ? std::string{"Ordos"} : std::string{"InnerMongolia"};
});

TEST(FamilyHistory, OfAPlaceWithoutTablesCannotBeAsked) {
  const FamilyHistory empty;
  EXPECT_THROW(empty.death_probability(Sex::male, 3, 1990), ModelError);
  EXPECT_THROW(empty.mothers_ages(1990), ModelError);
  EXPECT_THROW(empty.children_of_mothers(1940, Residence::rural), ModelError);
}

}  // namespace
}  // namespace kinfold
