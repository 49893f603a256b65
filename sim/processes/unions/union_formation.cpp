// SPDX-License-Identifier: Apache-2.0

// Union formation: women and men without a spouse look for one, meet, and form unions.
//
// Whom: residents from the legal ages to 59, each with a month in the year that is hers or his and a chance of
// searching then: the place's first-marriage table × a level for each sex × a factor for the calendar year; who was
// married before searches at a rate of its own. A pool of people from outside joins the market; a union with one of
// them brings her or him in, takes the resident away, or leaves the two apart. Sources: behavioural model 2.1, 2.10
// rules 7 and 8; first_marriage.csv; shares are assumptions named below.
#include <algorithm>
#include <array>
#include <numeric>

#include "core/quantiles.hpp"
#include "population/households/households.hpp"
#include "population/newcomers.hpp"
#include "population/synthesis/month_zero.hpp"
#include "population/traits.hpp"
#include "processes/process_list.hpp"
#include "processes/unions/marriage_market.hpp"
#include "processes/year_factors.hpp"

namespace kinfold {
namespace {

/// Names of streams, so that no two give one key.
constexpr std::array<std::uint64_t, sex_count> outside_stream{0x6f7574736d656e, 0x6f7574776f6d656e};
/// Men look for spouses at the age at which women of two years less do.
constexpr int husband_older_years = 2;
/// Remarriage is likeliest until this age and ends with the search (completed years).
constexpr int remarriage_falls_from = 35;

/// So many matches before their turn memory is asked for the two.
constexpr std::size_t matches_fetched_ahead = 3;

class UnionFormation final : public Process {
 public:
  UnionFormation(Reader reader, const Place& place, double scale)
      : place_{place},
        level_{level(reader, "level_men", "men", "男性"), level(reader, "level_women", "women", "女性")},
        year_factor_{reader,      "search_factor",
                     "factor",    1.0,
                     {0.05, 5.0}, {"searching in the calendar year against the table", "当年择偶强度（相对于初婚表）"}},
        market_{reader, place, scale} {
    remarriage_ = reader.number(
        {.name = "remarriage",
         .unit = "probability a year",
         .standard = 0.12,
         .range = {0.0, 1.0},
         .meaning = {"search of the divorced and widowed up to age 35", "35岁及以下离婚、丧偶者的年择偶概率"},
         .source = "assumption"});
    outside_[0] = outside(reader, "outside_men", 0.10,
                          {"men from outside per woman expected to search", "每名预期择偶女性对应的外来男性"});
    outside_[1] = outside(reader, "outside_women", 0.60,
                          {"women from outside per woman expected to search", "每名预期择偶女性对应的外来女性"});
    joins_ = share(reader, "outside_joins", 0.70,
                   {"unions with outsiders in which the outsider moves in", "与外来者结合后对方迁入的比重"});
    leaves_ = share(reader, "outside_takes_away", 0.10,
                    {"unions with outsiders in which the resident leaves", "与外来者结合后本地一方迁出的比重"});
    with_parents_ = share(reader, "with_parents", 0.15,
                          {"new unions that live in the household of his or her family", "婚后与一方父母同住的比重"});
    his_area_ = share(reader, "his_area", 0.70, {"new unions that live where he lived", "婚后住男方所在地的比重"});
    reader.finish();
    set_ceilings();
  }

  std::string_view name() const override { return "union_formation"; }

  void begin_month(const World& world) override {
    if (world.now == place_.census_month || world.now.month_of_year() == 1) market_.set_up_venues(world.now);
  }

  void plan_years(const World& world, std::span<const YearAhead> people) override {
    for (const YearAhead& one : people)
      if (ceilings_.let_pass(one, SearchTime::left_over(one.words)) && !world.population.has_spouse(one.person))
        plan_search(world, one);
  }

  void ask(World& world, PersonIndex person) override {
    const Population& population = world.population;
    if (population.has_spouse(person) || !population.is_resident(person)) return;
    const YearOfLife year = YearOfLife::of(population.birth_month[person], world.now);
    if (!may_search(population.sex[person], year.age)) return;
    const SearchTime search{world.draws(population.key[person], year.age, Decision::year_of_life)};
    if (year.first_month + search.month == world.now && search.uniform < yearly_search(population, person, year))
      propose(world, person);
  }

