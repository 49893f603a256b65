// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

#include "core/month.hpp"
#include "population/place/family_history.hpp"

namespace kinfold {

/// Husbands are on average so many months older than their wives: spouses' ages at the census.
inline constexpr int father_older_months = 24;
/// Half the width of the spread around it (assumption).
inline constexpr int father_older_spread_months = 36;
/// The youngest age at which a man is taken to be a father (completed years).
inline constexpr int youngest_father = 18;

/// Two births of one mother are at least so many months apart, unless they are twins.
inline constexpr int shortest_interval_months = 11;

/// Mothers' months of age at a birth: the first after her 15th birthday to the last before her 50th.
inline constexpr int youngest_mother_months = 12 * first_mothers_age;
inline constexpr int oldest_mother_months = 12 * (first_mothers_age + static_cast<int>(mothers_age_count)) - 1;

/// The entry of cumulated weights into which a number in (0, 1) falls.
std::size_t chosen(std::span<const double> cumulated, double place);

/// The month of birth of a child's mother, from two numbers in (0, 1).
Month drawn_mothers_birth(const FamilyHistory& history, Month childs_birth, double age_place, double month_place);

/// The month of birth of the father, given the mother's and that of their eldest child.
Month drawn_fathers_birth(Month mothers_birth, Month eldest_birth, double place);

/// Whether a woman may have borne another child in a month, besides those of `births`.
bool is_possible_birth(Month month, Month mothers_birth, std::span<const Month> births);

/// A month in which a woman could have borne another child, no later than `latest`; `never` if none was found in a few
/// tries. `uniform(i)` gives the i-th number in (0, 1).
Month drawn_birth(const FamilyHistory& history, Month mothers_birth, std::span<const Month> births, Month latest,
                  const std::function<double(int)>& uniform);

}  // namespace kinfold
