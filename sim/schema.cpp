// SPDX-License-Identifier: Apache-2.0
#include "schema.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include "core/json.hpp"
#include "core/settings.hpp"

namespace kinfold {
namespace {

constexpr std::string_view measure_prefix = "measure.";

/// A section and its parameters, in the order of declaration.
using Section = std::pair<std::string, std::vector<Declared>>;

/// Declarations by section; two measures of one kind declare the same parameters, which count once.
std::vector<Section> sections_of(const std::vector<Declared>& declared) {
  std::vector<Section> sections;
  for (const Declared& parameter : declared) {
    auto section = std::find_if(sections.begin(), sections.end(),
                                [&](const Section& other) { return other.first == parameter.section; });
    if (section == sections.end()) section = sections.insert(sections.end(), {parameter.section, {}});
    const bool known = std::any_of(section->second.begin(), section->second.end(),
                                   [&](const Declared& other) { return other.name == parameter.name; });
    if (!known) section->second.push_back(parameter);
  }
  return sections;
}

bool is_measure(const Section& section) { return section.first.rfind(measure_prefix, 0) == 0; }

double number_in(const std::string& text) {
  double number = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::int64_t whole_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// A bound as JSON, without a fraction where it has none; JSON has no infinity, so that is no bound.
Json bound(double value) {
  if (std::isfinite(value) && value == std::floor(value) && std::fabs(value) < 1e15)
    return static_cast<std::int64_t>(value);
  return value;
}

void set_range(Json& schema, const Declared& parameter) {
  if (!parameter.range) return;
  if (std::isfinite(parameter.range->lowest)) schema.set("minimum", bound(parameter.range->lowest));
  if (std::isfinite(parameter.range->highest)) schema.set("maximum", bound(parameter.range->highest));
}

Json list_of(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const std::string& word : words) list.push(word);
  return list;
}

/// `[2, 3]` as a JSON list of whole numbers.
Json list_in(std::string_view text) {
  Json list = Json::array();
  for (std::size_t i = text.find_first_of("-0123456789"); i != std::string_view::npos;) {
    list.push(whole_in(text.substr(i)));
    i = text.find(',', i);
    if (i != std::string_view::npos) i = text.find_first_of("-0123456789", i);
  }
  return list;
}

/// `{ city = 1.0 }`, the form of default shares, as a JSON object.
Json whole_in(const Declared& shares) {
  Json object = Json::object();
  for (const std::string& name : shares.choices)
    if (shares.standard == "{ " + name + " = 1.0 }") object.set(name, 1);
  return object;
}

/// The default in the type of the parameter; null where there is none.
Json standard_of(const Declared& parameter) {
  if (parameter.required || parameter.type == "date") return {};
  if (parameter.type == "number") return bound(number_in(parameter.standard));
  if (parameter.type == "integer") return whole_in(parameter.standard);
  if (parameter.type == "flag") return parameter.standard == "true";
  if (parameter.type == "integers") return list_in(parameter.standard);
  if (parameter.type == "shares") return whole_in(parameter);
  return parameter.standard;
}

std::string description_of(const Declared& parameter) {
  std::string text = parameter.meaning.en;
  if (!parameter.unit.empty()) text += " (" + parameter.unit + ")";
  if (!parameter.meaning.zh.empty()) text += "\n" + parameter.meaning.zh;
  if (!parameter.source.empty()) text += "\nSource: " + parameter.source;
  return text;
}

Json typed(std::string_view type) {
  Json schema = Json::object();
  schema.set("type", type);
  return schema;
}

Json shares_schema(const Declared& parameter) {
  Json share = typed("number");
  share.set("minimum", 0).set("maximum", 1);
  Json names = Json::object();
  for (const std::string& name : parameter.choices) names.set(name, share);
  Json schema = typed("object");
  schema.set("properties", std::move(names)).set("additionalProperties", false);
  return schema;
}

Json integers_schema(const Declared& parameter) {
  Json element = typed("integer");
  set_range(element, parameter);
  Json schema = typed("array");
  schema.set("items", std::move(element)).set("minItems", 1).set("uniqueItems", true);
  return schema;
}

Json values_schema(const Declared& parameter) {
  if (parameter.type == "shares") return shares_schema(parameter);
  if (parameter.type == "integers") return integers_schema(parameter);
  if (parameter.type == "flag") return typed("boolean");
  if (parameter.type == "words") return typed("string");
  // Editors hand a TOML date to the schema as text in this format.
  if (parameter.type == "date") return typed("string").set("format", "date");
  if (parameter.type == "choice") return typed("string").set("enum", list_of(parameter.choices));
  Json schema = typed(parameter.type);
  set_range(schema, parameter);
  return schema;
}

Json parameter_schema(const Declared& parameter) {
  Json schema = values_schema(parameter);
  schema.set("description", description_of(parameter));
  if (!parameter.required && parameter.type != "date") schema.set("default", standard_of(parameter));
  return schema;
}

Json section_schema(const Section& section) {
  Json properties = Json::object();
  for (const Declared& parameter : section.second) properties.set(parameter.name, parameter_schema(parameter));
  return typed("object").set("properties", std::move(properties)).set("additionalProperties", false);
}

Json plain_name_schema(std::string_view description) {
  return typed("string").set("pattern", "^[a-z0-9_-]+$").set("description", description);
}

Json measure_schema(const Section& section) {
  Json properties = Json::object();
  properties.set("kind", Json::object().set("const", section.first.substr(measure_prefix.size())));
  properties.set("id", plain_name_schema("Name of the measure in messages and results\n措施的标识，用于提示和结果"));
  Json required = list_of({"kind", "id"});
  for (const Declared& parameter : section.second) {
    properties.set(parameter.name, parameter_schema(parameter));
    if (parameter.required) required.push(parameter.name);
  }
  return typed("object")
      .set("properties", std::move(properties))
      .set("required", std::move(required))
      .set("additionalProperties", false);
}

Json parameters_schema(const std::vector<Section>& sections) {
  Json properties = Json::object();
  for (const Section& section : sections)
    if (!is_measure(section)) properties.set(section.first, section_schema(section));
  return typed("object").set("properties", std::move(properties)).set("additionalProperties", false);
}

Json measures_schema(const std::vector<Section>& sections) {
  Json kinds = Json::array();
  for (const Section& section : sections)
    if (is_measure(section)) kinds.push(measure_schema(section));
  return typed("array").set("items", Json::object().set("oneOf", std::move(kinds)));
}

Json title_schema() {
  Json languages = Json::object();
  languages.set("en", typed("string")).set("zh", typed("string"));
  return typed("object").set("properties", std::move(languages)).set("additionalProperties", false);
}

Json remove_schema() {
  Json ids = typed("array").set(
      "items", plain_name_schema("Measure of the extended scenario to leave out\n要去掉的基础情景措施"));
  return typed("object")
      .set("properties", Json::object().set("measures", std::move(ids)))
      .set("additionalProperties", false);
}

/// Text for one cell of a Markdown table.
std::string cell(std::string text) {
  std::string safe;
  for (const char letter : text) safe += letter == '|' ? "\\|" : letter == '\n' ? " " : std::string(1, letter);
  return safe;
}

std::string range_cell(const Declared& parameter) {
  if (parameter.type == "choice" || parameter.type == "shares") return joined(parameter.choices);
  if (!parameter.range) return "";
  return text_of_number(parameter.range->lowest) + " – " + text_of_number(parameter.range->highest);
}

std::string row(const Declared& parameter) {
  const std::string standard = parameter.required ? "must be given" : parameter.standard;
  std::string line = "| `" + parameter.name + "` |";
  for (const std::string& text : {parameter.type, parameter.unit, standard, range_cell(parameter), parameter.meaning.en,
                                  parameter.meaning.zh, parameter.source})
    line += " " + cell(text) + " |";
  return line + "\n";
}

Json dictionary_entry(const Declared& parameter) {
  Json entry = Json::object();
  entry.set("section", parameter.section).set("name", parameter.name).set("type", parameter.type);
  entry.set("unit", parameter.unit).set("default", standard_of(parameter)).set("required", parameter.required);
  entry.set("lowest", parameter.range ? bound(parameter.range->lowest) : Json{});
  entry.set("highest", parameter.range ? bound(parameter.range->highest) : Json{});
  entry.set("choices", list_of(parameter.choices));
  entry.set("meaning_en", parameter.meaning.en).set("meaning_zh", parameter.meaning.zh);
  return entry.set("source", parameter.source);
}

}  // namespace

std::string scenario_schema(const std::vector<Declared>& declared) {
  const std::vector<Section> sections = sections_of(declared);
  Json properties = Json::object();
  properties.set("extends", typed("string").set("description",
                                                "Scenario of which this file lists only the differences\n"
                                                "基础情景：本文件只写与它的差别"));
  properties.set("title", title_schema());
  properties.set("place",
                 typed("string").set("description", "Folder of the tables of the place\n地区数据表所在的文件夹"));
  properties.set("parameters", parameters_schema(sections));
  properties.set("remove", remove_schema());
  properties.set("measure", measures_schema(sections));
  Json schema = Json::object();
  schema.set("$schema", "https://json-schema.org/draft/2020-12/schema").set("title", "Kinfold scenario");
  schema.set("type", "object").set("properties", std::move(properties)).set("additionalProperties", false);
  return schema.text(2) + "\n";
}

std::string parameter_dictionary(const std::vector<Declared>& declared) {
  std::string text;
  for (const auto& [name, parameters] : sections_of(declared)) {
    text += (text.empty() ? "## `" : "\n## `") + name + "`\n\n";
    text +=
        "| name | type | unit | default | range or choices | meaning | 含义 | source "
        "|\n|---|---|---|---|---|---|---|---|\n";
    for (const Declared& parameter : parameters) text += row(parameter);
  }
  return text;
}

std::string parameter_dictionary_json(const std::vector<Declared>& declared) {
  Json list = Json::array();
  for (const auto& section : sections_of(declared))
    for (const Declared& parameter : section.second) list.push(dictionary_entry(parameter));
  return list.text(2) + "\n";
}

}  // namespace kinfold
