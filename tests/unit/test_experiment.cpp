// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "experiment.hpp"
#include "experiment_jobs.hpp"
#include "population/journal.hpp"
#include "population/person.hpp"
#include "record/atomic_file.hpp"
#include "record/verified_file.hpp"
#include "scenario.hpp"
#include "verify.hpp"

// Runs are made from one seed, so nothing here is left to chance: a test that fails is never a false alarm.

namespace kinfold {
namespace {

namespace fs = std::filesystem;

const fs::path shipped = fs::path(__FILE__).parent_path() / ".." / ".." / "scenarios";
constexpr double small_scale = 0.0025;  // about 5,400 residents; month zero needs 5,000

bool always(const ExperimentProgress&) { return true; }

std::vector<Scenario> scenarios(const std::vector<std::string>& names) {
  std::vector<Scenario> list;
  for (const std::string& name : names) list.push_back(load_scenario(name, shipped));
  return list;
}

ExperimentOptions small_options() {
  ExperimentOptions options;
  options.scale = small_scale;
  options.months = 14;
  options.replicates = 2;
  options.threads = 2;
  return options;
}

std::string message(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no exception";
}

/// A folder of its own that goes when the test ends.
class ExperimentTest : public testing::Test {
 protected:
  ExperimentTest() { fs::create_directories(folder_); }
  ~ExperimentTest() override { fs::remove_all(folder_); }

  fs::path folder_ = fs::temp_directory_path() / ("kinfold-experiment-" + std::to_string(::getpid()));
  fs::path file_ = folder_ / "results.h5";
};

/// A results file of two scenarios with everything in it, made once.
class ResultsOfRuns : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("kinfold-results-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    ExperimentOptions options = small_options();
    options.keep_events = options.keep_persons = options.count_identical_lives = true;
    options.months = 40;  // the plan of November 2023 begins in month 37
    Experiment experiment{scenarios({"ordos-baseline", "ordos-history"}), options};
    experiment.run(always);
    experiment.write(folder_ / "results.h5");
    summary_ = experiment.summary();
  }
  static void TearDownTestSuite() { fs::remove_all(folder_); }

