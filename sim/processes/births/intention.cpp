// SPDX-License-Identifier: Apache-2.0

// Intention: women in a union decide whether to try for a child in the coming year.
//
// Whom: resident women of 15 to 49 who may conceive. When: in the month of the birthday, when the risk begins (union,
// end of the time after a birth or a loss), and when what the measures promise changes; always with the same draw of
// the year, and with age, spacing and income as they stood at the last of those moments, so that a better promise can
// only turn no into yes. A binary logit of utility terms, one line each: a later term is added there.
// Source: behavioural model 2.3 and 2.10, rules 2 and 3.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "core/arithmetic.hpp"
#include "core/bulk_draws.hpp"
#include "core/quantiles.hpp"
#include "population/traits.hpp"
#include "processes/births/fecundity.hpp"
#include "processes/births/promises.hpp"
#include "processes/births/risk_of_conception.hpp"
#include "processes/process_list.hpp"
#include "processes/year_factors.hpp"

namespace kinfold {
namespace {

/// The year of the Dragon as a wished-for year of birth: decisions of these months, and twelve years later
/// (behavioural model 2.10, rule 8d).
constexpr Month dragon_begins = Month::of(2023, 4);
constexpr int dragon_months = 12;
constexpr int zodiac_months = 144;
/// A birth comes about a year after the decision: whose year factor counts.
constexpr int months_to_birth = 12;
/// How far back the past of month zero is lived through, and how often it is tried. Longer ago hardly selects further.
constexpr int longest_past_months = 120;
constexpr int most_attempts = 200;
/// Keeps the moments of one attempt apart from those of the next.
constexpr int moments_apart = 4096;

class Intention final : public Process {
 public:
  Intention(Reader reader, const HouseholdMoney& money, const Promises& promises)
      : money_{money},
        promises_{promises},
        parity_{read_parity_terms(reader)},
        year_effect_{reader,
                     "year_effect",
                     "logit",
                     0.0,
                     {-3.0, 3.0},
                     {"births of the calendar year beyond what the model explains", "当年生育水平中模型未解释的部分"}} {
    const auto logit = [&](const char* name, const char* unit, double standard, Range range, Bilingual meaning) {
      return reader.number({.name = name,
                            .unit = unit,
                            .standard = standard,
                            .range = range,
                            .meaning = std::move(meaning),
                            .source = "behavioural model 2.3"});
    };
    enough_ = logit("enough", "logit", -3.0, {-6.0, 0.0},
                    {"when she has as many children as desired (a_over)", "已达到理想子女数（a_over）"});
    age_ = logit("age", "logit a year", -0.10, {-1.0, 0.0},
                 {"each year of age above 34 (b_age)", "34岁以上每增加一岁（b_age）"});
    spacing_ = logit("spacing", "logit a year", -0.10, {-1.0, 0.0},
                     {"each year away from 3.5 since the last birth (b_t)", "距上次生育偏离3.5年的每一年（b_t）"});
    recent_births_ = logit("recent_births", "logit a birth", 0.15, {0.0, 1.0},
                           {"each birth of the last two years among siblings and peers beyond those expected (b_peer)",
                            "近两年亲属与同伴中每多一例超出预期的生育（b_peer）"});
    preference_ = logit("preference", "logit", 0.6, {0.0, 3.0},
                        {"spread of lasting leanings (sd of zeta)", "个人恒定偏好的标准差（zeta）"});
    dragon_ =
        logit("dragon_year", "logit", 0.0, {-2.0, 2.0},
              {"wish for a child of the year of the Dragon, beyond the year effects", "龙年生育偏好（年份效应之外）"});
    reader.finish();
  }

  std::string_view name() const override { return "intention"; }

  void begin(World& world) override {
    world.workers.for_each(world.population.shard_count(), [&](std::size_t number) {
      const Shard& shard = world.population.shard(number);
      for (PersonIndex person = shard.first; person < shard.end; ++person)
        if (is_at_risk(world.population, person, world.now)) settle_past(world, person);
    });
  }

  void ask(World& world, PersonIndex woman) override {
    if (const auto choice = choice_of(world, woman)) decide(world, *choice, world.random.draws_at(choice->draw)[0]);
  }

