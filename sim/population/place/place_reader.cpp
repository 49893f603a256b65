// SPDX-License-Identifier: Apache-2.0
#include "population/place/place_reader.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>

#include "population/place/columns.hpp"

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
                        "desired_size.csv",
                        "old_age_income.csv",
                        "migration.csv",
                        "arrival_by_banner.csv",
                        "vital_history.csv",
                        "assumptions.csv"};

/// A file with more problems than this shows the first ones and the number of the others.
constexpr std::size_t shown_problems_per_file = 20;

/// An area's code, which is the banner and the residence, has one byte.
constexpr std::size_t most_banners = UINT8_MAX / residence_count;

const Names generation_columns{"one_generation_households", "two_generation_households", "three_generation_households",
                               "four_generation_households"};

std::vector<Column> banner_columns() {
  const std::vector<Column> names_and_seat{words("banner"),
                                           words("name_en"),
                                           words("name_zh"),
                                           words("geo_code"),
                                           numbers("seat_latitude", -90.0, 90.0),
                                           numbers("seat_longitude", -180.0, 180.0)};
  const Names counted{"persons",
                      "urban_persons",
                      "rural_persons",
                      "family_households",
                      "family_household_persons",
                      "one_person_households"};
  return with(with(names_and_seat, counted, count), generation_columns, count);
}

Banner banner_of(const Table& table, std::size_t row) {
  Banner banner{.slug = table.text(row, "banner"),
                .name = {table.text(row, "name_en"), table.text(row, "name_zh")},
                .geo_code = table.text(row, "geo_code"),
                .seat = {table.number(row, "seat_latitude"), table.number(row, "seat_longitude")},
                .persons = table.whole(row, "persons"),
                .urban_persons = table.whole(row, "urban_persons"),
                .rural_persons = table.whole(row, "rural_persons"),
                .family_households = table.whole(row, "family_households"),
                .family_household_persons = table.whole(row, "family_household_persons"),
                .one_person_households = table.whole(row, "one_person_households")};
  for (std::size_t i = 0; i < generation_columns.size(); ++i)
    banner.households_by_generations[i] = table.whole(row, generation_columns[i]);
  return banner;
}

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

}  // namespace

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
  const Table table = open("banners.csv", banner_columns());
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    Banner banner = banner_of(table, row);
    check_banner(table, row, banner);
    slugs_.push_back(banner.slug);
    place_.banners.push_back(std::move(banner));
  }
  if (slugs_.size() > most_banners)
    problems_.add({table.where(most_banners, "banner"), std::to_string(slugs_.size()) + " banners",
                   "must be at most " + std::to_string(most_banners), "merge small ones"});
  has_banners_ = table.is_sound();
  measure_roads();
}

void PlaceReader::measure_roads() {
  for (const Banner& from : place_.banners) {
    auto& roads = place_.road_km.emplace_back();
    for (const Banner& to : place_.banners) roads.push_back(road_km(from.seat, to.seat));
  }
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

Place read_place(const std::filesystem::path& folder) { return PlaceReader(folder).read(); }

}  // namespace kinfold
