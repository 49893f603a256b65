// SPDX-License-Identifier: Apache-2.0
#include "population/synthesis/raking.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/errors.hpp"

namespace kinfold {
namespace {

using Eigen::Index;

constexpr int most_rounds = 20000;

/// Sums of all rows, column by column added: the order is fixed, whatever the width of the processor's registers.
Eigen::ArrayXd row_sums(const Eigen::ArrayXXd& table) {
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(table.rows());
  for (Index column = 0; column < table.cols(); ++column) sums += table.col(column);
  return sums;
}

Eigen::ArrayXd column_sums(const Eigen::ArrayXXd& table) {
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(table.cols());
  for (Index row = 0; row < table.rows(); ++row) sums += table.row(row).transpose();
  return sums;
}

Eigen::ArrayXd as_array(const std::vector<std::int64_t>& margin) {
  Eigen::ArrayXd array(static_cast<Index>(margin.size()));
  for (Index i = 0; i < array.size(); ++i) array[i] = static_cast<double>(margin[static_cast<std::size_t>(i)]);
  return array;
}

/// What each line is to be multiplied by; a line without people stays as it is.
Eigen::ArrayXd factors(const Eigen::ArrayXd& margin, const Eigen::ArrayXd& sums) {
  return (sums > 0.0).select(margin / sums, 0.0);
}

void check_lines(const std::vector<std::int64_t>& margin, const Eigen::ArrayXd& seed_sums, const std::string& line,
                 const std::string& what, Problems& problems) {
  if (static_cast<Index>(margin.size()) != seed_sums.size())
    throw ModelError("raking " + what + ": " + std::to_string(margin.size()) + " margins for " +
                     std::to_string(seed_sums.size()) + " " + line + "s");
  for (std::size_t i = 0; i < margin.size(); ++i) {
    const std::string name =
        what + ": " + line + " " + std::to_string(i + 1) + " must add up to " + std::to_string(margin[i]);
    if (margin[i] < 0) problems.add({{}, name, "a number of at least 0", "correct the table it comes from"});
    if (margin[i] > 0 && !(seed_sums[static_cast<Index>(i)] > 0.0))
      problems.add({{},
                    name + ", but no cell of it may hold anybody",
                    "a margin of 0, or a cell above 0",
                    "correct the shares of this " + line + ", or its total"});
  }
}

void check_margins(const Eigen::ArrayXXd& seed, const Margins& margins, const std::string& what) {
  Problems problems;
  check_lines(margins.rows, row_sums(seed), "row", what, problems);
  check_lines(margins.columns, column_sums(seed), "column", what, problems);
  const auto rows = std::accumulate(margins.rows.begin(), margins.rows.end(), std::int64_t{0});
  const auto columns = std::accumulate(margins.columns.begin(), margins.columns.end(), std::int64_t{0});
  if (rows != columns)
    problems.add(
        {{},
         what + ": the rows must add up to " + std::to_string(rows) + " and the columns to " + std::to_string(columns),
         "margins with one total",
         "correct the tables from which the margins come"});
  if (seed.size() > 0 && !(seed >= 0.0).all())
    problems.add({{}, what + ": the seed has a cell below 0", "numbers of at least 0", "correct the shares"});
  problems.throw_if_any<DataError>();
}

/// Which line is furthest from its margin, for the message when raking does not converge.
std::string furthest_line(const Eigen::ArrayXXd& table, const Margins& margins) {
  Index row = 0;
  Index column = 0;
  const double row_gap = (row_sums(table) - as_array(margins.rows)).abs().maxCoeff(&row);
  const double column_gap = (column_sums(table) - as_array(margins.columns)).abs().maxCoeff(&column);
  return row_gap >= column_gap
             ? "row " + std::to_string(row + 1) + " misses its margin by " + std::to_string(row_gap)
             : "column " + std::to_string(column + 1) + " misses its margin by " + std::to_string(column_gap);
}

/// Finds which cells to round up: every line needs as many as its margin lies above the sum of its rounded-down cells.
///
/// The cells that may go up are the edges of a bipartite graph between rows and columns; a rounding that keeps all
/// margins is a flow through it. A greedy start settles nearly all units, augmenting paths the rest.
class Rounding {
 public:
  Rounding(const Eigen::ArrayXXd& table, const Margins& margins)
      : table_{table}, rounded_{CountTable::Zero(table.rows(), table.cols())}, up_{rounded_.cast<bool>()} {
    row_need_ = margins.rows;
    column_need_ = margins.columns;
    for (Index column = 0; column < table.cols(); ++column)
      for (Index row = 0; row < table.rows(); ++row) round_down(row, column);
  }

  bool solve() {
    start_greedily();
    for (Index row = 0; row < table_.rows(); ++row)
      while (row_need_[static_cast<std::size_t>(row)] > 0)
        if (!augment(row)) return false;
    return std::all_of(row_need_.begin(), row_need_.end(), [](auto need) { return need == 0; }) &&
           std::all_of(column_need_.begin(), column_need_.end(), [](auto need) { return need == 0; });
  }

  CountTable counts() const { return rounded_ + up_.cast<std::int64_t>(); }

 private:
  double part(Index row, Index column) const {
    return table_(row, column) - static_cast<double>(rounded_(row, column));
  }
  std::int64_t& row_need(Index row) { return row_need_[static_cast<std::size_t>(row)]; }
  std::int64_t& column_need(Index column) { return column_need_[static_cast<std::size_t>(column)]; }

