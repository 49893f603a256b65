// SPDX-License-Identifier: Apache-2.0
#include "experiment.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <numeric>
#include <set>
#include <system_error>
#include <utility>

#include "experiment_file.hpp"
#include "experiment_jobs.hpp"
#include "experiment_record.hpp"
#include "population/synthesis/month_zero.hpp"
#include "record/atomic_file.hpp"
#include "record/population_file.hpp"
#include "simulation.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double largest_scale = 100.0;
constexpr int most_months = 1200;  // a century: the tables of mortality and money reach no further
constexpr int most_replicates = 100'000;
constexpr int most_threads = 4096;

rusage resources_used() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

/// CPU seconds of the whole process so far, user and system.
double cpu_seconds() {
  const rusage usage = resources_used();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::int64_t peak_rss_bytes() { return std::int64_t{resources_used().ru_maxrss} * 1024; }

template <class Number>
void check_between(const std::string& option, Number value, Number lowest, Number highest, Problems& problems) {
  if (value >= lowest && value <= highest) return;
  problems.add(
      {{},
       option + " = " + text_of_number(static_cast<double>(value)),
       "must be " + text_of_number(static_cast<double>(lowest)) + " to " + text_of_number(static_cast<double>(highest)),
       ""});
}

void check_options(const ExperimentOptions& options, Problems& problems) {
  check_between("scale", options.scale, 1e-6, largest_scale, problems);
  check_between("months", options.months, 1, most_months, problems);
  check_between("replicates", options.replicates, 1, most_replicates, problems);
  check_between("threads", options.threads, 0, most_threads, problems);
  check_between("rows per shard", options.rows_per_shard, std::size_t{1}, std::size_t{1} << 24, problems);
}

bool is_same_folder(const fs::path& one, const fs::path& other) {
  std::error_code failure;
  return one == other || fs::equivalent(one, other, failure);
}

void check_together(const std::vector<Scenario>& scenarios, Problems& problems) {
  std::set<std::string> names;
  for (const Scenario& scenario : scenarios) {
    if (!names.insert(scenario.name).second)
      problems.add({{}, "two scenarios are called " + scenario.name, "names must differ", "rename one of the files"});
    if (!is_same_folder(scenario.place_folder, scenarios.front().place_folder))
      problems.add({{scenario.name},
                    "place = \"" + scenario.place + "\"",
                    "must be " + scenarios.front().place + ", the place of " + scenarios.front().name,
                    "run scenarios of different places one after the other"});
  }
}

/// What is wrong with a base is wrong with every scenario that extends it, and is said once.
void add_new(const Problems& found, Problems& problems) {
  for (const Problem& problem : found.list()) {
    const auto same = [&](const Problem& other) { return other.text() == problem.text(); };
    if (std::none_of(problems.list().begin(), problems.list().end(), same)) problems.add(problem);
  }
}

}  // namespace

struct Experiment::State {
  ExperimentRecord record;
  int threads = 1;
  std::vector<std::string> warnings;

  std::mutex month_zero_lock;
  std::optional<Population> month_zero;
  std::size_t copies_to_give = 0;
  std::atomic<std::int64_t> months_done = 0;
  std::atomic<bool> months_have_begun = false;

  Clock::time_point start = Clock::now();
  double cpu_setup = 0.0;
  double cpu_months = 0.0;
  double cpu_write = 0.0;
  double wall_seconds = 0.0;

  bool is_done = false;

  bool ask(const std::function<bool(const ExperimentProgress&)>& go_on) const;
  void require_done() const;
  MonthZeroOptions month_zero_options() const;
  void load_month_zero();
  void keep_month_zero(const fs::path& path, const PopulationIdentity& identity);
  Population take_month_zero();
  RunRecord do_run(const Scenario& scenario, std::uint32_t replicate, int run_threads, const std::atomic<bool>& stop);
  void spend_cpu_on(double& account, const std::function<void()>& work);
  ExperimentSummary summary() const;
};

bool Experiment::State::ask(const std::function<bool(const ExperimentProgress&)>& go_on) const {
  return go_on({.stage = months_have_begun ? "months" : "month zero",
                .months_done = months_done,
                .months_in_all = static_cast<std::int64_t>(record.run_count()) * record.options.months});
}

void Experiment::State::require_done() const {
  if (!is_done) throw ModelError("an experiment has no results before it has been run to its end");
}

MonthZeroOptions Experiment::State::month_zero_options() const {
  const ExperimentOptions& options = record.options;
  return {.scale = options.scale, .seed = options.seed, .rows_per_shard = options.rows_per_shard};
}

void Experiment::State::load_month_zero() {
  const MonthZeroOptions options = month_zero_options();
  const PopulationIdentity identity = identity_of(record.place, options);
  const fs::path& folder = record.options.cache_folder;
  const fs::path path = folder / population_file_name(record.place, identity);
  try {
    if (!folder.empty()) month_zero = read_population(path, identity);
  } catch (const DataError&) {
    // No file yet, or one that is damaged or another's: it is made anew below.
  }
  if (!month_zero) {
    month_zero = build_month_zero(record.place, options);
    if (!folder.empty()) keep_month_zero(path, identity);
  }
  if (record.options.count_identical_lives) record.people_at_start = resident_keys(*month_zero);
  copies_to_give = record.run_count();
}

