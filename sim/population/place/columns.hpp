// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/table.hpp"

// What the tables of a place have in common: columns that many of them have, and how their rows are read.
namespace kinfold {

/// Calendar years that a table may name, so that a slipped digit is noticed.
inline constexpr int first_table_year = 1900;
inline constexpr int last_table_year = 2100;

inline Column share(std::string name) { return numbers(std::move(name), 0.0, 1.0); }
inline Column count(std::string name) { return counts(std::move(name)); }
inline Column age(int first, int last) { return counts("age", first, last); }
inline Column calendar_year(std::string name = "year") {
  return counts(std::move(name), first_table_year, last_table_year);
}

/// Columns for a list of names, all with the same content.
inline std::vector<Column> with(std::vector<Column> columns, const Names& names,
                                const std::function<Column(std::string)>& make) {
  for (const std::string& name : names) columns.push_back(make(name));
  return columns;
}

template <std::size_t count>
Names list(const std::array<std::string_view, count>& words) {
  return {words.begin(), words.end()};
}

/// All pairs of the words of two lists, in the order of the first.
inline Names pairs(const Names& first, const Names& second) {
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

}  // namespace kinfold
