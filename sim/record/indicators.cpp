// SPDX-License-Identifier: Apache-2.0
#include "record/indicators.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace kinfold {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double per_thousand = 1000.0;
constexpr std::size_t age_of_completed_fertility = 49;
/// Parities of which progression is told: those with a birth order of their own to go on to.
constexpr std::size_t progression_count = birth_order_count - 1;

double ratio(double events, double exposure) { return exposure > 0.0 ? events / exposure : nan; }

double women_at(const VitalPeriod& period, std::size_t age) {
  double women = 0.0;
  for (const ByMotherAge& of_parity : period.exposure) women += of_parity[age];
  return women;
}

double sum(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double births_in(const VitalPeriod& period) { return sum(period.births_by_sex); }

/// Sum of all cells of a tally in one month.
double total(const Counts& counts, Tally tally, int month) {
  const auto cells = counts[tally].at(static_cast<std::size_t>(month));
  return static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
}

/// Residents at the end of a month of the run; −1 is the start.
double residents_after(const Counts& counts, int month) {
  return month < 0 ? static_cast<double>(counts.persons_at_start()) : total(counts, Tally::population, month);
}

void add_births(VitalPeriod& period, const Counts& counts, std::size_t month) {
  const auto births = counts[Tally::births].at(month);
  const auto by_sex = counts[Tally::births_by_sex].at(month);
  std::size_t cell = 0;
  for (std::size_t banner = 0; banner < counts.banner_count(); ++banner) {
    for (ByMotherAge& of_order : period.births)
      for (double& of_age : of_order) of_age += births[cell++];
    for (std::size_t sex = 0; sex < sex_count; ++sex) period.births_by_sex[sex] += by_sex[banner * sex_count + sex];
  }
}

void add_exposure(VitalPeriod& period, const Counts& counts, std::size_t month) {
  const auto half_months = counts[Tally::exposure_by_month].at(month);
  std::size_t cell = 0;
  for (ByMotherAge& of_parity : period.exposure)
    for (double& of_age : of_parity) of_age += half_months[cell++];
}

/// Probabilities of a birth of order `parity` + 1 within each year of age, for a woman at the parity.
ByMotherAge conditional_probabilities(const VitalPeriod& period, std::size_t parity) {
  ByMotherAge probabilities{};
  for (std::size_t age = 0; age < fecund_age_count; ++age) {
    const double women = period.exposure[parity][age];
    const double rate = women > 0.0 ? period.births[parity][age] / women : 0.0;
    probabilities[age] = rate / (1.0 + 0.5 * rate);
  }
  return probabilities;
}

/// Change of the mean age a year, at the year between; 0 where a mean cannot be told because there were no births.
double yearly_change(double before, double after) { return before > 0.0 && after > 0.0 ? (after - before) / 2.0 : 0.0; }

template <double (*Value)(const VitalPeriod&)>
std::vector<double> each_year(const std::vector<VitalPeriod>& years) {
  std::vector<double> values;
  for (const VitalPeriod& year : years) values.push_back(Value(year));
  return values;
}

/// The same for what gives several values a year.
template <auto Values>
std::vector<double> each_year_and_class(const std::vector<VitalPeriod>& years) {
  std::vector<double> values;
  for (const VitalPeriod& year : years)
    for (const double value : Values(year)) values.push_back(value);
  return values;
}

double total_fertility(const VitalPeriod& year) { return total_fertility_rate(fertility_rates(year)); }
double mean_age(const VitalPeriod& year) { return mean_age_at_birth(fertility_rates(year)); }
double mean_age_at_first_birth(const VitalPeriod& year) { return mean_age_at_birth(fertility_rates(year, 1)); }

std::array<double, birth_order_count> total_fertility_by_order(const VitalPeriod& year) {
  std::array<double, birth_order_count> totals{};
  for (std::size_t order = 1; order <= birth_order_count; ++order)
    totals[order - 1] = total_fertility_rate(fertility_rates(year, order));
  return totals;
}

}  // namespace

