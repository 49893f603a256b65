// SPDX-License-Identifier: Apache-2.0
#include "population/place.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "core/table.hpp"

namespace kinfold {
namespace {

/// Every table of a place. Their bytes, in this order, make the content hash.
const Names table_names{"place.csv",
                        "banners.csv",
                        "population.csv",
                        "registration.csv",
                        "household_size.csv",
                        "education.csv",
                        "education_by_age.csv",
                        "marital_status.csv",
                        "marital_status_by_age.csv",
                        "children_ever_born.csv",
                        "mortality.csv",
                        "mortality_history.csv",
                        "mothers_age.csv",
                        "mothers_by_children.csv",
                        "fertility.csv",
                        "first_marriage.csv",
                        "economy.csv",
                        "migration.csv",
                        "arrival_by_banner.csv",
                        "vital_history.csv",
                        "assumptions.csv"};

/// Ages from which the census counts education and marital status, and the last age of a first marriage.
constexpr int first_education_age = 3;
constexpr int first_marital_age = 15;
constexpr int last_first_marriage_age = 60;

/// A file with more problems than this shows the first ones and the number of the others.
constexpr std::size_t shown_problems_per_file = 20;

/// Bounds of what cannot be otherwise, so that a slipped digit or a wrong unit is noticed.
constexpr double highest_births_a_year = 1.0;
constexpr double highest_income = 1e7;
constexpr double highest_price_index = 1000.0;
constexpr double highest_assumption = 1e9;
constexpr int first_table_year = 1900;
constexpr int last_table_year = 2100;
constexpr int largest_household = 100;

template <std::size_t count>
Names list(const std::array<std::string_view, count>& words) {
  return {words.begin(), words.end()};
}

const Names migration_kinds{"arrival", "departure", "internal"};
const Names registration_columns{"own_banner", "other_banner_of_city", "other_league", "other_province"};
const Names order_columns{"first", "second", "third_and_over"};
const Names parity_columns{"parity_0", "parity_1", "parity_2", "parity_3", "parity_4", "parity_5"};
const Names generation_columns{"one_generation_households", "two_generation_households", "three_generation_households",
                               "four_generation_households"};
const Names area_columns{"income_per_head_urban", "income_per_head_rural"};

/// All pairs of the words of two lists, in the order of the first.
Names pairs(const Names& first, const Names& second) {
  Names all;
  for (const std::string& one : first)
    for (const std::string& other : second) all.push_back(one + ", " + other);
  return all;
}

/// Shares of a row as the array that a place holds.
template <std::size_t count>
std::array<double, count> shares_of(const Table& table, std::size_t row, const Names& columns, Problems& problems) {
  const std::vector<double> shares = read_shares(table, row, columns, problems);
  std::array<double, count> result{};
  std::copy(shares.begin(), shares.end(), result.begin());
  return result;
}

/// Columns for a list of names, all with the same content.
std::vector<Column> with(std::vector<Column> columns, const Names& names,
                         const std::function<Column(std::string)>& make) {
  for (const std::string& name : names) columns.push_back(make(name));
  return columns;
}

Column share(std::string name) { return numbers(std::move(name), 0.0, 1.0); }
Column count(std::string name) { return counts(std::move(name)); }
Column age(int first, int last) { return counts("age", first, last); }
Column calendar_year() { return counts("year", first_table_year, last_table_year); }

/// `2020-11` as a month.
std::optional<Month> parse_month(const std::string& text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const Date date{std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)), 1};
  if (!exists(date) || date.year < first_table_year || date.year > last_table_year) return std::nullopt;
  return date.in_month();
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo 1991).
class Fnv1a {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    // A byte that no text holds ends each piece, so that moving bytes between files changes the hash.
    hash_ = (hash_ ^ 0xff) * 0x100000001b3;
  }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

/// Reads the tables one by one into a place and collects the problems of all.
class PlaceReader {
 public:
  explicit PlaceReader(std::filesystem::path folder) : folder_{std::move(folder)} {}

