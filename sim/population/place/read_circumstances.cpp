// SPDX-License-Identifier: Apache-2.0
// What they live in: assumptions, incomes and prices, wages and pensions of the old, years of births and marriages.
#include "population/place/columns.hpp"
#include "population/place/place_reader.hpp"

namespace kinfold {
namespace {

/// Bounds of what cannot be otherwise, so that a slipped digit or a wrong unit is noticed.
constexpr double highest_income = 1e7;
constexpr double highest_price_index = 1000.0;
constexpr double highest_assumption = 1e9;

const Names area_columns{"income_per_head_urban", "income_per_head_rural"};

}  // namespace

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

void PlaceReader::read_desired_size() {
  const Names residences = list(residence_names);
  const Names columns{"want_0", "want_1", "want_2", "want_3", "want_4"};
  const Table table = open("desired_size.csv", with({words("residence")}, columns, share));
  Roll roll(table, "residence", residences, problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto residence = choice(table, row, "residence", residences, problems_);
    if (residence && roll.accept(row, *residence))
      place_.desired_size[*residence] = shares_of<desired_size_count>(table, row, columns, problems_);
  }
  roll.finish();
}

void PlaceReader::read_old_age_income() {
  const Names kinds = list(old_age_income_names), sexes = list(sex_names);
  const Table table = open("old_age_income.csv", {words("kind"), words("sex"), calendar_year(),
                                                  numbers("amount", 0.0, highest_income), words("quality")});
  Roll roll(table, "sex", pairs(kinds, sexes), problems_);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    const auto kind = choice(table, row, "kind", kinds, problems_);
    const auto sex = choice(table, row, "sex", sexes, problems_);
    if (kind && sex && roll.accept(row, *kind * sex_count + *sex))
      place_.old_age_income[*kind][*sex] = {static_cast<int>(table.whole(row, "year")), table.number(row, "amount")};
  }
  roll.finish();
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

}  // namespace kinfold
