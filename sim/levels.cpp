// SPDX-License-Identifier: Apache-2.0
#include "levels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <map>
#include <thread>

#include "processes/births/risk_of_conception.hpp"
#include "processes/year_factors.hpp"
#include "simulation.hpp"

namespace kinfold {
namespace {

/// Unintended pregnancies a year per 1,000 married women of 15–49: national survey of 2017 (behavioural model 2.4).
constexpr double unintended_per_thousand = 42.4;
/// Fourth and later children: this much below the third (behavioural model 2.3); the place's table does not tell them
/// apart.
constexpr double later_below_third = -1.0;
/// Months of the level: the first year belongs to the pregnancies of month zero.
constexpr int first_level_month = 12;
constexpr int level_months = 48;
/// How far a parameter goes towards its target in one step: below one, because each moves the others' targets too.
constexpr double step_length = 0.7;
constexpr double longest_step = 0.5;
/// Change of a log target by a unit of its parameter: taken for 1 at first, then learnt, within these bounds and from
/// steps that are not too short.
constexpr double lowest_slope = 0.25;
constexpr double highest_slope = 1.5;
constexpr double shortest_lesson = 0.03;

/// What one run of some years brought, as far as levels are fitted to it. Sums over replicates.
struct Outcome {
  std::array<double, table_order_count> fertility{};  ///< children per woman, by order
  std::array<double, sex_count> first_marriages{};
  std::array<double, sex_count> expected_first_marriages{};
  double unintended = 0.0;
  double married_woman_years = 0.0;
  std::vector<double> births_by_year;  ///< from 2020 on
  std::vector<double> unions_by_year;

  void add(const Outcome& other);
  void divide(double by);
};

template <class Range>
void add_to(Range& sum, const Range& other) {
  for (std::size_t i = 0; i < std::size(sum); ++i) sum[i] += other[i];
}

void Outcome::add(const Outcome& other) {
  add_to(fertility, other.fertility);
  add_to(first_marriages, other.first_marriages);
  add_to(expected_first_marriages, other.expected_first_marriages);
  unintended += other.unintended;
  married_woman_years += other.married_woman_years;
  births_by_year.resize(other.births_by_year.size());
  unions_by_year.resize(other.unions_by_year.size());
  add_to(births_by_year, other.births_by_year);
  add_to(unions_by_year, other.unions_by_year);
}

void Outcome::divide(double by) {
  for (double& one : fertility) one /= by;
  for (double& one : births_by_year) one /= by;
  for (double& one : unions_by_year) one /= by;
}

/// Sets a parameter of a scenario, as if the user had written it.
void set_number(Scenario& scenario, const std::string& section, const std::string& name, double value) {
  Setting* found = scenario.parameters.find(section);
  if (found == nullptr) {
    scenario.parameters.entries.emplace_back(section, Setting{SettingTable{}, {}});
    found = &scenario.parameters.entries.back().second;
  }
  auto& table = std::get<SettingTable>(found->value);
  if (Setting* written = table.find(name))
    written->value = value;
  else
    table.entries.emplace_back(name, Setting{value, {}});
}

/// Watches one run month by month.
class Observer {
 public:
  Observer(const Place& place, bool of_level) : place_{place}, first_month_{of_level ? first_level_month : 0} {}

  void see(const Simulation& simulation, int month_number, Month month) {
    const auto year = static_cast<std::size_t>(month.year() - YearFactors::first_year);
    if (outcome_.births_by_year.size() <= year) {
      outcome_.births_by_year.resize(year + 1);
      outcome_.unions_by_year.resize(year + 1);
    }
    for (const Journal& journal : simulation.world().journals)
      for (const Event& event : journal.events()) see(event, year, month_number);
    if (month_number >= first_month_) see_exposure(simulation, month_number, month);
  }

  Outcome outcome() {
    for (std::size_t order = 0; order < table_order_count; ++order)
      for (std::size_t age = 0; age < fertile_age_count; ++age)
        if (woman_years_[age] > 0.0) outcome_.fertility[order] += births_[age][order] / woman_years_[age];
    return outcome_;
  }

