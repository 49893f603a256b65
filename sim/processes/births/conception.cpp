// SPDX-License-Identifier: Apache-2.0

// Conception: women conceive who try, and some who do not.
//
// Whom: resident women of 15 to 49 in a union who may conceive. Who tries conceives each month with her fecundability.
// Who does not has a small share of it (contraception that fails). How a pregnancy will end is settled at once: a
// miscarriage by her age; an unintended pregnancy that lasts may be ended by her decision, less often where a child
// would bring support and more often where she has as many children as she wants. No setting acts on that decision.
// Source: behavioural model 2.4 and 2.10, rule 4.
#include <algorithm>

#include "core/arithmetic.hpp"
#include "core/bulk_draws.hpp"
#include "processes/births/fecundity.hpp"
#include "processes/births/pregnancy.hpp"
#include "processes/births/promises.hpp"
#include "processes/births/risk_of_conception.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

class Conception final : public Process {
 public:
  Conception(Reader reader, const HouseholdMoney& money, const Promises& promises)
      : money_{money}, promises_{promises} {
    failure_ = reader.number({.name = "failure",
                              .unit = "factor",
                              .standard = 0.03,
                              .range = {0.0, 0.5},
                              .meaning = {"conception of those who do not try, against those who do (kappa)",
                                          "无意愿者受孕率相对于有意愿者（kappa）"},
                              .source = "behavioural model 2.4; fitted by fit-level"});
    failure_enough_ =
        reader.number({.name = "failure_enough",
                       .unit = "factor",
                       .standard = 0.3,
                       .range = {0.0, 1.0},
                       .meaning = {"the same for those who have as many children as desired (long-acting methods), "
                                   "against those who do not yet",
                                   "已达到理想子女数者（长效避孕）的受孕率相对于未达到者"},
                       .source = "assumption: most Chinese women with enough children rely on IUD or sterilisation"});
    end_unintended_ =
        reader.number({.name = "end_unintended",
                       .unit = "logit",
                       .standard = 0.60,
                       .range = {-3.0, 3.0},
                       .meaning = {"decision to end an unintended pregnancy", "终止非意愿妊娠的决定"},
                       .source = "behavioural model 2.4: 67 % of unintended pregnancies, national survey of 2017"});
    enough_ =
        reader.number({.name = "end_unintended_enough",
                       .unit = "logit",
                       .standard = 0.40,
                       .range = {-3.0, 3.0},
                       .meaning = {"the same where she has as many children as desired", "已达到理想子女数时的附加项"},
                       .source = "behavioural model 2.10, rule 4; size assumed"});
    reader.finish();
    for (int age = youngest_at_risk; age <= oldest_at_risk; ++age)
      failures_.set(Sex::female, age, highest_failure(age));
  }

  std::string_view name() const override { return "conception"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (failures_.let_pass(one, ~one.word(YearWord::death)))
        plan(world, one, month_of_failure(world.population, one.person, one.year, one.words));
  }

  void ask(World& world, PersonIndex woman) override {
    if (!is_at_risk(world.population, woman, world.now)) return;
    const bool is_trying = world.population.is_trying(woman);
    if (is_trying ? conceives(world, woman) : failure_happens(world, woman)) begin_pregnancy(world, woman, is_trying);
  }

 private:
  /// Those of the shard who try, if the draw of their month is for it.
  void ask_due(World& world, std::size_t number) override {
    auto& list = world.population.shard(number).trying;
    strike_out(world.population, list);
    std::vector<Draws> words;
    words.reserve(list.size());
    for (const Attempt& attempt : list)
      words.push_back(address_of(attempt.key, world.now.index(), static_cast<std::uint32_t>(Decision::conception)));
    draw_in_place(world.random, words);
    for (std::size_t i = 0; i < list.size(); ++i)
      if (unit_interval(words[i][0]) < chance_of(list[i], world.now)) ask(world, list[i].woman);
    Process::ask_due(world, number);
  }

