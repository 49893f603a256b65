// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "experiment_record.hpp"
#include "record/results_file.hpp"

namespace kinfold {

/// Adds what was asked for about single people, from the first replicate of each scenario: the events, one after the
/// other along the axis `event`, everybody at the end, along the axis `person`, and the kin table, along the axis
/// `kin`.
void add_individuals(const ExperimentRecord& record, ResultsFile& file);

}  // namespace kinfold
