// SPDX-License-Identifier: Apache-2.0
#include "levels/levels.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "levels/level_outcome.hpp"

namespace kinfold {
namespace {

/// Unintended pregnancies a year per 1,000 married women of 15–49: national survey of 2017 (behavioural model 2.4).
constexpr double unintended_per_thousand = 42.4;
/// Fourth and later children: this much below the third (behavioural model 2.3); the place's table does not tell them
/// apart.
constexpr double later_below_third = -1.0;
/// Men per woman in the pool of people from outside, where the pool is fitted: assumption, that of the standard pools.
constexpr double outside_men_per_woman = 1.0 / 6.0;
/// The assumption of a place that asks for fitting the pool.
const std::string outside_share = "outside_union_share";
/// No parameter (or its logarithm) goes further in one step.
constexpr double longest_step = 0.5;
/// Responses are learnt from steps longer than this, all parameters together: the answer to shorter ones is chance.
constexpr double shortest_lesson = 0.1;

/// Reads a number of a scenario's parameters as the user wrote it.
double number_in(const Scenario& scenario, const std::string& section, const std::string& name, double otherwise) {
  const Setting* found = scenario.parameters.find(section);
  const Setting* written = found != nullptr ? std::get<SettingTable>(found->value).find(name) : nullptr;
  if (written == nullptr) return otherwise;
  const auto* whole = std::get_if<std::int64_t>(&written->value);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(written->value);
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

/// How the logarithm of a target answers to a unit of a parameter (or of its logarithm).
struct Response {
  std::string parameter;
  double size = 0.0;
};

/// A parameter, how its target is told from runs, and to what the target answers.
struct Aim {
  FittedLevel level;
  bool is_factor = false;  ///< moves by its logarithm
  std::function<double(const LevelOutcome&)> wanted;
  std::function<double(const LevelOutcome&)> reached;
  /// First guesses, from runs of Inner Mongolia in which one parameter was moved: they decide how soon a fit ends, not
  /// where.
  std::vector<Response> responses;

  void measure(const LevelOutcome& outcome) {
    level.wanted = wanted(outcome);
    level.reached = reached(outcome);
  }

  double log_gap() const { return std::log(level.wanted / std::max(level.reached, 1e-9)); }

  void move(double by) { level.value = is_factor ? level.value * std::exp(by) : level.value + by; }
};

/// Finds where all targets are met (Broyden 1965): each step solves the responses, which learn from the step before.
class RootFinder {
 public:
  explicit RootFinder(const std::vector<Aim>& aims) {
    const auto count = static_cast<Eigen::Index>(aims.size());
    responses_ = Eigen::MatrixXd::Zero(count, count);
    for (Eigen::Index target = 0; target < count; ++target)
      for (const Response& one : aims[static_cast<std::size_t>(target)].responses)
        for (Eigen::Index moved = 0; moved < count; ++moved)
          if (aims[static_cast<std::size_t>(moved)].level.name == one.parameter) responses_(target, moved) = one.size;
  }

  void step(std::vector<Aim>& aims) {
    Eigen::VectorXd gaps(responses_.rows());
    for (Eigen::Index i = 0; i < gaps.size(); ++i) gaps[i] = aims[static_cast<std::size_t>(i)].log_gap();
    if (step_.size() > 0 && step_.norm() > shortest_lesson) learn(gaps_ - gaps);
    gaps_ = gaps;
    step_ = responses_.partialPivLu().solve(gaps).cwiseMax(-longest_step).cwiseMin(longest_step);
    for (Eigen::Index i = 0; i < step_.size(); ++i) aims[static_cast<std::size_t>(i)].move(step_[i]);
  }

 private:
  void learn(const Eigen::VectorXd& answer) {
    responses_ += (answer - responses_ * step_) * step_.transpose() / step_.squaredNorm();
  }

  Eigen::MatrixXd responses_;  ///< [target][parameter]
  Eigen::VectorXd gaps_;
  Eigen::VectorXd step_;
};

class LevelFit {
 public:
  LevelFit(const Scenario& history, const Place& place, const Population& month_zero, double scale,
           const LevelFitOptions& options, const std::function<void(const std::string&)>& tell)
      : history_{history},
        scenario_{history},
        place_{place},
        month_zero_{month_zero},
        scale_{scale},
        options_{options},
        tell_{tell} {}

  std::vector<FittedLevel> fit() {
    hold_year_factors();
    aim_at_levels();
    const LevelOutcome held = fit_stage("level", months_of_level_run);
    aim_at_years(held);
    fit_stage("years", Month::of(YearFactors::last_year + 1, 1) - place_.census_month);
    return levels_;
  }

 private:
  /// All years like 2020. Later years follow by themselves, as they will in every run: the mean of the last three.
  void hold_year_factors() {
    for (int year = YearFactors::first_year; year <= YearFactors::last_year; ++year) {
      set_number(scenario_, "union_formation", "search_factor_" + std::to_string(year), 1.0);
      set_number(scenario_, "intention", "year_effect_" + std::to_string(year), 0.0);
    }
  }

  /// Begins where the history stands, so that a fit after a small change is short; `otherwise` begins anew.
  Aim& aim(const std::string& section, const std::string& name, double otherwise, const std::string& target) {
    Aim& aim = aims_.emplace_back();
    aim.level = {section, name, number_in(history_, section, name, otherwise), target, 0.0, 0.0};
    return aim;
  }

  void aim_at_levels() {
    const std::array orders{"first", "second", "third"};
    const std::array births{"first", "second", "third and later"};
    const std::array starts{0.55, -0.85, -2.2};
    const std::array own{0.20, 0.32, 0.13};
    for (std::size_t order = 0; order < table_order_count; ++order) {
      Aim& of_order = aim("intention", orders[order] + std::string{"_child"}, starts[order],
                          births[order] + std::string{" births per woman"});
      of_order.wanted = [this, order](const LevelOutcome&) { return fertility_of_table(order); };
      of_order.reached = [order](const LevelOutcome& outcome) { return outcome.fertility(order); };
      of_order.responses = {{of_order.level.name, own[order]}};
    }
    aims_.front().responses.insert(aims_.front().responses.end(), {{"level_men", 0.40}, {"level_women", 0.35}});
    aim_at_marriages(Sex::male, "level_men", "men", {{"level_men", 0.49}, {"level_women", 0.34}});
    aim_at_marriages(Sex::female, "level_women", "women", {{"level_men", 0.40}, {"level_women", 0.47}});
    if (place_.assumptions.contains(outside_share)) aim_at_outsiders();
    Aim& failure = aim("conception", "failure", 0.03, "unintended pregnancies per 1,000 married women of 15-49 a year");
    failure.is_factor = true;
    failure.wanted = [](const LevelOutcome&) { return unintended_per_thousand; };
    failure.reached = [](const LevelOutcome& outcome) {
      return 1000.0 * outcome.unintended_pregnancies / outcome.married_woman_years;
    };
    failure.responses = {{"failure", 1.0}};
  }

  void aim_at_marriages(Sex sex, const std::string& name, const std::string& who, std::vector<Response> responses) {
    const auto which = static_cast<std::size_t>(sex);
    Aim& marriages = aim("union_formation", name, 1.6, "first marriages of " + who + " a year, whole place");
    marriages.is_factor = true;
    marriages.wanted = [this, which](const LevelOutcome& outcome) {
      return whole_place(outcome.expected_first_marriages[which]) / level_years;
    };
    marriages.reached = [this, which](const LevelOutcome& outcome) {
      return whole_place(outcome.first_marriages[which]) / level_years;
    };
    marriages.responses = std::move(responses);
  }

  void aim_at_outsiders() {
    Aim& outsiders = aim("union_formation", "outside_women", 0.6, "share of unions with somebody from outside");
    outsiders.is_factor = true;
    outsiders.wanted = [this](const LevelOutcome&) { return place_.assumption(outside_share); };
    outsiders.reached = [](const LevelOutcome& outcome) { return outcome.unions_with_outsiders / outcome.unions; };
    outsiders.responses = {{"outside_women", 0.87}, {"level_women", -0.52}};
  }

  void aim_at_years(const LevelOutcome& held) {
    double births = births_of_census_year();
    for (const VitalYear& one : place_.vital_history) {
      if (one.year <= YearFactors::first_year || one.year > YearFactors::last_year) continue;
      births *= one.births_relative;
      aim_at_births(one.year, births);
      // Unions of 2021, in which all factors were still those of 2020: the level of 2020.
      aim_at_unions(one.year, whole_place(held.unions_by_year[1]) * one.marriages_relative);
    }
  }

  void aim_at_unions(int year, double wanted) {
    const auto name = [](int of_year) { return "search_factor_" + std::to_string(of_year); };
    Aim& unions = aim("union_formation", name(year), 1.0, "unions of " + std::to_string(year) + ", whole place");
    unions.is_factor = true;
    unions.wanted = [wanted](const LevelOutcome&) { return wanted; };
    unions.reached = [this, at = year - YearFactors::first_year](const LevelOutcome& outcome) {
      return whole_place(outcome.unions_by_year[static_cast<std::size_t>(at)]);
    };
    // A year of life in which one searches reaches into the next calendar year; who is married searches no more.
    unions.responses = {{name(year), 0.76}, {name(year - 1), 0.45}, {name(year - 2), -0.25}};
  }

  void aim_at_births(int year, double wanted) {
    const std::string name = "year_effect_" + std::to_string(year);
    Aim& births = aim("intention", name, 0.0, "births of " + std::to_string(year) + ", whole place");
    births.wanted = [wanted](const LevelOutcome&) { return wanted; };
    births.reached = [this, at = year - YearFactors::first_year](const LevelOutcome& outcome) {
      return whole_place(outcome.births_by_year[static_cast<std::size_t>(at)]);
    };
    births.responses = {{name, 0.34}};
  }

  double fertility_of_table(std::size_t order) const {
    double sum = 0.0;
    for (const auto& at_age : place_.fertility) sum += at_age[order];
    return sum;
  }

  /// The table's rates on the women of the census: what the place had in the year before month zero.
  double births_of_census_year() const {
    double births = 0.0;
    for (std::size_t age = 0; age < fertile_age_count; ++age)
      for (const double rate : place_.fertility[age])
        births += rate * static_cast<double>(place_.persons_at(Sex::female, static_cast<int>(age) + first_fertile_age));
    return births;
  }

  double whole_place(double in_runs) const { return in_runs / options_.replicates / scale_; }

  /// Runs and steps until every target is met; what was reached then belongs to the values that were run last.
  LevelOutcome fit_stage(const char* stage, int months) {
    RootFinder finder{aims_};
    for (int round = 1;; ++round) {
      for (const FittedLevel& level : parameters()) set_number(scenario_, level.section, level.name, level.value);
      const LevelOutcome outcome = run(months);
      for (Aim& one : aims_) one.measure(outcome);
      const double gap = largest_gap(parameters());
      tell_round(stage, round, gap);
      if (gap <= options_.tolerance || round == options_.rounds) {
        end_stage();
        return outcome;
      }
      finder.step(aims_);
    }
  }

  void end_stage() {
    const std::vector<FittedLevel> fitted = parameters();
    levels_.insert(levels_.end(), fitted.begin(), fitted.end());
    aims_.clear();
  }

  void tell_round(const char* stage, int round, double gap) const {
    char text[96];
    std::snprintf(text, sizeof text, "%s, step %d of at most %d: largest gap %.2f %%", stage, round, options_.rounds,
                  100.0 * gap);
    tell_(text);
  }

  LevelOutcome run(int months) const {
    std::vector<LevelOutcome> outcomes(static_cast<std::size_t>(options_.replicates));
    Workers{options_.threads}.for_each(
        outcomes.size(), [&](std::size_t i) { outcomes[i] = run_once(static_cast<std::uint32_t>(i + 1), months); });
    LevelOutcome sum;
    for (const LevelOutcome& one : outcomes) sum.add(one);
    return sum;
  }

  LevelOutcome run_once(std::uint32_t replicate, int months) const {
    const Workers alone{1};
    Simulation simulation{scenario_,
                          place_,
                          Population{month_zero_},
                          {.seed = {options_.seed, replicate}, .scale = scale_, .ask_everyone = false},
                          alone};
    LevelObserver observer{place_};
    for (int month = 0; month < months; ++month) {
      simulation.step_month();
      observer.see(simulation, month, simulation.now() - 1);
    }
    return observer.outcome();
  }

  /// The parameters of the stage, each before those that follow it and have no target of their own.
  std::vector<FittedLevel> parameters() const {
    std::vector<FittedLevel> all;
    for (const Aim& one : aims_) {
      const FittedLevel& level = one.level;
      all.push_back(level);
      if (level.name == "third_child")
        all.push_back({"intention", "later_child", level.value + later_below_third, "one logit below the third child"});
      if (level.name == "outside_women")
        all.push_back({"union_formation", "outside_men", level.value * outside_men_per_woman, "a sixth of the women"});
    }
    return all;
  }

  const Scenario& history_;
  Scenario scenario_;
  const Place& place_;
  const Population& month_zero_;
  double scale_;
  LevelFitOptions options_;
  const std::function<void(const std::string&)>& tell_;
  std::vector<Aim> aims_;
  std::vector<FittedLevel> levels_;  ///< of the stages that have ended
};

}  // namespace

std::vector<FittedLevel> fit_levels(const Scenario& history, const Place& place, const Population& month_zero,
                                    double scale, const LevelFitOptions& options,
                                    const std::function<void(const std::string&)>& tell) {
  return LevelFit{history, place, month_zero, scale, options, tell}.fit();
}

double largest_gap(const std::vector<FittedLevel>& levels) {
  double largest = 0.0;
  for (const FittedLevel& level : levels)
    if (level.wanted > 0.0) largest = std::max(largest, std::abs(level.reached / level.wanted - 1.0));
  return largest;
}

std::string levels_toml(const std::vector<FittedLevel>& levels, const Place& place, const std::string& how) {
  std::string text = "# Levels of " + place.name.en + ", fitted by `" + how +
                     "` under its history scenario; do not edit by hand.\n# " + place.name.zh + "的水平参数，由 " +
                     how + " 拟合得到，请勿手工修改。\n\ntitle = { en = \"Fitted levels of " + place.name.en +
                     "\", zh = \"" + place.name.zh + "：拟合的水平参数\" }\nplace = \"" + place.slug + "\"\n";
  for (const char* section : {"intention", "union_formation", "conception"}) {
    text += "\n[parameters." + std::string{section} + "]\n";
    for (const FittedLevel& level : levels) {
      if (level.section != section) continue;
      char line[200];
      std::snprintf(line, sizeof line, "%-20s = %.4f  # %s", level.name.c_str(), level.value, level.target.c_str());
      text += line;
      std::snprintf(line, sizeof line, ": wanted %.6g, reached %.6g", level.wanted, level.reached);
      text += level.wanted > 0.0 ? line : "";
      text += "\n";
    }
  }
  return text;
}

}  // namespace kinfold