  /// Those who no longer try leave the list.
  static void strike_out(Population& population, std::vector<Attempt>& list) {
    std::erase_if(list, [&](const Attempt& attempt) {
      if (population.is_trying(attempt.woman)) return false;
      population.trying[attempt.woman] = Trying::no;
      return true;
    });
  }

  static double chance_of(const Attempt& attempt, Month now) {
    return now >= attempt.sterile_from ? 0.0 : attempt.own_level * fecundity().at_age(now - attempt.birth_month);
  }

  bool conceives(const World& world, PersonIndex woman) const {
    const double uniform = world.uniform(world.population.key[woman], world.now.index(), Decision::conception);
    return uniform < fecundity().monthly(world.population, woman, world.now);
  }

  /// The candidate month of a failure: from twelve times the chance of the year's first month, which is the highest.
  /// Deaths take the lower end of the same word, so that it is free but for those who die.
  int month_of_failure(const Population& population, PersonIndex woman, const YearOfLife& year,
                       const Draws& words) const {
    const double uniform = 1.0 - word(words, YearWord::death);
    const double own_level = fecundity().own_level(population, woman);
    return month_of_chance(uniform, std::min(1.0, highest_failure(year.age) * own_level));
  }

  /// In a year of life, of a woman whose own level is 1.
  double highest_failure(int age) const { return 12.0 * failure_ * fecundity().at_age(12 * age + 1); }

  bool failure_happens(const World& world, PersonIndex woman) const {
    const Population& population = world.population;
    const YearOfLife year = YearOfLife::of(population.birth_month[woman], world.now);
    const Draws words = world.draws(population.key[woman], year.age, Decision::year_of_life);
    if (year.first_month + month_of_failure(population, woman, year, words) != world.now) return false;
    if (fecundity().is_sterile(population, woman, world.now)) return false;
    double share = fecundity().at_age(population.age_months(woman, world.now)) / fecundity().at_age(12 * year.age + 1);
    if (population.desired_size[woman].is_reached_by(population.parity[woman])) share *= failure_enough_;
    return world.uniform(population.key[woman], year.age, Decision::failure) < share;
  }

  void begin_pregnancy(World& world, PersonIndex woman, bool intended) const {
    Population& population = world.population;
    const PregnancyFate fate = fate_of_pregnancy(world, woman, intended);
    population.conceived_month[woman] = world.now;
    population.pregnancy_fate[woman] = fate;
    if (population.is_trying(woman)) population.trying[woman] = Trying::no_longer;
    population.shard(population.shard_of(woman)).delivers.enter(end_of_pregnancy(world.now, fate), woman);
    world.write(EventKind::conception, woman, 0, intended ? 1 : 0);
  }

  PregnancyFate fate_of_pregnancy(const World& world, PersonIndex woman, bool intended) const {
    const Population& population = world.population;
    const Draws words = world.draws(population.key[woman], world.now.index(), Decision::conception);
    if (unit_interval(words[1]) < Fecundity::miscarriage(population.age_months(woman, world.now)))
      return PregnancyFate::miscarriage;
    if (intended) return PregnancyFate::delivery;
    const double income = money_.yearly_income(population, woman, world.now);
    double utility = end_unintended_ - money_.utility(promises_.to(world, woman), income);
    if (population.desired_size[woman].is_reached_by(population.parity[woman])) utility += enough_;
    return unit_interval(words[2]) < logistic(utility) ? PregnancyFate::abortion : PregnancyFate::delivery;
  }

  const HouseholdMoney& money_;
  const Promises& promises_;
  double failure_;
  YearlyCeilings failures_;
  double failure_enough_;
  double end_unintended_;
  double enough_;
};

}  // namespace

std::unique_ptr<Process> make_conception(const ProcessSetup& setup) {
  return std::make_unique<Conception>(setup.reader("conception"), *setup.money, *setup.promises);
}

}  // namespace kinfold
