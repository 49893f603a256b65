// SPDX-License-Identifier: Apache-2.0

// Gifts within families: money between grandparents and the families of their grown children.
//
// Who: each living grandparent of a resident child under six, wherever she or he lives, gives a share of the own
// income, smaller after retirement, to all such families of her or his children alike. Some of these children give to
// each parent of 60 and over who has no employee's pension. Counted once a year, in December, as a year of such gifts.
// Assumption that matters most: the shares; only their order is observed. Gifts do not reach decisions about a child
// yet. Source: behavioural model 2.5 and 2.10, rule 10.
#include <algorithm>
#include <span>
#include <tuple>
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
    world.gifts = GiftAccount{world.population.banner_count()};
    if (world.now.month_of_year() != december || !grandparents_give_) return;
    const std::vector<ThreeGenerations> families = families_by_grandparent(world);
    for (std::size_t first = 0; first < families.size();) {
      std::size_t end = first + 1;
      while (end < families.size() && families[end].grandparent == families[first].grandparent) ++end;
      book_gifts(world, std::span{families}.subspan(first, end - first));
      first = end;
    }
  }

 private:
  /// A family as it is found with one of its small children, and where it stands among all.
  struct Found {
    ThreeGenerations family;
    Key parent_key = 0;
    Month childs_birth;
    Key child_key = 0;

    /// Families of a grandparent side by side, in the order of the parents' keys; with the youngest child first.
    bool operator<(const Found& other) const {
      return std::tie(family.grandparent, parent_key, other.childs_birth, child_key) <
             std::tie(other.family.grandparent, other.parent_key, childs_birth, other.child_key);
    }
    bool is_same_family_as(const Found& other) const {
      return family.grandparent == other.family.grandparent && family.parent == other.family.parent;
    }
  };

  static std::vector<ThreeGenerations> families_by_grandparent(const World& world) {
    std::vector<std::vector<Found>> by_shard(world.population.shard_count());
    world.workers.for_each(by_shard.size(), [&](std::size_t shard) { by_shard[shard] = found_in(world, shard); });
    std::vector<Found> all;
    for (const std::vector<Found>& some : by_shard) all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end());
    std::vector<ThreeGenerations> families;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (i == 0 || !all[i].is_same_family_as(all[i - 1])) families.push_back(all[i].family);
    return families;
  }

  static std::vector<Found> found_in(const World& world, std::size_t number) {
    const std::vector<PersonIndex> children = small_children(world, number);
    std::vector<Found> found;
    for (std::size_t i = 0; i < children.size(); ++i) {
      fetch_grandparents_ahead(world.population, children, i);
      enter_families(world.population, children[i], found);
    }
    return found;
  }

  static std::vector<PersonIndex> small_children(const World& world, std::size_t number) {
    const Shard& shard = world.population.shard(number);
    std::vector<PersonIndex> children;
    for (PersonIndex person = shard.first; person < shard.end; ++person)
      if (is_to_be_minded(world.population, person, world.now)) children.push_back(person);
    return children;
  }

  static void enter_families(const Population& population, PersonIndex child, std::vector<Found>& found) {
    for (const PersonIndex parent : {population.mother[child], population.father[child]}) {
      if (parent == nobody) continue;
      for (const Sex sex : {Sex::female, Sex::male})
        if (const PersonIndex grandparent = population.parent_of(parent, sex);
            grandparent != nobody && population.is_living(grandparent))
          found.push_back({{grandparent, parent, child},
                           population.key_of(parent),
                           population.birth_month[child],
                           population.key[child]});
    }
  }

  /// Of and to one grandparent.
  void book_gifts(World& world, std::span<const ThreeGenerations> families) const {
    const LaterEarner grandparent = giving_.earner_of(world, families.front().grandparent);
    for (std::size_t which = 0; which < families.size(); ++which) {
      world.gifts.book(giving_.from_grandparent(world, families, which, grandparent));
      world.gifts.book(giving_.to_grandparent(world, families[which], grandparent));
    }
  }

  FamilyGiving giving_;
  bool grandparents_give_;
};

}  // namespace

std::unique_ptr<Process> make_family_gifts(const ProcessSetup& setup) {
  return std::make_unique<FamilyGifts>(setup.reader("family_gifts"), *setup.later_life);
}

}  // namespace kinfold
