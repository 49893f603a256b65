// SPDX-License-Identifier: Apache-2.0
#include "processes/births/child_utility.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/quantiles.hpp"
#include "population/traits.hpp"

namespace kinfold {
namespace {

/// The year of the Dragon as a wished-for year of birth: decisions of these months, and twelve years later
/// (behavioural model 2.10, rule 8d).
constexpr Month dragon_begins = Month::of(2023, 4);
constexpr int dragon_months = 12;
constexpr int zodiac_months = 144;

/// A birth comes about a year after the decision: whose year factor counts.
constexpr int months_to_birth = 12;

/// Years since the last birth at which a next one is wished for most (behavioural model 2.3).
constexpr double best_spacing_years = 3.5;

/// The sex of the children there are mattered to mothers born until the one year, as in the census of 2000, and not to
/// those born from the other, as in a choice experiment of 2021; between them evenly less. The years are assumptions.
constexpr int sons_matter_until = 1970;
constexpr int sons_do_not_matter_from = 1995;

double weight_of_sons(int mothers_birth_year) {
  return std::clamp(
      static_cast<double>(sons_do_not_matter_from - mothers_birth_year) / (sons_do_not_matter_from - sons_matter_until),
      0.0, 1.0);
}

double read_logit(Reader& reader, const char* name, const char* unit, double standard, Range range, Bilingual meaning) {
  return reader.number({.name = name,
                        .unit = unit,
                        .standard = standard,
                        .range = range,
                        .meaning = std::move(meaning),
                        .source = "behavioural model 2.3"});
}

}  // namespace

ChildUtility::ChildUtility(Reader& reader)
    : year_effect_{reader,
                   "year_effect",
                   "logit",
                   0.0,
                   {-3.0, 3.0},
                   {"births of the calendar year beyond what the model explains", "当年生育水平中模型未解释的部分"}} {
  const std::array<const char*, parity_terms> names{"first_child", "second_child", "third_child", "later_child"};
  const std::array<const char*, parity_terms> zh{"一孩", "二孩", "三孩", "四孩及以上"};
  const std::array<double, parity_terms> standard{0.55, -0.85, -2.2, -3.2};
  for (std::size_t i = 0; i < parity_terms; ++i)
    parity_[i] =
        reader.number({.name = names[i],
                       .unit = "logit",
                       .standard = standard[i],
                       .range = {-8.0, 6.0},
                       .meaning = {"wish for that child, all else equal (a_n)", std::string{zh[i]} + "意愿截距（a_n）"},
                       .source = "behavioural model 2.3; fitted by fit-level"});
  read_preferences(reader);
  read_age(reader);
  read_sex_composition(reader);
}

void ChildUtility::read_preferences(Reader& reader) {
  enough_ = read_logit(reader, "enough", "logit", -3.0, {-6.0, 0.0},
                       {"when she has as many children as desired (a_over)", "已达到理想子女数（a_over）"});
  spacing_ = read_logit(reader, "spacing", "logit a year", -0.10, {-1.0, 0.0},
                        {"each year away from 3.5 since the last birth (b_t)", "距上次生育偏离3.5年的每一年（b_t）"});
  recent_births_ =
      read_logit(reader, "recent_births", "logit a birth", 0.15, {0.0, 1.0},
                 {"each birth of the last two years among siblings and peers beyond those expected (b_peer)",
                  "近两年亲属与同伴中每多一例超出预期的生育（b_peer）"});
  preference_ = read_logit(reader, "preference", "logit", 0.6, {0.0, 3.0},
                           {"spread of lasting leanings (sd of zeta)", "个人恒定偏好的标准差（zeta）"});
  dragon_ = read_logit(
      reader, "dragon_year", "logit", 0.0, {-2.0, 2.0},
      {"wish for a child of the year of the Dragon, beyond the year effects", "龙年生育偏好（年份效应之外）"});
}

/// From 30 to 35 about as much as one year above 34, of which the behavioural model speaks.
void ChildUtility::read_age(Reader& reader) {
  const std::array<const char*, age_knots.size()> names{"age_from_30", "age_from_35", "age_from_40"};
  const std::array<double, age_knots.size()> standard{-0.02, -0.10, -0.10};
  for (std::size_t i = 0; i < age_knots.size(); ++i) {
    const std::string knot = std::to_string(age_knots[i]);
    age_slopes_[i] = read_logit(reader, names[i], "logit a year", standard[i], {-1.0, 0.5},
                                {"each year of age above " + knot + ", until the next knot (b_age)",
                                 knot + "岁以上至下一节点每增加一岁（b_age）"});
  }
}

void ChildUtility::read_sex_composition(Reader& reader) {
  no_son_ = read_logit(reader, "no_son", "logit", 0.10, {0.0, 0.4},
                       {"mothers without a son, of cohorts born until 1970; it fades until those of 1995 (b_son)",
                        "无子者的附加项：1970年及以前出生者为全值，至1995年出生者递减为零（b_son）"});
  one_of_each_ =
      read_logit(reader, "one_of_each", "logit", -0.15, {-0.4, 0.0},
                 {"mothers of a son and a daughter, fading alike (-b_mix)", "儿女双全者的附加项，同样递减（-b_mix）"});
}

double ChildUtility::of(const World& world, PersonIndex woman, Month anchor) const {
  const Population& population = world.population;
  return that_child(population, woman) +       //
         age(population.age(woman, anchor)) +  //
         spacing(population, woman, anchor) +  //
         sex_composition(population, woman) +  //
         births_around(population, woman) +    //
         leaning(population, woman) +          //
         year(anchor);
}

double ChildUtility::that_child(const Population& population, PersonIndex woman) const {
  const int parity = population.parity[woman];
  const double wish = parity_[std::min<std::size_t>(static_cast<std::size_t>(parity), parity_terms - 1)];
  return population.desired_size[woman].is_reached_by(parity) ? wish + enough_ : wish;
}

double ChildUtility::age(int years) const {
  double utility = 0.0;
  for (std::size_t i = 0; i < age_knots.size(); ++i) {
    const int next_knot = i + 1 < age_knots.size() ? age_knots[i + 1] : oldest_age;
    utility += age_slopes_[i] * std::clamp(years - age_knots[i], 0, next_knot - age_knots[i]);
  }
  return utility;
}

double ChildUtility::spacing(const Population& population, PersonIndex woman, Month anchor) const {
  const Month last = population.last_birth_month[woman];
  return last == never ? 0.0 : spacing_ * std::abs((anchor - last) / 12.0 - best_spacing_years);
}

double ChildUtility::sex_composition(const Population& population, PersonIndex woman) const {
  const double weight = weight_of_sons(population.birth_month[woman].year());
  if (population.parity[woman] == 0 || weight == 0.0) return 0.0;
  int sons = 0, daughters = 0;
  population.for_all_children(woman,
                              [&](PersonIndex child) { ++(population.sex_of(child) == Sex::male ? sons : daughters); });
  if (sons == 0) return daughters == 0 ? 0.0 : weight * no_son_;
  return sons == 1 && daughters == 1 ? weight * one_of_each_ : 0.0;
}

double ChildUtility::births_around(const Population& population, PersonIndex woman) const {
  return recent_births_ * population.births_around[woman].beyond_expected();
}

double ChildUtility::leaning(const Population& population, PersonIndex woman) const {
  return preference_ * standard_normal().at(trait(population, woman, Trait::child_preference));
}

double ChildUtility::year(Month anchor) const {
  const int since = anchor - dragon_begins;
  const bool is_dragon = since >= 0 && since % zodiac_months < dragon_months;
  return year_effect_.at((anchor + months_to_birth).year()) + (is_dragon ? dragon_ : 0.0);
}

}  // namespace kinfold
