// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "core/settings.hpp"

namespace kinfold {

/// A scenario file larger than this is something else (1 MB; the shipped ones have a few kB).
inline constexpr std::size_t largest_scenario_bytes = 1'000'000;

/// Lists, tables and dotted keys may lie this deep in each other.
inline constexpr int deepest_nesting = 8;

/// Reads TOML 1.0 into keys and values in the order written, each with its line and column (of the value).
///
/// Adds to `problems` what leaves the rest readable (a day that the calendar does not have, a time of day); such
/// a value becomes a date near it. Throws ScenarioError with all problems so far for an empty, binary or too large
/// file, bytes that are not UTF-8, too deep nesting, and text that is not TOML (every such line that can be told).
SettingTable parse_toml(const std::string& bytes, const std::string& file_name, Problems& problems);

/// The same, throwing for every problem.
SettingTable parse_toml(const std::string& bytes, const std::string& file_name);

}  // namespace kinfold
