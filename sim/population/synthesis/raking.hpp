// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace kinfold {

/// What the rows and the columns of a table must add up to, in whole persons or households.
struct Margins {
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> columns;
};

/// A table that iterative proportional fitting has brought to its margins, and how well.
struct Raked {
  Eigen::ArrayXXd table;
  int rounds = 0;            ///< how often rows and columns were scaled
  double largest_gap = 0.0;  ///< between a sum and its margin, in the table's unit
  bool converged = false;    ///< the largest gap is at most `raking_tolerance`
};

/// A whole-number table.
using CountTable = Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;

/// Largest gap at which a table counts as raked: far below one person, so that rounding cannot see it.
inline constexpr double raking_tolerance = 1e-7;

/// Scales the rows and columns of `seed` until they add up to `margins` (Deming and Stephan 1940).
///
/// Zeros of the seed stay zero. The sums are taken in one fixed order, so every machine gets the same bits. DataError
/// if the margins cannot be met: they do not have the same total, are negative, or ask for persons where the whole row
/// or column of the seed is zero; `what` names the table in the message, which says what disagrees.
Raked rake(const Eigen::ArrayXXd& seed, const Margins& margins, const std::string& what);

/// Rounds a raked table so that every cell is rounded down or up and every margin holds exactly (Cox 1987).
///
/// Deterministic. DataError if no such table exists, which cannot happen to a table that converged.
CountTable round_to_margins(const Eigen::ArrayXXd& table, const Margins& margins, const std::string& what);

/// `rake`, then `round_to_margins`. DataError also if raking does not converge, naming the row or column in the way.
CountTable raked_counts(const Eigen::ArrayXXd& seed, const Margins& margins, const std::string& what);

/// Splits `total` in proportion to `weights`, in whole numbers, by largest remainder; the first of equals wins.
/// Weights are at least 0; if all are 0 they count as equal.
std::vector<std::int64_t> apportion(const std::vector<double>& weights, std::int64_t total);

}  // namespace kinfold
