// SPDX-License-Identifier: Apache-2.0
#include "core/table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <system_error>

namespace kinfold {
namespace {

constexpr std::array<std::string_view, 4> required_metadata{"source", "year", "unit", "quality"};

/// Bytes of the UTF-8 sequence that begins at `at`; 0 if it is malformed, overlong, a surrogate or above U+10FFFF
/// (Unicode Standard, table 3-7).
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : static_cast<unsigned char>(0);
  };
  const auto continues = [&](std::size_t i, unsigned lowest = 0x80, unsigned highest = 0xBF) {
    return byte(i) >= lowest && byte(i) <= highest;
  };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool second = continues(at + 1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return second && continues(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool second = continues(at + 1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return second && continues(at + 2) && continues(at + 3) ? 4 : 0;
  }
  return 0;
}

/// Line in which a byte stands, from 1.
int line_of(std::string_view bytes, std::size_t at) {
  return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// The first byte that no text file may hold, as a problem.
std::optional<Problem> find_bad_byte(const std::string& file, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes[at] == '\0')
      return Problem{{file, line_of(bytes, at), 0},
                     "a NUL byte",
                     "must be a text file in UTF-8",
                     "this looks like a binary file; give the text version"};
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0)
      return Problem{{file, line_of(bytes, at), 0},
                     "bytes that are not UTF-8",
                     "must be a text file in UTF-8",
                     "save the file again with the encoding UTF-8"};
    at += length;
  }
  return std::nullopt;
}

/// Why the file cannot be opened or is of no use, before its bytes are read.
std::optional<Problem> find_unusable(const std::filesystem::path& path) {
  const Where where{path.string()};
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return Problem{where, "no such file", "must exist", "add it or mend its name"};
  if (!std::filesystem::is_regular_file(status)) return Problem{where, "not a file", "must be a text file", ""};
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Problem{where, "cannot be read: " + error.message(), "must be readable", "check its permissions"};
  if (size == 0) return Problem{where, "an empty file", "must hold text", "restore it from its source"};
  if (size > largest_text_file)
    return Problem{where, "larger than 64 MB", "must be at most 64 MB", "this is not a table"};
  return std::nullopt;
}

