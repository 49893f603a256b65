// SPDX-License-Identifier: Apache-2.0
// The biology of conceiving is that of behavioural model 2.4: its values are written down here a second time.
#include <gtest/gtest.h>

#include <array>

#include "core/random.hpp"
#include "processes/births/fecundity.hpp"
#include "processes/births/pregnancy.hpp"

namespace kinfold {
namespace {

constexpr Month now = Month::of(2021, 1);

/// 1 / (1 + exp(0.183 (a - 41.2))), 0.029 + 0.971 / (1 + exp(-(a - 44.9) / 3.54)), and the line between Leridon's
/// points, each worked out apart from the program.
struct AtAge {
  int months;
  double fall;
  double sterile;
  double miscarriage;
};
constexpr std::array<AtAge, 9> worked_out{{{180, 0.991793594437219, 0.029208416691310, 0.120},
                                           {240, 0.979759071933143, 0.029855171763472, 0.120},
                                           {300, 0.950949006521729, 0.032501686659150, 0.125},
                                           {360, 0.885907194705886, 0.043218381839374, 0.140},
                                           {361, 0.884356696475925, 0.043551984561440, 0.140666666666667},
                                           {420, 0.756686813429546, 0.084839909764415, 0.180},
                                           {480, 0.554680433249456, 0.223528572475949, 0.280},
                                           {540, 0.332832894902322, 0.521356888665622, 0.450},
                                           {599, 0.168660561226044, 0.810547481909752, 0.450}}};

TEST(Fecundity, FallsWithEachMonthOfAgeAsWrittenDown) {
  for (const AtAge& at : worked_out) EXPECT_NEAR(fecundity().at_age(at.months), at.fall, 1e-12) << at.months;
}

TEST(Fecundity, SterilityRisesWithAgeAsWrittenDown) {
  for (const AtAge& at : worked_out) EXPECT_NEAR(fecundity().sterile_share(at.months), at.sterile, 1e-12) << at.months;
}

TEST(Fecundity, MiscarriagesFollowLeridonsPoints) {
  for (const AtAge& at : worked_out) EXPECT_NEAR(Fecundity::miscarriage(at.months), at.miscarriage, 1e-12) << at.months;
}

TEST(Fecundity, LevelsOfWomenAreThoseOfTheBetaDistribution) {
  // Quantiles of Beta(1.46, 3.92), integrated apart from the program, and its mean 1.46 / 5.38.
  constexpr std::array<std::array<double, 2>, 5> quantiles{
      {{0.05, 0.03878}, {0.25, 0.13066}, {0.50, 0.24168}, {0.75, 0.38419}, {0.95, 0.60593}}};
  const Quantiles level = Quantiles::beta(1.46, 3.92);
  for (const auto& [share, value] : quantiles) EXPECT_NEAR(level.at(share), value, 1e-4) << share;
  Population people{1};
  double sum = 0.0;
  constexpr int women = 1'000'000;
  const PersonIndex woman = people.add({.key = 1, .birth_month = now - 360}, now);
  for (Key key = 1; key <= women; ++key) {
    people.key[woman] = mix(key);
    sum += fecundity().own_level(people, woman);
  }
  // Six standard deviations (0.1762 each): a false alarm in 5e8 draws of other keys; sees a level 0.4 % off.
  EXPECT_NEAR(sum / women, 1.46 / 5.38, 6.0 * 0.1762 / 1'000.0);
}

TEST(Fecundity, OfAMonthIsLevelTimesFallUnlessSheIsSterile) {
  Population people{1};
  int sterile = 0;
  for (const AtAge& at : worked_out) {
    const PersonIndex woman = people.add({.key = 1, .birth_month = now - at.months}, now);
    for (Key key = 1; key <= 2'000; ++key) {
      people.key[woman] = mix(key);
      const bool is_sterile = trait(people, woman, Trait::sterility) < at.sterile;
      ASSERT_EQ(fecundity().is_sterile(people, woman, now), is_sterile) << at.months;
      const double monthly = is_sterile ? 0.0 : fecundity().own_level(people, woman) * at.fall;
      ASSERT_NEAR(fecundity().monthly(people, woman, now), monthly, 1e-12) << at.months;
      sterile += is_sterile;
    }
  }
  EXPECT_GT(sterile, 2'000);
}

/// Beside Leridon's published results: conceptions that end in a live birth, of women who begin to try at an age.
struct Published {
  int age;
  double within_one_year;
  double within_four_years;
};

TEST(Fecundity, ComesNearLeridonsResults) {
  constexpr int women = 100'000;
  const Random random{{}};
  for (const Published& leridon : {Published{30, 0.75, 0.91}, {35, 0.66, 0.84}, {40, 0.44, 0.64}}) {
    Population people{1};
    const PersonIndex woman = people.add({.key = 1, .birth_month = now - 12 * leridon.age}, now);
    int early = 0, all = 0;
    for (Key key = 1; key <= women; ++key) {
      people.key[woman] = mix(key);
      for (int month = 0; month < 48; ++month) {
        const Draws words = random.draws(key, month, 0);
        if (unit_interval(words[0]) >= fecundity().monthly(people, woman, now + month)) continue;
        if (unit_interval(words[1]) >= Fecundity::miscarriage(12 * leridon.age + month)) {
          ++all;
          early += month < 12;
          break;
        }
        month += months_lost - 1;
      }
    }
    // The fit of behavioural model 2.4 and months as steps leave up to one and a half points.
    EXPECT_NEAR(early / static_cast<double>(women), leridon.within_one_year, 0.02) << leridon.age;
    EXPECT_NEAR(all / static_cast<double>(women), leridon.within_four_years, 0.02) << leridon.age;
  }
}

}  // namespace
}  // namespace kinfold
