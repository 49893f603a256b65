// SPDX-License-Identifier: Apache-2.0

// Union dissolution: a union ends by divorce.
//
// Whom: wives of every age (a husband whose wife lives elsewhere counts in her stead), with a yearly chance that falls
// with the union's duration and is lower with children. The month is that of a yearly draw against the highest chance;
// it is taken with the present chance ÷ the highest (thinning). The husband moves out of the common household, minor
// children stay. Source: behavioural model 2.1 (base 0.012 a year, falls with duration and children); slopes assumed.
#include <algorithm>
#include <array>

#include "core/arithmetic.hpp"
#include "population/households/households.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

class UnionDissolution final : public Process {
 public:
  explicit UnionDissolution(Reader reader) {
    base_ = reader.number({.name = "base",
                           .unit = "probability a year",
                           .standard = 0.012,
                           .range = {0.0001, 0.2},
                           .meaning = {"divorce of a new union without children", "新婚无子女夫妇的年离婚概率"},
                           .source = "behavioural model 2.1"});
    duration_ = reader.number({.name = "duration",
                               .unit = "log a year",
                               .standard = -0.03,
                               .range = {-0.5, 0.0},
                               .meaning = {"change with each year of the union", "婚龄每增加一年的变化"},
                               .source = "assumption: behavioural model 2.1 gives the sign"});
    with_children_ =
        reader.number({.name = "with_children",
                       .unit = "factor",
                       .standard = 0.7,
                       .range = {0.0, 1.0},
                       .meaning = {"unions with children against those without", "有子女夫妇相对于无子女夫妇"},
                       .source = "assumption: behavioural model 2.1 gives the sign"});
    reader.finish();
    for (const Sex sex : {Sex::male, Sex::female})
      for (int age = legal_marriage_age_women; age <= oldest_age; ++age) ceilings_.set(sex, age, base_);
    double factor = 1.0;
    for (double& one : by_duration_) {
      one = factor;
      factor *= exponential(duration_);
    }
  }

  std::string_view name() const override { return "union_dissolution"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (ceilings_.let_pass(one, one.word(YearWord::dissolution)))
        plan(world, one, static_cast<int>(std::min(months_to_candidate(one.words), 12.0)));
  }

  void ask(World& world, PersonIndex person) override {
    const Population& population = world.population;
    if (!decides_for_union(population, person)) return;
    const YearOfLife year = YearOfLife::of(population.birth_month[person], world.now);
    // The whole part is the month; what is left over is a uniform number of its own.
    const double months = months_to_candidate(world.draws(population.key[person], year.age, Decision::year_of_life));
    if (months >= 12.0 || year.first_month + static_cast<int>(months) != world.now) return;
    if (months - static_cast<int>(months) < present_share(population, person, world.now)) propose(world, person);
  }

  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex person) { separate(world, person); });
  }

 private:
  static bool decides_for_union(const Population& population, PersonIndex person) {
    if (!population.is_resident(person) || !population.has_spouse(person)) return false;
    return population.is_woman(person) || !population.is_resident(population.spouse[person]);
  }

  /// Months from the beginning of the year of life to the moment at which she may part; 12 or more: not this year.
  double months_to_candidate(const Draws& words) const { return 12.0 * word(words, YearWord::dissolution) / base_; }

  double present_share(const Population& population, PersonIndex person, Month now) const {
    const int years = (now - population.union_month[person]) / 12;
    const double duration = by_duration_[static_cast<std::size_t>(std::min<int>(years, by_duration_.size() - 1))];
    return population.first_child[person] == nobody ? duration : duration * with_children_;
  }

  static void separate(World& world, PersonIndex person) {
    Population& population = world.population;
    const PersonIndex spouse = population.spouse[person];
    world.write(EventKind::union_dissolved, person, population.key[spouse]);
    population.part(person, Marital::divorced);
    if (!population.is_resident(spouse)) return world.send_away(spouse);
    if (live_together(population, person, spouse))
      move_out(population, population.is_woman(person) ? spouse : person, world.now);
  }

  /// He takes a home of his own; minor children stay with their mother.
  static void move_out(Population& population, PersonIndex husband, Month now) {
    const PersonIndex stays = population.next_housemate[husband];
    population.leave_household(husband);
    population.dwelling[husband] = Dwelling::family;
    settle_minors(population, stays, now);
  }

  double base_;
  double duration_;
  double with_children_;
  std::array<double, 60> by_duration_{};  ///< by completed years of the union
  YearlyCeilings ceilings_;
};

}  // namespace

std::unique_ptr<Process> make_union_dissolution(const ProcessSetup& setup) {
  return std::make_unique<UnionDissolution>(setup.reader("union_dissolution"));
}

}  // namespace kinfold