  Place read() {
    find_stray_tables();
    read_identity();
    read_banners();
    read_population();
    read_registration();
    read_household_sizes();
    read_education();
    read_education_by_age();
    read_marital_sample();
    read_marital_by_age();
    read_parity();
    read_mortality();
    read_fertility();
    read_first_marriage();
    read_assumptions();
    read_economy();
    read_migration();
    read_arrival_shares();
    read_vital_history();
    place_.family_history = read_family_history(folder_, problems_);
    throw_if_any_problem();
    place_.content_hash = hash_tables();
    return std::move(place_);
  }

 private:
  Table open(const std::string& name, const std::vector<Column>& columns) {
    return Table::read(folder_ / name, columns, problems_);
  }

  void find_stray_tables();
  void read_identity();
  void read_banners();
  void check_banner(const Table& table, std::size_t row, const Banner& banner);
  void read_population();
  void check_population(const Table& table);
  void read_registration();
  void read_household_sizes();
  void check_household_sizes(const Table& table);
  void read_education();
  void read_education_by_age();
  void read_marital_sample();
  void read_marital_by_age();
  void read_parity();
  void read_mortality();
  void read_fertility();
  void read_first_marriage();
  void read_by_sex_age(const std::string& file, const std::string& column, int first, int last,
                       BySexAge<double>& target);
  void read_assumptions();
  void read_economy();
  void read_migration();
  void read_arrival_shares();
  void read_vital_history();
  void throw_if_any_problem() const;
  std::uint64_t hash_tables() const;
  void compare(const Where& where, const std::string& what, std::int64_t found, std::int64_t expected,
               const std::string& other);

  std::filesystem::path folder_;
  Problems problems_;
  Place place_;
  Names slugs_;                                 ///< of the banners, in their order
  bool has_banners_ = false;                    ///< banners.csv was read without a problem
  bool has_persons_ = false;                    ///< so was population.csv, and it agrees with banners.csv in its rows
  std::optional<std::int64_t> stated_persons_;  ///< in place.csv
};

/// Two sums that must be the same. `other` names the table that holds the expected one.
void PlaceReader::compare(const Where& where, const std::string& what, std::int64_t found, std::int64_t expected,
                          const std::string& other) {
  if (found == expected) return;
  problems_.add({where, what + " = " + std::to_string(found), "must be " + std::to_string(expected) + " as in " + other,
                 "correct one of the two tables"});
}

void PlaceReader::find_stray_tables() {
  std::error_code error;
  if (!std::filesystem::is_directory(folder_, error)) {
    problems_.add({{folder_.string()},
                   "no such folder",
                   "must be a folder with the tables of a place",
                   "mend its name, or make one from the template"});
    throw_if_any_problem();
  }
  Names found;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error))
    if (entry.path().extension() == ".csv") found.push_back(entry.path().filename().string());
  std::sort(found.begin(), found.end());
  for (const std::string& name : found) {
    if (std::find(table_names.begin(), table_names.end(), name) != table_names.end()) continue;
    const std::string_view near = nearest(name, table_names);
    problems_.add({{(folder_ / name).string()},
                   "'" + name + "'",
                   "is not a table of a place",
                   near.empty() ? "remove it" : "did you mean '" + std::string(near) + "'?"});
  }
}

void PlaceReader::read_identity() {
  const Names keys{"slug",         "name_en",  "name_zh", "geo_code",
                   "census_month", "currency", "persons", "infant_first_month_share"};
  const Table table = open("place.csv", {words("key"), words("value")});
  std::map<std::string, std::size_t> rows;
  Roll roll(table, "key", keys, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row)
    if (const auto key = choice(table, row, "key", keys, problems_))
      if (roll.accept(row, *key)) rows[keys[*key]] = row;
  roll.finish();
  if (rows.size() != keys.size()) return;

  const auto value = [&](const char* key) { return table.text(rows.at(key), "value"); };
  const auto refuse = [&](const char* key, const char* allowed) {
    problems_.add({table.where(rows.at(key), "value"), std::string(key) + " = " + value(key), allowed, ""});
  };
  place_.slug = value("slug");
  place_.name = {value("name_en"), value("name_zh")};
  place_.geo_code = value("geo_code");
  place_.currency = value("currency");
  if (const auto month = parse_month(value("census_month")))
    place_.census_month = *month;
  else
    refuse("census_month", "must be a month such as 2020-11");
  const std::string persons = value("persons");
  if (persons.size() < 16 && persons.find_first_not_of("0123456789") == std::string::npos)
    stated_persons_ = std::stoll("0" + persons);
  else
    refuse("persons", "must be a whole number of persons");
  const std::string infant = value("infant_first_month_share");
  double& share = place_.infant_first_month_share;
  const auto [end, error] = std::from_chars(infant.data(), infant.data() + infant.size(), share);
  if (error != std::errc{} || end != infant.data() + infant.size() || !(share >= 0.0 && share <= 1.0))
    refuse("infant_first_month_share", "must be a number between 0 and 1");
}

