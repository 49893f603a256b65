// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "core/errors.hpp"
#include "core/random.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {
namespace {

using Eigen::ArrayXXd;
using Eigen::Index;

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const DataError& error) {
    return error.what();
  }
  return "no DataError";
}

/// A table of numbers in (0, 1) that belong to a key; about one cell in four is empty if `with_gaps`.
ArrayXXd random_table(Key key, Index rows, Index columns, bool with_gaps) {
  ArrayXXd table(rows, columns);
  for (Index row = 0; row < rows; ++row)
    for (Index column = 0; column < columns; ++column) {
      const Key cell =
          derived_key(derived_key(key, static_cast<std::uint64_t>(row)), static_cast<std::uint64_t>(column));
      const double number = unit_interval(static_cast<std::uint32_t>(cell >> 32));
      table(row, column) = with_gaps && number < 0.25 ? 0.0 : number;
    }
  return table;
}

/// Margins that a table of the same shape and gaps is known to have.
Margins margins_of(const CountTable& table) {
  Margins margins;
  for (Index row = 0; row < table.rows(); ++row) margins.rows.push_back(table.row(row).sum());
  for (Index column = 0; column < table.cols(); ++column) margins.columns.push_back(table.col(column).sum());
  return margins;
}

TEST(Raking, FindsTheTableOfAWorkedExample) {
  // Two by two with odds ratio 4: fitting keeps it.
  ArrayXXd seed(2, 2);
  seed << 2.0, 1.0, 1.0, 2.0;
  const Raked raked = rake(seed, {{40, 20}, {30, 30}}, "example");
  EXPECT_TRUE(raked.converged);
  EXPECT_GT(raked.rounds, 0);
  EXPECT_LE(raked.largest_gap, raking_tolerance);
  const ArrayXXd& table = raked.table;
  EXPECT_NEAR(table(0, 0) * table(1, 1) / (table(0, 1) * table(1, 0)), 4.0, 1e-6);
  EXPECT_NEAR(table.row(0).sum(), 40.0, 1e-6);
  EXPECT_NEAR(table.col(1).sum(), 30.0, 1e-6);
}

TEST(Raking, LeavesATableAloneThatFitsAlready) {
  ArrayXXd seed(2, 3);
  seed << 1.0, 2.0, 3.0, 4.0, 5.0, 6.0;
  const Raked raked = rake(seed, {{6, 15}, {5, 7, 9}}, "example");
  EXPECT_EQ(raked.rounds, 1);
  EXPECT_TRUE((raked.table == seed).all());
}

TEST(Raking, KeepsEmptyCellsEmpty) {
  ArrayXXd seed(2, 2);
  seed << 0.0, 1.0, 1.0, 1.0;
  const CountTable counts = raked_counts(seed, {{10, 30}, {20, 20}}, "example");
  EXPECT_EQ(counts(0, 0), 0);
  EXPECT_EQ(counts(0, 1), 10);
}

TEST(Raking, SaysWhatDisagrees) {
  const ArrayXXd seed = ArrayXXd::Ones(2, 2);
  EXPECT_NE(message_of([&] {
              rake(seed, {{1, 2}, {2, 2}}, "education");
            }).find("education: the rows must add up to 3"),
            std::string::npos);
  ArrayXXd hollow = seed;
  hollow.row(1) = 0.0;
  EXPECT_NE(message_of([&] {
              rake(hollow, {{1, 2}, {1, 2}}, "education");
            }).find("row 2 must add up to 2"),
            std::string::npos);
  EXPECT_NE(message_of([&] {
              rake(seed, {{-1, 2}, {0, 1}}, "education");
            }).find("row 1 must add up to -1"),
            std::string::npos);
  EXPECT_NE(message_of([&] { rake(-seed, {{1, 1}, {1, 1}}, "education"); }).find("below 0"), std::string::npos);
  EXPECT_THROW(rake(seed, {{1, 1, 1}, {1, 2}}, "education"), ModelError);
}

TEST(Raking, ReportsMarginsThatTheCellsCannotMeet) {
  // Column 1 wants 5, but only row 1 may go there and has 3.
  ArrayXXd seed(2, 2);
  seed << 1.0, 1.0, 0.0, 1.0;
  EXPECT_FALSE(rake(seed, {{3, 7}, {5, 5}}, "couples").converged);
  EXPECT_NE(message_of([&] {
              raked_counts(seed, {{3, 7}, {5, 5}}, "couples");
            }).find("misses its margin"),
            std::string::npos);
}

TEST(Raking, RoundsEveryCellUpOrDownAndKeepsEveryMargin) {
  for (Key key = 1; key <= 200; ++key) {
    const auto rows = static_cast<Index>(2 + key % 9);
    const auto columns = static_cast<Index>(2 + (key / 9) % 13);
    const bool with_gaps = key % 2 == 0;
    // Margins come from a table of counts with the same gaps, so that a solution exists.
    const ArrayXXd weights = random_table(key, rows, columns, with_gaps);
    const Margins margins = margins_of((weights * 7.0).ceil().cast<std::int64_t>());
    const Raked raked =
        rake((weights > 0.0).select(random_table(key + 1000, rows, columns, false), 0.0), margins, "table");
    ASSERT_TRUE(raked.converged) << key;
    const CountTable counts = round_to_margins(raked.table, margins, "table");
    const Margins kept = margins_of(counts);
    EXPECT_EQ(kept.rows, margins.rows) << key;
    EXPECT_EQ(kept.columns, margins.columns) << key;
    EXPECT_LT((counts.cast<double>() - raked.table).abs().maxCoeff(), 1.0 + 1e-5) << key;
  }
}

TEST(Raking, RoundsWhereTheGreedyChoiceIsWrong) {
  // Taking the largest cells in turn, (2, 1) and (1, 2), leaves row 3 and column 3 with an empty cell between them.
  ArrayXXd table(3, 3);
  table << 0.0, 0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.0;
  const Margins margins{{1, 1, 1}, {1, 1, 1}};
  const CountTable counts = round_to_margins(table, margins, "table");
  EXPECT_EQ(margins_of(counts).rows, margins.rows);
  EXPECT_EQ(margins_of(counts).columns, margins.columns);
  EXPECT_EQ(counts(0, 0) + counts(1, 1) + counts(2, 2), 0);
}

TEST(Raking, RefusesToRoundATableThatMissesItsMargins) {
  const ArrayXXd table = ArrayXXd::Constant(2, 2, 0.5);
  EXPECT_NE(message_of([&] {
              round_to_margins(table, {{3, 1}, {2, 2}}, "table");
            }).find("misses its margin"),
            std::string::npos);
}

TEST(Apportionment, GivesTheLargestRemaindersTheRest) {
  EXPECT_EQ(apportion({1.0, 1.0, 1.0}, 10), (std::vector<std::int64_t>{4, 3, 3}));
  EXPECT_EQ(apportion({5.4, 3.3, 1.3}, 10), (std::vector<std::int64_t>{6, 3, 1}));
  EXPECT_EQ(apportion({0.0, 0.0}, 3), (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(apportion({2.0, 0.0, 8.0}, 5), (std::vector<std::int64_t>{1, 0, 4}));
  EXPECT_TRUE(apportion({}, 5).empty());
}

}  // namespace
}  // namespace kinfold
