// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace kinfold {

/// Money in whole fen, a hundredth of a yuan. Sums are exact and do not depend on their order.
using Fen = std::int64_t;

inline constexpr Fen fen_per_yuan = 100;

/// The instalment `number` (from 0) of an amount paid in `count` parts: the parts differ by at most one fen
/// and any run of them that completes a year sums to the yearly amount exactly.
constexpr Fen instalment(Fen amount, int number, int count) {
  return amount * (number + 1) / count - amount * number / count;
}

/// Splits `amount` by `shares` (that sum to 1) into `parts` in whole fen, by largest remainder;
/// of equal remainders the first gets the odd fen.
void split(Fen amount, std::span<const double> shares, std::span<Fen> parts);

}  // namespace kinfold
