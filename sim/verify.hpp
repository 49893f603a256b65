// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "experiment.hpp"

namespace kinfold {

/// What doing a results file's runs again has shown.
struct Verification {
  std::string recorded_fingerprint;  ///< as the file has it
  std::string recorded_version;      ///< of the program that made the file
  ExperimentSummary again;           ///< of the runs done now

  bool agrees() const { return recorded_fingerprint == again.fingerprint; }
};

/// Does the runs of a results file again from the file alone: its scenarios, tables, scale, months, replicates and
/// seed. Of `options`, only `threads` and `rows_per_shard` count, which change no result; no cache is used.
///
/// DataError if the file is damaged, foreign, or does not hold what is needed; ScenarioError if this version of the
/// program does not understand its scenarios.
Verification verify_file(const std::filesystem::path& path, const ExperimentOptions& options,
                         const std::function<bool(const ExperimentProgress&)>& go_on);

}  // namespace kinfold
