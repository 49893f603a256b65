// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "core/declaration.hpp"
#include "core/money.hpp"

namespace kinfold {

/// Money that a grandparent gives to the couple that raises a grandchild: a share of the own income, smaller after
/// retirement. Source: behavioural model 2.5; only the direction of the change at retirement was observed.
class GrandparentTransfers {
 public:
  explicit GrandparentTransfers(Reader& reader);

  /// Of an income in fen, what goes to all children's couples together, rounded to the fen.
  Fen given(Fen income, bool is_employed) const {
    return std::llround(static_cast<double>(income) * (is_employed ? employed_ : retired_));
  }

 private:
  double employed_;
  double retired_;
};

}  // namespace kinfold
