// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/month.hpp"
#include "population/person.hpp"

namespace kinfold {

/// From conception to delivery. Source: behavioural model 2.4 (nine months).
inline constexpr int pregnancy_months = 9;
/// From delivery to the first month in which she may conceive again. Source: behavioural model 2.4 (prior 3–10).
inline constexpr int postpartum_months = 6;
/// From conception to a loss, and to the first month in which she may conceive again: the four months after that of
/// the conception are lost (behavioural model 2.4); that half of them are before the loss is an assumption.
inline constexpr int months_to_loss = 2;
inline constexpr int months_lost = 5;

inline Month end_of_pregnancy(Month conceived, PregnancyFate fate) {
  return conceived + (fate == PregnancyFate::delivery ? pregnancy_months : months_to_loss);
}

}  // namespace kinfold