VitalPeriod vital_period(const Counts& counts, int first, int months) {
  VitalPeriod period;
  for (int month = first; month < first + months; ++month) {
    add_births(period, counts, static_cast<std::size_t>(month));
    add_exposure(period, counts, static_cast<std::size_t>(month));
    period.deaths += total(counts, Tally::deaths, month);
    period.unions_formed += total(counts, Tally::unions_formed, month);
    period.person_years += residents_after(counts, month - 1) + residents_after(counts, month);
  }
  // Half-months are summed first: whole numbers, so that the sum is exact.
  for (ByMotherAge& of_parity : period.exposure)
    for (double& of_age : of_parity) of_age /= half_months_per_year;
  period.person_years /= half_months_per_year;
  return period;
}

std::vector<VitalPeriod> by_calendar_year(const Counts& counts) {
  std::vector<VitalPeriod> years;
  for (int first = 0; first < counts.months();) {
    const int left_in_year = 13 - (counts.first_month() + first).month_of_year();
    const int months = std::min(left_in_year, counts.months() - first);
    years.push_back(vital_period(counts, first, months));
    first += months;
  }
  return years;
}

std::vector<VitalPeriod> by_run_year(const Counts& counts) {
  std::vector<VitalPeriod> years;
  for (int first = 0; first + 12 <= counts.months(); first += 12) years.push_back(vital_period(counts, first, 12));
  return years;
}

ByMotherAge fertility_rates(const VitalPeriod& period) {
  ByMotherAge rates{};
  for (std::size_t age = 0; age < fecund_age_count; ++age) {
    double births = 0.0;
    for (const ByMotherAge& of_order : period.births) births += of_order[age];
    rates[age] = ratio(births, women_at(period, age));
  }
  return rates;
}

ByMotherAge fertility_rates(const VitalPeriod& period, std::size_t birth_order) {
  ByMotherAge rates{};
  for (std::size_t age = 0; age < fecund_age_count; ++age)
    rates[age] = ratio(period.births[birth_order - 1][age], women_at(period, age));
  return rates;
}

double total_fertility_rate(const ByMotherAge& rates) { return sum(rates); }

double mean_age_at_birth(const ByMotherAge& rates) {
  double weighted = 0.0;
  for (std::size_t age = 0; age < fecund_age_count; ++age)
    weighted += (first_fecund_age + static_cast<double>(age) + 0.5) * rates[age];
  return ratio(weighted, sum(rates));
}

std::vector<double> tempo_adjusted_total_fertility(const std::vector<VitalPeriod>& years) {
  std::vector<double> adjusted(years.size(), nan);
  for (std::size_t year = 1; year + 1 < years.size(); ++year) {
    adjusted[year] = 0.0;
    for (std::size_t order = 1; order <= birth_order_count; ++order) {
      const double change = yearly_change(mean_age_at_birth(fertility_rates(years[year - 1], order)),
                                          mean_age_at_birth(fertility_rates(years[year + 1], order)));
      const double total = total_fertility_rate(fertility_rates(years[year], order));
      adjusted[year] += change < 1.0 ? total / (1.0 - change) : nan;
    }
  }
  return adjusted;
}

std::array<double, parity_count> parity_progression(const VitalPeriod& period) {
  // All women of the table begin childless; each parity passes its births on to the next.
  ByMotherAge arrivals{};
  arrivals[0] = 1.0;
  std::array<double, parity_count> ratios{};
  ratios.fill(nan);
  for (std::size_t parity = 0; parity < progression_count; ++parity) {
    const ByMotherAge probabilities = conditional_probabilities(period, parity);
    ByMotherAge births{};
    double women = 0.0;
    for (std::size_t age = 0; age < fecund_age_count; ++age) {
      // Who arrives at the parity within a year of age is at risk from the next one on; who begins there, at once.
      if (parity == 0) women += arrivals[age];
      births[age] = women * probabilities[age];
      women -= births[age];
      if (parity > 0) women += arrivals[age];
    }
    ratios[parity] = ratio(sum(births), sum(arrivals));
    arrivals = births;
  }
  return ratios;
}

double completed_cohort_fertility(const VitalPeriod& period) {
  constexpr std::size_t age = age_of_completed_fertility - first_fecund_age;
  double children = 0.0;
  for (std::size_t parity = 0; parity < parity_count; ++parity)
    children += static_cast<double>(parity) * period.exposure[parity][age];
  return ratio(children, women_at(period, age));
}

