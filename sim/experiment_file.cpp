// SPDX-License-Identifier: Apache-2.0
#include "experiment_file.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "experiment_individuals.hpp"
#include "experiment_money.hpp"
#include "record/checksum.hpp"
#include "record/indicators.hpp"
#include "record/provenance.hpp"
#include "record/results_file.hpp"
#include "record/tallies.hpp"

namespace kinfold {
namespace {

using Dimensions = std::vector<Dimension>;

/// How titles of several scenarios are joined to the title of their file.
std::string joined_titles(const std::vector<Scenario>& scenarios, std::string Bilingual::*language) {
  std::string title;
  for (const Scenario& scenario : scenarios) title += (title.empty() ? "" : "; ") + scenario.title.*language;
  return title;
}

/// A parameter's value as a number where it is one.
Json json_of(const Declared& declared) {
  const char* end = declared.value.data() + declared.value.size();
  std::int64_t whole = 0;
  if (std::from_chars(declared.value.data(), end, whole).ptr == end && !declared.value.empty()) return whole;
  double number = 0.0;
  if (std::from_chars(declared.value.data(), end, number).ptr == end && !declared.value.empty()) return number;
  return declared.value;
}

/// Parameters of the processes, by scenario and section. Those of the measures stand in the resolved scenarios.
Json parameters_of(const ExperimentRecord& record) {
  Json by_scenario = Json::object();
  for (std::size_t scenario = 0; scenario < record.scenarios.size(); ++scenario) {
    Json parameters = Json::object();
    for (const Declared& declared : record.declared[scenario])
      if (!declared.section.starts_with("measure."))
        parameters.set(declared.section + "." + declared.name, json_of(declared));
    by_scenario.set(record.scenarios[scenario].name, std::move(parameters));
  }
  return by_scenario;
}

std::string provenance_of(const ExperimentRecord& record, const ExperimentSummary& summary) {
  Provenance provenance;
  provenance.parameters = parameters_of(record);
  provenance.seed = record.options.seed;
  provenance.replicates = record.options.replicates;
  for (const PlaceTable& table : record.tables)
    provenance.data.push_back({"places/" + record.scenarios.front().place + "/" + table.name, sha256(table.text)});
  provenance.resources.set("elapsed_time", summary.wall_seconds);
  provenance.resources.set("cpu_time", summary.cpu_seconds);
  provenance.resources.set("max_memory", summary.peak_rss_bytes);
  provenance.created = utc_now();
  return provenance_json(provenance);
}

/// Puts what was recorded into a results file, part by part.
class ResultsWriter {
 public:
  explicit ResultsWriter(const ExperimentRecord& record)
      : record_{record},
        file_{joined_titles(record.scenarios, &Bilingual::en), joined_titles(record.scenarios, &Bilingual::zh)},
        scenario_{scenario_axis()},
        replicate_{replicate_axis()},
        time_{time_axis()},
        year_{year_axis()},
        run_year_{run_year_axis()},
        axes_{class_axes()} {}

  void add_all(const ExperimentSummary& summary);
  void write(const std::filesystem::path& path) { file_.write(path); }

 private:
  const Counts& first_counts() const { return record_.run(0, 0).counts; }
  Dimension scenario_axis();
  Dimension replicate_axis();
  Dimension time_axis();
  Dimension year_axis();
  Dimension run_year_axis();
  std::vector<Dimension> class_axes();
  Dimension class_axis(Axis axis);

  const Dimension& axis(Axis which) const { return axes_[static_cast<std::size_t>(which)]; }
  Dimensions of_runs(const Dimension& moment, const std::vector<Axis>& axes) const;
  void add_facts();
  void add_roads();
  void add_tally(Tally tally);
  void add_indicators(const Dimension& moment, const std::string& suffix,
                      std::vector<VitalPeriod> (*years_of)(const Counts&));
  void add_fingerprints();
  void add_identical_lives();
  void add_sources();