void PlaceReader::read_banners() {
  const Table table =
      open("banners.csv", with(with({words("banner"), words("name_en"), words("name_zh"), words("geo_code")},
                                    {"persons", "urban_persons", "rural_persons", "family_households",
                                     "family_household_persons", "one_person_households"},
                                    count),
                               generation_columns, count));
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    Banner banner;
    banner.slug = table.text(row, "banner");
    banner.name = {table.text(row, "name_en"), table.text(row, "name_zh")};
    banner.geo_code = table.text(row, "geo_code");
    banner.persons = table.whole(row, "persons");
    banner.urban_persons = table.whole(row, "urban_persons");
    banner.rural_persons = table.whole(row, "rural_persons");
    banner.family_households = table.whole(row, "family_households");
    banner.family_household_persons = table.whole(row, "family_household_persons");
    banner.one_person_households = table.whole(row, "one_person_households");
    for (std::size_t i = 0; i < generation_columns.size(); ++i)
      banner.households_by_generations[i] = table.whole(row, generation_columns[i]);
    check_banner(table, row, banner);
    slugs_.push_back(banner.slug);
    place_.banners.push_back(std::move(banner));
  }
  const std::size_t most = UINT8_MAX / residence_count;  // an area's code has one byte
  if (slugs_.size() > most)
    problems_.add({table.where(most, "banner"), std::to_string(slugs_.size()) + " banners",
                   "must be at most " + std::to_string(most), "merge small ones"});
  has_banners_ = table.is_sound();
}

void PlaceReader::check_banner(const Table& table, std::size_t row, const Banner& banner) {
  if (std::find(slugs_.begin(), slugs_.end(), banner.slug) != slugs_.end())
    problems_.add({table.where(row, "banner"), "banner = " + banner.slug + " for a second time", "must appear once",
                   "remove one of the rows"});
  if (!table.is_sound()) return;
  compare(table.where(row, "persons"), "persons", banner.persons, banner.urban_persons + banner.rural_persons,
          "urban_persons + rural_persons of this row");
  const auto& generations = banner.households_by_generations;
  compare(table.where(row, "family_households"), "family_households", banner.family_households,
          std::accumulate(generations.begin(), generations.end(), std::int64_t{0}),
          "the sum over generations of this row");
  if (banner.family_household_persons > banner.persons)
    problems_.add({table.where(row, "family_household_persons"),
                   "family_household_persons = " + std::to_string(banner.family_household_persons),
                   "must be at most persons, " + std::to_string(banner.persons), "correct the row"});
  if (banner.one_person_households > generations[0])
    problems_.add({table.where(row, "one_person_households"),
                   "one_person_households = " + std::to_string(banner.one_person_households),
                   "must be at most one_generation_households, " + std::to_string(generations[0]), "correct the row"});
}

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
    for (int at = first_education_age; at <= oldest_age; ++at)
      residents += place_.persons_at(static_cast<Sex>(sex), at);
    const auto& counts = place_.education[sex];
    compare({table.file()}, "sum of persons, " + sexes[sex],
            std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), residents,
            "population.csv from age " + std::to_string(first_education_age));
  }
}