double crude_birth_rate(const VitalPeriod& period) {
  return per_thousand * ratio(births_in(period), period.person_years);
}
double crude_death_rate(const VitalPeriod& period) { return per_thousand * ratio(period.deaths, period.person_years); }
double crude_marriage_rate(const VitalPeriod& period) {
  return per_thousand * ratio(period.unions_formed, period.person_years);
}

double sex_ratio_at_birth(const VitalPeriod& period) {
  const double boys = period.births_by_sex[static_cast<std::size_t>(Sex::male)];
  return 100.0 * ratio(boys, period.births_by_sex[static_cast<std::size_t>(Sex::female)]);
}

const std::vector<Indicator>& indicators() {
  static const std::vector<Indicator> list{
      {"tfr",
       {},
       {"child per woman", "total fertility rate", "总和生育率",
        "Sum over single ages 12-54 of live births per woman-year: children a woman would bear who lived through the "
        "year's rates."},
       &each_year<&total_fertility>},
      {"tfr_by_order",
       {Axis::birth_order},
       {"child per woman", "total fertility rate by birth order", "分孩次总和生育率",
        "As tfr, for the births of one order per woman-year of all women; the orders sum to tfr."},
       &each_year_and_class<&total_fertility_by_order>},
      {"asfr",
       {Axis::mother_age},
       {"birth per woman-year", "age-specific fertility rate", "年龄别生育率",
        "Live births per woman-year lived by resident women of the age; NaN without exposure."},
       &each_year_and_class<static_cast<ByMotherAge (*)(const VitalPeriod&)>(&fertility_rates)>},
      {"mean_age_at_birth",
       {},
       {"year", "mean age at birth", "平均生育年龄",
        "Mean age of mothers at live births of all orders, from the age-specific rates, in exact years."},
       &each_year<&mean_age>},
      {"mean_age_at_first_birth",
       {},
       {"year", "mean age at first birth", "平均初育年龄",
        "Mean age of mothers at first live births, from the age-specific rates of birth order 1, in exact years."},
       &each_year<&mean_age_at_first_birth>},
      {"tempo_adjusted_tfr",
       {},
       {"child per woman", "tempo-adjusted total fertility rate", "去进度效应总和生育率",
        "Sum over birth orders of tfr_by_order / (1 - r), r being half of the change of the mean age at births of the "
        "order from the year before to the year after (Bongaarts and Feeney 1998); NaN in the first and last year."},
       &tempo_adjusted_total_fertility},
      {"ppr",
       {Axis::parity},
       {"1", "period parity progression ratio", "时期孩次递进比",
        "Share of women arriving at the parity (0-3) who go on to another birth, in a life table by age and parity of "
        "the year's conditional rates (Human Fertility Database)."},
       &each_year_and_class<&parity_progression>},
      {"ccf",
       {},
       {"child per woman", "completed cohort fertility", "终身生育水平",
        "Children ever borne by resident women aged 49 in the year, on average; parity 5 and over counts as 5."},
       &each_year<&completed_cohort_fertility>},
      {"cbr",
       {},
       {"per 1000 person-years", "crude birth rate", "粗出生率",
        "Live births to resident women per 1,000 person-years lived by residents."},
       &each_year<&crude_birth_rate>},
      {"cdr",
       {},
       {"per 1000 person-years", "crude death rate", "粗死亡率",
        "Deaths of residents per 1,000 person-years lived by residents."},
       &each_year<&crude_death_rate>},
      {"crude_marriage_rate",
       {},
       {"per 1000 person-years", "crude marriage rate", "粗结婚率",
        "Unions formed with at least one resident per 1,000 person-years lived by residents."},
       &each_year<&crude_marriage_rate>},
      {"sex_ratio_at_birth",
       {},
       {"boys per 100 girls", "sex ratio at birth", "出生性别比", "Boys per 100 girls among live births of the year."},
       &each_year<&sex_ratio_at_birth>}};
  return list;
}

}  // namespace kinfold
