// SPDX-License-Identifier: Apache-2.0
#include "processes/births/promises.hpp"

#include <algorithm>

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

/// From a decision to the birth that it is about: a few months until conception and nine of pregnancy.
constexpr int months_to_birth = 12;
constexpr int middle_of_month = 15;
/// Couples may wait for what begins within a year (behavioural model 2.3, anticipation).
constexpr int longest_wait = 12;

/// Whether a measure that is announced begins for births that come of waiting, and not for those without.
bool is_worth_waiting(const Support& support, Month now) {
  const Month birth = now + months_to_birth;
  return support.begins_between(birth, birth + longest_wait, now);
}

}  // namespace

void Promises::begin_month(const World& world) {
  const bool goes_on = of_month_ == world.now - 1;
  of_month_ = world.now;
  const bool may_change = world.support.promise_may_change(world.now + months_to_birth, world.now) ||
                          is_worth_waiting(world.support, world.now) || is_worth_waiting(world.support, world.now - 1);
  if (goes_on && !may_change) {
    before_ = present_;
    changed_ = false;
    if (world.now.month_of_year() == 1) work_out_strongest(world.now);  // incomes of a new year
    return;
  }
  for (std::size_t situation = 0; situation < situation_count; ++situation) {
    before_[situation] = goes_on ? present_[situation] : prospect(world, situation, world.now - 1);
    present_[situation] = prospect(world, situation, world.now);
  }
  changed_ = before_ != present_;
  work_out_strongest(world.now);
}

void Promises::work_out_strongest(Month now) {
  for (const Residence residence : {Residence::urban, Residence::rural})
    for (std::size_t situation = 0; situation < situation_count; ++situation)
      strongest_[static_cast<std::size_t>(residence)][situation] =
          strongest_of(present_[situation].now, residence, now);
}

double Promises::strongest_of(double promise, Residence residence, Month now) const {
  return exponential(-money_.utility(promise, money_.lowest_income(residence, now)));
}

double Promises::strongest(const World& world, PersonIndex woman) const {
  const std::size_t situation = situation_of(world.population, woman);
  const Residence residence = world.population.area[woman].residence();
  if (world.ask_everyone) return strongest_of(prospect(world, situation, world.now).now, residence, world.now);
  return strongest_[static_cast<std::size_t>(residence)][situation];
}

double Promises::to(const World& world, PersonIndex woman) const {
  const std::size_t situation = situation_of(world.population, woman);
  return (world.ask_everyone ? prospect(world, situation, world.now) : present_[situation]).now;
}

double Promises::gain_by_waiting(const World& world, PersonIndex woman) const {
  const std::size_t situation = situation_of(world.population, woman);
  return (world.ask_everyone ? prospect(world, situation, world.now) : present_[situation]).later;
}

bool Promises::have_changed_for(const World& world, PersonIndex woman) const {
  if (!changed_ && !world.ask_everyone) return false;
  const std::size_t situation = situation_of(world.population, woman);
  if (!world.ask_everyone) return before_[situation] != present_[situation];
  return prospect(world, situation, world.now - 1) != prospect(world, situation, world.now);
}

BirthFacts Promises::facts_of(std::size_t situation, Month birth) {
  const bool mother = (situation & 1) != 0;
  const bool father = (situation & 2) != 0;
  return {.birth_order = static_cast<int>(situation / 4) + 1,
          .birth_day = {birth.year(), birth.month_of_year(), middle_of_month},
          .mother_registered = mother,
          .father_registered = father,
          .child_registered = mother || father};
}

std::size_t Promises::situation_of(const Population& population, PersonIndex woman) {
  const std::size_t order = std::min<std::size_t>(population.parity[woman], order_count - 1);
  const bool mother = registered_in_city(population.registration[woman]);
  const bool father = population.has_spouse(woman) && population.spouse_facts[woman].registered_in_city;
  return 4 * order + (father ? 2 : 0) + (mother ? 1 : 0);
}

Promises::Prospect Promises::prospect(const World& world, std::size_t situation, Month now) const {
  const Month birth = now + months_to_birth;
  const double promise = value(world, situation, birth, now);
  if (!is_worth_waiting(world.support, now)) return {.now = promise, .later = 0.0};
  return {.now = promise, .later = std::max(0.0, value(world, situation, birth + longest_wait, now) - promise)};
}

double Promises::value(const World& world, std::size_t situation, Month birth, Month known) const {
  return world.support.promise(facts_of(situation, birth), known, money_.weights());
}

}  // namespace kinfold
