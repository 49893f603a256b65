// SPDX-License-Identifier: Apache-2.0
#include "processes/old_age/family_giving.hpp"

#include <cmath>

namespace kinfold {
namespace {

/// Of kin elsewhere it is not known where: they are taken for people of the towns.
Residence residence_of(const Population& population, PersonIndex person) {
  return is_row(person) ? population.area[person].residence() : Residence::urban;
}

GrandparentHome home_of(const Population& population, PersonIndex grandparent) {
  if (!population.lives_here(grandparent)) return GrandparentHome::elsewhere;
  const bool is_urban = population.area[grandparent].residence() == Residence::urban;
  return is_urban ? GrandparentHome::urban : GrandparentHome::rural;
}

FamilyGift gift(const Population& population, const ThreeGenerations& family, GiftFlow flow, Fen amount) {
  const PersonIndex giver = flow == GiftFlow::to_grandparent ? family.parent : family.grandparent;
  return {.banner = population.area[family.child].banner(),
          .giver = population.sex_of(giver),
          .flow = flow,
          .home = home_of(population, family.grandparent),
          .amount = amount};
}

}  // namespace

FamilyGiving::FamilyGiving(Reader& reader, const LaterLife& later_life)
    : later_life_{later_life}, of_grandparents_{reader}, to_parents_{reader} {}

Fen FamilyGiving::income_of_old(const World& world, PersonIndex person) const {
  return later_income(earner_of(world, person), world.place, world.now);
}

Fen FamilyGiving::income_of_grown_child(const World& world, PersonIndex person) {
  const double yuan = world.place.economy.income_per_head(residence_of(world.population, person), world.now);
  return std::llround(yuan * static_cast<double>(fen_per_yuan));
}

FamilyGift FamilyGiving::from_grandparent(const World& world, std::span<const ThreeGenerations> families,
                                          std::size_t which, const LaterEarner& giver) const {
  const Fen to_all = of_grandparents_.given(later_income(giver, world.place, world.now), giver.is_employed);
  const GiftFlow flow =
      giver.is_employed ? GiftFlow::from_grandparent_at_work : GiftFlow::from_grandparent_without_work;
  return gift(world.population, families[which], flow,
              instalment(to_all, static_cast<int>(which), static_cast<int>(families.size())));
}

FamilyGift FamilyGiving::to_grandparent(const World& world, const ThreeGenerations& family,
                                        const LaterEarner& grandparent) const {
  const Population& population = world.population;
  if (!population.is_living(family.parent) || !lives_on_resident_pension(grandparent))
    return gift(population, family, GiftFlow::to_grandparent, 0);
  const Key pair = derived_key(population.key_of(family.grandparent), population.key_of(family.parent));
  const double trait = world.uniform(pair, 0, Decision::gift_to_parent);
  return gift(population, family, GiftFlow::to_grandparent,
              to_parents_.given(income_of_grown_child(world, family.parent), trait));
}

LaterEarner FamilyGiving::earner_of(const World& world, PersonIndex person) const {
  const Population& population = world.population;
  const Month stops = later_life_.stops_work(world, person);
  return {.sex = population.sex_of(person),
          .residence = residence_of(population, person),
          .age_months = world.now - population.birth_month_of(person),
          .has_worked = stops != long_ago,
          .is_employed = world.now < stops};
}

}  // namespace kinfold
