// SPDX-License-Identifier: Apache-2.0

// Out-migration: families and single people leave the place for good.
//
// Whom: adults without a spouse, and husbands, with the yearly probability of their sex and age in the place's table; a
// wife decides where her husband does not live in the place. The spouse and their minor children go along. Assumption:
// nobody comes back as the same person (returners are among the arrivals).
// Source: migration.csv of the place (a model schedule after Rogers and Castro 1981); behavioural model 2.7.
#include <algorithm>

#include "population/households/households.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

class OutMigration final : public Process {
 public:
  OutMigration(Reader reader, const Place& place) : place_{place} {
    level_ = reader.number({.name = "level",
                            .unit = "factor",
                            .standard = 1.0,
                            .range = {0.0, 5.0},
                            .meaning = {"departures against the place's table", "迁出水平（相对于本地区迁移表）"},
                            .source = "migration.csv of the place"});
    reader.finish();
    for (const Sex sex : {Sex::male, Sex::female})
      for (int age = 0; age <= oldest_age; ++age)
        ceilings_.set(
            sex, age,
            level_ * place.departure_probability[static_cast<std::size_t>(sex)][static_cast<std::size_t>(age)]);
  }

  std::string_view name() const override { return "out_migration"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (ceilings_.let_pass(one, one.word(YearWord::migration)))
        plan(world, one, month_of_departure(one.sex, one.year, one.words));
  }

  void ask(World& world, PersonIndex person) override {
    const Population& population = world.population;
    if (!decides_for_family(population, person, world.now)) return;
    const YearOfLife year = YearOfLife::of(population.birth_month[person], world.now);
    const Draws words = world.draws(population.key[person], year.age, Decision::year_of_life);
    if (year.first_month + month_of_departure(population.sex[person], year, words) == world.now) propose(world, person);
  }

  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex person) {
      if (world.population.is_resident(person)) depart(world, person);
    });
  }

 private:
  static bool decides_for_family(const Population& population, PersonIndex person, Month now) {
    if (!population.is_resident(person) || population.is_minor(person, now)) return false;
    const PersonIndex spouse = population.spouse[person];
    return spouse == nobody || !population.is_woman(person) || !population.is_resident(spouse);
  }

  int month_of_departure(Sex sex, const YearOfLife& year, const Draws& words) const {
    const auto age = static_cast<std::size_t>(std::min(year.age, oldest_age));
    const double yearly = level_ * place_.departure_probability[static_cast<std::size_t>(sex)][age];
    return month_of_chance(word(words, YearWord::migration), yearly);
  }

  static void depart(World& world, PersonIndex person) {
    Population& population = world.population;
    const std::vector<PersonIndex> family = whole_family(population, person, world.now);
    if (population.has_spouse(person)) population.part(person, Marital::married);
    for (const PersonIndex one : family)
      if (population.is_resident(one)) world.write(EventKind::departure, one);
    for (const PersonIndex one : family) world.send_away(one);
  }

  const Place& place_;
  double level_;
  YearlyCeilings ceilings_;
};

}  // namespace

std::unique_ptr<Process> make_out_migration(const ProcessSetup& setup) {
  return std::make_unique<OutMigration>(setup.reader("out_migration"), setup.place);
}

}  // namespace kinfold
