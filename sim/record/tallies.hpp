// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "population/census.hpp"
#include "population/gift_account.hpp"
#include "population/grandparents_care.hpp"
#include "population/households/family_groups.hpp"
#include "population/person.hpp"
#include "record/results_file.hpp"

namespace kinfold {

/// What counts are broken down by, beside time. The order is the order of axes in a results file.
enum class Axis : std::uint8_t {
  place,  ///< banner or district
  age,    ///< completed years 0–100, the last one open
  sex,
  parity,       ///< children ever borne: 0–4, and 5 or more
  birth_order,  ///< 1–4, and 5 or more
  mother_age,   ///< completed years 12–54 of a woman
  wife_age,     ///< five-year classes
  origin,       ///< of spouses: both from the place, or one from outside
  intention,    ///< trying or not
  fate,         ///< how a pregnancy was lost
  grandparents_alive,
  grandparents_here,
  grandparents_willing,
  grandparents_caring,
  child_age,    ///< completed years 0–5
  care_asked,   ///< half places of grandparents' care
  care_given,   ///< the same
  grandparent,  ///< maternal grandmother, …
  carer_home,   ///< where the grandparent lives, seen from the child
  gift_flow,    ///< from the grandparent, who works or not, or to her or him
  grandparent_home,
  household_view,  ///< as a census counts, or as people live
  household_size,  ///< 1–9, and 10 or more
  generations,     ///< 1–3, and 4 or more
  residence,       ///< urban or rural
  hukou,           ///< registered in the city or not
  income_fifth     ///< 1, the lowest, to 5; 0 not known
};
inline constexpr std::size_t axis_count = static_cast<std::size_t>(Axis::income_fifth) + 1;

/// Birth orders told apart: 1, 2, 3, 4, and 5 or more.
inline constexpr std::size_t birth_order_count = 5;
/// Age classes of wives: under 20, 20–24, …, 45–49, 50 and over, and wives who live outside the place.
inline constexpr std::size_t wife_age_class_count = 9;
inline constexpr std::size_t wife_elsewhere = wife_age_class_count - 1;

/// One thing that is counted: births in full detail and everything else in outline by month, single ages by calendar
/// year.
enum class Tally : std::uint8_t {
  births,
  births_by_sex,
  stillbirths,
  conceptions,
  pregnancy_losses,
  deaths,
  arrivals,
  departures,
  moves_in,
  moves_out,
  unions_formed,
  first_marriages,
  unions_dissolved,
  widowhoods,
  population,         ///< at the end of the month
  exposure_by_month,  ///< of women in the whole place, for years that do not begin in January
  population_by_age,  ///< at the end of the calendar year
  deaths_by_age,
  arrivals_by_age,
  departures_by_age,
  exposure,  ///< of women
  person_exposure,
  // At the end of the calendar year:
  small_children,
  grandparents_for_children,
  minded_children,
  grandparent_care,  ///< in half places
  family_gifts,      ///< in fen
  households,
  // In the calendar year:
  births_by_group,
  spend_by_group  ///< in fen
};
inline constexpr std::size_t tally_count = static_cast<std::size_t>(Tally::spend_by_group) + 1;

/// Tallies from this one on have one entry a calendar year; those before, one a month.
inline constexpr Tally first_yearly_tally = Tally::population_by_age;
constexpr bool is_yearly(Tally tally) { return tally >= first_yearly_tally; }

/// Small children are those below this completed age.
inline constexpr int small_child_ends = 3;
/// Grandparents: 0 to 4.
inline constexpr std::size_t grandparent_counts = 5;

/// Homes of grandparents who mind a child: the same household, the same banner, another banner; and of those who live
/// too far away for every day, who have come, or taken the child to live with them.
inline constexpr std::size_t carer_home_count = 5;
/// Registered in the city itself, or elsewhere: what a city's measures ask.
inline constexpr std::size_t hukou_class_count = 2;
/// Households as a census counts their members, and with who has come or gone for a child's care.
enum HouseholdView : std::size_t { as_counted, as_lived };
inline constexpr std::size_t household_view_count = 2;
/// Sizes of households: 1 to 9, and 10 or more, as the census has them.
inline constexpr std::size_t household_size_count = 10;
/// Generations under one roof: 1, 2, 3, and 4 or more.
inline constexpr std::size_t generation_count = 4;
/// Half places of care that a child may have or ask for: 0, 1, 2.
inline constexpr std::size_t half_place_counts = most_half_places + 1;

/// Exposure is kept in half-months, which are whole numbers: each month adds those present at its start and at its end.
inline constexpr int half_months_per_year = 24;
constexpr bool is_exposure(Tally tally) {
  return tally == Tally::exposure_by_month || tally == Tally::exposure || tally == Tally::person_exposure;
}

/// How many classes an axis has, in a place of so many banners.
std::size_t size_of(Axis axis, std::size_t banner_count);

/// The axes of a tally after time, in the order of the cells, the last changing fastest.
const std::vector<Axis>& axes_of(Tally tally);

/// Cells of one month or year of a tally.
std::size_t cell_count(Tally tally, std::size_t banner_count);

/// Name of a tally in results files, and what it says about itself there.
std::string_view name_of(Tally tally);
Description description_of(Tally tally);

/// Name of an axis in results files, and what it says about itself there.
std::string_view name_of(Axis axis);
Description description_of(Axis axis);

/// Labels of the classes of an axis whose classes are words; empty for ages, parities and birth orders (whole numbers
/// from `first_value_of` on) and for places (whose names are the place's own).
std::vector<std::string> labels_of(Axis axis);
std::int64_t first_value_of(Axis axis);

}  // namespace kinfold