void PlaceReader::read_education_by_age() {
  const Names sexes = list(sex_names), levels = list(education_names);
  const Table table =
      open("education_by_age.csv",
           with({words("sex"), counts("first_age", 0, oldest_age), counts("last_age", 0, oldest_age)}, levels, share));
  std::array<int, sex_count> expected{first_education_age, first_education_age};
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

void PlaceReader::read_by_sex_age(const std::string& file, const std::string& column, int first, int last,
                                  BySexAge<double>& target) {
  const Table table = open(file, {words("sex"), age(first, last), share(column)});
  const Names sexes = list(sex_names);
  Sequence ages(table, "age", first, last, sexes, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto sex = choice(table, row, "sex", sexes, problems_);
    if (!sex) continue;
    if (const auto at = ages.accept(row, *sex)) target[*sex][static_cast<std::size_t>(*at)] = table.number(row, column);
  }
  ages.finish();
}

void PlaceReader::read_mortality() {
  read_by_sex_age("mortality.csv", "death_probability", 0, oldest_age, place_.death_probability);
}

void PlaceReader::read_first_marriage() {
  read_by_sex_age("first_marriage.csv", "probability", first_marital_age, last_first_marriage_age,
                  place_.first_marriage);
}

void PlaceReader::read_fertility() {
  const int last = first_fertile_age + static_cast<int>(fertile_age_count) - 1;
  const auto births = [](std::string name) { return numbers(std::move(name), 0.0, highest_births_a_year); };
  const Table table = open("fertility.csv", with({age(first_fertile_age, last)}, order_columns, births));
  Sequence ages(table, "age", first_fertile_age, last, {""}, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto at = ages.accept(row);
    if (!at || *at < first_fertile_age) continue;
    auto& rates = place_.fertility[static_cast<std::size_t>(*at - first_fertile_age)];
    for (std::size_t order = 0; order < table_order_count; ++order)
      rates[order] = table.number(row, order_columns[order]);
  }
  ages.finish();
}

void PlaceReader::read_assumptions() {
  const auto any = [](std::string name) { return numbers(std::move(name), -highest_assumption, highest_assumption); };
  const Table table =
      open("assumptions.csv", {words("name"), any("value"), any("lowest"), any("highest"), words("unit"),
                               words("meaning_en"), words("meaning_zh"), words("source")});
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const Assumption assumption{table.number(row, "value"),
                                table.number(row, "lowest"),
                                table.number(row, "highest"),
                                table.text(row, "unit"),
                                {table.text(row, "meaning_en"), table.text(row, "meaning_zh")},
                                table.text(row, "source")};
    const std::string& name = table.text(row, "name");
    if (!place_.assumptions.emplace(name, assumption).second)
      problems_.add({table.where(row, "name"), "name = " + name + " for a second time", "must appear once",
                     "remove one of the rows"});
    if (table.is_sound() && !(assumption.lowest <= assumption.value && assumption.value <= assumption.highest))
      problems_.add(
          {table.where(row, "value"), name + " = " + table.text(row, "value"),
           "must lie between lowest, " + table.text(row, "lowest") + ", and highest, " + table.text(row, "highest"),
           "correct the row"});
  }
  for (const std::string name : {"income_growth", "price_growth"})
    if (table.row_count() > 0 && !place_.assumptions.contains(name))
      problems_.add({{table.file()},
                     "no row for " + name,
                     "must name the growth after the last year of economy.csv",
                     "add the row"});
}

void PlaceReader::read_economy() {
  const auto income = [](std::string name) { return numbers(std::move(name), 1.0, highest_income); };
  const Table table =
      open("economy.csv", with({calendar_year(), numbers("price_index", 0.001, highest_price_index), words("quality")},
                               area_columns, income));
  Economy& economy = place_.economy;
  Sequence years(table, "year", std::nullopt, std::nullopt, {""}, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto year = years.accept(row);
    if (!year) continue;
    if (economy.prices.empty()) economy.first_year = *year;
    economy.prices.push_back(table.number(row, "price_index"));
    for (std::size_t i = 0; i < residence_count; ++i) economy.income[i].push_back(table.number(row, area_columns[i]));
  }
  const auto growth = [&](const char* name) {
    const auto found = place_.assumptions.find(name);
    return found == place_.assumptions.end() ? 0.0 : found->second.value;
  };
  economy.income_growth = growth("income_growth");
  economy.price_growth = growth("price_growth");
}

