// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/declaration.hpp"
#include "core/parallel.hpp"
#include "measures/measure_list.hpp"
#include "measures/payments.hpp"
#include "population/households/family_groups.hpp"
#include "population/households/household_money.hpp"
#include "population/place/place.hpp"
#include "processes/process_list.hpp"
#include "record/counts.hpp"
#include "scenario.hpp"

namespace kinfold {

/// What distinguishes runs of one scenario.
struct SimulationOptions {
  Seed seed;
  double scale = 1.0;         ///< persons ÷ residents of the place at month zero
  bool ask_everyone = false;  ///< the oracle: every person every month, no lists or yearly shortcuts
};

/// One run of one scenario: people, what happens to them, what is paid, what is counted.
class Simulation {
 public:
  Simulation(const Simulation&) = delete;  // its parts refer to each other
  Simulation& operator=(const Simulation&) = delete;

  /// Takes the population at month zero. ScenarioError if a parameter or a measure is wrong.
  Simulation(const Scenario& scenario, const Place& place, Population month_zero, const SimulationOptions& options,
             const Workers& workers);

  /// One month happens.
  void step_month();

  /// The next month to happen.
  Month now() const { return world_.now; }
  const Population& population() const { return world_.population; }
  const World& world() const { return world_; }
  const Package& package() const { return parts_.package; }
  const Ledger& ledger() const { return payments_.ledger(); }
  const Counts& counts() const { return counts_; }
  /// A hash of every event that happened to anyone and of every payment above zero.
  std::uint64_t fingerprint() const;
  /// Bytes that people and the lists of processes hold.
  std::size_t bytes() const;

 private:
  /// What is made from a scenario: the measures, and the processes with their parameters.
  struct Parts {
    Package package;
    std::unique_ptr<HouseholdMoney> money;
    std::unique_ptr<Promises> promises;
    std::unique_ptr<LaterLife> later_life;
    std::vector<std::unique_ptr<Process>> processes;
  };
  friend std::vector<Declared> declared_by_model(const Scenario* scenario, const Place& place, Problems& problems);
  static Parts read_parts(const Scenario& scenario, const Place& place, double scale, std::vector<Declared>& declared,
                          Problems& problems);
  static Parts sound_parts(const Scenario& scenario, const Place& place, double scale);

  void welcome_everybody(std::size_t shard);
  void open_month();
  void plan_years(std::size_t shard);
  void happen(Process& process);
  void write_banner_changes();
  void check_rules(const Process& process) const;

  Parts parts_;
  World world_;
  Payments payments_;
  FamilyGroups groups_;
  Counts counts_;
};

}  // namespace kinfold
