// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.hpp"

namespace kinfold {

/// The largest file that is read as text, in bytes. Tables and scenarios are far smaller.
inline constexpr std::uintmax_t largest_text_file = std::uintmax_t{64} << 20;

/// Largest whole number that a table may hold: every whole number up to 2^53 is exact as a double.
inline constexpr double largest_whole_number = 9007199254740992.0;

/// Shares are printed with five or six digits; a sum further from 1 than this is a mistake.
inline constexpr double share_sum_tolerance = 5e-4;

/// The words that a column may hold, or the names of columns.
using Names = std::vector<std::string>;

/// The bytes of a text file, without a byte order mark; nothing if it cannot be read, is empty, is larger than
/// `largest_text_file`, holds a NUL byte or is not UTF-8, with one problem that says which.
std::optional<std::string> read_text(const std::filesystem::path& path, Problems& problems);

/// What the cells of a column hold.
enum class CellKind : std::uint8_t { text, whole_number, number };

/// A column that a table must have, and what its cells may hold (bounds included).
struct Column {
  std::string name;
  CellKind kind = CellKind::text;
  double lowest = 0.0;
  double highest = 0.0;
};

/// Column of words; no cell may be empty.
Column words(std::string name);
/// Column of whole numbers, 0 or more unless told otherwise.
Column counts(std::string name, double lowest = 0.0, double highest = largest_whole_number);
/// Column of decimal numbers between two bounds.
Column numbers(std::string name, double lowest, double highest);

/// A CSV table: lines `# key: value` about its origin, one header row, then rows of plain cells.
///
/// Reading collects every problem: unreadable bytes, no `source`, `year`, `unit` or `quality`, a missing, unknown or
/// repeated column, a row with too few or too many cells, an empty cell, what is not a number, infinite or out of
/// range. Cells may stand in double quotes; a cell never spans lines. Column order is free.
class Table {
 public:
  /// Reads the file; the table holds what could be read, and `is_sound` tells whether that is all of it.
  static Table read(const std::filesystem::path& path, std::span<const Column> columns, Problems& problems);

  /// Path of the file, as given.
  const std::string& file() const { return file_; }
  /// True if reading found no problem.
  bool is_sound() const { return sound_; }
  /// Rows with the right number of cells.
  std::size_t row_count() const { return lines_.size(); }
  /// True if rows were left out because they had too few or too many cells.
  bool has_ragged_rows() const { return ragged_; }
  /// What the comment lines say, by key: title, source, year, unit, quality, method …
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  /// A cell as written; empty if the column is missing. The name must be one of the columns asked for.
  const std::string& text(std::size_t row, std::string_view column) const;
  /// A cell as a number; nothing if it is none (the problem has been noted).
  std::optional<double> find_number(std::size_t row, std::string_view column) const;
  /// A cell as a number; 0 if it is none.
  double number(std::size_t row, std::string_view column) const;
  /// A cell as a whole number; 0 if it is none.
  std::int64_t whole(std::size_t row, std::string_view column) const;

  /// File, line and column of a cell, for messages.
  Where where(std::size_t row, std::string_view column) const;

 private:
  void note(Problem problem, Problems& problems);
  void read_metadata(std::string_view line);
  void check_metadata(Problems& problems);
  void read_header(const std::vector<std::string>& cells, int line, Problems& problems);
  void read_row(std::vector<std::string> cells, int line, Problems& problems);
  void read_cell(std::size_t column, const std::string& cell, Problems& problems);
  std::size_t index_of(std::string_view column) const;

  std::string file_;
  std::vector<Column> columns_;
  std::vector<int> positions_;  ///< of each column in the file, from 1; 0 = missing
  std::size_t width_ = 0;       ///< cells in the header row
  std::vector<int> lines_;      ///< of each row in the file, from 1
  std::vector<std::string> texts_;
  std::vector<std::optional<double>> values_;
  std::map<std::string, std::string> metadata_;
  bool sound_ = true;
  bool ragged_ = false;
};

/// Place of a cell's word in a list; nothing (and a problem with the nearest word) if it is not there.
std::optional<std::size_t> choice(const Table& table, std::size_t row, const std::string& column, const Names& names,
                                  Problems& problems);

/// Shares of a row over some columns, scaled to sum to exactly 1; a problem if they miss it by more than
/// `share_sum_tolerance`.
std::vector<double> read_shares(const Table& table, std::size_t row, const Names& columns, Problems& problems);

/// Watches a key that must rise by one, row by row, within each group of rows: ages, years, sizes.
/// Groups may be mixed; a table with ragged rows is not watched, because the gap is theirs.
class Sequence {
 public:
  /// `last` empty: the sequence may end anywhere. `first` empty: it begins with the group's first row.
  /// `groups` are the names of the groups for messages; one empty name if there is one group.
  Sequence(const Table& table, std::string column, std::optional<int> first, std::optional<int> last, Names groups,
           Problems& problems);

  /// The key of the row, or nothing (and a problem) if it has come before. A gap is a problem but its row counts; a
  /// cell that is no number counts as the right one.
  std::optional<int> accept(std::size_t row, std::size_t group = 0);

  /// Notes the groups that end too early.
  void finish();

 private:
  int key_of(std::size_t row, std::size_t group) const;
  std::string of(std::size_t group) const;
  std::string missing(int first, int last) const;
  void report(std::size_t row, std::size_t group, int key, std::string allowed, std::string advice);

  const Table& table_;
  std::string column_;
  std::optional<int> last_;
  Names groups_;
  std::vector<std::optional<int>> expected_;
  Problems& problems_;
};

/// Watches that every row of a closed list comes exactly once.
class Roll {
 public:
  /// `column` is where messages point; `names` are the rows that must be there.
  Roll(const Table& table, std::string column, Names names, Problems& problems);

  /// False (and a problem) if the row with this place in the list came before.
  bool accept(std::size_t row, std::size_t index);

  /// Notes the rows that never came.
  void finish();

 private:
  const Table& table_;
  std::string column_;
  Names names_;
  std::vector<int> lines_;
  Problems& problems_;
};

}  // namespace kinfold
