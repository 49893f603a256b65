// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/month.hpp"

namespace kinfold {

/// Who retires at which age by law: men, women in technical and cadre posts, women workers.
enum class RetirementGroup : std::uint8_t { men, women_in_posts, women_workers };
inline constexpr std::size_t retirement_group_count = 3;

/// The month in which a person reaches the statutory age of retirement.
///
/// Until 2024 at 60, 55 and 50 years. Who reaches that age in January 2025 or later retires a month later for every
/// four months (women workers: two) that have begun since, up to 63, 58 and 55 years.
/// Source: decision of the Standing Committee of the National People's Congress of 13 September 2024.
Month retirement_month(RetirementGroup group, Month birth_month);

/// Whether the person has reached it by `now`. Who works on, or stops before, is not told.
inline bool is_past_retirement(RetirementGroup group, Month birth_month, Month now) {
  return retirement_month(group, birth_month) <= now;
}

}  // namespace kinfold
