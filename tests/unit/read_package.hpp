// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "measures/measure_list.hpp"
#include "population/place/place.hpp"
#include "scenario.hpp"

namespace kinfold {

/// A package as read from the text of `[[measure]]` tables, with what was wrong and what was declared.
struct PackageReading {
  Package package;
  Problems problems;
  std::vector<Declared> declared;
};

inline const std::filesystem::path& scenario_folder() {
  static const auto folder = std::filesystem::path(__FILE__).parent_path() / ".." / ".." / "scenarios";
  return folder;
}

inline const Place& ordos_tables() {
  static const Place place = read_place(scenario_folder() / "places" / "ordos");
  return place;
}

inline PackageReading reading_of(const Scenario& scenario) {
  PackageReading reading;
  std::vector<WrittenMeasure> written;
  for (const MeasureText& measure : scenario.measures)
    written.push_back({measure.kind, measure.id, &measure.settings, measure.where});
  reading.package = read_package(written, ordos_tables(), reading.problems, reading.declared);
  return reading;
}

/// `measures` begins on the second line of `test.toml`.
inline PackageReading reading_of(const std::string& measures) {
  return reading_of(
      parse_scenario("place = \"ordos\"\n" + measures, "test.toml", scenario_folder(), scenario_folder()));
}

/// The same, of measures in which nothing is wrong.
inline Package package_of(const std::string& measures) {
  PackageReading reading = reading_of(measures);
  reading.problems.throw_if_any<ScenarioError>();
  return std::move(reading.package);
}

/// One measure of a kind, `[[measure]]` and all; `settings` are further lines.
inline std::string measure_text(const std::string& kind, const std::string& id, const std::string& settings) {
  return "[[measure]]\nkind = \"" + kind + "\"\nid = \"" + id + "\"\n" + settings + "\n";
}

/// A child born on the 15th of a month: registered, like both parents, in the city.
inline BirthFacts local_child(int birth_order, Month birth, int day = 15) {
  return {.birth_order = birth_order,
          .birth_day = {birth.year(), birth.month_of_year(), day},
          .mother_registered = true,
          .father_registered = true,
          .child_registered = true};
}

/// What a child gets from birth until far beyond the last payment.
inline Fen lifetime_sum(const Support& support, const BirthFacts& facts) {
  Fen sum = 0;
  for (int age = 0; age <= 12 * 19; ++age) sum += support.amount_due(facts, facts.birth_day.in_month() + age, never);
  return sum;
}

}  // namespace kinfold
