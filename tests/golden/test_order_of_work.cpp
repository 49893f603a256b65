// SPDX-License-Identifier: Apache-2.0
// Threads, shards and the order of rows are how the work is done: they change nobody's life.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "golden/small_run.hpp"

namespace kinfold {
namespace {

constexpr int four_years = 48;  // the plan begins in the fourth: promises change, and payments begin

RunOutcome run_with(int threads, Population month_zero) {
  static const Scenario scenario = shipped_scenario("ordos-2023");
  return outcome_of(scenario, std::move(month_zero), four_years, {.threads = threads});
}

const RunOutcome& reference() {
  static const RunOutcome outcome = run_with(1, small_month_zero());
  return outcome;
}

Population with_shards_of(std::size_t rows) {
  Population population = small_month_zero();
  population.rebuild(rows, month_zero_of(place_of_small_runs()));
  return population;
}

/// `row_of_old[i]`: where the person of row i goes. Rows in the order of hashed keys.
std::vector<PersonIndex> shuffled_rows(const Population& population, std::uint64_t seed) {
  std::vector<PersonIndex> old_rows(population.row_count());
  std::iota(old_rows.begin(), old_rows.end(), 0);
  std::sort(old_rows.begin(), old_rows.end(), [&](PersonIndex a, PersonIndex b) {
    return mix(population.key[a] ^ seed) < mix(population.key[b] ^ seed);
  });
  std::vector<PersonIndex> row_of_old(old_rows.size());
  for (PersonIndex row = 0; row < old_rows.size(); ++row) row_of_old[old_rows[row]] = row;
  return row_of_old;
}

/// The same people in other rows.
Population with_rows(const Population& population, const std::vector<PersonIndex>& row_of_old) {
  Population moved = population;
  Population::for_columns(moved, [&](auto& column) {
    const auto old = column;
    for (std::size_t row = 0; row < old.size(); ++row) column[row_of_old[row]] = old[row];
  });
  for (auto* links : {&moved.spouse, &moved.mother, &moved.father, &moved.first_child, &moved.next_maternal_sibling,
                      &moved.next_paternal_sibling, &moved.next_housemate})
    for (PersonIndex& link : *links)
      if (is_row(link)) link = row_of_old[link];
  Relatives::for_links(moved.relatives, [&](auto& links) {
    for (PersonIndex& link : links)
      if (is_row(link)) link = row_of_old[link];
  });
  moved.rebuild(population.rows_per_shard(), month_zero_of(place_of_small_runs()));
  return moved;
}

TEST(OrderOfWork, RunsAreLongEnoughToDiffer) {
  EXPECT_GT(reference().births, 50);
  EXPECT_GT(reference().paid, 0);
}

TEST(OrderOfWork, ThreadsChangeNothing) {
  for (const int threads : {2, 3, 7})
    EXPECT_EQ(run_with(threads, with_shards_of(500)), reference()) << threads << " threads";
}

TEST(OrderOfWork, SizeOfShardsChangesNothing) {
  for (const std::size_t rows : {1000u, 4096u, 16384u})
    EXPECT_EQ(run_with(2, with_shards_of(rows)), reference()) << rows << " rows";
}

TEST(OrderOfWork, OrderOfRowsChangesNothing) {
  for (const std::uint64_t seed : {1u, 2u}) {
    const Population shuffled = with_rows(small_month_zero(), shuffled_rows(small_month_zero(), seed));
    ASSERT_NE(shuffled.key, small_month_zero().key);
    EXPECT_EQ(run_with(1, shuffled), reference()) << "shuffle " << seed;
  }
}

}  // namespace
}  // namespace kinfold
