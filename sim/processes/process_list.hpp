// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/declaration.hpp"
#include "population/households/household_money.hpp"
#include "processes/births/promises.hpp"
#include "processes/old_age/later_life.hpp"
#include "processes/process.hpp"

namespace kinfold {

/// What a process is made from: the scenario's parameters and the tables of the place.
struct ProcessSetup {
  const SettingTable& parameters;  ///< of the scenario, by section
  Where where;                     ///< of the scenario
  const Place& place;
  double scale;
  const HouseholdMoney* money = nullptr;
  const Promises* promises = nullptr;
  const LaterLife* later_life = nullptr;
  Problems& problems;
  std::vector<Declared>& declared;

  /// The reader of one section of parameters.
  Reader reader(const std::string& section) const;
};

/// Every process, in the order of a month.
std::vector<std::unique_ptr<Process>> make_processes(const ProcessSetup& setup);

}  // namespace kinfold
