// SPDX-License-Identifier: Apache-2.0

// Influence: births and children in the families around a woman move what she wishes.
//
// Whom: resident women of 15 to 49, in the month of their birthday. She looks at her siblings, her spouse's siblings
// and about eight peers (kinship/influence): births of the last two years count in her next decisions (`recent_births`
// of the intention), and more or fewer children than used to be usual at those ages move the family size she wants.
// Assumption that matters most: families are compared with those of month zero, so that a change of all births feeds
// on itself. With all weights 0 nobody looks at anybody. Source: behavioural model 2.2 and 2.3.
#include <array>
#include <vector>

#include "kinship/influence/families_around.hpp"
#include "kinship/influence/peers.hpp"
#include "processes/births/risk_of_conception.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

/// More than the cohorts of women of these ages.
constexpr std::size_t cohorts = 16;
/// One for each cohort whose women have their birthday in a month.
using Rings = std::array<PeerRing, cohorts>;

class Influence final : public Process {
 public:
  explicit Influence(Reader reader) {
    desired_size_ = number(reader, "desired_size", "standard deviation of wishes, a year and child", 0.03, {0.0, 0.5},
                           {"pull of one child more around her on the family size she wants (omega)",
                            "周围家庭每多一孩对理想子女数的年拉动（omega）"});
    kin_ = number(reader, "kin", "weight", 0.5, {0.0, 1.0},
                  {"her and her spouse's siblings in that pull", "兄弟姐妹及配偶兄弟姐妹的权重"});
    peers_ = number(reader, "peers", "weight", 0.3, {0.0, 1.0},
                    {"women of her age, place and schooling in that pull", "同龄、同地、同学历女性的权重"});
    place_ = number(reader, "place", "weight", 0.2, {0.0, 1.0},
                    {"women of her age in her part of the banner in that pull", "本旗区城镇或乡村同龄女性的权重"});
    reader.finish();
  }

  std::string_view name() const override { return "influence"; }

  /// All have looked around on their last birthday. What they want by now is in month zero already.
  void begin(World& world) override {
    expected_ = ExpectedFamilies{world.population, world.now};
    const std::vector<DesiredSize> wishes = world.population.desired_size;
    for (int month = 0; month < 12; ++month) look_around(world, month);
    world.population.desired_size = wishes;
  }

  void ask(World&, PersonIndex) override {}

  void between_shards(World& world) override { look_around(world, world.now.index() % 12); }

 private:
  static double number(Reader& reader, const char* name, const char* unit, double standard, Range range,
                       Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = unit,
                          .standard = standard,
                          .range = range,
                          .meaning = std::move(meaning),
                          .source = "behavioural model 2.2"});
  }

  /// All women whose birthday is in that month of the calendar: first at their kin, shard by shard, then at their
  /// peers, ring by ring.
  void look_around(World& world, int calendar_month) const {
    std::vector<Rings> of_shards(world.population.shard_count());
    world.workers.for_each(of_shards.size(), [&](std::size_t shard) {
      for_women(world, shard, calendar_month, [&](PersonIndex woman) {
        look_at_kin(world, woman);
        of_shards[shard][cohort_of(world.population, woman)].add(
            world.population, woman, expected_.family_of(world.population, woman, world.now));
      });
    });
    world.workers.for_each(cohorts, [&](std::size_t cohort) {
      PeerRing ring;
      for (const Rings& some : of_shards) ring.add(some[cohort]);
      ring.close();
      for (std::size_t place = 0; place < ring.size(); ++place) look_at_peers(world.population, ring, place);
    });
  }

  /// How many women before their turn.
  static constexpr std::size_t siblings_fetched_ahead = 8;
  static constexpr std::size_t mothers_fetched_ahead = 16;

  template <class Visit>
  static void for_women(const World& world, std::size_t number, int calendar_month, Visit visit) {
    const Population& population = world.population;
    const std::vector<PersonIndex> women = women_with_birthday(world, number, calendar_month);
    for (std::size_t i = 0; i < women.size(); ++i) {
      if (i + mothers_fetched_ahead < women.size())
        for_woman_and_spouse(population, women[i + mothers_fetched_ahead], fetch_mother_ahead);
      if (i + siblings_fetched_ahead < women.size())
        for_woman_and_spouse(population, women[i + siblings_fetched_ahead], fetch_siblings_ahead);
      visit(women[i]);
    }
  }

  template <class Visit>
  static void for_woman_and_spouse(const Population& population, PersonIndex woman, Visit visit) {
    visit(population, woman);
    if (const PersonIndex spouse = population.spouse[woman]; spouse != nobody) visit(population, spouse);
  }

  /// Those of the list of birthdays; the oracle does without it.
  template <class Visit>
  static void for_born_in(const World& world, const Shard& shard, int calendar_month, Visit visit) {
    if (!world.ask_everyone) {
      for (const PersonIndex person : shard.birthdays[static_cast<std::size_t>(calendar_month)]) visit(person);
      return;
    }
    for (PersonIndex person = shard.first; person < shard.end; ++person)
      if (world.population.birth_month[person].month_of_year() == calendar_month + 1) visit(person);
  }

  static std::vector<PersonIndex> women_with_birthday(const World& world, std::size_t number, int calendar_month) {
    const Population& population = world.population;
    std::vector<PersonIndex> women;
    for_born_in(world, population.shard(number), calendar_month, [&](PersonIndex person) {
      if (!population.is_resident(person) || !population.is_woman(person)) return;
      const int age = population.age(person, world.now);
      if (age >= youngest_at_risk && age <= oldest_at_risk) women.push_back(person);
    });
    return women;
  }

  static std::size_t cohort_of(const Population& population, PersonIndex woman) {
    return static_cast<std::size_t>(PeerRing::cohort_of(population.birth_month[woman])) % cohorts;
  }

  /// Her siblings and her spouse's.
  void look_at_kin(World& world, PersonIndex woman) const {
    Population& population = world.population;
    FamiliesAround kin;
    for_woman_and_spouse(population, woman, [&](const Population&, PersonIndex person) {
      kin += expected_.families_of_siblings(population, person, world.now);
    });
    population.births_around[woman] = BirthsAround::of(kin.births());
    population.desired_size[woman].move(desired_size_ * kin_ * kin.mean_children());
  }

  void look_at_peers(Population& population, const PeerRing& ring, std::size_t place) const {
    const PersonIndex woman = ring.woman_at(place);
    const FamiliesAround peers = ring.peers_at(place);
    BirthsAround& births = population.births_around[woman];
    births = BirthsAround::of(births.beyond_expected() + peers.births());
    population.desired_size[woman].move(
        desired_size_ * (peers_ * peers.mean_children() + place_ * ring.neighbours_at(place).mean_children()));
  }

  ExpectedFamilies expected_;
  double desired_size_;
  double kin_;
  double peers_;
  double place_;
};

}  // namespace

std::unique_ptr<Process> make_influence(const ProcessSetup& setup) {
  return std::make_unique<Influence>(setup.reader("influence"));
}

}  // namespace kinfold
