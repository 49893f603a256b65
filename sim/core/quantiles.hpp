// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace kinfold {

/// The inverse of a distribution function, read off a table: turns a uniform number into a trait.
///
/// Linear between 4,097 nodes; the outermost nodes stand at probabilities 1/8,192 and 1 - 1/8,192, so tails end there
/// (3.7 standard deviations of a normal). The nodes are short, so that a table stays in the first-level cache.
class Quantiles {
 public:
  /// Standard normal distribution.
  static Quantiles normal();  ///< see `standard_normal` for the shared one
  /// Beta distribution with both shapes > 0.
  static Quantiles beta(double alpha, double beta);

  /// The value below which a share `probability` in (0, 1) lies.
  double at(double probability) const {
    const double place = probability * static_cast<double>(nodes_.size() - 1);
    const auto left = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(left);
    const double low = nodes_[left];
    return low + part * (nodes_[left + 1] - low);
  }

 private:
  explicit Quantiles(std::vector<float> nodes) : nodes_{std::move(nodes)} {}

  std::vector<float> nodes_;
};

/// The standard normal distribution, one table for the whole program.
const Quantiles& standard_normal();

}  // namespace kinfold
