// SPDX-License-Identifier: Apache-2.0

// In-migration: families and single people come to live in the place; spouses who waited elsewhere follow.
//
// Whom: candidates of an addressed stream (banner, month, slot), twice as many as come, each accepted with probability
// one half: what moves arrivals, moves this threshold. Age and sex follow the place's table; a share of married women
// comes with husband and children, whose numbers are taken off the table's men and minors. Who comes married and alone
// leaves the spouse elsewhere. Source: migration.csv, arrival_by_banner.csv; shares are assumptions named below.
#include <algorithm>
#include <array>

#include "population/newcomers.hpp"
#include "population/synthesis/month_zero.hpp"
#include "population/traits.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

/// Two candidates for each who comes.
constexpr double candidates_per_arrival = 2.0;
/// Names of streams, so that no two give one key.
constexpr std::uint64_t arrival_stream = 0x6172726976616c73;
constexpr std::uint64_t husband_of = 1u << 20;
/// Ages at which arriving women bring minor children (completed years, both included).
constexpr int youngest_mother = 20;
constexpr int oldest_mother = 49;
/// Boys among the children who come: as among births (behavioural model 2.4).
constexpr double share_of_boys = 0.515;
/// Nobody comes married within so many years of the legal age: keeps both spouses of every arrival legal.
constexpr int years_married_at_least = 2;
/// A husband is on average two years older: `unions` of month zero.
constexpr int husband_older_years = 2;

class InMigration final : public Process {
 public:
  InMigration(Reader reader, const Place& place, double scale) : place_{place}, scale_{scale} {
    level_ = reader.number({.name = "level",
                            .unit = "factor",
                            .standard = 1.0,
                            .range = {0.0, 2.0},
                            .meaning = {"arrivals against the place's table", "迁入水平（相对于本地区迁移表）"},
                            .source = "migration.csv of the place"});
    family_share_ =
        reader.number({.name = "family_share",
                       .unit = "share of arriving married women",
                       .standard = 0.8,
                       .range = {0.0, 1.0},
                       .meaning = {"come with husband and minor children", "已婚迁入女性中携夫带子者的比重"},
                       .source = "assumption"});
    returner_share_ = reader.number(
        {.name = "returner_share",
         .unit = "share of arrivals",
         .standard = 0.25,
         .range = {0.0, 1.0},
         .meaning = {"are registered in the banner they come to", "迁入者中户口在迁入旗区者（返乡）的比重"},
         .source = "assumption"});
    reunion_ =
        reader.number({.name = "yearly_reunion",
                       .unit = "probability a year",
                       .standard = 0.03,
                       .range = {0.0, 1.0},
                       .meaning = {"a spouse elsewhere comes to live in the place", "外地配偶每年迁来团聚的概率"},
                       .source = "assumption"});
    reader.finish();
    fill_tables();
  }

