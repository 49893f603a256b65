// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace kinfold {

/// Numbers of children that women want and that are told apart: 0, 1, 2, 3, and 4 or more.
inline constexpr std::size_t desired_size_count = 5;
/// How many of the women of a place want so many.
using WantedSizes = std::array<double, desired_size_count>;

/// How many children a woman wants: her place on the standard normal scale that is cut into 0, 1, 2, 3 and 4 or more
/// (behavioural model 2.2), in thousandths.
class DesiredSize {
 public:
  /// Of a woman with so many children, where as many want each number as `wanted` says: at least as many as she has,
  /// but for the share of mothers who have more than they wanted. `place` is hers among all such women, in (0, 1)
  /// (`Trait::desired_size`).
  static DesiredSize given(double place, int parity, const WantedSizes& wanted);
  /// In the middle of those who want so many.
  static DesiredSize of(int children);

  /// 4 stands for four or more.
  int children() const;
  bool is_reached_by(int parity) const { return parity >= children(); }

  /// Moves her on the scale, whose unit is the spread of wishes between women.
  void move(double by) { thousandths_ = as_thousandths(thousandths_ / 1000.0 + by); }

  bool operator==(const DesiredSize&) const = default;

 private:
  static std::int16_t as_thousandths(double place) {
    constexpr double end_of_scale = 30.0;
    return static_cast<std::int16_t>(std::lround(1000.0 * std::clamp(place, -end_of_scale, end_of_scale)));
  }
  static DesiredSize at(double cumulated);

  std::int16_t thousandths_ = 0;
};

/// Births of the last two years in the families around a woman, beyond what is expected at their ages; in sixteenths.
class BirthsAround {
 public:
  static BirthsAround of(double beyond_expected) {
    BirthsAround births;
    births.sixteenths_ = static_cast<std::int8_t>(std::lround(std::clamp(16.0 * beyond_expected, -127.0, 127.0)));
    return births;
  }
  double beyond_expected() const { return sixteenths_ / 16.0; }

  bool operator==(const BirthsAround&) const = default;

 private:
  std::int8_t sixteenths_ = 0;
};

}  // namespace kinfold