 private:
  static constexpr std::size_t parity_terms = 4;

  static std::array<double, parity_terms> read_parity_terms(Reader& reader) {
    const std::array<const char*, parity_terms> names{"first_child", "second_child", "third_child", "later_child"};
    const std::array<const char*, parity_terms> zh{"一孩", "二孩", "三孩", "四孩及以上"};
    const std::array<double, parity_terms> standard{0.55, -0.85, -2.2, -3.2};
    std::array<double, parity_terms> terms{};
    for (std::size_t i = 0; i < parity_terms; ++i)
      terms[i] = reader.number(
          {.name = names[i],
           .unit = "logit",
           .standard = standard[i],
           .range = {-8.0, 6.0},
           .meaning = {"wish for that child, all else equal (a_n)", std::string{zh[i]} + "意愿截距（a_n）"},
           .source = "behavioural model 2.3; fitted by fit-level"});
    return terms;
  }

  /// Everybody whose promise may have changed, or those whose birthday or other occasion it is.
  void ask_due(World& world, std::size_t number) override {
    const Population& population = world.population;
    Shard& shard = world.population.shard(number);
    std::vector<Choice> choices;
    const auto consider = [&](PersonIndex person) {
      if (!population.is_present(person)) return;
      if (const auto choice = choice_of(world, person)) choices.push_back(*choice);
    };
    if (promises_.have_changed()) {
      for (PersonIndex person = shard.first; person < shard.end; ++person) consider(person);
    } else {
      population.for_birthdays(shard, world.now, consider);
      for (const PersonIndex person : shard.decides.at(world.now)) consider(person);
    }
    shard.decides.tear_off(world.now);
    decide_all(world, choices);
    Process::ask_due(world, number);
  }

  /// A woman who decides this month.
  struct Choice {
    PersonIndex woman;
    Month anchor;  ///< the last occasion: her age, spacing and income are those of this month
    Draws draw;    ///< the address of her draw
  };

  /// Whether she has to decide. Who is no longer at risk gives up at the next occasion.
  std::optional<Choice> choice_of(World& world, PersonIndex woman) const {
    Population& population = world.population;
    if (!is_at_risk(population, woman, world.now)) {
      if (population.is_trying(woman) && last_occasion(population, woman, world.now) == world.now)
        give_up(population, woman);
      return std::nullopt;
    }
    const Month anchor = last_occasion(population, woman, world.now);
    if (anchor != world.now && !promises_.have_changed_for(world, woman)) return std::nullopt;
    return Choice{woman, anchor, address_at(world, woman, anchor)};
  }

  void decide_all(World& world, std::span<const Choice> choices) const {
    std::vector<Draws> words;
    words.reserve(choices.size());
    for (const Choice& choice : choices) words.push_back(choice.draw);
    draw_in_place(world.random, words);
    for (std::size_t i = 0; i < choices.size(); ++i) decide(world, choices[i], words[i][0]);
  }

  void decide(World& world, const Choice& choice, std::uint32_t word) const {
    if (wants_child(world, choice.woman, choice.anchor, unit_interval(word)))
      try_for_child(world.population, choice.woman);
    else
      give_up(world.population, choice.woman);
  }

  /// The month of the last occasion to decide: birthday, union, or the end of the time after a birth or a loss.
  static Month last_occasion(const Population& population, PersonIndex woman, Month now) {
    Month occasion = now - population.age_months(woman, now) % 12;
    for (const Month one : {population.union_month[woman], population.susceptible_month[woman]})
      if (one <= now) occasion = std::max(occasion, one);
    return occasion;
  }

  /// The address of the draw of a decision. What was decided before the first month keeps the draw with which it was
  /// settled, so that a promise that changes nothing also changes nobody who has not decided since.
  static Draws address_at(const World& world, PersonIndex woman, Month anchor) {
    const Population& population = world.population;
    const Key key = population.key[woman];
    const int age = population.age(woman, anchor);
    if (anchor >= world.place.census_month)
      return address_of(key, age, static_cast<std::uint32_t>(Decision::intention));
    return address_of(key, age + population.trait_salt[woman] * moments_apart,
                      static_cast<std::uint32_t>(Decision::past_intention));
  }

