// SPDX-License-Identifier: Apache-2.0
// What happens to them: deaths, births, first marriages, moves.
#include <cmath>
#include <numeric>

#include "population/place/columns.hpp"
#include "population/place/place_reader.hpp"

namespace kinfold {
namespace {

/// More births a woman and year are a wrong unit.
constexpr double highest_births_a_year = 1.0;

const Names order_columns{"first", "second", "third_and_over"};
const Names migration_kinds{"arrival", "departure", "internal"};

}  // namespace

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

}  // namespace kinfold
