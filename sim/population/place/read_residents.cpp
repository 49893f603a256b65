// SPDX-License-Identifier: Apache-2.0
// Who lives there: by banner, sex and age, registration, households, education, marriage and parity.
#include <algorithm>
#include <array>
#include <numeric>

#include "population/place/columns.hpp"
#include "population/place/place_reader.hpp"

namespace kinfold {
namespace {

/// A household of more than this is a slipped digit.
constexpr int largest_household = 100;

const Names registration_columns{"own_banner", "other_banner_of_city", "other_league", "other_province"};
const Names parity_columns{"parity_0", "parity_1", "parity_2", "parity_3", "parity_4", "parity_5"};

}  // namespace

void PlaceReader::read_population() {
  const Table table = open("population.csv", {words("banner"), words("sex"), age(0, oldest_age), count("persons")});
  place_.persons.assign(slugs_.size(), {});
  const Names sexes = list(sex_names);
  Sequence ages(table, "age", 0, oldest_age, pairs(slugs_, sexes), problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto banner = choice(table, row, "banner", slugs_, problems_);
    const auto sex = choice(table, row, "sex", sexes, problems_);
    if (!banner || !sex) continue;
    if (const auto at = ages.accept(row, *banner * sex_count + *sex))
      place_.persons[*banner][*sex][static_cast<std::size_t>(*at)] = table.whole(row, "persons");
  }
  ages.finish();
  has_persons_ = has_banners_ && table.is_sound();
  if (has_persons_) check_population(table);
}

void PlaceReader::check_population(const Table& table) {
  const Where where{table.file()};
  for (std::size_t banner = 0; banner < slugs_.size(); ++banner) {
    std::int64_t sum = 0;
    for (const auto& by_age : place_.persons[banner]) sum = std::accumulate(by_age.begin(), by_age.end(), sum);
    compare(where, "sum of persons of " + slugs_[banner], sum, place_.banners[banner].persons, "banners.csv");
  }
  if (stated_persons_) compare(where, "sum of persons", place_.total_persons(), *stated_persons_, "place.csv");
}

void PlaceReader::read_registration() {
  const Table table = open("registration.csv", with({words("banner")}, registration_columns, count));
  place_.registration.assign(slugs_.size(), {});
  Roll roll(table, "banner", slugs_, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto banner = choice(table, row, "banner", slugs_, problems_);
    if (!banner || !roll.accept(row, *banner)) continue;
    auto& counts = place_.registration[*banner];
    for (std::size_t i = 0; i < registration_count; ++i) counts[i] = table.whole(row, registration_columns[i]);
    if (has_banners_ && table.is_sound())
      compare(table.where(row, registration_columns[0]), "sum of this row",
              std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), place_.banners[*banner].persons,
              "banners.csv");
  }
  roll.finish();
}

void PlaceReader::read_household_sizes() {
  const Table table = open("household_size.csv", {counts("size", 1, largest_household), count("households")});
  Sequence sizes(table, "size", 1, std::nullopt, {""}, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row)
    if (sizes.accept(row)) place_.household_sizes.push_back(table.whole(row, "households"));
  if (has_banners_ && table.is_sound()) check_household_sizes(table);
}

void PlaceReader::check_household_sizes(const Table& table) {
  std::int64_t households = 0, persons = 0, singles = 0;
  for (const Banner& banner : place_.banners) {
    households += banner.family_households;
    persons += banner.family_household_persons;
    singles += banner.one_person_households;
  }
  const auto& sizes = place_.household_sizes;
  std::int64_t members = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) members += static_cast<std::int64_t>(i + 1) * sizes[i];
  const Where where{table.file()};
  compare(where, "sum of households", std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}), households,
          "banners.csv, family_households");
  compare(where, "sum of size × households", members, persons, "banners.csv, family_household_persons");
  if (!sizes.empty())
    compare(table.where(0, "households"), "households of size 1", sizes[0], singles,
            "banners.csv, one_person_households");
}

