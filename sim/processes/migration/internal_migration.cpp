// SPDX-License-Identifier: Apache-2.0

// Internal migration: families and single people move to another banner of the place.
//
// Whom: adults without a spouse, and husbands, with the yearly probability of their sex and age in the place's table;
// spouse and minor children of the household come along and they found a household of their own. Where to: the
// other banners by their share of arrivals; town or country by the banner's census. Who was registered in the old
// banner is then registered in another banner of the city. Source: migration.csv and arrival_by_banner.csv of the
// place.
#include <algorithm>

#include "population/households/households.hpp"
#include "population/newcomers.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

class InternalMigration final : public Process {
 public:
  InternalMigration(Reader reader, const Place& place) : place_{place} {
    level_ = reader.number(
        {.name = "level",
         .unit = "factor",
         .standard = 1.0,
         .range = {0.0, 5.0},
         .meaning = {"moves between banners against the place's table", "旗区间迁移水平（相对于本地区迁移表）"},
         .source = "migration.csv of the place"});
    reader.finish();
    for (const Sex sex : {Sex::male, Sex::female})
      for (int age = 0; age <= oldest_age; ++age)
        ceilings_.set(
            sex, age,
            level_ * place.internal_move_probability[static_cast<std::size_t>(sex)][static_cast<std::size_t>(age)]);
  }

  std::string_view name() const override { return "internal_migration"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (ceilings_.let_pass(one, ~one.word(YearWord::migration)))
        plan(world, one, month_of_move(one.sex, one.year, one.words));
  }

  void ask(World& world, PersonIndex person) override {
    const Population& population = world.population;
    if (!population.is_resident(person) || population.is_minor(person, world.now)) return;
    const PersonIndex spouse = population.spouse[person];
    if (spouse != nobody && population.is_woman(person) && population.is_resident(spouse)) return;
    const YearOfLife year = YearOfLife::of(population.birth_month[person], world.now);
    const Draws words = world.draws(population.key[person], year.age, Decision::year_of_life);
    if (year.first_month + month_of_move(population.sex[person], year, words) == world.now) propose(world, person);
  }

  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex person) { relocate(world, person); });
  }

 private:
  int month_of_move(Sex sex, const YearOfLife& year, const Draws& words) const {
    const auto age = static_cast<std::size_t>(std::min(year.age, oldest_age));
    // From the upper end: departures take the lower end of the same word, so that nobody does both in one month.
    const double uniform = 1.0 - word(words, YearWord::migration);
    return month_of_chance(uniform, level_ * place_.internal_move_probability[static_cast<std::size_t>(sex)][age]);
  }

  /// Another banner, by the shares of arrivals; town or country by the census of the banner.
  Area destination(const World& world, PersonIndex person) const {
    const std::size_t home = world.population.area[person].banner();
    const Draws words = world.draws(world.population.key[person], world.now.index(), Decision::family_move);
    double left = unit_interval(words[0]) * (1.0 - place_.arrival_share[home]);
    std::size_t banner = home;
    for (std::size_t other = 0; other < place_.banners.size() && left >= 0.0; ++other) {
      if (other == home) continue;
      banner = other;
      left -= place_.arrival_share[other];
    }
    return Area::of(banner, drawn_residence(place_.banners[banner], unit_interval(words[1])));
  }

  void relocate(World& world, PersonIndex person) {
    Population& population = world.population;
    const Area to = destination(world, person);
    if (to.banner() == population.area[person].banner()) return;  // a place of one banner
    const std::vector<PersonIndex> family = family_in_household(population, person, world.now);
    const PersonIndex stays = housemate_beside(population, family);
    for (const PersonIndex one : family) {
      population.leave_household(one);
      population.move(one, to, world.now);
    }
    for (const PersonIndex one : family)
      if (one != person) population.join_household(one, person, world.now);
    if (stays != nobody) settle_minors(population, stays, world.now);
  }

  static PersonIndex housemate_beside(const Population& population, const std::vector<PersonIndex>& family) {
    PersonIndex stays = nobody;
    population.for_housemates(family.front(), [&](PersonIndex other) {
      if (std::find(family.begin(), family.end(), other) == family.end()) stays = other;
    });
    return stays;
  }

  const Place& place_;
  double level_;
  YearlyCeilings ceilings_;
};

}  // namespace

std::unique_ptr<Process> make_internal_migration(const ProcessSetup& setup) {
  return std::make_unique<InternalMigration>(setup.reader("internal_migration"), setup.place);
}

}  // namespace kinfold
