// SPDX-License-Identifier: Apache-2.0
// TOML text to settings: the only file that knows the TOML library. The bytes are checked before the library sees
// them, because toml++ 3.3 aborts on a NUL byte and recurses as deep as the text is nested.
#include "scenario_toml.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/utf8.hpp"

namespace kinfold {

/// The library met text for which it has an assertion instead of a message, such as `[=`.
struct UnforeseenText {};

[[noreturn]] inline void give_up_reading() { throw UnforeseenText{}; }

}  // namespace kinfold

// In a release build the library would take its assertions for granted and read on in nonsense; here a failed one is a
// mistake of the user's like any other.
#undef NDEBUG
#define TOML_ASSERT(expression) ((expression) ? static_cast<void>(0) : kinfold::give_up_reading())
#include <toml++/toml.h>

namespace kinfold {
namespace {

/// More syntax errors than this in one file are one cause seen many times.
constexpr int most_syntax_errors = 20;

/// `2023-11-22`.
constexpr std::size_t date_length = 10;

Where where_at(std::string_view bytes, std::size_t at, const std::string& file) {
  const std::string_view before = bytes.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 = 0: the first line
  int column = 1;
  // Columns count characters, not bytes, as editors do: bytes 10xxxxxx continue a character.
  for (const char letter : before.substr(line_start)) column += (static_cast<unsigned char>(letter) & 0xc0) != 0x80;
  return {file, 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')), column};
}

/// Why these bytes cannot be a scenario file, before anybody reads them as TOML.
std::optional<Problem> find_unreadable_bytes(std::string_view bytes, const std::string& file) {
  if (bytes.empty()) return Problem{{file}, "the file is empty", "must be a scenario in TOML", ""};
  if (bytes.size() > largest_scenario_bytes)
    return Problem{{file},
                   "the file has " + std::to_string(bytes.size()) + " bytes",
                   "a scenario file has at most " + std::to_string(largest_scenario_bytes),
                   "is this the right file?"};
  if (const std::size_t at = bytes.find('\0'); at != std::string_view::npos)
    return Problem{where_at(bytes, at, file), "a NUL byte", "must be a text file in UTF-8",
                   "this looks like a binary file, or text saved as UTF-16"};
  if (const std::size_t at = first_invalid_utf8(bytes); at != std::string_view::npos)
    return Problem{where_at(bytes, at, file), "a byte that is not UTF-8", "must be a text file in UTF-8",
                   "save the file with the encoding UTF-8 (it may be in GBK now)"};
  return std::nullopt;
}

/// First position after the text in quotes that begins at `at`; a one-line text ends with its line at the latest.
std::size_t end_of_quotes(std::string_view bytes, std::size_t at) {
  const char quote = bytes[at];
  const std::string three(3, quote);
  const bool many_lines = bytes.substr(at, 3) == three;
  for (std::size_t i = at + (many_lines ? 3 : 1); i < bytes.size(); ++i) {
    if (bytes[i] == '\\' && quote == '"') {
      ++i;
    } else if (many_lines && bytes.substr(i, 3) == three) {
      // Up to two quotes may belong to the text, before the three that end it.
      const std::size_t end = std::min(bytes.find_first_not_of(quote, i), bytes.size());
      return std::min(end, i + 5);
    } else if (!many_lines && (bytes[i] == quote || bytes[i] == '\n')) {
      return i + 1;
    }
  }
  return bytes.size();
}

/// A text in quotes, a comment, or one byte of anything else.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_quoted = false;
  bool is_comment = false;
};

Piece piece_at(std::string_view bytes, std::size_t at) {
  if (bytes[at] == '"' || bytes[at] == '\'') return {at, end_of_quotes(bytes, at), true, false};
  if (bytes[at] == '#') return {at, std::min(bytes.find('\n', at), bytes.size()), false, true};
  return {at, at + 1, false, false};
}

/// Where the text nests deeper than any scenario needs: brackets in brackets, or a long dotted key.
std::optional<Problem> find_deep_nesting(std::string_view bytes, const std::string& file) {
  int depth = 0, dots = 0;
  for (Piece piece; piece.end < bytes.size();) {
    piece = piece_at(bytes, piece.end);
    if (piece.is_quoted || piece.is_comment) continue;
    const char letter = bytes[piece.begin];
    if (letter == '[' || letter == '{') ++depth;
    if (letter == ']' || letter == '}') depth = std::max(0, depth - 1);
    if (letter == '.') ++dots;
    if (std::string_view{"=,[]{}\n"}.find(letter) != std::string_view::npos) dots = 0;
    if (depth > deepest_nesting || dots > deepest_nesting)
      return Problem{where_at(bytes, piece.begin, file), "lists, tables or dotted keys lie too deep in each other",
                     "may lie " + std::to_string(deepest_nesting) + " deep", "is a closing bracket missing?"};
  }
  return std::nullopt;
}

bool is_ascii(char letter) { return static_cast<unsigned char>(letter) < 0x80; }

/// A backslash in the quotes after which, with or without a line end, something beyond ASCII comes.
std::size_t find_foreign_join(std::string_view quotes) {
  for (std::size_t i = quotes.find('\\'); i != std::string_view::npos; i = quotes.find('\\', i + 2)) {
    const std::size_t next = quotes.find_first_not_of(" \t\r\n", i + 1);
    if (next != std::string_view::npos && !is_ascii(quotes[next])) return i;
  }
  return std::string_view::npos;
}

/// Start and text of one line, counted from 1; without its line end.
std::pair<std::size_t, std::string_view> line_of(std::string_view bytes, int line) {
  std::size_t start = 0;
  for (int i = 1; i < line && start < bytes.size(); ++i)
    start = std::min(bytes.find('\n', start), bytes.size() - 1) + 1;
  const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
  return {start, bytes.substr(start, end - start)};
}

/// The date that `text` has the form of, whether or not the calendar has it.
std::optional<Date> date_form(std::string_view text) {
  if (text.size() < date_length) return std::nullopt;
  for (std::size_t i = 0; i < date_length; ++i) {
    const bool hyphen = i == 4 || i == 7;
    if (hyphen ? text[i] != '-' : !std::isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t count) {
    return std::stoi(std::string{text.substr(from, count)});
  };
  return Date{number(0, 4), number(5, 2), number(8, 2)};
}

/// The nearest earlier day that the calendar has.
Date existing(Date date) {
  date.month = std::clamp(date.month, 1, 12);
  date.day = std::clamp(date.day, 1, 31);
  while (!exists(date)) --date.day;
  return date;
}

/// If the error stands at a day that the calendar does not have: reports it, puts a near day into the text and
/// returns true, so that the rest of the file can still be read.
bool mend_impossible_date(std::string& bytes, const toml::source_position& error, const std::string& file,
                          Problems& problems) {
  const auto [start, line] = line_of(bytes, static_cast<int>(error.line));
  for (std::size_t i = 0; i + date_length <= line.size(); ++i) {
    const std::optional<Date> date = date_form(line.substr(i));
    if (!date || exists(*date)) continue;
    const Where where = where_at(bytes, start + i, file);
    const int behind = static_cast<int>(error.column) - where.column;
    if (behind < 0 || behind > static_cast<int>(date_length)) continue;
    problems.add({where, std::string{line.substr(i, date_length)} + " is not a day of the calendar",
                  "must be a date such as " + existing(*date).text(), ""});
    bytes.replace(start + i, date_length, existing(*date).text());
    return true;
  }
  return false;
}

/// What the library cannot read, and where.
struct SyntaxError {
  std::string description;
  toml::source_position at;
};

toml::source_position position_at(std::string_view bytes, std::size_t at) {
  const Where where = where_at(bytes, at, "");
  return {static_cast<toml::source_index>(where.line), static_cast<toml::source_index>(where.column)};
}

/// The first sign outside quotes and comments that TOML does not have, such as a full-width comma; also the join of
/// lines by a backslash that toml++ 3.3 cannot do: its test for white space is undefined for letters beyond ASCII.
std::optional<SyntaxError> find_foreign_sign(std::string_view bytes) {
  const bool has_byte_order_mark = bytes.substr(0, 3) == "\xef\xbb\xbf";
  for (Piece piece{0, has_byte_order_mark ? 3u : 0u}; piece.end < bytes.size();) {
    piece = piece_at(bytes, piece.end);
    if (piece.is_comment) continue;
    const std::string_view text = bytes.substr(piece.begin, piece.end - piece.begin);
    if (piece.is_quoted && text[0] == '"') {
      const std::size_t join = find_foreign_join(text);
      if (join != std::string_view::npos)
        return SyntaxError{"a backslash joins no lines here", position_at(bytes, piece.begin + join)};
    } else if (!piece.is_quoted && !is_ascii(text[0])) {
      const std::string sign{bytes.substr(piece.begin, utf8_character_length(bytes.substr(piece.begin)))};
      return SyntaxError{sign + " stands outside quotes", position_at(bytes, piece.begin)};
    }
  }
  return std::nullopt;
}

/// Where the library fails an assertion: it names no place, so the shortest text of whole lines that fails is sought.
SyntaxError find_unforeseen(std::string_view bytes) {
  const auto fails = [&](int lines) {
    try {
      const auto [start, last] = line_of(bytes, lines);
      return toml::parse(bytes.substr(0, start + last.size())).empty() && false;
    } catch (const toml::parse_error&) {
      return false;
    } catch (const UnforeseenText&) {
      return true;
    }
  };
  int sound = 0, failing = 1 + static_cast<int>(std::count(bytes.begin(), bytes.end(), '\n'));
  while (failing - sound > 1) {
    const int middle = sound + (failing - sound) / 2;
    (fails(middle) ? failing : sound) = middle;
  }
  return {"cannot read this line", {static_cast<toml::source_index>(failing), 1}};
}

/// Reads the text into `table`, or says what the library cannot read.
std::optional<SyntaxError> try_to_parse(const std::string& bytes, toml::table& table) {
  try {
    table = toml::parse(std::string_view{bytes});
    return std::nullopt;
  } catch (const toml::parse_error& error) {
    return SyntaxError{std::string{error.description()}, error.source().begin};
  } catch (const UnforeseenText&) {
    return find_unforeseen(bytes);
  }
}

Problem syntax_problem(const SyntaxError& error, const std::string& file) {
  std::string words = error.description;
  const std::string_view lead = "Error while parsing ";
  if (words.rfind(lead, 0) == 0) words = "cannot read this " + words.substr(lead.size());
  const Where where{file, static_cast<int>(error.at.line), static_cast<int>(error.at.column)};
  if (words.find("redefine") != std::string::npos)
    return {where, words, "a name stands once in its section; [[measure]] has two brackets everywhere",
            "take one of them out"};
  return {where, words,
          "must be TOML, such as amount = 10_000, start = 2023-11-22, hukou = \"any\" or birth_order = [2, 3]",
          "text stands in quotes; numbers have no commas; all other signs are ASCII (not ， “ ” ＝)"};
}

bool is_blank(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

/// Takes the line of the error out of the text, so that reading can go on below it. False where what follows could only
/// be an echo of this error: after a broken header, and inside a list that began on an earlier line.
bool blank_line(std::string& bytes, const SyntaxError& error) {
  const auto [start, text] = line_of(bytes, static_cast<int>(error.at.line));
  const bool value =
      error.description.find(" key") == std::string::npos && error.description.find("table") == std::string::npos;
  const bool in_list = value && text.substr(0, error.at.column).find('=') == std::string_view::npos;
  if (in_list || is_blank(text) || text[text.find_first_not_of(" \t")] == '[') return false;
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(start), text.size(), ' ');
  return true;
}

/// Reads the text, and after an error goes on as far as that makes sense: all mistakes of a file in one round.
toml::table read_text(std::string bytes, const std::string& file, Problems& problems) {
  bool readable = true;
  toml::table table;
  for (int errors = 0; errors < most_syntax_errors; ++errors) {
    std::optional<SyntaxError> error = find_foreign_sign(bytes);
    if (!error) error = try_to_parse(bytes, table);
    if (!error && readable) return table;
    if (!error) break;
    if (mend_impossible_date(bytes, error->at, file, problems)) continue;
    const bool echo = !readable && is_blank(line_of(bytes, static_cast<int>(error->at.line)).second);
    if (echo) break;
    readable = false;
    problems.add(syntax_problem(*error, file));
    if (!blank_line(bytes, *error)) break;
  }
  throw ScenarioError(problems);
}

/// Turns the library's values into ours.
class Conversion {
 public:
  Conversion(const std::string& file, Problems& problems) : file_{file}, problems_{problems} {}

  SettingTable table(const toml::table& source) {
    std::vector<std::pair<const toml::key*, const toml::node*>> written;
    for (const auto& [key, node] : source) written.emplace_back(&key, &node);
    // The library sorts by name; the order that the user wrote decides, such as the order of measures.
    std::stable_sort(written.begin(), written.end(), [](const auto& a, const auto& b) {
      const auto& first = a.first->source().begin;
      const auto& second = b.first->source().begin;
      return std::tie(first.line, first.column) < std::tie(second.line, second.column);
    });
    SettingTable table;
    for (const auto& [key, node] : written) {
      refuse_control_characters(key->str(), *node);
      table.entries.emplace_back(std::string{key->str()}, setting(*node));
    }
    return table;
  }

 private:
  Where where(const toml::node& node) const {
    const auto& begin = node.source().begin;
    return {file_, static_cast<int>(begin.line), static_cast<int>(begin.column)};
  }

  Setting setting(const toml::node& node) {
    if (const auto* flag = node.as_boolean()) return {flag->get(), where(node)};
    if (const auto* whole = node.as_integer()) return {whole->get(), where(node)};
    if (const auto* number = node.as_floating_point()) return {number->get(), where(node)};
    if (const auto* words = node.as_string()) return {text(*words), where(node)};
    if (const auto* elements = node.as_array()) return {list(*elements), where(node)};
    if (const auto* entries = node.as_table()) return {table(*entries), where(node)};
    return {day(node), where(node)};
  }

  SettingList list(const toml::array& source) {
    SettingList list;
    for (const toml::node& element : source) list.push_back(setting(element));
    return list;
  }

  std::string text(const toml::value<std::string>& words) {
    refuse_control_characters(words.get(), words);
    return words.get();
  }

  void refuse_control_characters(std::string_view text, const toml::node& node) {
    const bool found = std::any_of(text.begin(), text.end(), [](char letter) {
      const auto byte = static_cast<unsigned char>(letter);
      return (byte < 0x20 && letter != '\n' && letter != '\t' && letter != '\r') || byte == 0x7f;
    });
    if (found)
      problems_.add({where(node), "text with a control character", "may hold letters, tabs and line ends", ""});
  }

  Date day(const toml::node& node) {
    const auto* date = node.as_date();
    const auto* date_time = node.as_date_time();
    if (!date)
      problems_.add({where(node), date_time ? "a date with a time of day" : "a time of day",
                     "must be a date alone, such as 2023-11-22", ""});
    // A time has no day: any day will do, as nothing is run after a problem.
    const toml::date found = date ? date->get() : date_time ? date_time->get().date : toml::date{2000, 1, 1};
    return {found.year, found.month, found.day};
  }

  const std::string& file_;
  Problems& problems_;
};

}  // namespace

SettingTable parse_toml(const std::string& bytes, const std::string& file_name, Problems& problems) {
  std::optional<Problem> unreadable = find_unreadable_bytes(bytes, file_name);
  if (!unreadable) unreadable = find_deep_nesting(bytes, file_name);
  if (unreadable) {
    problems.add(*unreadable);
    throw ScenarioError(problems);
  }
  return Conversion{file_name, problems}.table(read_text(bytes, file_name, problems));
}

SettingTable parse_toml(const std::string& bytes, const std::string& file_name) {
  Problems problems;
  SettingTable table = parse_toml(bytes, file_name, problems);
  problems.throw_if_any<ScenarioError>();
  return table;
}

}  // namespace kinfold
