// SPDX-License-Identifier: Apache-2.0
#include "core/quantiles.hpp"

#include <algorithm>
#include <functional>

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

constexpr std::size_t intervals = 4096;

/// Inverts a density given on [lowest, highest] by integrating it (midpoint rule) and reading the sum backwards.
std::vector<float> invert(const std::function<double(double)>& density, double lowest, double highest) {
  constexpr std::size_t steps = 1 << 18;
  const double width = (highest - lowest) / steps;
  std::vector<double> cumulative(steps + 1, 0.0);
  for (std::size_t i = 0; i < steps; ++i)
    cumulative[i + 1] = cumulative[i] + density(lowest + (static_cast<double>(i) + 0.5) * width);
  std::vector<float> nodes(intervals + 1);
  std::size_t i = 0;
  for (std::size_t node = 0; node <= intervals; ++node) {
    const double inner = std::clamp(static_cast<double>(node), 0.5, intervals - 0.5);
    const double target = inner / intervals * cumulative[steps];
    while (cumulative[i + 1] < target) ++i;
    const double part = (target - cumulative[i]) / (cumulative[i + 1] - cumulative[i]);
    nodes[node] = static_cast<float>(lowest + (static_cast<double>(i) + part) * width);
  }
  return nodes;
}

}  // namespace

Quantiles Quantiles::normal() {
  return Quantiles{invert([](double x) { return exponential(-0.5 * x * x); }, -6.0, 6.0)};
}

Quantiles Quantiles::beta(double alpha, double beta) {
  return Quantiles{
      invert([=](double x) { return exponential((alpha - 1.0) * logarithm(x) + (beta - 1.0) * logarithm(1.0 - x)); },
             0.0, 1.0)};
}

const Quantiles& standard_normal() {
  static const Quantiles table = Quantiles::normal();
  return table;
}

}  // namespace kinfold
