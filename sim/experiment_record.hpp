// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/declaration.hpp"
#include "experiment.hpp"
#include "measures/payments.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"
#include "record/counts.hpp"
#include "record/lives.hpp"
#include "scenario.hpp"

namespace kinfold {

/// What is kept of one run.
struct RunRecord {
  Counts counts;
  Ledger ledger;
  std::vector<MeasureFacts> measures;  ///< in the order of the scenario, as the ledger numbers them
  std::uint64_t fingerprint = 0;
  std::optional<EventLog> events;     ///< if asked for
  std::optional<LifeHashes> lives;    ///< if asked for
  std::optional<Population> persons;  ///< everybody at the end, if asked for
};

/// A table of the place as it was read.
struct PlaceTable {
  std::string name;  ///< `mortality.csv`
  std::string text;
};

/// The tables of a place, in the order of their names.
std::vector<PlaceTable> tables_in(const std::filesystem::path& place_folder);

/// What is kept of an experiment: all that its results file is made of.
struct ExperimentRecord {
  std::vector<Scenario> scenarios;
  ExperimentOptions options;
  Place place;
  std::vector<PlaceTable> tables;
  std::vector<std::vector<Declared>> declared;  ///< by scenario
  std::vector<Key> people_at_start;             ///< in rising order; empty unless lives are compared
  std::vector<std::optional<RunRecord>> runs;   ///< scenario by scenario, replicate by replicate

  std::size_t replicate_count() const { return static_cast<std::size_t>(options.replicates); }
  std::size_t run_count() const { return scenarios.size() * replicate_count(); }
  const RunRecord& run(std::size_t scenario, std::size_t replicate) const {
    return *runs[scenario * replicate_count() + replicate];
  }

  /// Over all scenarios and replicates, in their order.
  std::uint64_t fingerprint() const;
};

/// A fingerprint as it is shown: 16 hexadecimal digits.
std::string text_of_fingerprint(std::uint64_t fingerprint);

}  // namespace kinfold
