// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "experiment_record.hpp"
#include "record/results_file.hpp"

namespace kinfold {

/// The axes of a results file that money shares with counts.
struct MoneyAxes {
  Dimension scenario;
  Dimension replicate;
  Dimension time;
  Dimension place;
  Dimension birth_order;
};

/// Adds what the measures of all scenarios are, what was paid for them, by whom, and for how many children. A file
/// without any measure gets none of it.
void add_money(const ExperimentRecord& record, const MoneyAxes& axes, ResultsFile& file);

}  // namespace kinfold
