// SPDX-License-Identifier: Apache-2.0
#include "processes/old_age/later_life.hpp"

namespace kinfold {
namespace {

/// Words of `Decision::later_life`.
enum class LifeWord : std::size_t { work, limitation };

double life_word(const World& world, PersonIndex person, LifeWord which) {
  const Draws draws = world.draws(world.population.key_of(person), 0, Decision::later_life);
  return unit_interval(draws[static_cast<std::size_t>(which)]);
}

/// Of kin elsewhere it is known only how old they are: they are taken for workers in a town.
LaterWorker later_worker(const Population& population, PersonIndex person) {
  LaterWorker worker{.sex = population.sex_of(person), .birth_month = population.birth_month_of(person)};
  if (is_row(person)) {
    worker.education = population.education[person];
    worker.residence = population.area[person].residence();
  }
  return worker;
}

}  // namespace

LaterLife::LaterLife(Reader reader) : work_{reader}, disability_{reader} {
  grandparents_ = static_cast<GrandparentsThere>(reader.choice(
      {.name = "grandparents",
       .choices = {"as_they_are", "none", "one_more"},
       .standard = "as_they_are",
       .meaning = {"which grandparents there are for small children: an experiment", "能够帮助幼儿家庭的祖辈（实验）"},
       .source = "experiment"}));
  reader.finish();
}

Month LaterLife::stops_work(const World& world, PersonIndex person) const {
  return work_.stops_in(later_worker(world.population, person), life_word(world, person, LifeWord::work));
}

Month LaterLife::limited_from(const World& world, PersonIndex person) const {
  const Population& population = world.population;
  return population.birth_month_of(person) +
         disability_.onset_age_months(population.sex_of(person), life_word(world, person, LifeWord::limitation));
}

}  // namespace kinfold
