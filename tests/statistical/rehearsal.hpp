// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "golden/small_run.hpp"
#include "processes/births/pregnancy.hpp"
#include "processes/process_list.hpp"

namespace kinfold {

// Defined by the processes, as process_list.cpp knows them.
std::unique_ptr<Process> make_mortality(const ProcessSetup& setup);
std::unique_ptr<Process> make_out_migration(const ProcessSetup& setup);
std::unique_ptr<Process> make_internal_migration(const ProcessSetup& setup);
std::unique_ptr<Process> make_in_migration(const ProcessSetup& setup);
std::unique_ptr<Process> make_schooling(const ProcessSetup& setup);
std::unique_ptr<Process> make_union_dissolution(const ProcessSetup& setup);
std::unique_ptr<Process> make_union_formation(const ProcessSetup& setup);
std::unique_ptr<Process> make_influence(const ProcessSetup& setup);
std::unique_ptr<Process> make_intention(const ProcessSetup& setup);
std::unique_ptr<Process> make_conception(const ProcessSetup& setup);
std::unique_ptr<Process> make_birth(const ProcessSetup& setup);
std::unique_ptr<Process> make_grandparent_care(const ProcessSetup& setup);
std::unique_ptr<Process> make_family_gifts(const ProcessSetup& setup);

/// People and processes of a test's own choice: months pass as in a simulation, without payments and counts.
class Rehearsal {
 public:
  /// `people` are as they stand before the month `first`.
  Rehearsal(Population people, Month first, const Scenario& scenario, Seed seed, double scale = 1.0,
            Support support = {})
      : scenario_{scenario},
        support_{std::move(support)},
        world_{.population = std::move(people),
               .place = place_of_small_runs(),
               .support = support_,
               .workers = workers_,
               .random = Random{seed},
               .scale = scale,
               .now = first,
               .journals = {}},
        setup_{.parameters = scenario_.parameters,
               .where = {},
               .place = world_.place,
               .scale = scale,
               .problems = problems_,
               .declared = declared_},
        money_{setup_.reader("money"), world_.place},
        promises_{money_},
        later_life_{setup_.reader("later_life")} {
    setup_.money = &money_;
    setup_.promises = &promises_;
    setup_.later_life = &later_life_;
  }

  using MakeProcess = std::unique_ptr<Process> (*)(const ProcessSetup&);
  void add(MakeProcess make) { processes.push_back(make(setup_)); }
  void add_all() { processes = make_processes(setup_); }

  /// Once, when all processes are there.
  void begin() {
    problems_.throw_if_any<ScenarioError>();
    world_.population.forget_newcomers();
    for (std::size_t shard = 0; shard < world_.population.shard_count(); ++shard)
      welcome(world_.population.shard(shard));
    for (const auto& process : processes) process->begin(world_);
  }

  void step_month() {
    open_month();
    for (const auto& process : processes) {
      process->prepare(world_);
      process->ask_shards(world_);
      process->between_shards(world_);
      world_.population.take_banner_changes();
      world_.journals.resize(world_.population.shard_count());
    }
    ++world_.now;
  }

  /// Calls `visit(event)` for everything that happened in the month just over.
  template <class Visit>
  void for_events(Visit visit) const {
    for (const Journal& journal : world_.journals)
      for (const Event& event : journal.events()) visit(event);
  }

  World& world() { return world_; }
  std::vector<std::unique_ptr<Process>> processes;

 private:
  void welcome(Shard& shard) {
    Population& population = world_.population;
    for (PersonIndex person = shard.first; person < shard.end; ++person) {
      if (!population.is_present(person)) continue;
      shard.newcomers.push_back(person);
      if (!population.is_woman(person)) continue;
      if (population.is_pregnant(person))
        shard.delivers.enter(end_of_pregnancy(population.conceived_month[person], population.pregnancy_fate[person]),
                             person);
      else if (population.susceptible_month[person] >= world_.now)
        population.may_conceive_from(person, population.susceptible_month[person]);
    }
  }

  void open_month() {
    Population& population = world_.population;
    population.open_month(world_.now);
    world_.journals.resize(population.shard_count());
    promises_.begin_month(world_);
    for (const auto& process : processes) {
      process->prepare(world_);
      process->begin_month(world_);
    }
    for (std::size_t number = 0; number < population.shard_count(); ++number) {
      world_.journals[number].turn_page();
      population.celebrate_birthdays(population.shard(number), world_.now);
      const std::vector<YearAhead> people = years_ahead(world_, number);
      for (const auto& process : processes) process->plan_years(world_, people);
      population.shard(number).newcomers.clear();
    }
  }

  Scenario scenario_;
  Support support_;
  Workers workers_{1};
  Problems problems_;
  std::vector<Declared> declared_;
  World world_;
  ProcessSetup setup_;
  HouseholdMoney money_;
  Promises promises_;
  LaterLife later_life_;
};

}  // namespace kinfold
