// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "population/person.hpp"
#include "population/synthesis/draft.hpp"

namespace kinfold {

/// Completed ages 0–17 of children who are counted with their mothers.
inline constexpr int minor_years = age_of_majority;

/// A number for each of the last 18 years: births, or how likely births of that year are.
using YearWeights = std::array<double, minor_years>;

/// Births that the mothers of a banner need to have had in each of the last 18 years, so that its resident children
/// have mothers and a modest share of children lives elsewhere or is dead.
YearWeights births_needed(const Draft& draft, std::size_t banner);

/// Makes a resident the child of a past birth (its number in `draft.births`): mother, father if her husband can be,
/// birth order and the month of birth.
void make_child(Draft& draft, PersonIndex child, std::uint32_t number);

}  // namespace kinfold
