// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "core/parallel.hpp"
#include "population/synthesis/month_zero.hpp"
#include "scenario.hpp"
#include "simulation.hpp"

// Small runs whose outcomes are compared with each other to the last bit: nothing in a golden test is left to chance.

namespace kinfold {

inline constexpr double small_scale = 0.0025;  ///< about 5,400 residents; month zero needs 5,000

inline const std::filesystem::path& shipped_scenarios() {
  static const auto folder = std::filesystem::path(__FILE__).parent_path() / ".." / ".." / "scenarios";
  return folder;
}

inline const Place& place_of_small_runs() {
  static const Place place = read_place(shipped_scenarios() / "places" / "ordos");
  return place;
}

inline const Population& small_month_zero() {
  static const Population population = build_month_zero(place_of_small_runs(), {.scale = small_scale});
  return population;
}

/// A shipped scenario with more lines at its end.
inline Scenario shipped_scenario(const std::string& name, const std::string& more = "") {
  return parse_scenario("extends = \"" + name + "\"\n" + more, "test.toml", shipped_scenarios(), shipped_scenarios());
}

/// How a run is carried out: none of this may change what happens.
struct RunManner {
  std::uint32_t seed = 1;
  int threads = 1;
  bool ask_everyone = false;
};

/// What can be compared of two runs.
struct RunOutcome {
  std::uint64_t fingerprint = 0;  ///< of lives and payments
  std::uint64_t lives = 0;        ///< of lives alone
  Fen paid = 0;
  std::int64_t births = 0;
  std::uint64_t care = 0;    ///< of small children in all months
  std::uint64_t gifts = 0;   ///< within families in all years
  std::uint64_t wishes = 0;  ///< of women at the end

  bool operator==(const RunOutcome&) const = default;
};

/// Of who minds whom, whatever the rows.
inline std::uint64_t care_hash(const Population& population, Month month) {
  std::uint64_t sum = 0;
  for (PersonIndex person = 0; person < population.row_count(); ++person)
    if (const GrandparentsCare care = population.care[person]; population.is_present(person) && care.bits() != 0)
      sum += derived_key(derived_key(population.key[person], care.bits()), static_cast<Key>(month.index()));
  return sum;
}

/// Of what women want, and what they have seen around them, whatever the rows.
inline std::uint64_t wishes_hash(const Population& population) {
  std::uint64_t sum = 0;
  for (PersonIndex person = 0; person < population.row_count(); ++person) {
    if (!population.is_present(person) || !population.is_woman(person)) continue;
    const auto births = static_cast<Key>(std::lround(16.0 * population.births_around[person].beyond_expected()));
    const auto children = static_cast<Key>(population.desired_size[person].children());
    sum += derived_key(derived_key(population.key[person], births), children);
  }
  return sum;
}

/// Of what families gave in the month, cell by cell.
inline std::uint64_t gifts_hash(const GiftAccount& gifts, Month month) {
  std::uint64_t hash = 0;
  for (const Fen amount : gifts.cells()) hash = derived_key(hash, static_cast<std::uint64_t>(amount));
  return derived_key(hash, static_cast<Key>(month.index()));
}

inline RunOutcome outcome_of(const Scenario& scenario, Population month_zero, int months,
                             const RunManner& manner = {}) {
  const Workers workers{manner.threads};
  Simulation simulation{scenario,
                        place_of_small_runs(),
                        std::move(month_zero),
                        {.seed = {manner.seed, 1}, .scale = small_scale, .ask_everyone = manner.ask_everyone},
                        workers};
  RunOutcome outcome;
  for (int month = 0; month < months; ++month) {
    const Month now = simulation.now();
    simulation.step_month();
    for (const Journal& journal : simulation.world().journals)
      for (const Event& event : journal.events()) {
        outcome.lives += Journal::hash(event, now);
        outcome.births += event.kind == EventKind::birth;
      }
    outcome.care += care_hash(simulation.world().population, now);
    outcome.gifts += gifts_hash(simulation.world().gifts, now);
  }
  outcome.wishes = wishes_hash(simulation.world().population);
  outcome.fingerprint = simulation.fingerprint();
  outcome.paid = simulation.ledger().total();
  return outcome;
}

}  // namespace kinfold
