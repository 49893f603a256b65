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

/// Money that a grown child gives to each old parent without an employee's pension: a share of the own income, from
/// some children for good and from others never. Assumption: the direction was observed, not how much.
class TransfersToParents {
 public:
  explicit TransfersToParents(Reader& reader);

  /// Of an income in fen, rounded to the fen; `trait` in (0, 1) is the child's and the parent's for life.
  Fen given(Fen income, double trait) const {
    return trait < giving_children_ ? std::llround(static_cast<double>(income) * of_income_) : 0;
  }

 private:
  double giving_children_;
  double of_income_;
};

}  // namespace kinfold
