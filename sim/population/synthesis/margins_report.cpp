// SPDX-License-Identifier: Apache-2.0
#include "population/synthesis/margins_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "population/households/at_home.hpp"
#include "population/synthesis/month_zero.hpp"

namespace kinfold {
namespace {

constexpr double count_tolerance = 0.005;  ///< of the count: 0.5 %
constexpr double sample_share = 0.1;       ///< of the census long form

double tolerance_of_count(double census) { return std::max(1.0, count_tolerance * census); }

/// Two standard errors of a share of `persons`, as a number of persons, when one in ten was asked.
double tolerance_of_sample(double share, double persons) {
  return std::max(1.0, 2.0 * persons * std::sqrt(share * (1.0 - share) / std::max(1.0, sample_share * persons)));
}

template <class Numbers>
double total(const Numbers& numbers) {
  return static_cast<double>(std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0}));
}

/// Everything that is counted once over the residents.
struct Tally {
  std::vector<BySexAge<std::int64_t>> persons;
  std::vector<std::array<std::int64_t, residence_count>> residence;
  std::vector<std::array<std::int64_t, registration_count>> registration;
  std::vector<std::int64_t> collective;
  std::vector<std::vector<std::int64_t>> households;  ///< [banner][size − 1]
  std::array<std::int64_t, 4> generations{};
  std::array<std::array<std::int64_t, marital_count>, sex_count> marital{};
  std::array<std::array<std::int64_t, education_count>, sex_count> education{};
  std::array<std::int64_t, parity_age_count> women{};
  std::int64_t children = 0;
};

void count_household(Tally& tally, const Population& population, PersonIndex person, Month now) {
  bool is_first = true;
  population.for_housemates(person, [&](PersonIndex other) { is_first = is_first && person < other; });
  if (!is_first) return;
  const UnderOneRoof home = members_of_household(population, person, now);
  const auto size = static_cast<std::size_t>(home.people);
  auto& sizes = tally.households[population.area[person].banner()];
  if (size > sizes.size()) sizes.resize(size);
  ++sizes[size - 1];
  ++tally.generations[static_cast<std::size_t>(std::min(home.generations, 4) - 1)];
}

void count_person(Tally& tally, const Population& population, PersonIndex person, Month now) {
  const std::size_t banner = population.area[person].banner();
  const auto sex = static_cast<std::size_t>(population.sex[person]);
  const int age = std::min(population.age(person, now), oldest_age);
  ++tally.persons[banner][sex][static_cast<std::size_t>(age)];
  ++tally.residence[banner][static_cast<std::size_t>(population.area[person].residence())];
  ++tally.registration[banner][static_cast<std::size_t>(population.registration[person])];
  if (age >= first_marital_age) ++tally.marital[sex][static_cast<std::size_t>(population.marital[person])];
  if (age >= first_schooling_age) ++tally.education[sex][static_cast<std::size_t>(population.education[person])];
  const int parity_age = age - first_parity_age;
  if (population.is_woman(person) && parity_age >= 0 && parity_age < static_cast<int>(parity_age_count)) {
    ++tally.women[static_cast<std::size_t>(parity_age)];
    tally.children += population.parity[person];
  }
  if (population.dwelling[person] == Dwelling::collective)
    ++tally.collective[banner];
  else
    count_household(tally, population, person, now);
}

Tally tally_of(const Population& population, const Place& place) {
  Tally tally;
  const std::size_t banners = place.banners.size();
  tally.persons.resize(banners);
  tally.residence.resize(banners);
  tally.registration.resize(banners);
  tally.collective.resize(banners);
  tally.households.assign(banners, std::vector<std::int64_t>(place.household_sizes.size()));
  for (PersonIndex person = 0; person < population.row_count(); ++person)
    if (population.is_resident(person)) count_person(tally, population, person, month_zero_of(place));
  return tally;
}

/// Collects the lines of the report.
class Comparison {
 public:
  Comparison(const Tally& tally, const Place& place, double scale) : tally_{tally}, place_{place}, scale_{scale} {}

  std::vector<MarginCheck> all() {
    compare_persons();
    compare_banners();
    compare_households();
    compare_samples();
    compare_children();
    return std::move(checks_);
  }

 private:
  void add(const std::string& margin, const std::string& cell, double census, double built, double tolerance,
           bool binding = true) {
    checks_.push_back({margin, cell, census, built, tolerance, binding});
  }

  void compare_persons() {
    double furthest = 0.0;
    for (std::size_t banner = 0; banner < place_.banners.size(); ++banner)
      for (std::size_t sex = 0; sex < sex_count; ++sex)
        for (std::size_t age = 0; age < age_count; ++age)
          furthest = std::max(furthest, std::abs(scale_ * static_cast<double>(place_.persons[banner][sex][age]) -
                                                 static_cast<double>(tally_.persons[banner][sex][age])));
    double built = 0.0;
    for (const auto& banner : tally_.persons)
      for (const auto& sex : banner) built += total(sex);
    add("persons", "all", scale_ * static_cast<double>(place_.total_persons()), built, scale_ == 1.0 ? 0.0 : 1.0);
    add("persons", "largest difference of a cell banner x sex x age", 0.0, furthest, scale_ == 1.0 ? 0.0 : 1.0);
  }

