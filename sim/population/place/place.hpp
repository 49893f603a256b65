// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/declaration.hpp"
#include "core/month.hpp"
#include "population/census.hpp"
#include "population/person.hpp"
#include "population/place/family_history.hpp"
#include "population/place/table_ages.hpp"
#include "population/wishes.hpp"

namespace kinfold {

/// Birth orders of the fertility table: first, second, third and over.
inline constexpr std::size_t table_order_count = 3;

/// Where the seat of a government stands.
struct Seat {
  double latitude = 0.0;   ///< degrees north
  double longitude = 0.0;  ///< degrees east
};

/// Kilometres by road between two seats, estimated from the globe; whole ones, since seats are known to about one.
double road_km(const Seat& one, const Seat& other);

/// A county-level unit of the place (a banner or a district; a league in a table of the region), at the census.
struct Banner {
  std::string slug;  ///< name in tables and on the command line, such as `ejin_horo`
  Bilingual name;
  std::string geo_code;  ///< administrative division code of the census
  Seat seat;
  std::int64_t persons = 0;
  std::int64_t urban_persons = 0;
  std::int64_t rural_persons = 0;
  std::int64_t family_households = 0;
  std::int64_t family_household_persons = 0;
  std::int64_t one_person_households = 0;
  std::array<std::int64_t, 4> households_by_generations{};  ///< one, two, three, four and more generations
};

/// Shares of the levels of education in one sex and age group; they sum to 1.
struct EducationAtAge {
  int first_age = 0;  ///< completed years, included
  int last_age = 0;   ///< completed years, included
  std::array<double, education_count> shares{};
};

/// Income and prices by calendar year, extended by the growth assumptions of the place outside the table.
struct Economy {
  int first_year = 0;
  std::array<std::vector<double>, residence_count> income;  ///< a head, disposable, CNY a year at prices of the year
  std::vector<double> prices;                               ///< price index, 2020 = 1
  double income_growth = 0.0;                               ///< a year, nominal, after the last year of the table
  double price_growth = 0.0;                                ///< a year, after the last year of the table

  /// Disposable income a head (CNY a year): one value for all months of a calendar year. Later years grow with
  /// `income_growth`; years before the table keep its first value.
  double income_per_head(Residence residence, Month month) const;

  /// Consumer prices, 2020 = 1; a step by calendar year, extended like income.
  double price_index(Month month) const;
};

/// What the old live on, each by sex: work and pensions in town, work in the country, and the pension of all others.
enum class OldAgeIncome : std::uint8_t { urban_work, rural_work, employee_pension, resident_pension };
inline constexpr std::size_t old_age_income_count = 4;
inline constexpr std::array<std::string_view, old_age_income_count> old_age_income_names{
    "urban_work", "rural_work", "employee_pension", "resident_pension"};

/// An amount a year, at prices of that year.
struct YearlyAmount {
  int year = 0;
  double amount = 0.0;
};

/// What happened in one calendar year, relative to others, and how sure it is.
struct VitalYear {
  int year = 0;
  double region_births = 0.0;       ///< births of the region, persons
  double births_relative = 0.0;     ///< births of this year ÷ births of the year before
  double marriages = 0.0;           ///< couples registered in the nation, 10,000
  double marriages_relative = 0.0;  ///< marriages of this year ÷ those of 2020
  std::string quality;              ///< verified, derived or assumption
};

/// A named assumption of the place, with the range in which it is believed.
struct Assumption {
  double value = 0.0;
  double lowest = 0.0;
  double highest = 0.0;
  std::string unit;
  Bilingual meaning;
  std::string source;
};

/// All tables of a place, checked against each other. Counts are persons or households at the census.
struct Place {
  std::string slug;
  Bilingual name;
  std::string geo_code;
  Month census_month;    ///< month zero of every population built from these tables
  std::string currency;  ///< ISO 4217 code of every amount in the tables

  std::vector<Banner> banners;                                             ///< in the order of `banners.csv`
  std::vector<std::vector<double>> road_km;                                ///< [banner][banner] between their seats
  std::vector<BySexAge<std::int64_t>> persons;                             ///< [banner][sex][age]
  std::vector<std::array<std::int64_t, registration_count>> registration;  ///< [banner][where registered], persons
  std::vector<std::int64_t> household_sizes;                               ///< family households; [0] = one person

  std::array<std::array<std::int64_t, education_count>, sex_count> education{};     ///< persons aged 3 and over
  std::array<std::vector<EducationAtAge>, sex_count> education_by_age;              ///< ages 3–100 without gaps
  std::array<std::array<std::int64_t, marital_count>, sex_count> marital_sample{};  ///< 10 % sample, 15 and over
  /// [sex][age][state] shares; below age 15 everybody is never married.
  BySexAge<std::array<double, marital_count>> marital_by_age{};
  /// [age − first_parity_age][children ever born 0…5] shares of all women of that age.
  std::array<std::array<double, parity_count>, parity_age_count> parity_by_age{};

  BySexAge<double> death_probability{};   ///< within a year, at completed age
  double infant_first_month_share = 0.0;  ///< deaths before one month of age ÷ deaths before one year of age
  /// [age − first_fertile_age][order] births per woman and year, all women in the denominator.
  std::array<std::array<double, table_order_count>, fertile_age_count> fertility{};
  FamilyHistory family_history;       ///< deaths and births of the past, which explain who has which kin
  BySexAge<double> first_marriage{};  ///< first marriages per never-married person and year (a probability)

  Economy economy;
  std::array<std::array<YearlyAmount, sex_count>, old_age_income_count> old_age_income{};
  std::array<WantedSizes, residence_count> desired_size{};
  BySexAge<double> arrivals{};                   ///< persons a year into the whole place from outside
  BySexAge<double> departure_probability{};      ///< of leaving the place within a year
  BySexAge<double> internal_move_probability{};  ///< of moving to another banner of the place within a year
  std::vector<double> arrival_share;             ///< [banner], sums to 1
  std::vector<VitalYear> vital_history;          ///< by calendar year, without gaps
  std::map<std::string, Assumption> assumptions;

  std::uint64_t content_hash = 0;  ///< of the names and bytes of all tables: provenance and the key of caches

  /// How many of the women in town or country want so many children.
  const WantedSizes& wanted_sizes(Residence residence) const {
    return desired_size[static_cast<std::size_t>(residence)];
  }

  /// Residents of all banners, sexes and ages.
  std::int64_t total_persons() const;

  /// Residents of one sex and age in all banners.
  std::int64_t persons_at(Sex sex, int age) const;

  /// Share of the mothers born in a year who bore their children in towns: from the assumption about 1950 to the
  /// residents of the census.
  double town_share_at_births(int mother_born) const;
  double town_share() const;  ///< of residents, at the census

  /// What the old of a sex have of a kind of income, CNY a year: the table's figure, which moves with disposable income
  /// a head of the town, or of the country for work there and residents' pensions.
  double yearly_income_of_old(OldAgeIncome kind, Sex sex, Month month) const;

  /// Value of a named assumption; a ModelError if the place has none of that name.
  double assumption(const std::string& called) const;
};

/// Reads and checks the tables of the place in `folder`.
///
/// Throws one DataError with every problem of every table: a missing table or column, a gap or a wrong order of ages,
/// a repeated row, an unknown banner, a negative or impossible number, shares that do not sum to 1, and sums that
/// disagree between tables; each with file, line, column, what was found, what is allowed and what to do.
Place read_place(const std::filesystem::path& folder);

}  // namespace kinfold
