// SPDX-License-Identifier: Apache-2.0

// Gifts within families: money between grandparents and the families of their grown children.
//
// Who: each living grandparent of a resident child under six, wherever she or he lives, gives a share of the own
// income, smaller after retirement, to all such families of her or his children alike. Some of these children give to
// each parent of 60 and over who has no employee's pension. Counted once a year, in December, as a year of such gifts.
// Assumption that matters most: the shares; only their order is observed. Gifts do not reach decisions about a child
// yet. Source: behavioural model 2.5 and 2.10, rule 10.
#include <vector>

#include "processes/care/care_circles.hpp"
#include "processes/old_age/family_giving.hpp"
#include "processes/process_list.hpp"

namespace kinfold {
namespace {

constexpr int december = 12;

class FamilyGifts final : public Process {
 public:
  FamilyGifts(Reader reader, const LaterLife& later_life)
      : giving_{reader, later_life}, grandparents_give_{later_life.grandparents() != GrandparentsThere::none} {
    reader.finish();
  }

  std::string_view name() const override { return "family_gifts"; }

  void ask(World&, PersonIndex) override {}

  void between_shards(World& world) override {
    const GiftAccount nothing{world.population.banner_count()};
    world.gifts = nothing;
    if (world.now.month_of_year() != december || !grandparents_give_) return;
    std::vector<GiftAccount> by_shard(world.population.shard_count(), nothing);
    world.workers.for_each(by_shard.size(), [&](std::size_t shard) { book_shard(world, shard, by_shard[shard]); });
    for (const GiftAccount& account : by_shard) world.gifts.add(account);
  }

 private:
  void book_shard(const World& world, std::size_t number, GiftAccount& account) const {
    const std::vector<PersonIndex> children = small_children(world, number);
    for (std::size_t i = 0; i < children.size(); ++i) {
      fetch_grandparents_ahead(world.population, children, i);
      book_child(world, children[i], account);
    }
  }

  static std::vector<PersonIndex> small_children(const World& world, std::size_t number) {
    const Shard& shard = world.population.shard(number);
    std::vector<PersonIndex> children;
    for (PersonIndex person = shard.first; person < shard.end; ++person)
      if (is_to_be_minded(world.population, person, world.now)) children.push_back(person);
    return children;
  }

  /// Each family once: with the youngest child of the parent through whom the grandparents are related.
  void book_child(const World& world, PersonIndex child, GiftAccount& account) const {
    const Population& population = world.population;
    for (const PersonIndex parent : {population.mother[child], population.father[child]}) {
      if (parent == nobody || !is_youngest_small_child(population, parent, child, world.now)) continue;
      for (const Sex sex : {Sex::female, Sex::male})
        if (const PersonIndex grandparent = population.parent_of(parent, sex);
            grandparent != nobody && population.is_living(grandparent))
          book_gifts(world, {grandparent, parent, child}, account);
    }
  }

  void book_gifts(const World& world, const ThreeGenerations& family, GiftAccount& account) const {
    const LaterEarner grandparent = giving_.earner_of(world, family.grandparent);
    account.book(giving_.from_grandparent(world, family, grandparent));
    account.book(giving_.to_grandparent(world, family, grandparent));
  }

  FamilyGiving giving_;
  bool grandparents_give_;
};

}  // namespace

std::unique_ptr<Process> make_family_gifts(const ProcessSetup& setup) {
  return std::make_unique<FamilyGifts>(setup.reader("family_gifts"), *setup.later_life);
}

}  // namespace kinfold
