// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"
#include "scenario.hpp"

namespace kinfold {

/// One level parameter and what it is fitted to.
struct FittedLevel {
  std::string section;
  std::string name;
  double value = 0.0;
  std::string target;    ///< what is matched, in words
  double wanted = 0.0;   ///< value of the target
  double reached = 0.0;  ///< value in the last runs
};

struct LevelFitOptions {
  int rounds = 30;           ///< steps of each stage, at most
  double tolerance = 0.003;  ///< a stage ends when no target is missed by a larger share of itself
  int replicates = 2;        ///< runs averaged in each step; always the same draws, so that steps can be compared
  std::uint32_t seed = 1;
  int threads = 0;  ///< replicates that run at a time, each with its own copy of month zero; 0 = one a processor
};

/// Fits the few level parameters of a place under its history scenario: four intercepts of intention, two levels of the
/// marriage search and the failure of contraception to the rates of the census year with all year factors held at 2020;
/// then the yearly factors of marriage search and of intention, year by year, to the observed changes. Where the place
/// assumes an `outside_union_share`, the pool of people from outside is fitted to it together with the levels.
///
/// Root finding on the same draws in every step (Broyden 1965 with common random numbers), from where the history
/// scenario has the parameters. `month_zero` is copied for each run. `tell` hears of each step.
/// Source: behavioural model 2.10, rule 8.
std::vector<FittedLevel> fit_levels(const Scenario& history, const Place& place, const Population& month_zero,
                                    double scale, const LevelFitOptions& options,
                                    const std::function<void(const std::string&)>& tell);

/// The widest distance of a target from what was reached, as a share of the target.
double largest_gap(const std::vector<FittedLevel>& levels);

/// The fitted levels as a scenario file that others extend; `how` is the command that fitted them.
std::string levels_toml(const std::vector<FittedLevel>& levels, const Place& place, const std::string& how);

}  // namespace kinfold