/// The cells of a line: separated by commas, in double quotes if they hold one; two quotes in quotes are one.
std::vector<std::string> split_cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += c;
      ++i;
    } else if (c == '"' && (quoted || cells.back().empty())) {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> parse_number(std::string_view cell) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

/// A bound as people write it: no exponent, no zeros at the end.
std::string plain(double value) {
  if (value == std::floor(value)) return std::to_string(static_cast<long long>(value));
  std::string digits = std::to_string(value);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

/// What a cell of the column may hold, in words.
std::string allowed_cells(const Column& column) {
  if (column.kind == CellKind::text) return "must not be empty";
  const std::string kind = column.kind == CellKind::number ? "must be a number" : "must be a whole number";
  if (column.highest >= largest_whole_number) return kind + ", " + plain(column.lowest) + " or more";
  return kind + " between " + plain(column.lowest) + " and " + plain(column.highest);
}

bool is_allowed(const Column& column, double value) {
  if (!std::isfinite(value) || value < column.lowest || value > column.highest) return false;
  return column.kind == CellKind::number || value == std::floor(value);
}

/// The next line without its end, which is taken off `rest`.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

std::optional<std::string> read_text(const std::filesystem::path& path, Problems& problems) {
  if (std::optional<Problem> problem = find_unusable(path)) {
    problems.add(*problem);
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad() || bytes.empty()) {
    problems.add({{path.string()}, "cannot be read", "must be readable", "check its permissions"});
    return std::nullopt;
  }
  if (std::optional<Problem> problem = find_bad_byte(path.string(), bytes)) {
    problems.add(*problem);
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(byte_order_mark)) bytes.erase(0, byte_order_mark.size());
  return bytes;
}

Column words(std::string name) { return {std::move(name), CellKind::text, 0.0, 0.0}; }

Column counts(std::string name, double lowest, double highest) {
  return {std::move(name), CellKind::whole_number, lowest, highest};
}

Column numbers(std::string name, double lowest, double highest) {
  return {std::move(name), CellKind::number, lowest, highest};
}

Table Table::read(const std::filesystem::path& path, std::span<const Column> columns, Problems& problems) {
  Table table;
  table.file_ = path.string();
  table.columns_.assign(columns.begin(), columns.end());
  table.positions_.assign(columns.size(), 0);
  const std::optional<std::string> bytes = read_text(path, problems);
  table.sound_ = bytes.has_value();
  if (!bytes) return table;

  std::string_view rest = *bytes;
  for (int line = 1; !rest.empty(); ++line) {
    const std::string_view text = take_line(rest);
    if (text.starts_with('#')) {
      table.read_metadata(text);
    } else if (trimmed(text).empty()) {
      continue;
    } else if (table.width_ == 0) {
      table.read_header(split_cells(text), line, problems);
    } else {
      table.read_row(split_cells(text), line, problems);
    }
  }
  table.check_metadata(problems);
  return table;
}

void Table::note(Problem problem, Problems& problems) {
  sound_ = false;
  problems.add(std::move(problem));
}

void Table::read_metadata(std::string_view line) {
  line = trimmed(line.substr(1));
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string& value = metadata_[std::string(trimmed(line.substr(0, colon)))];
  if (!value.empty()) value += ' ';
  value += trimmed(line.substr(colon + 1));
}

void Table::check_metadata(Problems& problems) {
  for (const std::string_view key : required_metadata) {
    const auto found = metadata_.find(std::string(key));
    if (found != metadata_.end() && !found->second.empty()) continue;
    const std::string line = "# " + std::string(key) + ": …";
    note({{file_},
          "no line '" + line + "'",
          "must say source, year, unit and quality before the header row",
          "add the line '" + line + "'"},
         problems);
  }
  if (width_ == 0)
    note({{file_}, "no header row", "must name its columns", "add the header row"}, problems);
  else if (lines_.empty() && sound_)
    note({{file_}, "no rows", "must have at least one row", "add the data"}, problems);
}

void Table::read_header(const std::vector<std::string>& cells, int line, Problems& problems) {
  width_ = cells.size();
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Where where{file_, line, static_cast<int>(i) + 1};
    const std::string cell{trimmed(cells[i])};
    const auto found = std::find(names.begin(), names.end(), cell);
    if (found == names.end()) {
      const std::string_view near = nearest(cell, names);
      note({where, "column '" + cell + "'", "is not a column of this table",
            near.empty() ? "remove it" : "did you mean '" + std::string(near) + "'?"},
           problems);
      continue;
    }
    int& position = positions_[static_cast<std::size_t>(found - names.begin())];
    if (position != 0) note({where, "column '" + cell + "' twice", "must appear once", "remove one of them"}, problems);
    position = static_cast<int>(i) + 1;
  }
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (positions_[column] == 0)
      note({{file_, line, 0}, "no column '" + names[column] + "'", allowed_cells(columns_[column]), "add the column"},
           problems);
}

void Table::read_row(std::vector<std::string> cells, int line, Problems& problems) {
  if (cells.size() != width_) {
    ragged_ = true;
    note({{file_, line, static_cast<int>(std::min(cells.size(), width_ + 1))},
          std::to_string(cells.size()) + " cells",
          "must have " + std::to_string(width_) + " cells like the header row",
          "look for a missing or an extra comma; decimals have a point"},
         problems);
    return;
  }
  lines_.push_back(line);
  texts_.resize(texts_.size() + columns_.size());
  values_.resize(values_.size() + columns_.size());
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (positions_[column] != 0) read_cell(column, cells[static_cast<std::size_t>(positions_[column]) - 1], problems);
}

void Table::read_cell(std::size_t column, const std::string& cell, Problems& problems) {
  const std::size_t row = lines_.size() - 1;
  const std::size_t at = row * columns_.size() + column;
  const Column& kind = columns_[column];
  texts_[at] = trimmed(cell);
  const bool is_text = kind.kind == CellKind::text;
  if (!is_text) values_[at] = parse_number(texts_[at]);
  if (is_text ? !texts_[at].empty() : values_[at] && is_allowed(kind, *values_[at])) return;
  const std::string shown = texts_[at].empty() ? "is empty" : "= " + texts_[at];
  if (values_[at] && !std::isfinite(*values_[at])) values_[at].reset();
  note({where(row, kind.name), kind.name + " " + shown, allowed_cells(kind), "correct the cell"}, problems);
}

std::size_t Table::index_of(std::string_view column) const {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i].name == column) return i;
  throw ModelError("the table " + file_ + " was not read with a column '" + std::string(column) + "'");
}

const std::string& Table::text(std::size_t row, std::string_view column) const {
  return texts_[row * columns_.size() + index_of(column)];
}

std::optional<double> Table::find_number(std::size_t row, std::string_view column) const {
  return values_[row * columns_.size() + index_of(column)];
}

double Table::number(std::size_t row, std::string_view column) const { return find_number(row, column).value_or(0.0); }

std::int64_t Table::whole(std::size_t row, std::string_view column) const {
  // A cell out of range has been noted; it must not overflow the conversion.
  const double value = std::clamp(number(row, column), -largest_whole_number, largest_whole_number);
  return static_cast<std::int64_t>(value);
}

