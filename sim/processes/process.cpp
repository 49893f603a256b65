// SPDX-License-Identifier: Apache-2.0
#include "processes/process.hpp"

#include <algorithm>

#include "core/bulk_draws.hpp"
#include "population/households/households.hpp"
#include "population/kin/family_of_origin.hpp"

namespace kinfold {

Journal& World::journal_of(PersonIndex person) {
  const std::size_t shard = population.shard_of(person);
  // A shard that came into being since the month began: never in the shards' own work.
  if (shard >= journals.size()) journals.resize(shard + 1);
  return journals[shard];
}

void World::write(EventKind kind, PersonIndex person, Key other, int detail) {
  const Event event{.kind = kind,
                    .detail = static_cast<std::uint8_t>(detail),
                    .area = population.area[person],
                    .sex = population.sex[person],
                    .age = static_cast<std::int16_t>(population.age(person, now)),
                    .person = population.key[person],
                    .other = other};
  journal_of(person).write(event, now);
}

void World::send_away(PersonIndex person) {
  const Month death = lifespans.death_after(population.sex[person], population.birth_month[person], now,
                                            uniform(population.key[person], now.index(), Decision::life_elsewhere));
  leave_place(population, person, death, now);
}

void World::leave_family_behind(PersonIndex newcomer) {
  FamilyOfOrigin{place, lifespans, random, static_cast<std::uint32_t>(Decision::family_of_origin)}.enter(population,
                                                                                                         newcomer);
}

YearAhead year_ahead(const World& world, PersonIndex person, Month month) {
  const Population& population = world.population;
  const YearOfLife year = YearOfLife::of(population.birth_month[person], month);
  return {person, population.sex[person], population.presence[person], year,
          world.draws(population.key[person], year.age, Decision::year_of_life)};
}

std::vector<YearAhead> years_ahead(const World& world, std::size_t number) {
  const Population& population = world.population;
  const Shard& shard = population.shard(number);
  std::vector<YearAhead> people;
  people.reserve(shard.newcomers.size() + shard.birthdays[static_cast<std::size_t>(world.now.index() % 12)].size());
  const auto add = [&](PersonIndex person, Month month) {
    // Field by field where it will stay: put together elsewhere and moved in one piece, it costs three times as much.
    YearAhead& one = people.emplace_back();
    one.person = person;
    one.sex = population.sex[person];
    one.presence = population.presence[person];
    one.year = YearOfLife::of(population.birth_month[person], month);
  };
  for (const PersonIndex person : shard.newcomers)
    if (population.is_present(person)) add(person, world.now);
  population.for_birthdays(shard, world.now, [&](PersonIndex person) { add(person, world.now + 1); });
  std::vector<Draws> words;
  words.reserve(people.size());
  for (const YearAhead& one : people)
    words.push_back(
        address_of(population.key[one.person], one.year.age, static_cast<std::uint32_t>(Decision::year_of_life)));
  draw_in_place(world.random, words);
  for (std::size_t i = 0; i < people.size(); ++i) people[i].words = words[i];
  return people;
}

void Process::prepare(const World& world) {
  calendars_.resize(world.population.shard_count());
  proposals_.resize(world.population.shard_count());
}

void Process::ask_shards(World& world) {
  const Population& population = world.population;
  world.workers.for_each(population.shard_count(), [&](std::size_t shard) {
    if (!world.ask_everyone) return ask_due(world, shard);
    for (PersonIndex person = population.shard(shard).first; person < population.shard(shard).end; ++person)
      if (population.is_present(person)) ask(world, person);
  });
}

void Process::ask_due(World& world, std::size_t shard) {
  const std::vector<PersonIndex>& due = calendars_[shard].at(world.now);
  constexpr std::size_t ahead = 8;
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (i + ahead < due.size()) world.population.fetch_facts_ahead(due[i + ahead]);
    if (world.population.is_present(due[i])) ask(world, due[i]);
  }
  calendars_[shard].tear_off(world.now);
  // Nothing is planned yet for those who came this month.
  for (const PersonIndex person : world.population.shard(shard).newcomers)
    if (world.population.is_present(person)) ask(world, person);
}

std::vector<Process::Proposal> Process::take_proposals() {
  std::vector<Proposal> all;
  for (auto& proposals : proposals_) {
    all.insert(all.end(), proposals.begin(), proposals.end());
    proposals.clear();
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::size_t Process::bytes() const {
  std::size_t bytes = 0;
  for (const Calendar& calendar : calendars_) bytes += calendar.bytes();
  for (const auto& proposals : proposals_) bytes += proposals.capacity() * sizeof(Proposal);
  return bytes;
}

}  // namespace kinfold
