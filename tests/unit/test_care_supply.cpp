// SPDX-License-Identifier: Apache-2.0
// How willing grandparents are: each term of the logit as written down, and what retirement changes on the whole.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <utility>

#include "kinship/care/care_supply.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

CareSupply with_defaults() {
  WrittenSection section;
  Reader reader = section.reader();
  return CareSupply{reader};
}

double log_odds_of(const CareSupply& supply, const GrandparentSituation& situation) {
  const double probability = supply.probability(situation);
  return std::log(probability / (1.0 - probability));
}

TEST(CareSupply, EachTermIsAsWrittenDown) {
  const CareSupply supply = with_defaults();
  const GrandparentSituation employed{.is_employed = true};
  const GrandparentSituation grandfather{.sex = Sex::male};
  const std::array<std::pair<GrandparentSituation, double>, 14> cases{{
      {employed, -1.2},
      {{.sex = Sex::male, .is_employed = true}, -1.2},
      {{}, 0.1},
      {grandfather, -0.2},
      {{.is_employed = true, .has_adl_limitation = true}, -2.7},
      {{.is_employed = true, .minutes = 30.0}, -1.8238324625},   // -1.2 - 0.9 ln 2
      {{.is_employed = true, .minutes = 300.0}, -3.3581057455},  // -1.2 - 0.9 ln 11
      {{.is_employed = true, .others_cared_for = 2}, -2.2},
      {{.is_employed = true, .cares_for_elder = true}, -1.8},
      {{.is_employed = true, .is_paternal = true}, -0.8},
      {{.is_employed = true, .is_paternal = true, .is_rural = true}, -0.4},
      {{.is_employed = true, .is_rural = true}, -1.2},
      {{.is_employed = true, .has_moved_in = true, .lacks_portable_cover = true}, -1.1},
      {{.is_employed = true, .stipend_yuan = 500.0}, -1.15},
  }};
  for (std::size_t i = 0; i < cases.size(); ++i)
    EXPECT_NEAR(log_odds_of(supply, cases[i].first), cases[i].second, 1e-9) << "case " << i;
}

TEST(CareSupply, DeclaresEachCoefficientWithBoundsAndBothLanguages) {
  WrittenSection section{{{"stipend", 0.3}, {"adl_limitation", 0.5}}};
  Reader reader = section.reader();
  const CareSupply supply{reader};
  reader.finish();
  EXPECT_EQ(section.declared.size(), 12u);
  for (const Declared& one : section.declared) {
    EXPECT_TRUE(one.range && !one.meaning.en.empty() && !one.meaning.zh.empty() && !one.source.empty()) << one.name;
  }
  EXPECT_NEAR(log_odds_of(supply, {.is_employed = true, .stipend_yuan = 1000.0}), -0.9, 1e-9);
  ASSERT_EQ(section.problems.list().size(), 1u) << "an aid to care is no burden: the bound is refused";
}

TEST(CareSupply, DrawsBelongToThePairForLife) {
  EXPECT_EQ(willingness_key(7, 9), willingness_key(7, 9));
  EXPECT_NE(willingness_key(7, 9), willingness_key(9, 7));
  EXPECT_NE(willingness_key(7, 9), willingness_key(7, 10));
}

/// Part of a population, by the value that it has.
template <class Value, std::size_t parts>
using Shares = std::array<std::pair<Value, double>, parts>;

/// Grandparents of town near the age of retirement, as Feng and Zhang's are. Assumptions, each independent of the
/// others: a third live in the household or next door, as many a quarter of an hour away, a fifth an hour, a tenth five
/// hours; a quarter mind another grandchild or two; a fifth mind an elder; one in twenty has a limitation; one in ten
/// has moved in, one in ten lacks cover; half are the father's parents.
constexpr Shares<double, 4> by_minutes{{{0.0, 0.35}, {15.0, 0.35}, {60.0, 0.20}, {300.0, 0.10}}};
constexpr Shares<int, 3> by_others{{{0, 0.75}, {1, 0.20}, {2, 0.05}}};
constexpr Shares<bool, 2> by_elder{{{false, 0.8}, {true, 0.2}}};
constexpr Shares<bool, 2> by_limitation{{{false, 0.95}, {true, 0.05}}};
constexpr Shares<bool, 2> by_moved_in{{{false, 0.9}, {true, 0.1}}};
constexpr Shares<bool, 2> by_cover{{{false, 0.9}, {true, 0.1}}};
constexpr Shares<bool, 2> by_side{{{false, 0.5}, {true, 0.5}}};

/// Calls `visit(situation, share)` for each combination.
template <class Visit>
void for_population(Sex sex, Visit visit) {
  for (const auto& [minutes, m] : by_minutes)
    for (const auto& [others, o] : by_others)
      for (const auto& [elder, e] : by_elder)
        for (const auto& [limitation, l] : by_limitation)
          for (const auto& [moved_in, i] : by_moved_in)
            for (const auto& [lacks_cover, c] : by_cover)
              for (const auto& [paternal, s] : by_side)
                visit(GrandparentSituation{.sex = sex,
                                           .has_adl_limitation = limitation,
                                           .minutes = minutes,
                                           .others_cared_for = others,
                                           .cares_for_elder = elder,
                                           .is_paternal = paternal,
                                           .has_moved_in = moved_in,
                                           .lacks_portable_cover = lacks_cover},
                      m * o * e * l * i * c * s);
}

/// In points of a hundred.
double effect_of_retirement(const CareSupply& supply, GrandparentSituation situation) {
  situation.is_employed = true;
  const double before = supply.probability(situation);
  situation.is_employed = false;
  return 100.0 * (supply.probability(situation) - before);
}

double average_effect_of_retirement(const CareSupply& supply, Sex sex) {
  double sum = 0.0;
  for_population(sex, [&](const GrandparentSituation& situation, double share) {
    sum += share * effect_of_retirement(supply, situation);
  });
  return sum;
}

TEST(CareSupply, RetirementChangesCareAsFarAsTheModelSays) {
  const CareSupply supply = with_defaults();
  const double women = average_effect_of_retirement(supply, Sex::female);
  const double men = average_effect_of_retirement(supply, Sex::male);
  RecordProperty("women_points", std::to_string(women) + " on average; found by Feng and Zhang: 29");
  RecordProperty("men_points", std::to_string(men) + " on average; found by Feng and Zhang: 21");
  std::printf("care after retirement, points: women %.1f on average (found: 29), men %.1f (found: 21)\n", women, men);
  // Worked out apart from the program. The 29 and 21 points of the study are met by those alone whom nothing else
  // holds back (a maternal grandparent next door): over a population with distances and other duties the same
  // coefficients give less, because a logit moves least where care is unlikely anyway.
  EXPECT_NEAR(women, 22.4306, 1e-3);
  EXPECT_NEAR(men, 16.3175, 1e-3);
  EXPECT_NEAR(effect_of_retirement(supply, {.sex = Sex::female}), 29.3504, 1e-3);
  EXPECT_NEAR(effect_of_retirement(supply, {.sex = Sex::male}), 21.8691, 1e-3);
}

}  // namespace
}  // namespace kinfold
