// SPDX-License-Identifier: Apache-2.0

// Mortality: people die, at every age, wherever they live.
//
// Whom: everybody, with the yearly probability of her sex and age in the place's table, lower by a fixed share each
// calendar year. Death falls evenly upon the twelve months of a year of life; in the first year of life a share of its
// own falls upon the first month. The month is inverted from one draw a year: no policy moves it.
// Who stays behind is widowed; children who lose the last adult of the household move to their next kin.
// Source: mortality.csv and assumptions.csv of the place; behavioural model 2.7.
#include <algorithm>
#include <array>

#include "core/declaration.hpp"
#include "population/households/households.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

constexpr int last_year_of_decline = 2150;

class Mortality final : public Process {
 public:
  Mortality(Reader reader, const Place& place) : place_{place} {
    const double level =
        reader.number({.name = "level",
                       .unit = "factor",
                       .standard = place.assumption("mortality_level"),
                       .range = {0.1, 3.0},
                       .meaning = {"level of mortality against the place's table", "死亡水平（相对于本地区生命表）"},
                       .source = "assumptions.csv of the place"});
    const double decline = reader.number({.name = "yearly_decline",
                                          .unit = "share a year",
                                          .standard = place.assumption("mortality_decline"),
                                          .range = {-0.05, 0.1},
                                          .meaning = {"yearly fall of death probabilities", "死亡概率的年下降率"},
                                          .source = "assumptions.csv of the place"});
    reader.finish();
    set_levels(level, decline, static_cast<int>(place.assumption("mortality_reference_year")));
    const auto first = level_by_year_.begin() + place.census_month.year() - 1 - Month::first_year;
    const double highest_level = *std::max_element(first, level_by_year_.end());
    for (const Sex sex : {Sex::male, Sex::female})
      for (int age = 0; age <= oldest_age; ++age)
        ceilings_.set(
            sex, age,
            highest_level * place.death_probability[static_cast<std::size_t>(sex)][static_cast<std::size_t>(age)]);
  }

  std::string_view name() const override { return "mortality"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (ceilings_.let_pass(one, one.word(YearWord::death)))
        plan(world, one, month_of_death(one.sex, one.year, one.words));
  }

  void ask(World& world, PersonIndex person) override {
    const Population& population = world.population;
    const YearOfLife year = YearOfLife::of(population.birth_month[person], world.now);
    const Draws words = world.draws(population.key[person], year.age, Decision::year_of_life);
    if (year.first_month + month_of_death(population.sex[person], year, words) == world.now) propose(world, person);
  }

  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex person) { die(world, person); });
  }

 private:
  void set_levels(double level, double decline, int reference_year) {
    double factor = level;
    for (int year = reference_year; year <= last_year_of_decline; ++year, factor *= 1.0 - decline)
      level_by_year_[static_cast<std::size_t>(year - Month::first_year)] = factor;
    factor = level;
    for (int year = reference_year; year >= Month::first_year; --year, factor /= 1.0 - decline)
      level_by_year_[static_cast<std::size_t>(year - Month::first_year)] = factor;
  }

  double yearly_probability(Sex sex, const YearOfLife& year) const {
    const auto age = static_cast<std::size_t>(std::min(year.age, oldest_age));
    const int calendar_year = std::min(year.first_month.year(), last_year_of_decline);
    const double level = level_by_year_[static_cast<std::size_t>(calendar_year - Month::first_year)];
    return std::min(1.0, place_.death_probability[static_cast<std::size_t>(sex)][age] * level);
  }

  /// 0 to 11 within the year of life, or 12 if she outlives it.
  int month_of_death(Sex sex, const YearOfLife& year, const Draws& words) const {
    const double uniform = word(words, YearWord::death);
    const double yearly = yearly_probability(sex, year);
    if (year.age > 0) return month_of_chance(uniform, yearly);
    const double first_month = yearly * place_.infant_first_month_share;
    if (uniform < first_month) return 0;
    return uniform < yearly ? 1 + static_cast<int>(11.0 * (uniform - first_month) / (yearly - first_month)) : 12;
  }

  static void die(World& world, PersonIndex person) {
    Population& population = world.population;
    if (population.is_resident(person)) world.write(EventKind::death, person);
    const PersonIndex widowed = population.spouse[person];
    if (widowed != nobody) {
      if (population.is_resident(widowed)) world.write(EventKind::widowhood, widowed, population.key[person]);
      population.part(person, Marital::widowed);
      if (!population.is_resident(widowed)) world.send_away(widowed);
    }
    leave_place(population, person, world.now, world.now);
  }

  const Place& place_;
  std::array<double, last_year_of_decline - Month::first_year + 1> level_by_year_{};
  YearlyCeilings ceilings_;
};

}  // namespace

std::unique_ptr<Process> make_mortality(const ProcessSetup& setup) {
  return std::make_unique<Mortality>(setup.reader("mortality"), setup.place);
}

}  // namespace kinfold