 private:
  void see(const Event& event, std::size_t year, int month_number) {
    const bool counts = month_number >= first_month_;
    if (event.kind == EventKind::birth) {
      ++outcome_.births_by_year[year];
      const int age = std::clamp<int>(event.age - first_fertile_age, 0, fertile_age_count - 1);
      const int order = std::clamp<int>(event.detail - 1, 0, table_order_count - 1);
      if (counts) ++births_[static_cast<std::size_t>(age)][static_cast<std::size_t>(order)];
    } else if (event.kind == EventKind::union_formed) {
      ++outcome_.unions_by_year[year];
      if (!counts) return;
      if ((event.detail & first_for_him) && !(event.detail & he_is_from_outside)) ++outcome_.first_marriages[0];
      if ((event.detail & first_for_her) && !(event.detail & she_is_from_outside)) ++outcome_.first_marriages[1];
    } else if (event.kind == EventKind::conception && event.detail == 0 && counts) {
      ++outcome_.unintended;
    }
  }

  void see_exposure(const Simulation& simulation, int month_number, Month month) {
    const Population& population = simulation.population();
    const Census census = population.census();
    for (std::size_t age = 0; age < fertile_age_count; ++age)
      for (std::size_t banner = 0; banner < place_.banners.size(); ++banner)
        for (std::size_t parity = 0; parity < parity_count; ++parity)
          woman_years_[age] += static_cast<double>(census.women(banner, static_cast<int>(age) + first_fertile_age,
                                                                static_cast<int>(parity))) /
                               12.0;
    if (month_number % 12 == 5) see_singles_and_wives(population, month);
  }

  /// Once a year, in its middle.
  void see_singles_and_wives(const Population& population, Month month) {
    for (PersonIndex person = 0; person < population.row_count(); ++person) {
      if (!population.is_resident(person)) continue;
      const int age = population.age(person, month);
      const auto sex = static_cast<std::size_t>(population.sex[person]);
      if (population.marital[person] == Marital::never_married)
        outcome_.expected_first_marriages[sex] +=
            place_.first_marriage[sex][static_cast<std::size_t>(std::min(age, oldest_age))];
      if (population.is_woman(person) && population.has_spouse(person) && age >= youngest_at_risk &&
          age <= oldest_at_risk)
        ++outcome_.married_woman_years;
    }
  }

  const Place& place_;
  int first_month_;
  Outcome outcome_;
  std::array<std::array<double, table_order_count>, fertile_age_count> births_{};
  std::array<double, fertile_age_count> woman_years_{};
};

class LevelFit {
 public:
  LevelFit(const Scenario& history, const Place& place, const Population& month_zero, double scale,
           const LevelFitOptions& options, const std::function<void(const std::string&)>& tell)
      : scenario_{history}, place_{place}, month_zero_{month_zero}, scale_{scale}, options_{options}, tell_{tell} {}

  std::vector<FittedLevel> fit() {
    start();
    for (int round = 0; round < options_.rounds; ++round) adjust_levels(round);
    adjust_later_child();
    for (int round = 0; round < options_.rounds; ++round) adjust_years(round);
    return levels_;
  }

 private:
  static constexpr std::size_t level_count = 6;

  void start() {
    add_level("intention", "first_child", 0.55, "first births per woman");
    add_level("intention", "second_child", -0.85, "second births per woman");
    add_level("intention", "third_child", -2.2, "third and later births per woman");
    add_level("union_formation", "level_men", 1.6, "first marriages of men a year, whole place");
    add_level("union_formation", "level_women", 1.6, "first marriages of women a year, whole place");
    add_level("conception", "failure", 0.03, "unintended pregnancies per 1,000 married women of 15-49 a year");
    for (std::size_t order = 0; order < table_order_count; ++order)
      for (const auto& at_age : place_.fertility) levels_[order].wanted += at_age[order];
    levels_[5].wanted = unintended_per_thousand;
    hold_year_factors();
  }

  void add_level(const std::string& section, const std::string& name, double value, const std::string& target) {
    levels_.push_back({section, name, value, target, 0.0, 0.0});
  }