  /// Whether her draw is below 1 / (1 + e^-V), V with money: income is worked out only for those whom a promise could
  /// turn.
  bool wants_child(const World& world, PersonIndex woman, Month anchor, double uniform) const {
    const double odds_against = exponential(-utility_without_money(world, woman, anchor));
    if (uniform * (1.0 + odds_against) < 1.0) return true;
    if (uniform * (1.0 + odds_against * promises_.strongest(world, woman)) >= 1.0) return false;
    const double income = money_.yearly_income(world.population, woman, anchor);
    const double money = money_.utility(promises_.to(world, woman), income);
    return uniform * (1.0 + odds_against * exponential(-money)) < 1.0;
  }

  double utility_without_money(const World& world, PersonIndex woman, Month anchor) const {
    const Population& population = world.population;
    const std::size_t parity = population.parity[woman];
    double utility = parity_[std::min(parity, parity_terms - 1)];
    if (population.desired_size[woman].is_reached_by(population.parity[woman])) utility += enough_;
    utility += age_ * std::max(0, population.age(woman, anchor) - 34);
    utility += spacing_term(population, woman, anchor);
    utility += recent_births_ * population.births_around[woman].beyond_expected();
    utility += preference_ * standard_normal().at(trait(population, woman, Trait::child_preference));
    utility += year_effect_.at((anchor + months_to_birth).year()) + dragon_term(anchor);
    return utility;
  }

  double spacing_term(const Population& population, PersonIndex woman, Month anchor) const {
    const Month last = population.last_birth_month[woman];
    return last == never ? 0.0 : spacing_ * std::abs((anchor - last) / 12.0 - 3.5);
  }

  double dragon_term(Month anchor) const {
    const int since = anchor - dragon_begins;
    return since >= 0 && since % zodiac_months < dragon_months ? dragon_ : 0.0;
  }

  /// Gives a woman of month zero such lasting traits, and such a present intention, as agree with what is known of her
  /// past: no conception since the union or the last birth. Exact rejection sampling: traits and the draws of each
  /// attempt are new, and the first life without a conception is taken. Without this the first months would bring all
  /// the births that her traits had already ruled out. No measure has a part in it.
  void settle_past(World& world, PersonIndex woman) const {
    Population& population = world.population;
    Month open_since = world.now - longest_past_months;
    for (const Month one : {population.union_month[woman], population.susceptible_month[woman]})
      open_since = std::max(open_since, std::min(one, world.now));
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
      population.trait_salt[woman] = static_cast<std::uint8_t>(attempt);
      const PastLife past = live_through(world, woman, open_since, attempt);
      if (past.conceived) continue;
      if (past.is_trying) try_for_child(population, woman);
      return;
    }
  }

  struct PastLife {
    bool conceived = false;
    bool is_trying = false;  ///< at the end
  };

  /// The months since `open_since`, by the rules of the months to come.
  PastLife live_through(const World& world, PersonIndex woman, Month open_since, int attempt) const {
    const Population& population = world.population;
    PastLife past;
    for (Month month = open_since; month < world.now; ++month) {
      if (month == open_since || population.age_months(woman, month) % 12 == 0)
        past.is_trying = unit_interval(world.random.draws_at(address_at(world, woman, month))[0]) <
                         logistic(utility_without_money(world, woman, month));
      if (!past.is_trying) continue;
      const Draws words =
          world.draws(population.key[woman], month.index() + attempt * moments_apart, Decision::past_conception);
      const bool lost = unit_interval(words[1]) < Fecundity::miscarriage(population.age_months(woman, month));
      past.conceived = !lost && unit_interval(words[0]) < fecundity().monthly(population, woman, month);
      if (past.conceived) break;
    }
    return past;
  }

  const HouseholdMoney& money_;
  const Promises& promises_;
  std::array<double, parity_terms> parity_;
  YearFactors year_effect_;
  double enough_;
  double age_;
  double spacing_;
  double recent_births_;
  double preference_;
  double dragon_;
};

}  // namespace

std::unique_ptr<Process> make_intention(const ProcessSetup& setup) {
  return std::make_unique<Intention>(setup.reader("intention"), *setup.money, *setup.promises);
}

}  // namespace kinfold