Where Table::where(std::size_t row, std::string_view column) const {
  return {file_, lines_[row], positions_[index_of(column)]};
}

std::optional<std::size_t> choice(const Table& table, std::size_t row, const std::string& column, const Names& names,
                                  Problems& problems) {
  const std::string& word = table.text(row, column);
  const auto found = std::find(names.begin(), names.end(), word);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  // An empty cell has been noted; an empty list means that the table with the words could not be read.
  if (word.empty() || names.empty()) return std::nullopt;
  const std::string_view near = nearest(word, names);
  problems.add({table.where(row, column), column + " = " + word, "must be one of " + joined(names),
                near.empty() ? "" : "did you mean '" + std::string(near) + "'?"});
  return std::nullopt;
}

std::vector<double> read_shares(const Table& table, std::size_t row, const Names& columns, Problems& problems) {
  std::vector<double> shares;
  bool complete = true;
  double sum = 0.0;
  for (const std::string& column : columns) {
    complete = complete && table.find_number(row, column).has_value();
    shares.push_back(table.number(row, column));
    sum += shares.back();
  }
  if (complete && std::abs(sum - 1.0) > share_sum_tolerance)
    problems.add({table.where(row, columns[0]), "the shares of this row add up to " + std::to_string(sum),
                  "must add up to 1", "correct the row"});
  if (sum > 0.0)
    for (double& share : shares) share /= sum;
  return shares;
}

Sequence::Sequence(const Table& table, std::string column, std::optional<int> first, std::optional<int> last,
                   Names groups, Problems& problems)
    : table_{table},
      column_{std::move(column)},
      last_{last},
      groups_{std::move(groups)},
      expected_(groups_.size(), first),
      problems_{problems} {}

std::optional<int> Sequence::accept(std::size_t row, std::size_t group) {
  const int key = key_of(row, group);
  std::optional<int>& expected = expected_[group];
  if (expected && key < *expected) {
    report(row, group, key, "must rise by one in each group", "sort the rows and remove repeated ones");
    return std::nullopt;
  }
  if (expected && key > *expected) report(row, group, key, missing(*expected, key - 1), "add the missing rows");
  expected = key + 1;
  if (last_ && key > *last_) return std::nullopt;
  return key;
}

void Sequence::finish() {
  if (table_.row_count() == 0 || table_.has_ragged_rows() || !last_) return;
  for (std::size_t group = 0; group < groups_.size(); ++group)
    if (expected_[group] && *expected_[group] <= *last_)
      problems_.add({{table_.file()},
                     missing(*expected_[group], *last_) + of(group),
                     "must go on to " + std::to_string(*last_),
                     "add the rows"});
}

int Sequence::key_of(std::size_t row, std::size_t group) const {
  const std::optional<double> value = table_.find_number(row, column_);
  // A number that no age, year or size can be has been noted as out of range.
  if (value && std::abs(*value) <= INT16_MAX) return static_cast<int>(*value);
  return expected_[group].value_or(0);
}

std::string Sequence::of(std::size_t group) const { return groups_[group].empty() ? "" : " of " + groups_[group]; }

std::string Sequence::missing(int first, int last) const {
  if (first == last) return column_ + " " + std::to_string(first) + " is missing";
  return column_ + " " + std::to_string(first) + " to " + std::to_string(last) + " are missing";
}

void Sequence::report(std::size_t row, std::size_t group, int key, std::string allowed, std::string advice) {
  if (table_.has_ragged_rows()) return;
  problems_.add({table_.where(row, column_),
                 column_ + " = " + std::to_string(key) + " where " + std::to_string(*expected_[group]) +
                     " should follow" + of(group),
                 std::move(allowed), std::move(advice)});
}

Roll::Roll(const Table& table, std::string column, Names names, Problems& problems)
    : table_{table},
      column_{std::move(column)},
      names_{std::move(names)},
      lines_(names_.size(), 0),
      problems_{problems} {}

bool Roll::accept(std::size_t row, std::size_t index) {
  const Where where = table_.where(row, column_);
  if (lines_[index] != 0) {
    problems_.add({where, names_[index] + " for a second time", "must appear once",
                   "it stands in line " + std::to_string(lines_[index]) + " already; remove one of them"});
    return false;
  }
  lines_[index] = where.line;
  return true;
}

void Roll::finish() {
  if (table_.row_count() == 0 || table_.has_ragged_rows()) return;
  for (std::size_t index = 0; index < names_.size(); ++index)
    if (lines_[index] == 0)
      problems_.add({{table_.file()}, "no row for " + names_[index], "must have one row for each", "add the row"});
}

}  // namespace kinfold