  void compare_banners() {
    for (std::size_t i = 0; i < place_.banners.size(); ++i) {
      const Banner& banner = place_.banners[i];
      const std::array census{banner.urban_persons, banner.rural_persons};
      for (std::size_t where = 0; where < residence_count; ++where)
        add_count("residence", banner.slug + ", " + std::string{residence_names[where]}, census[where],
                  tally_.residence[i][where]);
      for (std::size_t where = 0; where < registration_count; ++where)
        add_count("registration", banner.slug + ", " + std::string{registration_names[where]},
                  place_.registration[i][where], tally_.registration[i][where]);
      add_count("collective", banner.slug, banner.persons - banner.family_household_persons, tally_.collective[i],
                false);
    }
  }

  void add_count(const std::string& margin, const std::string& cell, std::int64_t census, std::int64_t built,
                 bool binding = true) {
    const double expected = scale_ * static_cast<double>(census);
    add(margin, cell, expected, static_cast<double>(built), tolerance_of_count(expected), binding);
  }

  void compare_households() {
    for (std::size_t size = 0; size < place_.household_sizes.size(); ++size) {
      std::int64_t built = 0;
      for (const auto& sizes : tally_.households) built += sizes[size];
      add_count("household size", std::to_string(size + 1), place_.household_sizes[size], built);
    }
    std::int64_t larger = 0;
    for (const auto& sizes : tally_.households)
      for (std::size_t size = place_.household_sizes.size(); size < sizes.size(); ++size) larger += sizes[size];
    add("household size", "larger", 0.0, static_cast<double>(larger), 0.0);
    for (std::size_t i = 0; i < 4; ++i) {
      std::int64_t census = 0;
      for (const Banner& banner : place_.banners) census += banner.households_by_generations[i];
      add_count("generations", i < 3 ? std::to_string(i + 1) : "4 and more", census, tally_.generations[i], false);
    }
  }

  template <std::size_t Size>
  void compare_sample(const std::string& margin, Sex sex, const std::array<std::string_view, Size>& names,
                      const std::array<std::int64_t, Size>& census, const std::array<std::int64_t, Size>& built) {
    for (std::size_t i = 0; i < Size; ++i) {
      const double share = static_cast<double>(census[i]) / total(census);
      const double persons = total(built);
      add(margin, std::string{sex_names[static_cast<std::size_t>(sex)]} + ", " + std::string{names[i]}, share * persons,
          static_cast<double>(built[i]), tolerance_of_sample(share, persons));
    }
  }

  void compare_samples() {
    for (const Sex sex : {Sex::male, Sex::female}) {
      const auto s = static_cast<std::size_t>(sex);
      compare_sample("marital status 15+", sex, marital_names, place_.marital_sample[s], tally_.marital[s]);
      compare_sample("education 3+", sex, education_names, place_.education[s], tally_.education[s]);
    }
  }

  void compare_children() {
    double women = 0.0;
    double children = 0.0;
    double squares = 0.0;
    for (std::size_t age = 0; age < parity_age_count; ++age)
      for (std::size_t parity = 0; parity < parity_count; ++parity) {
        const double share = place_.parity_by_age[age][parity] * static_cast<double>(tally_.women[age]);
        women += share;
        children += share * static_cast<double>(parity);
        squares += share * static_cast<double>(parity * parity);
      }
    const double mean = children / std::max(1.0, women);
    const double variance = squares / std::max(1.0, women) - mean * mean;
    add("children ever born", "women 15-64, mean", mean, static_cast<double>(tally_.children) / std::max(1.0, women),
        2.0 * std::sqrt(variance / std::max(1.0, sample_share * women)));
  }

  const Tally& tally_;
  const Place& place_;
  double scale_;
  std::vector<MarginCheck> checks_;
};

}  // namespace

bool MarginCheck::holds() const { return std::abs(built - census) <= tolerance; }

std::vector<MarginCheck> compare_margins(const Population& population, const Place& place, double scale) {
  const Tally tally = tally_of(population, place);
  return Comparison{tally, place, scale}.all();
}

std::string text_of(const std::vector<MarginCheck>& checks) {
  std::string text;
  std::array<char, 256> line{};
  const auto append = [&](const auto&... parts) {
    std::snprintf(line.data(), line.size(), parts...);
    text += line.data();
  };
  append("%-20s %-50s %14s %14s %11s %11s  %s\n", "margin", "cell", "census", "built", "difference", "tolerance", "");
  for (const MarginCheck& check : checks) {
    const char* verdict = !check.binding ? "modelled" : check.holds() ? "ok" : "FAILS";
    const int digits = check.census != 0.0 && check.census < 10.0 ? 4 : 1;
    append("%-20s %-50s %14.*f %14.*f %11.*f %11.*f  %s\n", check.margin.c_str(), check.cell.c_str(), digits,
           check.census, digits, check.built, digits, check.built - check.census, digits, check.tolerance, verdict);
  }
  return text;
}

}  // namespace kinfold
