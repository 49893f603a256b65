// SPDX-License-Identifier: Apache-2.0
#include "simulation.hpp"

#include <algorithm>
#include <set>

#include "experiment.hpp"
#include "population/huge_pages.hpp"
#include "population/invariants.hpp"
#include "population/synthesis/month_zero.hpp"
#include "processes/births/pregnancy.hpp"

namespace kinfold {
namespace {

/// How often relatives whom nobody needs any more are looked for: it costs time and saves memory alone.
constexpr int months_between_reviews_of_kin = 60;

std::vector<WrittenMeasure> written_measures(const Scenario& scenario) {
  std::vector<WrittenMeasure> written;
  for (const MeasureText& text : scenario.measures)
    written.push_back({.kind = text.kind, .id = text.id, .settings = &text.settings, .where = text.where});
  return written;
}

/// Sections of parameters that no process reads.
void report_unknown_sections(const Scenario& scenario, const std::vector<Declared>& declared, Problems& problems) {
  std::vector<std::string> known;
  for (const Declared& one : declared)
    if (!one.section.starts_with("measure.") && std::find(known.begin(), known.end(), one.section) == known.end())
      known.push_back(one.section);
  for (const auto& [section, setting] : scenario.parameters.entries)
    if (std::find(known.begin(), known.end(), section) == known.end())
      problems.add({.where = setting.where,
                    .found = "the section parameters." + section + " is unknown",
                    .allowed = joined(known),
                    .advice = did_you_mean(section, known)});
}

}  // namespace

/// What a scenario says, read and checked: all problems at once.
Simulation::Parts Simulation::read_parts(const Scenario& scenario, const Place& place, double scale,
                                         std::vector<Declared>& declared, Problems& problems) {
  Parts parts;
  parts.package = read_package(written_measures(scenario), place, problems, declared);
  ProcessSetup setup{.parameters = scenario.parameters,
                     .where = {.file = scenario.name, .line = 0, .column = 0},
                     .place = place,
                     .scale = scale,
                     .money = nullptr,
                     .promises = nullptr,
                     .later_life = nullptr,
                     .problems = problems,
                     .declared = declared};
  parts.money = std::make_unique<HouseholdMoney>(setup.reader("money"), place);
  parts.promises = std::make_unique<Promises>(*parts.money);
  setup.money = parts.money.get();
  setup.promises = parts.promises.get();
  parts.later_life = std::make_unique<LaterLife>(setup.reader("later_life"));
  setup.later_life = parts.later_life.get();
  parts.processes = make_processes(setup);
  report_unknown_sections(scenario, declared, problems);
  return parts;
}

Simulation::Parts Simulation::sound_parts(const Scenario& scenario, const Place& place, double scale) {
  Problems problems;
  std::vector<Declared> declared;
  Parts parts = read_parts(scenario, place, scale, declared, problems);
  if (!problems.empty()) throw ScenarioError(problems);
  return parts;
}

Simulation::Simulation(const Scenario& scenario, const Place& place, Population month_zero,
                       const SimulationOptions& options, const Workers& workers)
    : parts_{sound_parts(scenario, place, options.scale)},
      world_{.population = std::move(month_zero),
             .place = place,
             .support = parts_.package.support,
             .workers = workers,
             .random = Random{options.seed},
             .scale = options.scale,
             .ask_everyone = options.ask_everyone,
             .now = place.census_month,
             .journals = {}},
      payments_{parts_.package, place.banners.size(), options.ask_everyone},
      groups_{*parts_.money, world_.population, place.census_month},
      counts_{world_.population, place.census_month} {
  Population::for_columns(world_.population, [](const auto& column) {
    wish_for_huge_pages(column.data(), column.capacity() * sizeof(column[0]));
  });
  for (std::size_t shard = 0; shard < world_.population.shard_count(); ++shard) welcome_everybody(shard);
  for (const auto& process : parts_.processes) process->begin(world_);
  payments_.begin(world_.population, world_.now);
}

/// At the beginning everybody has just come: processes plan for them; what is under way goes on.
void Simulation::welcome_everybody(std::size_t number) {
  Population& population = world_.population;
  Shard& shard = population.shard(number);
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

void Simulation::step_month() {
  open_month();
  for (const auto& process : parts_.processes) happen(*process);
  payments_.pay(world_.population, world_.journals, world_.now, world_.workers);
  counts_.count_month(world_.population, world_.journals, world_.now);
  counts_.count_births_by_group(world_.population, groups_, world_.now);
  counts_.count_payments_by_group(world_.population, groups_, payments_.paid());
  counts_.count_gifts(world_.gifts);
  ++world_.now;
}

/// Birthdays; and plans for the coming year of life of those who have one, and of those who came last month.
void Simulation::open_month() {
  Population& population = world_.population;
  population.open_month(world_.now);
  if (world_.now.index() % months_between_reviews_of_kin == 0) population.forget_distant_relatives();
  world_.journals.resize(population.shard_count());
  parts_.promises->begin_month(world_);
  for (const auto& process : parts_.processes) {
    process->prepare(world_);
    process->begin_month(world_);
  }
  world_.workers.for_each(population.shard_count(), [&](std::size_t number) {
    world_.journals[number].turn_page();
    population.celebrate_birthdays(population.shard(number), world_.now);
    if (!world_.ask_everyone) plan_years(number);
    population.shard(number).newcomers.clear();
  });
}

/// For who came last month the rest of the year of life, for whose birthday it is the whole of the next.
void Simulation::plan_years(std::size_t shard) {
  const std::vector<YearAhead> people = years_ahead(world_, shard);
  for (const auto& process : parts_.processes) process->plan_years(world_, people);
}

void Simulation::happen(Process& process) {
  process.prepare(world_);
  process.ask_shards(world_);
  process.between_shards(world_);
  write_banner_changes();
  world_.journals.resize(world_.population.shard_count());
  check_rules(process);
}

/// Who changed the banner, whatever the reason. Who left the place in the same step did not.
void Simulation::write_banner_changes() {
  for (const auto& [person, from_banner] : world_.population.take_banner_changes())
    if (world_.population.is_resident(person) && world_.population.area[person].banner() != from_banner)
      world_.write(EventKind::move, person, 0, static_cast<int>(from_banner));
}

void Simulation::check_rules([[maybe_unused]] const Process& process) const {
#ifdef KINFOLD_CHECKED
  const std::string broken = broken_rule(world_.population, world_.now);
  if (!broken.empty())
    throw ModelError("after " + std::string{process.name()} + " in " + world_.now.text() + ": " + broken);
#endif
}

std::uint64_t Simulation::fingerprint() const {
  std::uint64_t sum = 0;
  for (const Journal& journal : world_.journals) sum += journal.fingerprint();
  return sum;
}

std::size_t Simulation::bytes() const {
  std::size_t bytes = world_.population.bytes();
  for (const auto& process : parts_.processes) bytes += process->bytes();
  return bytes;
}

std::vector<Declared> declared_by_model(const Scenario* scenario, const Place& place, Problems& problems) {
  std::vector<Declared> declared;
  if (scenario == nullptr) {
    declare_all_kinds(declared);
    const Scenario nothing;
    Simulation::read_parts(nothing, place, 1.0, declared, problems);
  } else {
    Simulation::read_parts(*scenario, place, 1.0, declared, problems);
  }
  return declared;
}

}  // namespace kinfold
