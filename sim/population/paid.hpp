// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/money.hpp"
#include "population/person.hpp"

namespace kinfold {

/// What all measures together paid for a child in a month.
struct Paid {
  PersonIndex child = nobody;
  Fen amount = 0;
};

}  // namespace kinfold
