// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "record/counts.hpp"
#include "record/tallies.hpp"

namespace kinfold {

/// A number for each completed year of age at which women may give birth (12–54).
using ByMotherAge = std::array<double, fecund_age_count>;

/// What happened in a place in some months, usually twelve: all that indicators are computed from.
struct VitalPeriod {
  std::array<ByMotherAge, birth_order_count> births{};  ///< [birth order − 1]
  std::array<ByMotherAge, parity_count> exposure{};     ///< [parity], woman-years
  std::array<double, sex_count> births_by_sex{};
  double deaths = 0.0;
  double unions_formed = 0.0;
  double person_years = 0.0;
};

/// Sums the months `first`, `first` + 1, …, `first` + `months` − 1 of a run, counted from its first month.
VitalPeriod vital_period(const Counts& counts, int first, int months);

/// One entry for each calendar year that the run touches; the first and the last may be of fewer than twelve months.
std::vector<VitalPeriod> by_calendar_year(const Counts& counts);

/// One entry for each twelve months from the run's first month on; months that fill no year are left out.
std::vector<VitalPeriod> by_run_year(const Counts& counts);

/// Births per woman-year at each age: all women of the age in the denominator, whatever their parity; NaN without
/// exposure. (Methods Protocol of the Human Fertility Database, HFD: "unconditional" rates.)
ByMotherAge fertility_rates(const VitalPeriod& period);
/// The same for the births of one order (1 to 5, the last open); they sum to `fertility_rates` over the orders.
ByMotherAge fertility_rates(const VitalPeriod& period, std::size_t birth_order);

/// Sum of the rates over all ages: children a woman would bear who lived through them (UN WPP glossary, HFD). NaN if
/// some age has no exposure.
double total_fertility_rate(const ByMotherAge& rates);

/// Mean age at birth in exact years, of the rates: births fall on average half a year after the birthday (HFD). NaN if
/// all rates are zero.
double mean_age_at_birth(const ByMotherAge& rates);

/// Total fertility of a sequence of years without the effect of births that come earlier or later than they used to:
/// sum over birth orders of TFR_i / (1 − r_i), r_i being the yearly change of the mean age at births of that order,
/// half of the difference between the next year and the year before (Bongaarts & Feeney 1998, Population and
/// Development Review 24(2)). NaN for the first and the last year, and where r_i reaches 1. An order without births
/// adds nothing.
std::vector<double> tempo_adjusted_total_fertility(const std::vector<VitalPeriod>& years);

/// Period parity progression ratios, by parity: the share of women with so many births who go on to
/// another, in a life table by age and parity built from the period's conditional rates (births of order i + 1 per
/// woman-year at parity i), with q = m / (1 + m / 2) within a year of age (HFD Methods Protocol, period fertility
/// tables). Cells without exposure count as without births. NaN where no woman of the table arrives at the
/// parity, and for parities 4 and over, whose births are not told apart.
std::array<double, parity_count> parity_progression(const VitalPeriod& period);

/// Children ever borne by women who were 49 in the period, on average; parity 5 and over counts as 5. NaN without
/// exposure.
double completed_cohort_fertility(const VitalPeriod& period);

/// Live births, deaths and unions formed per 1,000 person-years of residents.
double crude_birth_rate(const VitalPeriod& period);
double crude_death_rate(const VitalPeriod& period);
double crude_marriage_rate(const VitalPeriod& period);

/// Boys per 100 girls among live births; NaN without girls.
double sex_ratio_at_birth(const VitalPeriod& period);

/// An indicator of a results file: its name, axes after the year, and how it is computed for a sequence of years.
struct Indicator {
  std::string_view name;
  std::vector<Axis> axes;
  Description description;
  std::vector<double> (*compute)(const std::vector<VitalPeriod>& years);  ///< years × cells
};

/// All indicators, in the order in which they are written.
const std::vector<Indicator>& indicators();

}  // namespace kinfold