void PlaceReader::read_education() {
  const Table table = open("education.csv", {words("sex"), words("education"), count("persons")});
  const Names sexes = list(sex_names), levels = list(education_names);
  Roll roll(table, "education", pairs(sexes, levels), problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto sex = choice(table, row, "sex", sexes, problems_);
    const auto level = choice(table, row, "education", levels, problems_);
    if (sex && level && roll.accept(row, *sex * education_count + *level))
      place_.education[*sex][*level] = table.whole(row, "persons");
  }
  roll.finish();
  if (!has_persons_ || !table.is_sound()) return;
  for (std::size_t sex = 0; sex < sex_count; ++sex) {
    std::int64_t residents = 0;
    for (int at = first_schooling_age; at <= oldest_age; ++at)
      residents += place_.persons_at(static_cast<Sex>(sex), at);
    const auto& counts = place_.education[sex];
    compare({table.file()}, "sum of persons, " + sexes[sex],
            std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), residents,
            "population.csv from age " + std::to_string(first_schooling_age));
  }
}

void PlaceReader::read_education_by_age() {
  const Names sexes = list(sex_names), levels = list(education_names);
  const Table table =
      open("education_by_age.csv",
           with({words("sex"), counts("first_age", 0, oldest_age), counts("last_age", 0, oldest_age)}, levels, share));
  std::array<int, sex_count> expected{first_schooling_age, first_schooling_age};
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto sex = choice(table, row, "sex", sexes, problems_);
    if (!sex) continue;
    const EducationAtAge group{static_cast<int>(table.whole(row, "first_age")),
                               static_cast<int>(table.whole(row, "last_age")),
                               shares_of<education_count>(table, row, levels, problems_)};
    if (!table.has_ragged_rows() && (group.first_age != expected[*sex] || group.last_age < group.first_age))
      problems_.add(
          {table.where(row, "first_age"),
           "ages " + std::to_string(group.first_age) + " to " + std::to_string(group.last_age) + " of " + sexes[*sex],
           "must begin at " + std::to_string(expected[*sex]) + " and not end before they begin",
           "sort the groups, without gaps and overlaps"});
    expected[*sex] = group.last_age + 1;
    place_.education_by_age[*sex].push_back(group);
  }
  for (std::size_t sex = 0; sex < sex_count; ++sex)
    if (table.row_count() > 0 && !table.has_ragged_rows() && expected[sex] != oldest_age + 1)
      problems_.add({{table.file()},
                     "the groups of " + sexes[sex] + " end at age " + std::to_string(expected[sex] - 1),
                     "must end at " + std::to_string(oldest_age),
                     "add the missing ages"});
}

void PlaceReader::read_marital_sample() {
  const Table table = open("marital_status.csv", {words("sex"), words("status"), count("sample_persons")});
  const Names sexes = list(sex_names), states = list(marital_names);
  Roll roll(table, "status", pairs(sexes, states), problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto sex = choice(table, row, "sex", sexes, problems_);
    const auto state = choice(table, row, "status", states, problems_);
    if (sex && state && roll.accept(row, *sex * marital_count + *state))
      place_.marital_sample[*sex][*state] = table.whole(row, "sample_persons");
  }
  roll.finish();
}

void PlaceReader::read_marital_by_age() {
  const Names sexes = list(sex_names), states = list(marital_names);
  for (auto& by_age : place_.marital_by_age)
    for (auto& shares : by_age) shares[static_cast<std::size_t>(Marital::never_married)] = 1.0;
  const Table table =
      open("marital_status_by_age.csv", with({words("sex"), age(first_marital_age, oldest_age)}, states, share));
  Sequence ages(table, "age", first_marital_age, oldest_age, sexes, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto sex = choice(table, row, "sex", sexes, problems_);
    if (!sex) continue;
    const auto at = ages.accept(row, *sex);
    const auto shares = shares_of<marital_count>(table, row, states, problems_);
    if (at) place_.marital_by_age[*sex][static_cast<std::size_t>(*at)] = shares;
  }
  ages.finish();
}

void PlaceReader::read_parity() {
  const int last = first_parity_age + static_cast<int>(parity_age_count) - 1;
  const Table table = open("children_ever_born.csv", with({age(first_parity_age, last)}, parity_columns, share));
  Sequence ages(table, "age", first_parity_age, last, {""}, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto at = ages.accept(row);
    const auto shares = shares_of<parity_count>(table, row, parity_columns, problems_);
    if (at && *at >= first_parity_age) place_.parity_by_age[static_cast<std::size_t>(*at - first_parity_age)] = shares;
  }
  ages.finish();
}

}  // namespace kinfold
