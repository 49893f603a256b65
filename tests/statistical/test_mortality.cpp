// SPDX-License-Identifier: Apache-2.0
// A cohort dies out as its life table says: expectation of life, deaths by single age, deaths of the first month.
#include <gtest/gtest.h>

#include "statistical/chance.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr std::size_t newborns_per_sex = 400'000;
constexpr std::size_t years_followed = 125;
constexpr Month first = Month::of(2021, 1);

using ByMonthOfAge = std::vector<double>;

/// Deaths by month of age, counted from the month after the birth.
const std::array<ByMonthOfAge, sex_count>& observed_deaths() {
  static const auto observed = [] {
    Population cohort{1, 65'536};
    for (std::size_t i = 0; i < sex_count * newborns_per_sex; ++i)
      cohort.add({.key = mix(i + 1), .birth_month = first - 1, .sex = static_cast<Sex>(i % sex_count)}, first - 1);
    Rehearsal rehearsal{
        std::move(cohort),
        first,
        shipped_scenario("ordos-baseline", "[parameters.mortality]\nlevel = 1.0\nyearly_decline = 0.0\n"),
        {1, 1}};
    rehearsal.add(make_mortality);
    rehearsal.begin();
    std::array<ByMonthOfAge, sex_count> deaths;
    for (std::size_t month = 0; month < 12 * years_followed; ++month) {
      rehearsal.step_month();
      for (ByMonthOfAge& one : deaths) one.push_back(0.0);
      rehearsal.for_events([&](const Event& event) { deaths[static_cast<std::size_t>(event.sex)].back() += 1.0; });
    }
    return deaths;
  }();
  return observed;
}

/// Share of a cohort that dies in each month of age, if every yearly probability is larger by `change` of itself.
ByMonthOfAge expected_deaths(std::size_t sex, double change = 0.0) {
  const Place& place = place_of_small_runs();
  ByMonthOfAge deaths;
  double alive = 1.0;
  for (std::size_t age = 0; age < years_followed; ++age) {
    const double yearly =
        std::min(1.0, place.death_probability[sex][std::min<std::size_t>(age, oldest_age)] * (1.0 + change));
    for (std::size_t month = 0; month < 12; ++month) {
      const double first_month = place.infant_first_month_share;
      const double part = age > 0 ? 1.0 / 12.0 : (month == 0 ? first_month : (1.0 - first_month) / 11.0);
      deaths.push_back(alive * yearly * part);
    }
    alive *= 1.0 - yearly;
  }
  return deaths;
}

std::vector<double> by_year(const ByMonthOfAge& deaths) {
  std::vector<double> years(years_followed, 0.0);
  for (std::size_t month = 0; month < deaths.size(); ++month) years[month / 12] += deaths[month];
  return years;
}

struct Lifetime {
  double mean = 0.0;      ///< years
  double variance = 0.0;  ///< of one life
};

/// Who dies in a month has lived half of it.
Lifetime lifetime(const ByMonthOfAge& deaths) {
  double sum = 0.0;
  double years = 0.0;
  double squares = 0.0;
  for (std::size_t month = 0; month < deaths.size(); ++month) {
    const double age = (static_cast<double>(month) + 0.5) / 12.0;
    sum += deaths[month];
    years += deaths[month] * age;
    squares += deaths[month] * age * age;
  }
  return {years / sum, squares / sum - years * years / (sum * sum)};
}

/// Unions of old people: whoever is left is a widow or widower, and free.
TEST(Mortality, DeathReleasesTheSpouse) {
  Population people{1, 65'536};
  for (std::uint64_t pair = 0; pair < 2'000; ++pair) {
    const PersonIndex husband =
        people.add({.key = mix(2 * pair + 1), .birth_month = first - 960, .sex = Sex::male}, first - 1);
    const PersonIndex wife = people.add({.key = mix(2 * pair + 2), .birth_month = first - 960}, first - 1);
    people.marry(wife, husband, first - 1);
    people.join_household(wife, husband, first - 1);
  }
  Rehearsal rehearsal{std::move(people), first, shipped_scenario("ordos-baseline"), {1, 1}};
  rehearsal.add(make_mortality);
  rehearsal.begin();
  for (int month = 0; month < 60; ++month) rehearsal.step_month();
  const Population& left = rehearsal.world().population;
  int in_union = 0, widowed = 0;
  for (PersonIndex person = 0; person < left.row_count(); ++person) {
    if (!left.is_present(person)) continue;
    const PersonIndex spouse = left.spouse[person];
    ASSERT_EQ(left.marital[person], spouse == nobody ? Marital::widowed : Marital::married);
    ASSERT_TRUE(spouse == nobody || (left.is_present(spouse) && left.spouse[spouse] == person));
    ++(spouse == nobody ? widowed : in_union);
  }
  EXPECT_GT(widowed, 300);
  EXPECT_GT(in_union, 300);
}

TEST(Mortality, EverybodyDiesOnce) {
  for (const ByMonthOfAge& deaths : observed_deaths()) {
    double sum = 0.0;
    for (const double one : deaths) sum += one;
    EXPECT_EQ(sum, newborns_per_sex);
  }
}

TEST(Mortality, ExpectationOfLifeIsThatOfTheTable) {
  ChanceRow row;
  for (std::size_t sex = 0; sex < sex_count; ++sex) {
    const Lifetime expected = lifetime(expected_deaths(sex));
    row.mean("e0 " + std::string{sex_names[sex]}, expected.mean, lifetime(observed_deaths()[sex]).mean,
             std::sqrt(expected.variance / newborns_per_sex));
  }
}

TEST(Mortality, DeathsByAgeFollowTheTable) {
  ChanceRow row;
  for (std::size_t sex = 0; sex < sex_count; ++sex)
    row.distribution("ages " + std::string{sex_names[sex]}, by_year(observed_deaths()[sex]),
                     [sex](double change) { return by_year(expected_deaths(sex, change)); });
}

TEST(Mortality, DeathFallsEvenlyUponTheMonthsOfAYear) {
  std::vector<double> months(12, 0.0);
  double total = 0.0;
  for (const ByMonthOfAge& deaths : observed_deaths())
    for (std::size_t month = 12; month < deaths.size(); ++month) {
      months[month % 12] += deaths[month];
      total += deaths[month];
    }
  ChanceRow row;
  // The change: more deaths in the first half of the year of life than in the second.
  row.distribution("months of a year of life", months, [](double change) {
    std::vector<double> even(12, 1.0 / 12.0);
    for (std::size_t month = 0; month < 12; ++month) even[month] *= month < 6 ? 1.0 + change : 1.0 - change;
    return even;
  });
}

TEST(Mortality, FirstMonthOfLifeHasItsShare) {
  const double share = place_of_small_runs().infant_first_month_share;
  double first_month = 0.0;
  double first_year = 0.0;
  for (const ByMonthOfAge& deaths : observed_deaths()) {
    first_month += deaths[0];
    first_year += by_year(deaths)[0];
  }
  ChanceRow row;
  row.mean("share of infant deaths", share, first_month / first_year, std::sqrt(share * (1.0 - share) / first_year));
}

}  // namespace
}  // namespace kinfold