  const ExperimentRecord& record_;
  ResultsFile file_;
  Dimension scenario_, replicate_, time_, year_, run_year_;
  std::vector<Dimension> axes_;  ///< by Axis
};

Dimension ResultsWriter::scenario_axis() {
  std::vector<std::string> names;
  for (const Scenario& scenario : record_.scenarios) names.push_back(scenario.name);
  return file_.dimension("scenario", names, {"1", "scenario", "情景", "Name of the scenario, the file's name."});
}

Dimension ResultsWriter::replicate_axis() {
  std::vector<std::int64_t> numbers(record_.replicate_count());
  std::iota(numbers.begin(), numbers.end(), 1);
  return file_.dimension("replicate", numbers,
                         {"1", "replicate", "重复编号",
                          "Runs of a scenario with other chances; the same replicate of all scenarios has the same "
                          "people and the same draws."});
}

Dimension ResultsWriter::time_axis() {
  std::vector<Month> months;
  for (int month = 0; month < first_counts().months(); ++month) months.push_back(first_counts().first_month() + month);
  return file_.dimension("time", months, {"", "month", "月份", "First day of the simulated month."});
}

Dimension ResultsWriter::year_axis() {
  std::vector<std::int64_t> years(static_cast<std::size_t>(first_counts().years()));
  std::iota(years.begin(), years.end(), first_counts().first_year());
  return file_.dimension(
      "year", years,
      {"1", "calendar year", "年份", "Calendar year; months_simulated tells how many of its months the run covers."});
}

Dimension ResultsWriter::run_year_axis() {
  std::vector<std::int64_t> years(static_cast<std::size_t>(first_counts().months() / 12));
  std::iota(years.begin(), years.end(), 1);
  return file_.dimension(
      "run_year", years,
      {"1", "year of the run", "模拟年序",
       "Twelve months each, from the first simulated month on; months that fill no year are left out."});
}

std::vector<Dimension> ResultsWriter::class_axes() {
  std::vector<Dimension> axes;
  for (std::size_t axis = 0; axis < axis_count; ++axis) axes.push_back(class_axis(static_cast<Axis>(axis)));
  return axes;
}

Dimension ResultsWriter::class_axis(Axis axis) {
  std::vector<std::string> labels = labels_of(axis);
  if (axis == Axis::place)
    for (const Banner& banner : record_.place.banners) labels.push_back(banner.slug);
  if (!labels.empty()) return file_.dimension(name_of(axis), labels, description_of(axis));
  std::vector<std::int64_t> values(size_of(axis, record_.place.banners.size()));
  std::iota(values.begin(), values.end(), first_value_of(axis));
  return file_.dimension(name_of(axis), values, description_of(axis));
}

/// Scenario, replicate, a moment, and the classes.
Dimensions ResultsWriter::of_runs(const Dimension& moment, const std::vector<Axis>& axes) const {
  Dimensions dimensions{scenario_, replicate_, moment};
  for (const Axis which : axes) dimensions.push_back(axis(which));
  return dimensions;
}

void ResultsWriter::add_all(const ExperimentSummary& summary) {
  add_facts();
  add_roads();
  add_indicators(year_, "", &by_calendar_year);
  if (run_year_.size() > 0) add_indicators(run_year_, "_by_run_year", &by_run_year);
  for (std::size_t tally = 0; tally < tally_count; ++tally) add_tally(static_cast<Tally>(tally));
  add_money(record_, {scenario_, replicate_, time_, axis(Axis::place), axis(Axis::birth_order)}, file_);
  add_identical_lives();
  add_fingerprints();
  add_sources();
  add_individuals(record_, file_);
  file_.provenance(provenance_of(record_, summary));
  file_.attribute("fingerprint", summary.fingerprint);
}

/// What the axes mean in words, and what a run is made of.
void ResultsWriter::add_facts() {
  std::vector<std::string> titles, titles_zh, places, places_zh;
  for (const Scenario& scenario : record_.scenarios) {
    titles.push_back(scenario.title.en);
    titles_zh.push_back(scenario.title.zh);
  }
  for (const Banner& banner : record_.place.banners) {
    places.push_back(banner.name.en);
    places_zh.push_back(banner.name.zh);
  }
  const Dimension& place = axis(Axis::place);
  file_.coordinate("scenario_en", {scenario_}, titles, {"1", "scenario, in English", "情景（英文）", "Title."});
  file_.coordinate("scenario_zh", {scenario_}, titles_zh, {"1", "scenario, in Chinese", "情景（中文）", "Title."});
  file_.coordinate("place_en", {place}, places, {"1", "place, in English", "旗区（英文）", "Name."});
  file_.coordinate("place_zh", {place}, places_zh, {"1", "place, in Chinese", "旗区（中文）", "Name."});

  std::vector<std::int64_t> months(year_.size());
  for (int month = 0; month < first_counts().months(); ++month)
    ++months[static_cast<std::size_t>((first_counts().first_month() + month).year() - first_counts().first_year())];
  file_.variable("months_simulated", {year_}, std::span<const std::int64_t>{months},
                 {"month", "months simulated", "模拟月数", "Months of the calendar year that the run covers."});

  file_.attribute("software_version", software_version());
  file_.attribute("place", record_.scenarios.front().place);
  file_.attribute("scale", record_.options.scale);
  file_.attribute("months", std::int64_t{record_.options.months});
  file_.attribute("replicates", std::int64_t{record_.options.replicates});
  file_.attribute("seed", std::int64_t{record_.options.seed});
  file_.attribute("weekly_hours_of_half_place", weekly_hours_of_half_place);
}

/// How far places are from each other, as the model saw it.
void ResultsWriter::add_roads() {
  std::vector<std::string> places;
  std::vector<double> km;
  for (const Banner& banner : record_.place.banners) places.push_back(banner.slug);
  for (const auto& roads : record_.place.road_km) km.insert(km.end(), roads.begin(), roads.end());
  const Dimension other = file_.dimension(
      "other_place", places, {"1", "other banner or district", "另一旗区", "The places again, in the same order."});
  file_.variable("road_km", {axis(Axis::place), other}, std::span<const double>{km},
                 {"km", "road between the seats", "政府驻地间公路距离",
                  "Great circle between the seats of the two governments times a detour, in whole kilometres."});
}

void ResultsWriter::add_tally(Tally tally) {
  const Dimensions dimensions = of_runs(is_yearly(tally) ? year_ : time_, axes_of(tally));
  std::vector<std::int64_t> values;
  for (const auto& run : record_.runs) {
    const auto& of_run = run->counts[tally].values();
    values.insert(values.end(), of_run.begin(), of_run.end());
  }
  if (!is_exposure(tally)) return file_.variable(name_of(tally), dimensions, std::span{values}, description_of(tally));
  std::vector<double> years;
  years.reserve(values.size());
  for (const std::int64_t half_months : values)
    years.push_back(static_cast<double>(half_months) / half_months_per_year);
  file_.variable(name_of(tally), dimensions, std::span<const double>{years}, description_of(tally));
}

void ResultsWriter::add_indicators(const Dimension& moment, const std::string& suffix,
                                   std::vector<VitalPeriod> (*years_of)(const Counts&)) {
  std::vector<std::vector<VitalPeriod>> runs;
  for (const auto& run : record_.runs) runs.push_back(years_of(run->counts));
  for (const Indicator& indicator : indicators()) {
    std::vector<double> values;
    for (const auto& years : runs) {
      const std::vector<double> of_run = indicator.compute(years);
      values.insert(values.end(), of_run.begin(), of_run.end());
    }
    file_.variable(std::string{indicator.name} + suffix, of_runs(moment, indicator.axes),
                   std::span<const double>{values}, indicator.description);
  }
}

void ResultsWriter::add_fingerprints() {
  std::vector<std::string> texts;
  for (const auto& run : record_.runs) texts.push_back(text_of_fingerprint(run->fingerprint));
  file_.variable("run_fingerprint", {scenario_, replicate_}, texts,
                 {"1", "fingerprint of the run", "运行指纹",
                  "Hash of every event that happened to anyone and of every payment above zero, in hexadecimal digits: "
                  "equal for equal lives."});
}

void ResultsWriter::add_identical_lives() {
  if (!record_.options.count_identical_lives || run_year_.size() == 0) return;
  std::vector<double> shares;
  for (std::size_t scenario = 0; scenario < record_.scenarios.size(); ++scenario)
    for (std::size_t replicate = 0; replicate < record_.replicate_count(); ++replicate) {
      const std::vector<double> of_run = shares_of_identical_lives(
          record_.people_at_start, *record_.run(0, replicate).lives, *record_.run(scenario, replicate).lives);
      shares.insert(shares.end(), of_run.begin(), of_run.end());
    }
  file_.variable("identical_lives", {scenario_, replicate_, run_year_}, std::span<const double>{shares},
                 {"1", "share of identical lives", "生命历程相同者比例",
                  "Of all people who lived in the place at the start or to whom something has happened by the end of "
                  "the run year, in this run or in the same replicate of the first scenario: the share to whom exactly "
                  "the same has happened in both."});
}

/// All that is needed to do the runs again.
void ResultsWriter::add_sources() {
  std::vector<std::string> scenarios, names, texts;
  for (const Scenario& scenario : record_.scenarios) scenarios.push_back(scenario.resolved_text);
  for (const PlaceTable& table : record_.tables) {
    names.push_back(table.name);
    texts.push_back(table.text);
  }
  file_.variable("scenario_resolved", {scenario_}, scenarios,
                 {"1", "resolved scenario", "完整情景文件",
                  "The whole scenario after extends was followed, in TOML: reads back as the same scenario."});
  const Dimension table =
      file_.dimension("table", names, {"1", "table", "数据表", "File name of a table of the place."});
  file_.variable("table_text", {table}, texts,
                 {"1", "tables of the place", "地区数据表内容", "The tables from which the runs were made, as CSV."});
}

}  // namespace

void write_results(const ExperimentRecord& record, const ExperimentSummary& summary,
                   const std::filesystem::path& path) {
  ResultsWriter writer{record};
  writer.add_all(summary);
  writer.write(path);
}

}  // namespace kinfold