  VerifiedFile results_ = read_verified((folder_ / "results.h5").string());
  static inline fs::path folder_;
  static inline ExperimentSummary summary_;
};

std::int64_t sum(const std::vector<std::int64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

TEST_F(ResultsOfRuns, HoldWhatTheContractNames) {
  const std::vector<std::string> there = results_.variables();
  for (const char* name : {"population",
                           "births",
                           "deaths",
                           "exposure",
                           "unions_formed",
                           "unions_dissolved",
                           "tfr",
                           "asfr",
                           "tempo_adjusted_tfr",
                           "mean_age_at_birth",
                           "ppr",
                           "ccf",
                           "cbr",
                           "sex_ratio_at_birth",
                           "spend",
                           "recipients",
                           "tfr_by_run_year",
                           "scenario_resolved",
                           "table_text",
                           "identical_lives",
                           "event_kind",
                           "person_key"})
    EXPECT_NE(std::find(there.begin(), there.end(), name), there.end()) << name;
  EXPECT_EQ(results_.dimensions("births"),
            (std::vector<std::string>{"scenario", "replicate", "time", "place", "birth_order", "mother_age"}));
  EXPECT_EQ(results_.dimensions("spend"),
            (std::vector<std::string>{"scenario", "replicate", "time", "place", "birth_order", "measure", "payer"}));
  EXPECT_EQ(results_.int64_attribute("months"), 40);
  EXPECT_EQ(results_.text_attribute("fingerprint"), summary_.fingerprint);
}

/// Sums over places, for each scenario, replicate, month and sex.
std::vector<std::int64_t> over_places(const std::vector<std::int64_t>& values, std::size_t place_count) {
  std::vector<std::int64_t> sums(values.size() / place_count);
  for (std::size_t cell = 0; cell < values.size(); ++cell)
    sums[cell / (place_count * sex_count) * sex_count + cell % sex_count] += values[cell];
  return sums;
}

TEST_F(ResultsOfRuns, PopulationIsWhatWasThereAndWhatHappened) {
  const std::size_t places = results_.read_texts("place").size(), months = results_.read_int64("time").size();
  const auto population = over_places(results_.read_int64("population"), places);
  std::vector<std::int64_t> change(population.size());
  for (const auto& [name, sign] : {std::pair{"births_by_sex", 1}, std::pair{"arrivals", 1}, std::pair{"deaths", -1},
                                   std::pair{"departures", -1}}) {
    const auto events = over_places(results_.read_int64(name), places);
    for (std::size_t cell = 0; cell < events.size(); ++cell) change[cell] += sign * events[cell];
  }
  for (std::size_t cell = 0; cell < population.size(); ++cell) {
    if (cell / sex_count % months == 0) continue;  // what was there before the first month is not in the file
    EXPECT_EQ(population[cell], population[cell - sex_count] + change[cell]) << cell;
  }
}

/// Every payment of a measure in a month goes to children, and what a scenario does not have is not paid.
TEST_F(ResultsOfRuns, MoneyStandsAtItsMeasure) {
  const auto spend = results_.read_int64("spend"), recipients = results_.read_int64("recipients");
  const auto kinds = results_.read_texts("measure_kind");
  const std::size_t measures = results_.read_texts("measure").size(), payers = results_.read_texts("payer").size();
  std::int64_t paid_in_all = 0;
  for (std::size_t cell = 0; cell < recipients.size(); ++cell) {
    const auto first = spend.begin() + static_cast<std::ptrdiff_t>(cell * payers);
    const std::int64_t paid = std::accumulate(first, first + static_cast<std::ptrdiff_t>(payers), std::int64_t{0});
    EXPECT_EQ(paid > 0, recipients[cell] > 0) << cell;
    const std::size_t scenario = cell / (recipients.size() / 2);
    const bool has_measure = !kinds[scenario * measures + cell % measures].empty();
    EXPECT_TRUE(has_measure || paid == 0) << cell;
    paid_in_all += paid;
  }
  EXPECT_GT(paid_in_all, 0);
}

TEST_F(ResultsOfRuns, TablesOfTheSameThingAgree) {
  EXPECT_EQ(sum(results_.read_int64("births")), sum(results_.read_int64("births_by_sex")));
  EXPECT_EQ(sum(results_.read_int64("deaths")), sum(results_.read_int64("deaths_by_age")));
  EXPECT_EQ(sum(results_.read_int64("arrivals")), sum(results_.read_int64("arrivals_by_age")));
  EXPECT_EQ(sum(results_.read_int64("moves_in")), sum(results_.read_int64("moves_out")));
  const auto exposure = results_.read_double("exposure"), by_month = results_.read_double("exposure_by_month");
  EXPECT_NEAR(std::accumulate(exposure.begin(), exposure.end(), 0.0),
              std::accumulate(by_month.begin(), by_month.end(), 0.0), 1e-6);
}

TEST_F(ResultsOfRuns, EventLogHoldsEveryCountedBirth) {
  const auto kinds = results_.read_int64("event_kind"), event_scenarios = results_.read_int64("event_scenario");
  const auto births = results_.read_int64("births");
  const std::size_t per_run = births.size() / 4;  // two scenarios, two replicates
  for (std::int64_t scenario = 0; scenario < 2; ++scenario) {
    std::int64_t logged = 0;
    for (std::size_t event = 0; event < kinds.size(); ++event)
      logged += kinds[event] == static_cast<std::int64_t>(EventKind::birth) && event_scenarios[event] == scenario;
    const auto first = births.begin() + scenario * 2 * static_cast<std::ptrdiff_t>(per_run);
    EXPECT_EQ(logged, std::accumulate(first, first + static_cast<std::ptrdiff_t>(per_run), std::int64_t{0}));
    EXPECT_GT(logged, 0);
  }
}

TEST_F(ResultsOfRuns, LivesAreIdenticalToThemselves) {
  const auto shares = results_.read_double("identical_lives");
  ASSERT_EQ(shares.size(), 12u) << "two scenarios, two replicates, three whole years";
  for (std::size_t entry = 0; entry < 6; ++entry) EXPECT_EQ(shares[entry], 1.0);
  for (const double share : shares) EXPECT_TRUE(share > 0.5 && share <= 1.0) << share;
}

TEST_F(ResultsOfRuns, PersonsAreTheResidentsAtTheEnd) {
  const auto of_scenario = results_.read_int64("person_scenario");
  EXPECT_EQ(std::count(of_scenario.begin(), of_scenario.end(), 0), summary_.persons_at_end);
}

TEST_F(ResultsOfRuns, AreVerifiedFromTheFileAlone) {
  ExperimentOptions options;
  options.threads = 1;
  options.rows_per_shard = 1000;
  const Verification verification = verify_file(folder_ / "results.h5", options, always);
  EXPECT_TRUE(verification.agrees());
  EXPECT_EQ(verification.again.fingerprint, summary_.fingerprint);
  EXPECT_FALSE(verification.recorded_version.empty());
}

TEST_F(ExperimentTest, GivesTheSameResultsHoweverItIsRun) {
  ExperimentOptions options = small_options();
  const auto fingerprint = [&](int threads, std::size_t rows_per_shard, const fs::path& cache) {
    options.threads = threads;
    options.rows_per_shard = rows_per_shard;
    options.cache_folder = cache;
    Experiment experiment{scenarios({"ordos-baseline", "ordos-2023"}), options};
    experiment.run(always);
    return experiment.summary().fingerprint;
  };
  const std::string one = fingerprint(1, 16384, "");
  EXPECT_EQ(fingerprint(3, 16384, ""), one) << "runs side by side";
  EXPECT_EQ(fingerprint(7, 700, ""), one) << "runs one after the other, many shards";
  EXPECT_EQ(fingerprint(2, 16384, folder_), one) << "month zero built and kept";
  EXPECT_EQ(fingerprint(2, 16384, folder_), one) << "month zero loaded";
}

TEST_F(ExperimentTest, EachScenarioIsRunAsItself) {
  ExperimentOptions options = small_options();
  options.months = 72;
  options.replicates = 1;
  const auto fingerprints = [&](const std::vector<std::string>& names) {
    Experiment experiment{scenarios(names), options};
    experiment.run(always);
    experiment.write(file_);
    return read_verified(file_.string()).read_texts("run_fingerprint");
  };
  const auto both = fingerprints({"ordos-baseline", "ordos-2023"});
  EXPECT_NE(both[0], both[1]) << "the plan pays from month 37 on";
  EXPECT_EQ(fingerprints({"ordos-2023"}), (std::vector<std::string>{both[1]})) << "alone as beside another";
}

TEST_F(ExperimentTest, ReplicatesHaveOtherChances) {
  ExperimentOptions options = small_options();
  Experiment experiment{scenarios({"ordos-baseline"}), options};
  experiment.run(always);
  experiment.write(file_);
  const auto runs = read_verified(file_.string()).read_texts("run_fingerprint");
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_NE(runs[0], runs[1]);
}

TEST_F(ExperimentTest, SummaryAddsUp) {
  ExperimentOptions options = small_options();
  Experiment experiment{scenarios({"ordos-baseline"}), options};
  experiment.run(always);
  const ExperimentSummary summary = experiment.summary();
  EXPECT_NEAR(static_cast<double>(summary.persons_at_start), 2'153'638 * small_scale, 5.0);
  EXPECT_NEAR(summary.person_years, 2 * 14 / 12.0 * static_cast<double>(summary.persons_at_start),
              0.05 * summary.person_years);
  EXPECT_EQ(summary.fingerprint.size(), 16u);
  EXPECT_LE(summary.cpu_setup + summary.cpu_months + summary.cpu_write, summary.cpu_seconds + 1e-3);
  EXPECT_GT(summary.peak_rss_bytes, 1 << 20);
}

TEST_F(ExperimentTest, StopsWhenAskedAndWritesNothing) {
  ExperimentOptions options = small_options();
  options.months = 1200;
  Experiment experiment{scenarios({"ordos-baseline"}), options};
  std::int64_t seen = 0;
  EXPECT_THROW(experiment.run([&](const ExperimentProgress& progress) {
    seen = progress.months_done;
    return seen == 0;
  }),
               Interrupted);
  EXPECT_GT(seen, 0) << "progress is told";
  EXPECT_THROW(experiment.write(file_), ModelError);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ExperimentTest, DamagedCacheIsBuiltAgain) {
  ExperimentOptions options = small_options();
  options.months = 1;
  options.cache_folder = folder_;
  const auto run = [&] {
    Experiment experiment{scenarios({"ordos-baseline"}), options};
    experiment.run(always);
    EXPECT_TRUE(experiment.warnings().empty());
    return experiment.summary().fingerprint;
  };
  const std::string first = run();
  const fs::path cached = fs::directory_iterator(folder_)->path();
  std::fstream(cached, std::ios::in | std::ios::out | std::ios::binary).seekp(5000).put('!');
  EXPECT_EQ(run(), first);
}

TEST_F(ExperimentTest, CacheThatCannotBeWrittenIsOnlyAWarning) {
  std::ofstream(folder_ / "file") << "no folder";
  ExperimentOptions options = small_options();
  options.months = 1;
  options.cache_folder = folder_ / "file" / "cache";
  Experiment experiment{scenarios({"ordos-baseline"}), options};
  experiment.run(always);
  ASSERT_EQ(experiment.warnings().size(), 1u);
}

TEST_F(ExperimentTest, TellsAllProblemsAtOnce) {
  ExperimentOptions options = small_options();
  options.months = 0;
  options.scale = -1.0;
  std::vector<Scenario> twice = scenarios({"ordos-baseline", "ordos-baseline"});
  Setting section{SettingTable{}, {"mine.toml", 3, 1}};
  twice[0].parameters.entries.emplace_back("intensions", section);
  const std::string told = message([&] { Experiment{twice, options}; });
  for (const char* part : {"months = 0", "scale = -1", "two scenarios are called ordos-baseline", "intensions"})
    EXPECT_NE(told.find(part), std::string::npos) << part << " in " << told;
}

TEST_F(ExperimentTest, RefusesAFileThatIsNoResultsFile) {
  std::ofstream(file_) << "something else";
  EXPECT_THROW(verify_file(file_, {}, always), DataError);
  EXPECT_THROW(verify_file(folder_ / "missing.h5", {}, always), DataError);
}

// The crew that does jobs.

TEST(Jobs, AreDoneOnceEach) {
  std::vector<int> done(100);
  do_jobs(
      done.size(), 4, [&](std::size_t number, const std::atomic<bool>&) { ++done[number]; }, [] { return true; });
  EXPECT_EQ(std::count(done.begin(), done.end(), 1), 100);
}

TEST(Jobs, FirstExceptionStopsTheOthersAndIsThrown) {
  std::atomic<int> begun = 0;
  const Job job = [&](std::size_t number, const std::atomic<bool>& stop) {
    ++begun;
    if (number == 0) throw DataError(Problem{{}, "job 0", "", ""});
    while (!stop) std::this_thread::yield();
  };
  EXPECT_THROW(do_jobs(100, 2, job, [] { return true; }), DataError);
  EXPECT_LE(begun, 3) << "nothing is begun after the failure";
}

TEST(Jobs, StopWhenAskedOrWhenAskingFails) {
  const Job endless = [](std::size_t, const std::atomic<bool>& stop) {
    while (!stop) std::this_thread::yield();
  };
  EXPECT_THROW(do_jobs(3, 2, endless, [] { return false; }), Interrupted);
  EXPECT_THROW(do_jobs(3, 2, endless, []() -> bool { throw ModelError("asking failed"); }), ModelError);
}

}  // namespace
}  // namespace kinfold