  void between_shards(World& world) override {
    std::vector<Searcher> searchers;
    for_proposals(world, [&](PersonIndex person) { searchers.push_back(resident_searcher(world, person)); });
    for (const Sex sex : {Sex::male, Sex::female})
      for (std::size_t banner = 0; banner < place_.banners.size(); ++banner)
        add_outside_pool(world, sex, banner, searchers);
    const std::vector<Match> matches = market_.match(world, searchers);
    for (std::size_t i = 0; i < matches.size(); ++i) {
      if (i + matches_fetched_ahead < matches.size()) fetch_ahead(world, searchers, matches[i + matches_fetched_ahead]);
      form_union(world, searchers[matches[i].her], searchers[matches[i].his]);
    }
  }

 private:
  static double level(Reader& reader, const char* name, const char* en, const char* zh) {
    return reader.number({.name = name,
                          .unit = "factor",
                          .standard = 1.6,
                          .range = {0.1, 10.0},
                          .meaning = {std::string{"searches a first marriage of the table, "} + en,
                                      std::string{"每次表列初婚对应的择偶次数，"} + zh},
                          .source = "fitted by fit-level"});
  }
  static double outside(Reader& reader, const char* name, double standard, Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = "persons",
                          .standard = standard,
                          .range = {0.0, 5.0},
                          .meaning = std::move(meaning),
                          .source = "fitted to both sexes' never-married shares; behavioural model 2.10, rule 7"});
  }
  static double share(Reader& reader, const char* name, double standard, Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = "share",
                          .standard = standard,
                          .range = {0.0, 1.0},
                          .meaning = std::move(meaning),
                          .source = "assumption"});
  }

  /// Those whose union has ended lately plan the rest of their year, and may search at once.
  void ask_due(World& world, std::size_t number) override {
    Shard& shard = world.population.shard(number);
    for (const PersonIndex person : shard.parted) {
      if (!world.population.is_present(person) || world.population.has_spouse(person)) continue;
      // In the month of the birthday the next year of life was planned before the union ended.
      for (const Month month : {world.now, world.now + 1}) {
        const YearAhead rest = year_ahead(world, person, month);
        if (may_search(rest.sex, rest.year.age)) plan_search(world, rest);
      }
    }
    shard.parted.clear();
    Process::ask_due(world, number);
  }

  void plan_search(const World& world, const YearAhead& one) {
    const SearchTime search{one.words};
    if (search.uniform < yearly_search(world.population, one.person, one.year)) plan(world, one, search.month);
  }

  static bool may_search(Sex sex, int age) {
    return age >= (sex == Sex::male ? legal_marriage_age_men : legal_marriage_age_women) && age <= oldest_search_age;
  }

  /// Her month of the year of life, and whether she searches then: the whole part of twelve times a word, and what is
  /// left over, a uniform number of its own.
  struct SearchTime {
    explicit SearchTime(const Draws& words) {
      const double months = 12.0 * word(words, YearWord::search);
      month = static_cast<int>(months);
      uniform = months - month;
    }
    /// The uniform number in whole parts of 2^32.
    static std::uint32_t left_over(const Draws& words) {
      return 12 * words[static_cast<std::size_t>(YearWord::search)] + 6;
    }
    int month;
    double uniform;
  };

  double yearly_search(const Population& population, PersonIndex person, const YearOfLife& year) const {
    const double factor = year_factor_.at(year.first_month.year());
    const bool never_married = population.marital[person] == Marital::never_married;
    return factor * (never_married ? first_search(population.sex[person], year.age) : later_search(year.age));
  }
  double first_search(Sex sex, int age) const {
    const auto which = static_cast<std::size_t>(sex);
    return place_.first_marriage[which][static_cast<std::size_t>(age)] * level_[which];
  }
  double later_search(int age) const {
    return remarriage_ * static_cast<double>(oldest_search_age + 1 - std::max(age, remarriage_falls_from)) /
           (oldest_search_age + 1 - remarriage_falls_from);
  }

  void set_ceilings() {
    double factor = 0.0;
    for (int year = YearFactors::first_year; year <= YearFactors::last_year + 1; ++year)
      factor = std::max(factor, year_factor_.at(year));
    for (const Sex sex : {Sex::male, Sex::female})
      for (int age = 0; age <= oldest_search_age; ++age)
        if (may_search(sex, age)) ceilings_.set(sex, age, factor * std::max(first_search(sex, age), later_search(age)));
  }

  static Searcher resident_searcher(const World& world, PersonIndex person) {
    const Population& population = world.population;
    return {.key = population.key[person],
            .person = person,
            .sex = population.sex[person],
            .age_months = population.age_months(person, world.now),
            .schooling = schooling_level(population.education[person]),
            .banner = population.area[person].banner(),
            .attraction = standard_normal().at(trait(population, person, Trait::attractiveness))};
  }

  /// Candidates addressed by banner, sex, month and slot; their number follows from the census alone.
  void add_outside_pool(const World& world, Sex sex, std::size_t banner, std::vector<Searcher>& searchers) const {
    const auto& women = market_.expected_women(banner);
    std::array<double, age_count> running{};
    std::partial_sum(women.begin(), women.end(), running.begin());
    const double total = running.back();
    const Key stream = derived_key(derived_key(outside_stream[static_cast<std::size_t>(sex)], banner),
                                   static_cast<std::uint64_t>(world.now.index()));
    const double expected = total * outside_[static_cast<std::size_t>(sex)];
    const auto slots =
        static_cast<std::uint64_t>(expected + world.uniform(stream, world.now.index(), Decision::outside_spouse));
    for (std::uint64_t slot = 0; slot < slots; ++slot) {
      const Key key = derived_key(stream, slot);
      const Draws words = world.draws(key, world.now.index(), Decision::outside_spouse);
      const auto found = std::upper_bound(running.begin(), running.end(), unit_interval(words[0]) * total);
      int age = std::min(static_cast<int>(found - running.begin()), oldest_search_age);
      if (sex == Sex::male) age += husband_older_years;
      searchers.push_back(
          {.key = key,
           .person = nobody,
           .sex = sex,
           .age_months = 12 * age + static_cast<int>(12.0 * unit_interval(words[1])),
           .schooling = schooling_level(drawn_education(place_, sex, age, trait(key, 0, Trait::education))),
           .banner = banner,
           .attraction = standard_normal().at(trait(key, 0, Trait::attractiveness))});
    }
  }

  static void fetch_ahead(const World& world, const std::vector<Searcher>& searchers, const Match& match) {
    for (const std::size_t one : {match.her, match.his})
      if (searchers[one].person != nobody) world.population.fetch_ahead(searchers[one].person);
  }

  void form_union(World& world, const Searcher& her, const Searcher& his) const {
    const Draws words = world.draws(derived_key(her.key, his.key), world.now.index(), Decision::new_home);
    if (her.person != nobody && his.person != nobody) return unite_residents(world, her.person, his.person, words);
    const Searcher& outsider = her.person == nobody ? her : his;
    const PersonIndex resident = her.person == nobody ? his.person : her.person;
    const double fate = unit_interval(words[0]);
    if (fate < joins_) {
      move_in(world, settle(world, outsider, resident, Presence::resident), resident, unit_interval(words[1]));
    } else if (fate < joins_ + leaves_) {
      take_away(world, resident, outsider);
    } else {
      marry(world, settle(world, outsider, resident, Presence::elsewhere), resident);
    }
  }

  /// What the event says of two people on the day before the union. The outsider is single and has never been married.
  static int union_facts(const Population& population, PersonIndex resident, bool she_is_resident) {
    const bool first = population.marital[resident] == Marital::never_married;
    if (she_is_resident) return he_is_from_outside | first_for_him | (first ? first_for_her : 0);
    return she_is_from_outside | first_for_her | (first ? first_for_him : 0);
  }

  static void marry(World& world, PersonIndex outsider, PersonIndex resident) {
    Population& population = world.population;
    const bool she_is_resident = population.is_woman(resident);
    const int facts = union_facts(population, resident, she_is_resident);
    const PersonIndex wife = she_is_resident ? resident : outsider;
    const PersonIndex husband = she_is_resident ? outsider : resident;
    population.marry(wife, husband, world.now);
    write_union(world, wife, husband, facts);
  }

  static void write_union(World& world, PersonIndex wife, PersonIndex husband, int facts) {
    Population& population = world.population;
    const PersonIndex writer = population.is_resident(wife) ? wife : husband;
    world.write(EventKind::union_formed, writer, population.key[writer == wife ? husband : wife], facts);
    population.shard(population.shard_of(wife)).decides.enter(world.now, wife);
  }

  void move_in(World& world, PersonIndex outsider, PersonIndex resident, double uniform) const {
    Population& population = world.population;
    marry(world, outsider, resident);
    if (uniform >= with_parents_ || population.dwelling[resident] == Dwelling::collective)
      found_household(population, resident, world.now);
    population.join_household(outsider, resident, world.now);
  }

  void unite_residents(World& world, PersonIndex wife, PersonIndex husband, const Draws& words) const {
    Population& population = world.population;
    const int facts = (population.marital[wife] == Marital::never_married ? first_for_her : 0) |
                      (population.marital[husband] == Marital::never_married ? first_for_him : 0);
    population.marry(wife, husband, world.now);
    write_union(world, wife, husband, facts);
    const bool at_his = unit_interval(words[0]) < his_area_;
    const PersonIndex stays = at_his ? husband : wife;
    const PersonIndex moves = at_his ? wife : husband;
    found_household(population, moves, world.now);
    if (unit_interval(words[1]) >= with_parents_ || population.dwelling[stays] == Dwelling::collective)
      found_household(population, stays, world.now);
    std::vector<PersonIndex> movers{moves};
    population.for_housemates(moves, [&](PersonIndex child) { movers.push_back(child); });
    for (const PersonIndex mover : movers) population.join_household(mover, stays, world.now);
  }

  /// The resident follows the outsider out of the place, with minor children.
  static void take_away(World& world, PersonIndex resident, const Searcher& outsider) {
    Population& population = world.population;
    const int facts = union_facts(population, resident, population.is_woman(resident));
    world.write(EventKind::union_formed, resident, outsider.key, facts | resident_leaves);
    const std::vector<PersonIndex> family = family_in_household(population, resident, world.now);
    for (const PersonIndex one : family) world.write(EventKind::departure, one);
    for (const PersonIndex one : family) world.send_away(one);
  }

  PersonIndex settle(World& world, const Searcher& outsider, PersonIndex resident, Presence presence) const {
    Population& population = world.population;
    const int age = outsider.age_months / 12;
    const Area area = population.area[resident];
    const PersonIndex row = population.add(
        {.key = outsider.key,
         .birth_month = world.now - outsider.age_months,
         .sex = outsider.sex,
         .education = drawn_education(place_, outsider.sex, age, trait(outsider.key, 0, Trait::education)),
         .registration = drawn_outside_registration(place_, area.banner(), trait(outsider.key, 0, Trait::registration)),
         .area = area,
         .presence = presence},
        world.now);
    world.leave_family_behind(row);
    if (outsider.sex == Sex::female)
      population.desired_size[row] =
          DesiredSize::given(trait(outsider.key, 0, Trait::desired_size), 0, place_.wanted_sizes(area.residence()));
    if (presence == Presence::resident) world.write(EventKind::arrival, row);
    return row;
  }

  const Place& place_;
  std::array<double, sex_count> level_;
  YearFactors year_factor_;
  YearlyCeilings ceilings_;
  MarriageMarket market_;
  double remarriage_;
  std::array<double, sex_count> outside_{};
  double joins_;
  double leaves_;
  double with_parents_;
  double his_area_;
};

}  // namespace

std::unique_ptr<Process> make_union_formation(const ProcessSetup& setup) {
  return std::make_unique<UnionFormation>(setup.reader("union_formation"), setup.place, setup.scale);
}

}  // namespace kinfold
