// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace kinfold {

// The C library's exp and log differ in the last bit between machines with and without fused multiply-add.
// Where a decision hangs on the value, the bits must not: these use additions, multiplications and one division only.

/// e to the power x, within 2e-15 of itself; x is limited to ±700.
inline double exponential(double x) {
  x = x > 700.0 ? 700.0 : (x < -700.0 ? -700.0 : x);
  // x = k ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts, so that r is exact.
  const double k = std::nearbyint(x * 1.4426950408889634);
  const double r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10;
  // Taylor series of e^r, in pairs of pairs (Estrin), so that the processor works on several at once; the first term
  // left out is below 4e-18.
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double low = (1.0 + r) + (1.0 / 2.0 + r * (1.0 / 6.0)) * r2;
  const double middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + (1.0 / 720.0 + r * (1.0 / 5040.0)) * r2;
  const double high = (1.0 / 40320.0 + r * (1.0 / 362880.0)) + (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) * r2 +
                      r4 * (1.0 / 479001600.0);
  const double sum = low + (middle + high * r4) * r4;
  const auto power_of_two = static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023) << 52;
  return sum * std::bit_cast<double>(power_of_two);
}

/// Natural logarithm of a normal positive number, within 4e-15 of itself (absolute near 1).
inline double logarithm(double x) {
  // x = 2^k m with m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh((m - 1) / (m + 1)).
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto k = static_cast<std::int64_t>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++k;
  }
  const double s = (m - 1.0) / (m + 1.0);
  const double square = s * s;
  // Terms s^(2i+1) / (2i+1) up to i = 10, in pairs of pairs; |s| < 0.1716, so the first left out is below 2e-18.
  const double square2 = square * square;
  const double square4 = square2 * square2;
  const double low = (1.0 + square * (1.0 / 3.0)) + (1.0 / 5.0 + square * (1.0 / 7.0)) * square2;
  const double middle = (1.0 / 9.0 + square * (1.0 / 11.0)) + (1.0 / 13.0 + square * (1.0 / 15.0)) * square2;
  const double high = (1.0 / 17.0 + square * (1.0 / 19.0)) + square2 * (1.0 / 21.0);
  const double sum = low + (middle + high * square4) * square4;
  return 2.0 * s * sum + static_cast<double>(k) * 0.6931471805599453;
}

/// 1 / (1 + e^-x): the probability whose log odds are x.
inline double logistic(double x) { return 1.0 / (1.0 + exponential(-x)); }

/// Log odds of a probability in (0, 1).
inline double log_odds(double probability) { return logarithm(probability / (1.0 - probability)); }

/// The monthly probability that, twelve times in a row, leaves 1 - `yearly`.
inline double monthly_probability(double yearly) {
  return yearly >= 1.0 ? 1.0 : 1.0 - exponential(logarithm(1.0 - yearly) / 12.0);
}

}  // namespace kinfold
