// SPDX-License-Identifier: Apache-2.0

// Intention: women in a union decide whether to try for a child in the coming year.
//
// Whom: resident women of 15 to 49 who may conceive. When: in the month of the birthday, when the risk begins (union,
// end of the time after a birth or a loss), and when what the measures promise changes; always with the same draw of
// the year, and with age, spacing and income as they stood at the last of those moments, so that a better promise can
// only turn no into yes. A binary logit of what speaks for a child (child_utility.hpp) and of money. Who would gain by
// waiting for a measure that is announced and has not begun may wait: the only way in which a promise makes anybody
// try later. Source: behavioural model 2.3 and 2.10, rules 2 and 3.
#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "core/arithmetic.hpp"
#include "core/bulk_draws.hpp"
#include "core/money.hpp"
#include "processes/births/child_utility.hpp"
#include "processes/births/fecundity.hpp"
#include "processes/births/promises.hpp"
#include "processes/births/risk_of_conception.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

/// How far back the past of month zero is lived through, and how often it is tried. Longer ago hardly selects further.
constexpr int longest_past_months = 120;
constexpr int most_attempts = 200;
/// Keeps the moments of one attempt apart from those of the next.
constexpr int moments_apart = 4096;

class Intention final : public Process {
 public:
  Intention(Reader reader, const HouseholdMoney& money, const Promises& promises)
      : money_{money}, promises_{promises}, utility_{reader} {
    postpones_ =
        reader.number({.name = "postpones",
                       .unit = "probability",
                       .standard = 0.3,
                       .range = {0.0, 0.6},
                       .meaning = {"that a couple waits which would gain much by waiting for an announced measure",
                                   "等待已公布政策可明显受益的夫妇推迟生育的概率"},
                       .source = "behavioural model 2.10, rule 3"});
    much_ =
        reader.number({.name = "postpones_for",
                       .unit = "years of income",
                       .standard = 0.2,
                       .range = {0.05, 1.0},
                       .meaning = {"gain by waiting from which on more no longer counts, and below which less counts "
                                   "in proportion",
                                   "等待收益达到该值即为“明显受益”，低于该值按比例计算"},
                       .source = "behavioural model 2.10, rule 3"});
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
    if (const auto choice = choice_of(world, woman)) decide(world, *choice, world.random.draws_at(choice->draw));
  }

 private:
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
    for (std::size_t i = 0; i < choices.size(); ++i) decide(world, choices[i], words[i]);
  }

  void decide(World& world, const Choice& choice, const Draws& words) const {
    if (wants_child(world, choice.woman, choice.anchor, unit_interval(words[0])) &&
        !waits(world, choice.woman, choice.anchor, unit_interval(words[1])))
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
    const double odds_against = exponential(-utility_.of(world, woman, anchor));
    if (uniform * (1.0 + odds_against) < 1.0) return true;
    if (uniform * (1.0 + odds_against * promises_.strongest(world, woman)) >= 1.0) return false;
    const double income = money_.yearly_income(world.population, woman, anchor);
    const double money = money_.utility(promises_.to(world, woman), income);
    return uniform * (1.0 + odds_against * exponential(-money)) < 1.0;
  }

  /// Whether she puts it off for a measure to come, more often the more she would gain.
  bool waits(const World& world, PersonIndex woman, Month anchor, double uniform) const {
    const double gain = promises_.gain_by_waiting(world, woman) / fen_per_yuan;
    if (gain <= 0.0) return false;
    const double income = money_.yearly_income(world.population, woman, anchor);
    return uniform < postpones_ * std::min(1.0, gain / (much_ * income));
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
                         logistic(utility_.of(world, woman, month));
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
  ChildUtility utility_;
  double postpones_ = 0.0;
  double much_ = 0.0;
};

}  // namespace

std::unique_ptr<Process> make_intention(const ProcessSetup& setup) {
  return std::make_unique<Intention>(setup.reader("intention"), *setup.money, *setup.promises);
}

}  // namespace kinfold