void Experiment::State::keep_month_zero(const fs::path& path, const PopulationIdentity& identity) {
  try {
    fs::create_directories(path.parent_path());
    write_population(path, *month_zero, identity);
  } catch (const std::runtime_error& error) {  // WriteError, or the folder cannot be made
    warnings.push_back(std::string{"month zero is not kept for the next run: "} + error.what());
  }
}

/// A copy for each run; the last one gets the original, so that a single run of a large place holds it once.
Population Experiment::State::take_month_zero() {
  std::scoped_lock lock{month_zero_lock};
  if (--copies_to_give > 0) return *month_zero;
  Population last = std::move(*month_zero);
  month_zero.reset();
  return last;
}

RunRecord Experiment::State::do_run(const Scenario& scenario, std::uint32_t replicate, int run_threads,
                                    const std::atomic<bool>& stop) {
  const ExperimentOptions& options = record.options;
  const Workers workers{run_threads};
  Simulation simulation{scenario, record.place, take_month_zero(),
                        SimulationOptions{{options.seed, replicate}, options.scale, options.ask_everyone}, workers};
  std::optional<EventLog> events;
  std::optional<LifeHashes> lives;
  if (options.keep_events && replicate == 1) events.emplace();
  if (options.count_identical_lives) lives.emplace();
  for (int done = 1; done <= options.months && !stop; ++done, ++months_done) {
    const Month month = simulation.now();
    simulation.step_month();
    if (events) events->add_month(simulation.world().journals, month);
    if (lives) lives->add_month(simulation.world().journals, month);
    if (lives && done % 12 == 0) lives->close_year();
  }
  RunRecord kept{simulation.counts(),
                 simulation.ledger(),
                 simulation.package().measures,
                 simulation.fingerprint(),
                 std::move(events),
                 std::move(lives),
                 std::nullopt};
  if (options.keep_persons && replicate == 1) kept.persons = simulation.population();
  return kept;
}

void Experiment::State::spend_cpu_on(double& account, const std::function<void()>& work) {
  const double before = cpu_seconds();
  work();
  account += cpu_seconds() - before;
  wall_seconds = std::chrono::duration<double>(Clock::now() - start).count();
}

ExperimentSummary Experiment::State::summary() const {
  const Counts& first = record.run(0, 0).counts;
  double person_months = 0.0;
  for (const auto& run : record.runs) person_months += run->counts.person_months();
  return {.fingerprint = text_of_fingerprint(record.fingerprint()),
          .person_years = person_months / 12.0,
          .cpu_seconds = cpu_seconds(),
          .cpu_setup = cpu_setup,
          .cpu_months = cpu_months,
          .cpu_write = cpu_write,
          .wall_seconds = wall_seconds,
          .peak_rss_bytes = peak_rss_bytes(),
          .persons_at_start = first.persons_at_start(),
          .persons_at_end = first.persons_at_end()};
}

Experiment::Experiment(std::vector<Scenario> scenarios, ExperimentOptions options) : state_{std::make_unique<State>()} {
  if (scenarios.empty()) throw ScenarioError(Problem{{}, "no scenario", "at least one is run", "name a scenario"});
  Problems problems;
  check_options(options, problems);
  check_together(scenarios, problems);
  ExperimentRecord& record = state_->record;
  record.options = std::move(options);
  record.scenarios = std::move(scenarios);
  state_->spend_cpu_on(state_->cpu_setup, [&] {
    record.place = read_place(record.scenarios.front().place_folder);
    record.tables = tables_in(record.scenarios.front().place_folder);
    for (const Scenario& scenario : record.scenarios) {
      Problems found;
      record.declared.push_back(declared_by_model(&scenario, record.place, found));
      add_new(found, problems);
    }
  });
  problems.throw_if_any<ScenarioError>();
  state_->threads = record.options.threads > 0 ? record.options.threads : Workers{0}.threads();
}

Experiment::~Experiment() = default;

void Experiment::run(const std::function<bool(const ExperimentProgress&)>& go_on) {
  State& state = *state_;
  ExperimentRecord& record = state.record;
  const auto ask = [&] { return state.ask(go_on); };
  state.is_done = false;
  state.months_done = 0;
  state.months_have_begun = false;
  state.spend_cpu_on(state.cpu_setup, [&] {
    do_jobs(
        1, 1, [&](std::size_t, const std::atomic<bool>&) { state.load_month_zero(); }, ask);
  });

  // Runs side by side need no barrier among their threads; a few large runs share all threads instead.
  const bool side_by_side = record.run_count() >= static_cast<std::size_t>(state.threads);
  record.runs.clear();
  record.runs.resize(record.run_count());
  state.months_have_begun = true;
  const Job run_one = [&](std::size_t number, const std::atomic<bool>& stop) {
    const Scenario& scenario = record.scenarios[number / record.replicate_count()];
    const auto replicate = static_cast<std::uint32_t>(number % record.replicate_count() + 1);
    record.runs[number] = state.do_run(scenario, replicate, side_by_side ? 1 : state.threads, stop);
  };
  state.spend_cpu_on(state.cpu_months,
                     [&] { do_jobs(record.run_count(), side_by_side ? state.threads : 1, run_one, ask); });
  state.is_done = true;
}

void Experiment::write(const fs::path& path) {
  state_->require_done();
  state_->spend_cpu_on(state_->cpu_write, [&] { write_results(state_->record, state_->summary(), path); });
}

ExperimentSummary Experiment::summary() const {
  state_->require_done();
  return state_->summary();
}

const std::vector<std::string>& Experiment::warnings() const { return state_->warnings; }

}  // namespace kinfold
