// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/month.hpp"
#include "population/population.hpp"

namespace kinfold {

/// The first rule of the model that the population breaks in the month, in words; empty if it keeps all of them.
/// Walks everybody: for tests and checked builds.
std::string broken_rule(const Population& population, Month now);

}  // namespace kinfold