  std::string_view name() const override { return "in_migration"; }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (one.presence == Presence::elsewhere) plan(world, one, month_of_reunion(world, one.person, one.year));
  }

  void ask(World& world, PersonIndex person) override {
    if (world.population.presence[person] != Presence::elsewhere) return;
    const YearOfLife year = YearOfLife::of(world.population.birth_month[person], world.now);
    if (year.first_month + month_of_reunion(world, person, year) == world.now) propose(world, person);
  }

  void between_shards(World& world) override {
    for_proposals(world, [&](PersonIndex person) { reunite(world, person); });
    for (std::size_t banner = 0; banner < place_.banners.size(); ++banner) admit_candidates(world, banner);
  }

 private:
  /// One adult of the table: single, or married and alone, or at the head of a family.
  struct Head {
    Sex sex;
    int age;
  };

  void fill_tables() {
    const auto& women = place_.arrivals[static_cast<std::size_t>(Sex::female)];
    auto men = place_.arrivals[static_cast<std::size_t>(Sex::male)];
    double mothers = 0.0;
    for (int age = age_of_majority; age <= oldest_age; ++age) {
      const double families = women[at(age)] * family_share_ * married_share(Sex::female, age);
      double& husbands = men[at(std::min(age + husband_older_years, oldest_age))];
      husbands = std::max(0.0, husbands - families);
      if (age >= youngest_mother && age <= oldest_mother) mothers += families;
    }
    for (int age = 0; age <= oldest_age; ++age) {
      add_head(age < age_of_majority ? 0.0 : women[at(age)], {Sex::female, age});
      add_head(age < age_of_majority ? 0.0 : men[at(age)], {Sex::male, age});
    }
    for (int age = 0; age < age_of_majority; ++age)
      running_minors_.push_back((running_minors_.empty() ? 0.0 : running_minors_.back()) + women[at(age)] +
                                place_.arrivals[static_cast<std::size_t>(Sex::male)][at(age)]);
    children_per_mother_ = mothers > 0.0 ? running_minors_.back() / mothers : 0.0;
  }

  static std::size_t at(int age) { return static_cast<std::size_t>(age); }

  double married_share(Sex sex, int age) const {
    return place_.marital_by_age[static_cast<std::size_t>(sex)][at(age)][static_cast<std::size_t>(Marital::married)];
  }

  void add_head(double a_year, Head head) {
    running_heads_.push_back((running_heads_.empty() ? 0.0 : running_heads_.back()) + a_year);
    heads_.push_back(head);
  }

  template <class Running>
  static std::size_t drawn(const Running& running, double uniform) {
    const auto found = std::upper_bound(running.begin(), running.end(), uniform * running.back());
    return std::min<std::size_t>(static_cast<std::size_t>(found - running.begin()), running.size() - 1);
  }

  int month_of_reunion(const World& world, PersonIndex person, const YearOfLife& year) const {
    return month_of_chance(world.uniform(world.population.key[person], year.age, Decision::union_arrival), reunion_);
  }

  void reunite(World& world, PersonIndex person) const {
    Population& population = world.population;
    const PersonIndex spouse = population.spouse[person];
    population.move(person, population.area[spouse], world.now);
    population.set_presence(person, Presence::resident, world.now);
    if (population.mother[person] == nobody) world.leave_family_behind(person);  // an outsider of month zero
    population.join_household(person, spouse, world.now);
    if (population.is_woman(person)) population.may_conceive_from(person, world.now + 1);
    world.write(EventKind::arrival, person);
  }

  void admit_candidates(World& world, std::size_t banner) const {
    const Key stream = derived_key(derived_key(arrival_stream, banner), static_cast<std::uint64_t>(world.now.index()));
    const double expected =
        candidates_per_arrival * running_heads_.back() * place_.arrival_share[banner] * scale_ / 12.0;
    const double part = world.uniform(stream, world.now.index(), Decision::arrival);
    const auto slots = static_cast<std::uint64_t>(expected + part);
    for (std::uint64_t slot = 0; slot < slots; ++slot) {
      const Key key = derived_key(stream, slot);
      const Draws words = world.draws(key, world.now.index(), Decision::arrival);
      if (unit_interval(words[0]) < level_ / candidates_per_arrival) admit(world, key, words, banner);
    }
  }

  void admit(World& world, Key key, const Draws& words, std::size_t banner) const {
    const Head head = heads_[drawn(running_heads_, unit_interval(words[1]))];
    const Draws family = world.draws(key, world.now.index(), Decision::arrival_family);
    const int youngest_married = head.sex == Sex::male ? legal_marriage_age_men : legal_marriage_age_women;
    const Marital marital = head.age < youngest_married + years_married_at_least
                                ? Marital::never_married
                                : drawn_marital(place_, head.sex, head.age, unit_interval(words[2]));
    const Area area = Area::of(banner, drawn_residence(place_.banners[banner], unit_interval(words[3])));
    const PersonIndex person = settle(world, key, head, marital, area, Presence::resident);
    if (marital != Marital::married) return;
    const bool with_family = head.sex == Sex::female && unit_interval(family[0]) < family_share_;
    const int spouse_age = head.sex == Sex::female ? head.age + husband_older_years : head.age - husband_older_years;
    const Head other{head.sex == Sex::female ? Sex::male : Sex::female,
                     std::clamp(spouse_age, age_of_majority, oldest_age)};
    const PersonIndex spouse = settle(world, derived_key(key, husband_of), other, Marital::married, area,
                                      with_family ? Presence::resident : Presence::elsewhere);
    marry_before(world, person, spouse, unit_interval(family[1]));
    if (!with_family) return;
    world.population.join_household(spouse, person, world.now);
    bring_children(world, person, spouse, family);
  }

  PersonIndex settle(World& world, Key key, Head head, Marital marital, Area area, Presence presence) const {
    Population& population = world.population;
    const auto trait_of = [key](Trait which) { return trait(key, 0, which); };
    const int months = static_cast<int>(12.0 * trait_of(Trait::birth_month));
    const PersonIndex row =
        population.add({.key = key,
                        .birth_month = world.now - 12 * head.age - months,
                        .sex = head.sex,
                        .education = drawn_education(place_, head.sex, head.age, trait_of(Trait::education)),
                        .registration = registration(key, area.banner()),
                        .area = area,
                        .presence = presence,
                        .marital = marital},
                       world.now);
    world.leave_family_behind(row);
    if (head.sex == Sex::female) give_past_births(world, row, head.age, marital);
    if (presence == Presence::resident) world.write(EventKind::arrival, row);
    return row;
  }

  Registration registration(Key key, std::size_t banner) const {
    const double uniform = trait(key, 0, Trait::registration);
    if (uniform < returner_share_) return Registration::own_banner;
    return drawn_outside_registration(place_, banner, (uniform - returner_share_) / (1.0 - returner_share_));
  }

  void give_past_births(World& world, PersonIndex woman, int age, Marital marital) const {
    Population& population = world.population;
    const Key key = population.key[woman];
    const int parity =
        marital == Marital::never_married ? 0 : drawn_parity(place_, age, trait(key, 0, Trait::past_births));
    population.desired_size[woman] = DesiredSize::given(trait(key, 0, Trait::desired_size), parity,
                                                        place_.wanted_sizes(population.area[woman].residence()));
    if (parity > 0) {
      population.count_delivery(woman, parity, world.now);
      population.last_birth_month[woman] = world.now - 12 * std::clamp(age - 26, 2, 40);
    }
    population.may_conceive_from(woman, world.now + 1);
  }

  /// Arrivals married some time ago: at a legal age, on average half of the years since then.
  void marry_before(World& world, PersonIndex one, PersonIndex other, double uniform) const {
    Population& population = world.population;
    population.marry(one, other, world.now);
    const int legal_for = population.is_woman(one) ? legal_marriage_age_women : legal_marriage_age_men;
    const int legal_months =
        std::max(0, population.age_months(one, world.now) - 12 * (legal_for + years_married_at_least));
    population.union_month[one] = population.union_month[other] =
        world.now - 1 - static_cast<int>(uniform * legal_months);
  }

  /// Up to two minor children, so that the table's minors come on the whole; not younger than the mother allows.
  void bring_children(World& world, PersonIndex mother, PersonIndex father, const Draws& family) const {
    Population& population = world.population;
    const int age = population.age(mother, world.now);
    if (age < youngest_mother || age > oldest_mother) return;
    std::array<int, 2> months{};
    int count = 0;
    for (std::size_t i = 0; i < months.size(); ++i) {
      const double uniform = 2.0 * unit_interval(family[2 + i]) / children_per_mother_;
      if (uniform >= 1.0) continue;
      const int years = std::min(static_cast<int>(drawn(running_minors_, uniform)), age - youngest_mother + 1);
      months[static_cast<std::size_t>(count++)] = 12 * years + 1 + static_cast<int>(family[2 + i] % 11);
    }
    if (count == 2 && months[0] < months[1] + 12) months[0] = months[1] + 24;
    const int older = std::max(0, population.parity[mother] - count);
    if (older + count > population.parity[mother])
      population.count_delivery(mother, older + count - population.parity[mother], world.now);
    for (int i = 0; i < count; ++i)
      add_child(world, mother, father, older + i + 1, months[static_cast<std::size_t>(i)]);
    if (count > 0) population.last_birth_month[mother] = world.now - months[static_cast<std::size_t>(count - 1)];
  }

  void add_child(World& world, PersonIndex mother, PersonIndex father, int birth_order, int age_months) const {
    Population& population = world.population;
    const Key key = derived_key(population.key[mother], static_cast<std::uint64_t>(birth_order));
    const Sex sex = trait(key, 0, Trait::sex) < share_of_boys ? Sex::male : Sex::female;
    const PersonIndex child =
        population.add({.key = key,
                        .birth_month = world.now - age_months,
                        .sex = sex,
                        .education = drawn_education(place_, sex, age_months / 12, trait(key, 0, Trait::education)),
                        .registration = population.registration[mother],
                        .area = population.area[mother]},
                       world.now);
    population.birth_order[child] = static_cast<std::uint8_t>(birth_order);
    population.add_child(mother, father, child);
    population.join_household(child, mother, world.now);
    if (sex == Sex::female)
      population.desired_size[child] = DesiredSize::given(trait(key, 0, Trait::desired_size), 0,
                                                          place_.wanted_sizes(population.area[mother].residence()));
    world.write(EventKind::arrival, child);
  }

  const Place& place_;
  double scale_;
  double level_;
  double family_share_;
  double returner_share_;
  double reunion_;
  std::vector<Head> heads_;
  std::vector<double> running_heads_;   ///< arrivals a year, summed up to each of `heads_`
  std::vector<double> running_minors_;  ///< minors a year, summed up to each age
  double children_per_mother_ = 0.0;
};

}  // namespace

std::unique_ptr<Process> make_in_migration(const ProcessSetup& setup) {
  return std::make_unique<InMigration>(setup.reader("in_migration"), setup.place, setup.scale);
}

}  // namespace kinfold