  /// All years like 2020. Later years follow by themselves, as they will in every run: the mean of the last three.
  void hold_year_factors() {
    const auto hold = [&](const std::string& year) {
      set_number(scenario_, "union_formation", "search_factor_" + year, 1.0);
      set_number(scenario_, "intention", "year_effect_" + year, 0.0);
    };
    for (int year = YearFactors::first_year; year <= YearFactors::last_year; ++year) hold(std::to_string(year));
  }

  void write_levels() {
    for (const FittedLevel& level : levels_) set_number(scenario_, level.section, level.name, level.value);
    if (levels_.size() == level_count)
      set_number(scenario_, "intention", "later_child", levels_[2].value + later_below_third);
  }

  Outcome run(int months, bool of_level) {
    write_levels();
    std::vector<Outcome> outcomes(static_cast<std::size_t>(options_.replicates));
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      threads.emplace_back([&, i] { outcomes[i] = run_once(static_cast<std::uint32_t>(i + 1), months, of_level); });
    for (std::thread& thread : threads) thread.join();
    Outcome sum = outcomes.front();
    for (std::size_t i = 1; i < outcomes.size(); ++i) sum.add(outcomes[i]);
    sum.divide(options_.replicates);
    return sum;
  }

  Outcome run_once(std::uint32_t replicate, int months, bool of_level) const {
    const Workers workers{1};
    Simulation simulation{scenario_,
                          place_,
                          Population{month_zero_},
                          {.seed = {options_.seed, replicate}, .scale = scale_, .ask_everyone = false},
                          workers};
    Observer observer{place_, of_level};
    for (int month = 0; month < months; ++month) {
      simulation.step_month();
      observer.see(simulation, month, simulation.now() - 1);
    }
    return observer.outcome();
  }

  /// Moves a parameter (or its logarithm) towards its target, by the slope that its last two runs showed.
  void step(FittedLevel& level, bool is_factor) {
    Track& track = tracks_[level.section + "." + level.name];
    const double at = is_factor ? std::log(level.value) : level.value;
    const double reached = std::log(std::max(level.reached, 1e-9));
    if (track.known && std::abs(at - track.at) > shortest_lesson)
      track.slope = std::clamp((reached - track.reached) / (at - track.at), lowest_slope, highest_slope);
    track.at = at;
    track.reached = reached;
    track.known = true;
    const double move =
        std::clamp(step_length * (std::log(level.wanted) - reached) / track.slope, -longest_step, longest_step);
    level.value = is_factor ? std::exp(at + move) : at + move;
  }

  void adjust_levels(int round) {
    const Outcome outcome = run(level_months, true);
    const double years = (level_months - first_level_month) / 12.0 * options_.replicates * scale_;
    for (std::size_t order = 0; order < table_order_count; ++order) levels_[order].reached = outcome.fertility[order];
    for (std::size_t sex = 0; sex < sex_count; ++sex) {
      levels_[3 + sex].wanted = outcome.expected_first_marriages[sex] / years;
      levels_[3 + sex].reached = outcome.first_marriages[sex] / years;
    }
    levels_[5].reached = 1000.0 * outcome.unintended / outcome.married_woman_years;
    tell_step("level", round);
    if (round + 1 == options_.rounds) return;  // what was reached belongs to the values that were run
    for (std::size_t i = 0; i < level_count; ++i) step(levels_[i], i >= table_order_count);
  }

  void adjust_later_child() {
    const FittedLevel third = levels_[2];
    levels_.push_back(
        {"intention", "later_child", third.value + later_below_third, "one logit below the third child", 0.0, 0.0});
    const Outcome outcome = run(24, true);
    // Unions of a year in which all factors are those of 2020: the level of 2020.
    base_unions_ = outcome.unions_by_year.at(1);
    base_births_ = births_of_census_year();
    for (int year = YearFactors::first_year + 1; year <= YearFactors::last_year; ++year) add_year(year);
  }

