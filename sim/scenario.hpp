// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/declaration.hpp"
#include "core/settings.hpp"

namespace kinfold {

/// One `[[measure]]` as written. Its kind and settings are checked when the measure is constructed.
struct MeasureText {
  std::string kind;       ///< `child_allowance`
  std::string id;         ///< unique in a scenario; small letters, digits, `-` and `_`
  SettingTable settings;  ///< everything but kind and id, in the order written
  Where where;            ///< the `[[measure]]` itself
};

/// One checked description of a run, before anything is constructed from it. Not to be changed after loading.
///
/// Structure, paths, `extends` and ids are sound; which sections, keys and kinds of measure exist is known only to the
/// processes and measures, whose readers check the rest.
struct Scenario {
  std::string name;                    ///< the file's name without `.toml`
  Bilingual title;                     ///< the file's own; the name where it has none
  std::string place;                   ///< `ordos`
  std::filesystem::path place_folder;  ///< the tables of the place; exists
  SettingTable parameters;             ///< by section: `[parameters.intention]` is the table `intention`
  std::vector<MeasureText> measures;   ///< those of the base first, then the file's own, each in the order written
  /// Canonical TOML of the whole scenario without `extends`: reads back as the same scenario, and stays valid when a
  /// `[[measure]]` is appended.
  std::string resolved_text;
};

/// Loads a shipped scenario by name (`ordos-baseline`) or any scenario by path.
///
/// A file may hold `extends`, `title`, `place`, `[parameters.<section>]`, `[remove] measures = […]` and `[[measure]]`.
/// What `extends` names (a file beside this one, or a shipped scenario) is read first. Then each parameter written here
/// replaces that of the base; removed measures go; a `[[measure]]` with the id of one of the base replaces it whole,
/// in its position; others are appended. Files and places are found beside the scenario, below it or among the shipped
/// ones, nowhere else.
///
/// Throws ScenarioError with all problems: unknown keys, wrong structure, missing files, a loop of `extends`.
Scenario load_scenario(const std::string& name_or_path, const std::filesystem::path& shipped_folder);

/// The same, but adds to `problems` what leaves the rest readable, so that the caller can check parameters and
/// measures too and throw everything at once. Must not be run if there are problems.
Scenario load_scenario(const std::string& name_or_path, const std::filesystem::path& shipped_folder,
                       Problems& problems);

/// Reads a scenario from text that lies in no file. `file_name` names it in messages and gives the scenario's name;
/// `base_folder` is where its `extends` and `place` are looked for before the shipped ones.
Scenario parse_scenario(const std::string& text, const std::string& file_name, const std::filesystem::path& base_folder,
                        const std::filesystem::path& shipped_folder);

/// The same, collecting like `load_scenario`.
Scenario parse_scenario(const std::string& text, const std::string& file_name, const std::filesystem::path& base_folder,
                        const std::filesystem::path& shipped_folder, Problems& problems);

/// Names of the scenarios in a folder, sorted: `ordos-2023`, `ordos-baseline`, …
std::vector<std::string> scenario_names(const std::filesystem::path& folder);

/// Names of the places in a folder of scenarios, sorted: the folders below `places`.
std::vector<std::string> place_names(const std::filesystem::path& folder);

}  // namespace kinfold
