// SPDX-License-Identifier: Apache-2.0
#include "processes/process.hpp"

#include <algorithm>

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

std::vector<YearAhead> years_ahead(const World& world, std::size_t number) {
  const Population& population = world.population;
  const Shard& shard = population.shard(number);
  std::vector<YearAhead> people;
  people.reserve(shard.newcomers.size() + shard.birthdays[static_cast<std::size_t>(world.now.index() % 12)].size());
  const auto add = [&](PersonIndex person, Month month) {
    const YearOfLife year = YearOfLife::of(population.birth_month[person], month);
    people.push_back({person, population.sex[person], year,
                      world.draws(population.key[person], year.age, Decision::year_of_life)});
  };
  for (const PersonIndex person : shard.newcomers)
    if (population.is_present(person)) add(person, world.now);
  population.for_birthdays(shard, world.now, [&](PersonIndex person) { add(person, world.now + 1); });
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
  for (const PersonIndex person : calendars_[shard].at(world.now))
    if (world.population.is_present(person)) ask(world, person);
  calendars_[shard].tear_off(world.now);
  // Nothing is planned yet for those who came this month.
  for (const PersonIndex person : world.population.shard(shard).newcomers)
    if (world.population.is_present(person)) ask(world, person);
}

std::vector<PersonIndex> Process::take_proposals(const World& world) {
  std::vector<PersonIndex> all;
  for (auto& proposals : proposals_) {
    all.insert(all.end(), proposals.begin(), proposals.end());
    proposals.clear();
  }
  const auto& key = world.population.key;
  std::sort(all.begin(), all.end(), [&key](PersonIndex a, PersonIndex b) { return key[a] < key[b]; });
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::size_t Process::bytes() const {
  std::size_t bytes = 0;
  for (const Calendar& calendar : calendars_) bytes += calendar.bytes();
  for (const auto& proposals : proposals_) bytes += proposals.capacity() * sizeof(PersonIndex);
  return bytes;
}

}  // namespace kinfold
