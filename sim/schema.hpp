// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/declaration.hpp"

namespace kinfold {

/// JSON Schema (draft 2020-12) of a scenario file, for editors: completes keys, shows meanings in English and Chinese,
/// marks wrong values. `declared` is what all processes and measures declared; sections named `measure.<kind>` become
/// kinds of `[[measure]]`, all others sections of `[parameters]`. A parameter that occurs twice counts once.
std::string scenario_schema(const std::vector<Declared>& declared);

/// The parameter dictionary as Markdown: one table a section, in the order of declaration.
std::string parameter_dictionary(const std::vector<Declared>& declared);

/// The parameter dictionary as a JSON list of objects with `section, name, type, unit, default, required, lowest,
/// highest, choices, meaning_en, meaning_zh, source`.
std::string parameter_dictionary_json(const std::vector<Declared>& declared);

}  // namespace kinfold
