// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/declaration.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"
#include "scenario.hpp"

namespace kinfold {

/// How scenarios are run: what a user chooses on the command line, beside the scenarios themselves.
struct ExperimentOptions {
  double scale = 0.1;  ///< persons ÷ residents of the place
  int months = 120;    ///< simulated months, from the census month on
  int replicates = 1;  ///< runs of each scenario with other chances; replicate r of all scenarios is paired
  std::uint32_t seed = 1;
  int threads = 0;  ///< 0 = every processor this process may use
  std::size_t rows_per_shard = Population::default_rows_per_shard;
  bool keep_events = false;            ///< the event log goes into the file
  bool keep_persons = false;           ///< everybody at the end of the run goes into the file
  bool count_identical_lives = false;  ///< share of people with the same events as in the first scenario, by year
  bool ask_everyone = false;           ///< the oracle: every person every month, no lists or yearly shortcuts (slow)
  std::filesystem::path cache_folder;  ///< where month zero is kept between runs; empty = nowhere
};

/// How far a run has come.
struct ExperimentProgress {
  std::string stage;  ///< `month zero`, `months` or `file`
  std::int64_t months_done = 0;
  std::int64_t months_in_all = 0;  ///< of all scenarios and replicates
};

/// What `--json` ends with.
struct ExperimentSummary {
  std::string fingerprint;    ///< 16 hexadecimal digits, over all scenarios and replicates
  double person_years = 0.0;  ///< of residents
  double cpu_seconds = 0.0;   ///< of the whole process, user and system
  double cpu_setup = 0.0;
  double cpu_months = 0.0;
  double cpu_write = 0.0;
  double wall_seconds = 0.0;
  std::int64_t peak_rss_bytes = 0;
  std::int64_t persons_at_start = 0;  ///< residents of one run
  std::int64_t persons_at_end = 0;    ///< residents of the first scenario's first replicate
};

/// The user asked to stop; nothing was written.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("stopped; nothing was written") {}
};

/// Several scenarios of one place, each run several times from the same month zero, counted into one results file.
class Experiment {
 public:
  /// Reads the place and checks every parameter and measure of every scenario. Throws ScenarioError (all problems at
  /// once) or DataError.
  Experiment(std::vector<Scenario> scenarios, ExperimentOptions options);
  ~Experiment();

  /// Runs everything. Calls `go_on` on the calling thread about every 50 ms; when it returns false, stops within a
  /// simulated month and throws Interrupted.
  void run(const std::function<bool(const ExperimentProgress&)>& go_on);

  /// Writes the results file atomically; call after `run` (ModelError otherwise). WriteError if the system refuses; the
  /// file of before is then untouched.
  void write(const std::filesystem::path& path);

  /// What happened; call after `run` (ModelError otherwise).
  ExperimentSummary summary() const;

  /// What went less well than it should but changes no result, such as a cache that could not be written.
  const std::vector<std::string>& warnings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Every parameter and key of every process and measure, with the values a scenario gives (or the defaults, for a
/// null pointer): the parameter dictionary, the schema, `describe`. Some defaults come from the tables of the place.
/// Collects problems instead of throwing them.
std::vector<Declared> declared_by_model(const Scenario* scenario, const Place& place, Problems& problems);

}  // namespace kinfold