  void round_down(Index row, Index column) {
    // A cell a hair below a whole number is that number: raking stops a hair early.
    rounded_(row, column) = static_cast<std::int64_t>(std::floor(table_(row, column) + 10 * raking_tolerance));
    row_need(row) -= rounded_(row, column);
    column_need(column) -= rounded_(row, column);
  }

  void start_greedily() {
    std::vector<std::pair<Index, Index>> cells;
    for (Index column = 0; column < table_.cols(); ++column)
      for (Index row = 0; row < table_.rows(); ++row)
        if (part(row, column) > 0.0) cells.emplace_back(row, column);
    std::stable_sort(cells.begin(), cells.end(), [this](const auto& a, const auto& b) {
      return part(a.first, a.second) > part(b.first, b.second);
    });
    for (const auto& [row, column] : cells) {
      if (row_need(row) <= 0 || column_need(column) <= 0) continue;
      up_(row, column) = true;
      --row_need(row);
      --column_need(column);
    }
  }

  /// Looks, breadth first, for a path from a row in need to a column in need: up along cells that may go up, back
  /// along cells that went up.
  bool augment(Index start) {
    std::vector<Index> from_row(static_cast<std::size_t>(table_.cols()), -1);
    std::vector<Index> from_column(static_cast<std::size_t>(table_.rows()), -1);
    std::vector<Index> queue{start};
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const Index row = queue[next];
      for (Index column = 0; column < table_.cols(); ++column) {
        if (from_row[static_cast<std::size_t>(column)] >= 0 || up_(row, column) || part(row, column) <= 0.0) continue;
        from_row[static_cast<std::size_t>(column)] = row;
        if (column_need(column) > 0) {
          flip_path(start, column, from_row, from_column);
          return true;
        }
        for (Index back = 0; back < table_.rows(); ++back) {
          if (!up_(back, column) || back == start || from_column[static_cast<std::size_t>(back)] >= 0) continue;
          from_column[static_cast<std::size_t>(back)] = column;
          queue.push_back(back);
        }
      }
    }
    return false;
  }

  void flip_path(Index start, Index column, const std::vector<Index>& from_row, const std::vector<Index>& from_column) {
    --column_need(column);
    --row_need(start);
    while (true) {
      const Index row = from_row[static_cast<std::size_t>(column)];
      up_(row, column) = true;
      if (row == start) return;
      column = from_column[static_cast<std::size_t>(row)];
      up_(row, column) = false;
    }
  }

  const Eigen::ArrayXXd& table_;
  CountTable rounded_;
  Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic> up_;
  std::vector<std::int64_t> row_need_;
  std::vector<std::int64_t> column_need_;
};

}  // namespace

Raked rake(const Eigen::ArrayXXd& seed, const Margins& margins, const std::string& what) {
  check_margins(seed, margins, what);
  const Eigen::ArrayXd rows = as_array(margins.rows);
  const Eigen::ArrayXd columns = as_array(margins.columns);
  Raked raked{seed, 0, 0.0, false};
  while (!raked.converged && raked.rounds < most_rounds) {
    const Eigen::ArrayXd row_factors = factors(rows, row_sums(raked.table));
    for (Index column = 0; column < seed.cols(); ++column) raked.table.col(column) *= row_factors;
    const Eigen::ArrayXd column_factors = factors(columns, column_sums(raked.table));
    for (Index column = 0; column < seed.cols(); ++column) raked.table.col(column) *= column_factors[column];
    raked.largest_gap = seed.size() == 0 ? 0.0 : (row_sums(raked.table) - rows).abs().maxCoeff();
    raked.converged = raked.largest_gap <= raking_tolerance;
    ++raked.rounds;
  }
  return raked;
}

CountTable round_to_margins(const Eigen::ArrayXXd& table, const Margins& margins, const std::string& what) {
  Rounding rounding{table, margins};
  if (!rounding.solve())
    throw DataError(Problem{{},
                            what + ": " + furthest_line(table, margins) + ", and no rounding mends that",
                            "a table whose sums are its margins",
                            "rake the table first"});
  return rounding.counts();
}

CountTable raked_counts(const Eigen::ArrayXXd& seed, const Margins& margins, const std::string& what) {
  const Raked raked = rake(seed, margins, what);
  if (!raked.converged)
    throw DataError(
        Problem{{},
                what + ": after " + std::to_string(raked.rounds) + " rounds " + furthest_line(raked.table, margins),
                "margins that the cells above 0 can meet",
                "compare the shares of this row or column with its total"});
  return round_to_margins(raked.table, margins, what);
}

std::vector<std::int64_t> apportion(const std::vector<double>& weights, std::int64_t total) {
  if (weights.empty()) return {};
  double sum = 0.0;
  for (const double weight : weights) sum += weight;
  std::vector<std::int64_t> parts(weights.size());
  std::vector<double> remainders(weights.size());
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = sum > 0.0 ? weights[i] / sum : 1.0 / static_cast<double>(weights.size());
    const double exact = static_cast<double>(total) * share;
    parts[i] = static_cast<std::int64_t>(std::floor(exact + 1e-9));
    remainders[i] = exact - static_cast<double>(parts[i]);
    left -= parts[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; i = (i + 1) % order.size(), --left) ++parts[order[i]];
  return parts;
}

}  // namespace kinfold