void PlaceReader::read_migration() {
  const Names sexes = list(sex_names);
  const Table table = open(
      "migration.csv", {words("kind"), words("sex"), age(0, oldest_age), numbers("value", 0.0, largest_whole_number)});
  const std::array<BySexAge<double>*, 3> targets{&place_.arrivals, &place_.departure_probability,
                                                 &place_.internal_move_probability};
  Sequence ages(table, "age", 0, oldest_age, pairs(migration_kinds, sexes), problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto kind = choice(table, row, "kind", migration_kinds, problems_);
    const auto sex = choice(table, row, "sex", sexes, problems_);
    if (!kind || !sex) continue;
    const double value = table.number(row, "value");
    if (*kind != 0 && value > 1.0)
      problems_.add({table.where(row, "value"),
                     "value = " + table.text(row, "value") + " for " + migration_kinds[*kind],
                     "must be a probability between 0 and 1", "only arrivals are persons"});
    if (const auto at = ages.accept(row, *kind * sex_count + *sex))
      (*targets[*kind])[*sex][static_cast<std::size_t>(*at)] = value;
  }
  ages.finish();
}

void PlaceReader::read_arrival_shares() {
  const Table table = open("arrival_by_banner.csv", {words("banner"), share("share")});
  place_.arrival_share.assign(slugs_.size(), 0.0);
  Roll roll(table, "banner", slugs_, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto banner = choice(table, row, "banner", slugs_, problems_);
    if (banner && roll.accept(row, *banner)) place_.arrival_share[*banner] = table.number(row, "share");
  }
  roll.finish();
  const double sum = std::accumulate(place_.arrival_share.begin(), place_.arrival_share.end(), 0.0);
  if (has_banners_ && table.is_sound() && std::abs(sum - 1.0) > share_sum_tolerance)
    problems_.add({{table.file()},
                   "the shares add up to " + std::to_string(sum),
                   "must add up to 1",
                   "correct the column share"});
  if (sum > 0.0)
    for (double& value : place_.arrival_share) value /= sum;
}

void PlaceReader::read_vital_history() {
  const Names values{"region_births", "births_relative", "marriages", "marriages_relative"};
  const auto positive = [](std::string name) { return numbers(std::move(name), 0.0, largest_whole_number); };
  const Table table = open("vital_history.csv", with({calendar_year(), words("quality")}, values, positive));
  Sequence years(table, "year", std::nullopt, std::nullopt, {""}, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row)
    if (const auto year = years.accept(row))
      place_.vital_history.push_back({*year, table.number(row, "region_births"), table.number(row, "births_relative"),
                                      table.number(row, "marriages"), table.number(row, "marriages_relative"),
                                      table.text(row, "quality")});
}

/// A wholly wrong column would bury the other messages: after the first ones of a file, only their number.
void PlaceReader::throw_if_any_problem() const {
  Problems shown;
  std::map<std::string, std::size_t> by_file;
  for (const Problem& problem : problems_.list())
    if (++by_file[problem.where.file] <= shown_problems_per_file) shown.add(problem);
  for (const auto& [file, number] : by_file)
    if (number > shown_problems_per_file)
      shown.add({{file},
                 std::to_string(number - shown_problems_per_file) + " more problems in this file",
                 "",
                 "correct the ones below first"});
  shown.throw_if_any<DataError>();
}

std::uint64_t PlaceReader::hash_tables() const {
  Fnv1a hash;
  Problems ignored;
  for (const std::string& name : table_names) {
    hash.add(name);
    hash.add(read_text(folder_ / name, ignored).value_or(""));
  }
  return hash.value();
}

/// A value of a table by year, held before the table and extended by growth after it.
double in_year(const std::vector<double>& values, int first_year, double growth, int year) {
  const int last_year = first_year + static_cast<int>(values.size()) - 1;
  double value = values[static_cast<std::size_t>(std::clamp(year, first_year, last_year) - first_year)];
  for (int later = last_year; later < year; ++later) value *= 1.0 + growth;
  return value;
}

}  // namespace

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

double Place::assumption(const std::string& called) const {
  const auto found = assumptions.find(called);
  if (found == assumptions.end())
    throw ModelError("the model asks the place '" + slug + "' for an assumption '" + called + "' that it has not");
  return found->second.value;
}

Place read_place(const std::filesystem::path& folder) { return PlaceReader(folder).read(); }

}  // namespace kinfold
