// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace kinfold {

/// Standard normal quantiles: one false alarm in a million, two-sided and one-sided, and power 95 %.
inline constexpr double two_sided_millionth = 4.8916;
inline constexpr double one_sided_millionth = 4.7534;
inline constexpr double power_quantile = 1.6449;

/// The row of a test in the table of statistical tests: each comparison fails if chance explains it less than once in
/// a million, and says which change it would see with 95 % power.
class ChanceRow {
 public:
  ChanceRow() = default;
  ChanceRow(const ChanceRow&) = delete;
  ChanceRow& operator=(const ChanceRow&) = delete;

  ~ChanceRow() {
    testing::Test::RecordProperty("expected", expected_);
    testing::Test::RecordProperty("found", found_);
    testing::Test::RecordProperty("false_alarm", "1e-6 each");
    testing::Test::RecordProperty("detects", detects_);
  }

  /// A mean, share or sum with its standard error; `quantile` replaces the normal one where the error is estimated.
  void mean(const std::string& name, double expected, double found, double standard_error,
            double quantile = two_sided_millionth) {
    EXPECT_LE(std::abs(found - expected), quantile * standard_error)
        << name << ": found " << found << " instead of " << expected << " ± " << standard_error;
    write(name, text(expected), text(found) + " ± " + text(standard_error, 2),
          share((quantile + power_quantile) * standard_error / std::abs(expected)));
  }

  using Probabilities = std::vector<double>;
  /// Counts in classes. `probabilities(change)` gives what is expected if something is larger by a share of itself.
  /// Pearson's chi-square; classes in which fewer than ten are expected are joined to the next.
  void distribution(const std::string& name, const std::vector<double>& counts,
                    const std::function<Probabilities(double change)>& probabilities) {
    double total = 0.0;
    for (const double count : counts) total += count;
    const auto statistic = [&](const std::vector<double>& found) {
      return chi_square(found, probabilities(0.0), total);
    };
    const auto [value, freedom] = statistic(counts);
    const double limit = critical_value(freedom);
    EXPECT_LE(value, limit) << name << ": chi-square of " << freedom << " degrees of freedom";
    double seen = 1e-4;
    for (const double needed = noncentrality(limit, freedom); seen < 10.0; seen *= 1.03) {
      Probabilities changed = probabilities(seen);
      for (double& one : changed) one *= total;
      if (statistic(changed).first >= needed) break;
    }
    write(name, "chi-square " + text(freedom, 3), text(value), share(seen));
  }

  /// A figure without a test, beside what it is compared with.
  void figure(const std::string& name, const std::string& expected, double found) {
    write(name, expected, text(found), "reported");
  }

  static std::string text(double number, int digits = 6) {
    std::ostringstream stream;
    stream << std::setprecision(digits) << number;
    return stream.str();
  }

 private:
  static std::string share(double part) { return text(100.0 * part, 2) + " %"; }

  void write(const std::string& name, const std::string& expected, const std::string& found,
             const std::string& detects) {
    std::cout << "    " << name << ": expected " << expected << ", found " << found << ", detects " << detects << '\n';
    const std::string separator = expected_.empty() ? "" : "; ";
    expected_ += separator + name + " " + expected;
    found_ += separator + found;
    detects_ += separator + detects;
  }

  /// Its value and degrees of freedom.
  static std::pair<double, int> chi_square(const std::vector<double>& counts, const Probabilities& probabilities,
                                           double total) {
    double value = 0.0;
    int classes = 0;
    double found = 0.0;
    double expected = 0.0;
    double left = total;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      found += counts[i];
      expected += probabilities[i] * total;
      left -= probabilities[i] * total;
      const bool last = i + 1 == counts.size();
      if (!last && (expected < 10.0 || left < 10.0)) continue;
      value += (found - expected) * (found - expected) / expected;
      ++classes;
      found = expected = 0.0;
    }
    return {value, classes - 1};
  }

  /// Wilson and Hilferty (1931).
  static double critical_value(int freedom) {
    const double part = 2.0 / (9.0 * freedom);
    return freedom * std::pow(1.0 - part + one_sided_millionth * std::sqrt(part), 3);
  }

  /// How far the truth must lie off for the chi-square to pass the limit in 95 % of cases: normal approximation.
  static double noncentrality(double limit, int freedom) {
    double size = 1.0;
    while (freedom + size - power_quantile * std::sqrt(2.0 * (freedom + 2.0 * size)) < limit) size += 0.1;
    return size;
  }

  std::string expected_;
  std::string found_;
  std::string detects_;
};

}  // namespace kinfold