  /// The table's rates on the women of the census: what the place had in the year before month zero.
  double births_of_census_year() const {
    double births = 0.0;
    for (std::size_t age = 0; age < fertile_age_count; ++age)
      for (const double rate : place_.fertility[age])
        births += rate * static_cast<double>(place_.persons_at(Sex::female, static_cast<int>(age) + first_fertile_age));
    return births * scale_;
  }

  void add_year(int year) {
    const std::string text = std::to_string(year);
    double births = 1.0;
    double marriages = 1.0;
    for (const VitalYear& one : place_.vital_history) {
      if (one.year > YearFactors::first_year && one.year <= year) births *= one.births_relative;
      if (one.year == year) marriages = one.marriages_relative;
    }
    levels_.push_back({"union_formation", "search_factor_" + text, marriages, "unions of " + text + ", whole place",
                       base_unions_ * marriages / scale_, 0.0});
    levels_.push_back({"intention", "year_effect_" + text, 0.0, "births of " + text + ", whole place",
                       base_births_ * births / scale_, 0.0});
  }

  void adjust_years(int round) {
    const Month end = Month::of(YearFactors::last_year + 1, 1);
    const Outcome outcome = run(end - place_.census_month, false);
    for (std::size_t i = level_count + 1; i < levels_.size(); i += 2) {
      const std::size_t year = (i - level_count - 1) / 2 + 1;
      levels_[i].reached = outcome.unions_by_year[year] / scale_;
      levels_[i + 1].reached = outcome.births_by_year[year] / scale_;
    }
    tell_step("years", round);
    if (round + 1 == options_.rounds) return;
    for (std::size_t i = level_count + 1; i < levels_.size(); i += 2) {
      step(levels_[i], true);
      step(levels_[i + 1], false);
    }
  }

  void tell_step(const char* stage, int round) const {
    double worst = 0.0;
    for (const FittedLevel& level : levels_)
      if (level.reached > 0.0) worst = std::max(worst, std::abs(level.reached / level.wanted - 1.0));
    char text[96];
    std::snprintf(text, sizeof text, "%s, step %d of %d: largest gap %.1f %%", stage, round + 1, options_.rounds,
                  100.0 * worst);
    tell_(text);
  }

  /// Where a parameter stood before, and how its target answers.
  struct Track {
    double at = 0.0;
    double reached = 0.0;
    double slope = 1.0;
    bool known = false;
  };

  Scenario scenario_;
  const Place& place_;
  const Population& month_zero_;
  double scale_;
  LevelFitOptions options_;
  const std::function<void(const std::string&)>& tell_;
  std::vector<FittedLevel> levels_;
  std::map<std::string, Track> tracks_;
  double base_unions_ = 0.0;
  double base_births_ = 0.0;
};

}  // namespace

std::vector<FittedLevel> fit_levels(const Scenario& history, const Place& place, const Population& month_zero,
                                    double scale, const LevelFitOptions& options,
                                    const std::function<void(const std::string&)>& tell) {
  return LevelFit{history, place, month_zero, scale, options, tell}.fit();
}

std::string levels_toml(const std::vector<FittedLevel>& levels, const Place& place) {
  std::string text = "# Levels of " + place.name.en + ", fitted by `kinfold fit-level " + place.slug +
                     "` under its history scenario; do not edit by hand.\n# " + place.name.zh +
                     "的水平参数，由 kinfold fit-level 拟合得到，请勿手工修改。\n\ntitle = { en = \"Fitted levels of " +
                     place.name.en + "\", zh = \"" + place.name.zh + "：拟合的水平参数\" }\nplace = \"" + place.slug +
                     "\"\n";
  for (const char* section : {"intention", "union_formation", "conception"}) {
    text += "\n[parameters." + std::string{section} + "]\n";
    for (const FittedLevel& level : levels) {
      if (level.section != section) continue;
      char line[200];
      std::snprintf(line, sizeof line, "%-20s = %.4f  # %s", level.name.c_str(), level.value, level.target.c_str());
      text += line;
      std::snprintf(line, sizeof line, ": wanted %.5g, reached %.5g", level.wanted, level.reached);
      text += level.wanted > 0.0 ? line : "";
      text += "\n";
    }
  }
  return text;
}

}  // namespace kinfold
