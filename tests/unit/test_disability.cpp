// SPDX-License-Identifier: Apache-2.0
// Limitations in daily life: as many at each age as written down, and always of the same people.
#include <gtest/gtest.h>

#include <array>

#include "core/random.hpp"
#include "kinship/old_age/disability.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

Disability with_defaults() {
  WrittenSection section;
  Reader reader = section.reader();
  return Disability{reader};
}

/// ln(p / (1 - p)) of 0.108, 0.212 and 0.470, a line through them, women 0.111 above and men 0.111 below it, each
/// worked out apart from the program.
struct AtAge {
  int years;
  double women;
  double men;
};
constexpr std::array<AtAge, 6> worked_out{{{50, 0.0392422, 0.0316772},
                                           {65, 0.1191678, 0.0977627},
                                           {70, 0.1678247, 0.1390595},
                                           {75, 0.2311353, 0.1940491},
                                           {85, 0.4977139, 0.4424698},
                                           {95, 0.7655986, 0.7234467}}};

TEST(Disability, IsAsCommonAtEachAgeAsWrittenDown) {
  const Disability disability = with_defaults();
  for (const AtAge& at : worked_out) {
    EXPECT_NEAR(disability.prevalence(Sex::female, 12 * at.years), at.women, 1e-6) << at.years;
    EXPECT_NEAR(disability.prevalence(Sex::male, 12 * at.years), at.men, 1e-6) << at.years;
  }
}

TEST(Disability, AsManyHaveOneAsThePrevalenceSays) {
  const Disability disability = with_defaults();
  constexpr int people = 1'000'000;
  for (const int years : {55, 65, 78, 90}) {
    int limited = 0;
    for (Key person = 1; person <= people; ++person)
      limited +=
          disability.has_limitation(Sex::female, 12 * years, unit_interval(static_cast<std::uint32_t>(mix(person))));
    // Six standard deviations of at most 0.0005: a false alarm in 5e8 sets of keys.
    EXPECT_NEAR(limited / double{people}, disability.prevalence(Sex::female, 12 * years), 0.003) << years;
  }
}

TEST(Disability, BeginsInTheMonthInWhichTheShareReachesThePerson) {
  const Disability disability = with_defaults();
  for (const Sex sex : {Sex::male, Sex::female})
    for (const double trait : {1e-9, 0.001, 0.03, 0.1, 0.13, 0.25, 0.47, 0.6, 0.95, 1.0 - 1e-9}) {
      const int onset = disability.onset_age_months(sex, trait);
      EXPECT_TRUE(onset == 0 || !disability.has_limitation(sex, onset - 1, trait)) << trait;
      EXPECT_TRUE(onset == Disability::longest_life_months || disability.has_limitation(sex, onset, trait)) << trait;
    }
  EXPECT_EQ(disability.onset_age_months(Sex::female, 1.0 - 1e-9), Disability::longest_life_months);
}

TEST(Disability, OnceBegunStays) {
  const Disability disability = with_defaults();
  for (const Sex sex : {Sex::male, Sex::female})
    for (Key person = 1; person <= 1000; ++person) {
      const double trait = unit_interval(static_cast<std::uint32_t>(mix(person)));
      bool had = false;
      for (int months = 12 * 40; months < 12 * 110; ++months) {
        const bool has = disability.has_limitation(sex, months, trait);
        EXPECT_TRUE(has || !had) << person << " recovers at " << months;
        had = has;
      }
    }
}

TEST(Disability, RefusesSharesThatFallWithAge) {
  WrittenSection section{{{"adl_limitation_65", 0.30}}};
  Reader reader = section.reader();
  const Disability disability{reader};
  ASSERT_EQ(section.problems.list().size(), 1u);
  EXPECT_NE(section.problems.text().find("adl_limitation_75"), std::string::npos) << section.problems.text();
}

}  // namespace
}  // namespace kinfold
