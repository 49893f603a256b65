// SPDX-License-Identifier: Apache-2.0
#include "processes/care/minders.hpp"

#include <algorithm>
#include <utility>

#include "core/arithmetic.hpp"
#include "processes/care/care_circles.hpp"

namespace kinfold {
namespace {

/// The way counts in steps of so many minutes in the parents' ranking (behavioural model 2.5).
constexpr double minutes_of_a_step = 15.0;

/// Words of `Decision::grandparent_care`.
enum class PairWord : std::size_t { willing, moves_in, taste };

double word_of(const Draws& draws, PairWord which) { return unit_interval(draws[static_cast<std::size_t>(which)]); }

/// A draw from the standard Gumbel distribution, what people like for reasons of their own: it sets the unit of the
/// utilities beside it, as in every logit.
double gumbel(double uniform) { return -logarithm(-logarithm(uniform)); }

bool live_in_one_banner(const Population& population, PersonIndex one, PersonIndex other) {
  return population.area[one].banner() == population.area[other].banner();
}

void note(Month& next_change, Month month, Month now) {
  if (month > now) next_change = std::min(next_change, month);
}

/// Of one elsewhere, whose death is settled. Before the first month relatives are as they were on its eve: one may die
/// in it.
void note_death(const Population& population, PersonIndex person, Month& next_change) {
  if (is_relative(person)) note(next_change, population.relatives.death_month(person), population.relatives.now);
}

}  // namespace

Minders::Minders(Reader& reader, const LaterLife& later_life) : later_life_{later_life}, supply_{reader} {
  const auto number = [&](const char* name, const char* unit, double standard, Range range, Bilingual meaning,
                          const char* source = "assumption") {
    return reader.number({.name = name,
                          .unit = unit,
                          .standard = standard,
                          .range = range,
                          .meaning = std::move(meaning),
                          .source = source});
  };
  moves_in_ = number("moves_in", "probability", 0.25, {0.0, 1.0},
                     {"that a grandparent too far away for every day, who does not work, would come to live with the "
                      "child",
                      "住处过远、不在业的祖辈愿意搬来同住的概率"});
  const double takes_child =
      number("takes_child", "probability", 0.10, {0.0, 1.0},
             {"that such a grandparent who would not come takes the child to live with her or him, if nobody "
              "minds it at home",
              "此类祖辈若不愿搬来、在无人在家照料时将孙辈接去同住的概率"});
  comes_or_takes_ = moves_in_ + (1.0 - moves_in_) * takes_child;
  longest_daily_way_ = number("longest_daily_way", "minutes", 90.0, {0.0, 600.0},
                              {"longest way to a grandchild that is made every day", "祖辈每日往返照料的最长单程时间"});
  minutes_same_banner_ = number("minutes_same_banner", "minutes", 20.0, {0.0, 240.0},
                                {"way to a grandchild in the same banner; within the two banners, to one in another",
                                 "到同一旗区孙辈住处的路程；孙辈在其他旗区时为两旗区内的路程"});
  road_speed_ = number("road_speed", "km an hour", 60.0, {20.0, 120.0},
                       {"speed between the seats of two banners, on the way to a grandchild in another",
                        "前往其他旗区孙辈住处时，两旗区政府驻地之间的车速"});
  way_in_ranking_ = number("way_in_ranking", "utility for 15 minutes", -0.25, {-2.0, 0.0},
                           {"the way, in the parents' ranking of grandparents", "路程在父母选择祖辈照料者时的效用"},
                           "behavioural model 2.5 (g_d)");
}

Minder Minders::at(const World& world, PersonIndex grandparent) const {
  const Population& population = world.population;
  Minder minder{.person = grandparent,
                .key = population.key_of(grandparent),
                .sex = population.sex_of(grandparent),
                .is_here = population.lives_here(grandparent)};
  const Month stops = later_life_.stops_work(world, grandparent);
  const Month limited = later_life_.limited_from(world, grandparent);
  note(minder.next_change, stops, world.now);
  note(minder.next_change, limited, world.now);
  note_death(population, grandparent, minder.next_change);
  minder.is_employed = world.now < stops;
  minder.has_adl_limitation = world.now >= limited;
  minder.cares_for_elder = cares_for_elder(world, grandparent, minder.next_change);
  minder.is_rural = minder.is_here && population.area[grandparent].residence() == Residence::rural;
  minder.lacks_portable_cover = !minder.is_here || !registered_in_city(population.registration[grandparent]);
  return minder;
}

bool Minders::stays_away(const World& world, PersonIndex grandparent, PersonIndex child) const {
  if (world.population.lives_here(grandparent)) return false;
  const Draws draws = pair_draws(world, world.population.key_of(grandparent), child);
  return word_of(draws, PairWord::moves_in) >= comes_or_takes_;
}

Minder Minders::additional(Key key) { return {.key = key, .is_here = true}; }

MindersAnswer Minders::answer(const World& world, const Minder& minder, PersonIndex child, Grandparent which) const {
  const Draws draws = pair_draws(world, minder.key, child);
  const Way way = way_to(world, minder, child, draws);
  if (!way.leads_there) return {};
  const double probability = supply_.probability({.sex = minder.sex,
                                                  .is_employed = minder.is_employed,
                                                  .has_adl_limitation = minder.has_adl_limitation,
                                                  .minutes = way.minutes,
                                                  .others_cared_for = minder.others_cared_for,
                                                  .cares_for_elder = minder.cares_for_elder,
                                                  .is_paternal = is_paternal(which),
                                                  .is_rural = minder.is_rural,
                                                  .has_moved_in = way.arrangement == CareArrangement::grandparent_comes,
                                                  .lacks_portable_cover = minder.lacks_portable_cover});
  return {word_of(draws, PairWord::willing) < probability, way.arrangement,
          way_in_ranking_ * way.minutes / minutes_of_a_step + gumbel(word_of(draws, PairWord::taste))};
}

Draws Minders::pair_draws(const World& world, Key grandparent, PersonIndex child) {
  return world.draws(willingness_key(grandparent, world.population.key[child]), 0, Decision::grandparent_care);
}

bool Minders::is_limited(const World& world, PersonIndex person, Month& next_change) const {
  const Month from = later_life_.limited_from(world, person);
  note(next_change, from, world.now);
  return world.now >= from;
}

/// Who has a spouse with a limitation, or the one among the children of such an old parent, minds them first.
bool Minders::cares_for_elder(const World& world, PersonIndex person, Month& next_change) const {
  const Population& population = world.population;
  bool cares = false;
  if (const PersonIndex spouse = minds_together_with(population, person); spouse != nobody) {
    note_death(population, spouse, next_change);
    cares |= is_limited(world, spouse, next_change);
  }
  if (!population.lives_here(person)) return cares;
  for (const PersonIndex parent : {population.mother[person], population.father[person]})
    if (population.lives_here(parent) && live_in_one_banner(population, person, parent)) {
      note(next_change, population.birth_month[parent] + elder_from_months, world.now);
      cares |= is_elder(population, parent, world.now) && needs_care(world, parent, next_change) &&
               is_the_one_who_cares(world, person, parent);
    }
  return cares;
}

/// One with a limitation whose spouse cannot help.
bool Minders::needs_care(const World& world, PersonIndex elder, Month& next_change) const {
  if (!is_limited(world, elder, next_change)) return false;
  const PersonIndex spouse = minds_together_with(world.population, elder);
  return spouse == nobody || is_limited(world, spouse, next_change);
}

/// One of the children who live in the elder's banner, the same as long as those are the same.
bool Minders::is_the_one_who_cares(const World& world, PersonIndex person, PersonIndex elder) const {
  const Population& population = world.population;
  const auto rank = [&](PersonIndex child) { return derived_key(population.key[elder], population.key[child]); };
  const Key own = rank(person);
  return !population.any_child(elder, [&](PersonIndex child) {
    return child != person && population.lives_here(child) && live_in_one_banner(population, child, elder) &&
           rank(child) < own;
  });
}

Minders::Way Minders::way_to(const World& world, const Minder& minder, PersonIndex child, const Draws& draws) const {
  if (!minder.is_here) return way_from_afar(minder, draws);
  if (minder.person == nobody) return {.minutes = minutes_same_banner_};
  if (live_together(world.population, child, minder.person)) return {};
  const double minutes = minutes_to(world, minder.person, child);
  return minutes > longest_daily_way_ ? way_from_afar(minder, draws) : Way{.minutes = minutes};
}

/// Who would come, or take the child, does so when work is over.
Minders::Way Minders::way_from_afar(const Minder& minder, const Draws& draws) const {
  const double word = word_of(draws, PairWord::moves_in);
  if (minder.is_employed || word >= comes_or_takes_) return {.leads_there = false};
  return {.arrangement = word < moves_in_ ? CareArrangement::grandparent_comes : CareArrangement::child_goes};
}

double Minders::minutes_to(const World& world, PersonIndex minder, PersonIndex child) const {
  const auto& area = world.population.area;
  return minutes_same_banner_ + 60.0 * world.place.road_km[area[minder].banner()][area[child].banner()] / road_speed_;
}

}  // namespace kinfold
