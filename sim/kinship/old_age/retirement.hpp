// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/month.hpp"

namespace kinfold {

/// Whose statutory age of retirement: women's depends on the kind of their job.
enum class RetirementGroup : std::uint8_t {
  men,                 ///< from 60 to 63 years
  women_white_collar,  ///< cadres and technical staff: from 55 to 58
  women_blue_collar    ///< workers: from 50 to 55
};

/// The statutory month of retirement of a person born in a month: the old age until 2024; from January 2025 one month
/// more for each four months (women workers: two) by which the old age is reached later, up to the new age.
/// Source: decision of the Standing Committee of the National People's Congress of 13 September 2024. Early or late
/// retirement by agreement (up to three years) is not part of it.
Month retirement_month(RetirementGroup group, Month birth_month);

/// The same as an age in months.
int retirement_age_months(RetirementGroup group, Month birth_month);

/// What the age would be without the reform, in months.
int retirement_age_months_before_2025(RetirementGroup group);

}  // namespace kinfold
