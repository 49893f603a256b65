// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "population/person.hpp"

// Ages, in completed years, at which the tables of a place begin and end.
namespace kinfold {

/// First age of the fertility table and how many ages it has (15–49).
inline constexpr int first_fertile_age = 15;
inline constexpr std::size_t fertile_age_count = 35;

/// Ages of mothers at a birth in the history of families: the same.
inline constexpr int first_mothers_age = first_fertile_age;
inline constexpr std::size_t mothers_age_count = fertile_age_count;

/// First age of the table of children ever born and how many ages it has (15–64); its parities are those of the
/// census: 0, 1, …, 5 and over.
inline constexpr int first_parity_age = 15;
inline constexpr std::size_t parity_age_count = 50;

/// Ages from which the census counts education and marital status, and the last age of a first marriage.
inline constexpr int first_schooling_age = 3;
inline constexpr int first_marital_age = 15;
inline constexpr int last_first_marriage_age = 60;

/// A number for each sex and single age 0–100; the last age is "100 and over".
template <class Number>
using BySexAge = std::array<std::array<Number, age_count>, sex_count>;

}  // namespace kinfold
