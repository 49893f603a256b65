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

  /// All have looked around on their last birthday; what they want by now is in month zero already.
  void begin(World& world) override {
    expected_ = ExpectedFamilies{world.population, world.now};
    for (int month = 0; month < 12; ++month)
      for_women(world, month, [&](PersonIndex woman, const PeerRing& ring, std::size_t place) {
        see_births(world, woman, families_of_kin(world, woman), ring.peers_at(place));
      });
  }

  void ask(World&, PersonIndex) override {}

  void between_shards(World& world) override {
    for_women(world, world.now.index() % 12, [&](PersonIndex woman, const PeerRing& ring, std::size_t place) {
      const FamiliesAround kin = families_of_kin(world, woman);
      const FamiliesAround peers = ring.peers_at(place);
      see_births(world, woman, kin, peers);
      world.population.desired_size[woman].move(desired_size_ *
                                                (kin_ * kin.mean_children() + peers_ * peers.mean_children() +
                                                 place_ * ring.neighbours_at(place).mean_children()));
    });
  }

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

  static void see_births(World& world, PersonIndex woman, const FamiliesAround& kin, const FamiliesAround& peers) {
    world.population.births_around[woman] = BirthsAround::of(kin.births() + peers.births());
  }

  /// Her siblings' and her spouse's.
  FamiliesAround families_of_kin(const World& world, PersonIndex woman) const {
    FamiliesAround families = expected_.families_of_siblings(world.population, woman, world.now);
    if (const PersonIndex spouse = world.population.spouse[woman]; spouse != nobody)
      families += expected_.families_of_siblings(world.population, spouse, world.now);
    return families;
  }

  /// Calls `visit(woman, ring, place)` for the women whose birthday is in that month of the calendar.
  template <class Visit>
  void for_women(const World& world, int calendar_month, Visit visit) const {
    std::vector<Rings> of_shards(world.population.shard_count());
    world.workers.for_each(of_shards.size(), [&](std::size_t shard) {
      of_shards[shard] = women_of(world, world.population.shard(shard), calendar_month);
    });
    world.workers.for_each(cohorts, [&](std::size_t cohort) {
      PeerRing ring;
      for (const Rings& some : of_shards) ring.add(some[cohort]);
      ring.close();
      for (std::size_t place = 0; place < ring.size(); ++place) visit(ring.woman_at(place), ring, place);
    });
  }

  Rings women_of(const World& world, const Shard& shard, int calendar_month) const {
    const Population& population = world.population;
    Rings rings;
    for (const PersonIndex person : shard.birthdays[static_cast<std::size_t>(calendar_month)]) {
      if (!population.is_resident(person) || !population.is_woman(person)) continue;
      const int age = population.age(person, world.now);
      if (age < youngest_at_risk || age > oldest_at_risk) continue;
      rings[static_cast<std::size_t>(PeerRing::cohort_of(population.birth_month[person])) % cohorts].add(
          population, person, expected_.family_of(population, person, world.now));
    }
    return rings;
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
