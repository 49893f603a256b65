// SPDX-License-Identifier: Apache-2.0
#include "population/place/place.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace kinfold {
namespace {

/// Mean radius of the earth, km (International Union of Geodesy and Geophysics).
constexpr double earth_radius_km = 6371.0088;
/// Road ÷ great circle: an assumption. National means of 1.2 to 1.4 are reported, such as 1.26 for South Korea (Kim and
/// others 2015, J. Korean Soc. Agric. Eng. 57(4)).
constexpr double detour = 1.3;

/// A value of a table by year, held before the table and extended by growth after it.
double in_year(const std::vector<double>& values, int first_year, double growth, int year) {
  const int last_year = first_year + static_cast<int>(values.size()) - 1;
  double value = values[static_cast<std::size_t>(std::clamp(year, first_year, last_year) - first_year)];
  for (int later = last_year; later < year; ++later) value *= 1.0 + growth;
  return value;
}

double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

/// Sine of half an angle, squared: what keeps the haversine formula exact for short ways.
double haversine(double angle) { return std::pow(std::sin(angle / 2.0), 2); }

double great_circle_km(const Seat& one, const Seat& other) {
  const double north_one = radians(one.latitude), north_other = radians(other.latitude);
  const double chord = haversine(north_other - north_one) + std::cos(north_one) * std::cos(north_other) *
                                                                haversine(radians(other.longitude - one.longitude));
  return 2.0 * earth_radius_km * std::asin(std::sqrt(std::min(1.0, chord)));
}

}  // namespace

/// Rounding also keeps the last bit of the C library's sine, which differs between machines, out of decisions.
double road_km(const Seat& one, const Seat& other) { return std::round(detour * great_circle_km(one, other)); }

double Economy::income_per_head(Residence residence, Month month) const {
  return in_year(income[static_cast<std::size_t>(residence)], first_year, income_growth, month.year());
}

double Economy::price_index(Month month) const { return in_year(prices, first_year, price_growth, month.year()); }

std::int64_t Place::total_persons() const {
  std::int64_t sum = 0;
  for (const auto& by_sex : persons)
    for (const auto& by_age : by_sex) sum = std::accumulate(by_age.begin(), by_age.end(), sum);
  return sum;
}

std::int64_t Place::persons_at(Sex sex, int age) const {
  std::int64_t sum = 0;
  for (const auto& by_sex : persons) sum += by_sex[static_cast<std::size_t>(sex)][static_cast<std::size_t>(age)];
  return sum;
}

double Place::town_share() const {
  double urban = 0.0, all = 0.0;
  for (const Banner& banner : banners) {
    urban += static_cast<double>(banner.urban_persons);
    all += static_cast<double>(banner.persons);
  }
  return urban / std::max(1.0, all);
}

double Place::town_share_at_births(int mother_born) const {
  constexpr int mean_age_at_birth = 27, first_year = 1950;
  const double years = mother_born + mean_age_at_birth - first_year;
  const double passed = std::clamp(years / (census_month.year() - first_year), 0.0, 1.0);
  const double then = assumption("town_share_1950");
  return then + passed * (town_share() - then);
}

double Place::yearly_income_of_old(OldAgeIncome kind, Sex sex, Month month) const {
  const bool is_urban = kind == OldAgeIncome::urban_work || kind == OldAgeIncome::employee_pension;
  const Residence moves_with = is_urban ? Residence::urban : Residence::rural;
  const auto [year, amount] = old_age_income[static_cast<std::size_t>(kind)][static_cast<std::size_t>(sex)];
  return amount * economy.income_per_head(moves_with, month) / economy.income_per_head(moves_with, Month::of(year, 1));
}

double Place::assumption(const std::string& called) const {
  const auto found = assumptions.find(called);
  if (found == assumptions.end())
    throw ModelError("the model asks the place '" + slug + "' for an assumption '" + called + "' that it has not");
  return found->second.value;
}

}  // namespace kinfold
