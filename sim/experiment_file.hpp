// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "experiment.hpp"
#include "experiment_record.hpp"

namespace kinfold {

/// Writes the results file of an experiment whose runs are done, atomically: docs/format.md says what is in it.
/// WriteError if the system refuses; the file of before is then untouched.
void write_results(const ExperimentRecord& record, const ExperimentSummary& summary, const std::filesystem::path& path);

}  // namespace kinfold
