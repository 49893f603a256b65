// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/declaration.hpp"
#include "measures/measure.hpp"
#include "population/place/place.hpp"
#include "population/support.hpp"

namespace kinfold {

/// One measure as a scenario writes it.
struct WrittenMeasure {
  std::string kind;
  std::string id;
  const SettingTable* settings = nullptr;  ///< everything but kind and id
  Where where;                             ///< of the measure itself
};

/// Several measures in force together. `CashTerm::measure` is a place in `measures`.
struct Package {
  Support support;
  std::vector<MeasureFacts> measures;
};

/// Makes a package of what a scenario writes. Adds to `problems` what is wrong with any measure, and what the measures
/// declare to `declared`; with problems the package must not be used.
Package read_package(std::span<const WrittenMeasure> written, const Place& place, Problems& problems,
                     std::vector<Declared>& declared);

/// What every kind of measure declares, for the schema and the parameter dictionary.
void declare_all_kinds(std::vector<Declared>& declared);

/// Names of all kinds of measure, in the order of the list.
const std::vector<std::string>& measure_kinds();

}  // namespace kinfold
