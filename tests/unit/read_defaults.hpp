// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/declaration.hpp"

namespace kinfold {

/// A section of a scenario in which only `written` stands, for units that read their parameters.
class WrittenSection {
 public:
  explicit WrittenSection(std::vector<std::pair<std::string, double>> written = {}) {
    for (auto& [name, value] : written) table_.entries.emplace_back(name, Setting{value, {}});
  }

  Reader reader() { return {"grandparents", &table_, {}, problems, declared}; }

  Problems problems;
  std::vector<Declared> declared;

 private:
  SettingTable table_;
};

}  // namespace kinfold
