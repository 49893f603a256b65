// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/settings.hpp"

namespace kinfold {

/// The same words in English and Chinese.
struct Bilingual {
  std::string en;
  std::string zh;
};

/// Lowest and highest value allowed, both included.
struct Range {
  double lowest;
  double highest;
};

/// A number with a unit: `{.name, .unit, .standard, .range, .meaning, .source}`.
struct NumberDeclaration {
  std::string name;
  std::string unit;
  std::optional<double> standard;  ///< the default; none = the user must give it
  Range range;
  Bilingual meaning;
  std::string source;
};

/// A whole number with a unit.
struct IntegerDeclaration {
  std::string name;
  std::string unit;
  std::optional<std::int64_t> standard;
  Range range;
  Bilingual meaning;
  std::string source;
};

/// Yes or no.
struct FlagDeclaration {
  std::string name;
  std::optional<bool> standard;
  Bilingual meaning;
  std::string source;
};

/// One word of a closed list.
struct ChoiceDeclaration {
  std::string name;
  std::vector<std::string> choices;
  std::optional<std::string> standard;
  Bilingual meaning;
  std::string source;
};

/// A calendar day. `standard` none and `required` false = "no such day".
struct DateDeclaration {
  std::string name;
  bool required = false;
  Bilingual meaning;
  std::string source;
};

/// A list of different whole numbers, in rising order after reading.
struct IntegersDeclaration {
  std::string name;
  std::string unit;
  std::optional<std::vector<std::int64_t>> standard;
  Range range;
  Bilingual meaning;
  std::string source;
};

/// Parts of a whole by name (`{ city = 0.5, banner = 0.5 }`), that must sum to 1.
struct SharesDeclaration {
  std::string name;
  std::vector<std::string> names;
  std::string whole_by_default =
      "";  ///< the name that has the whole if nothing is written; empty = the user must give all
  Bilingual meaning;
  std::string source;
};

/// Free text.
struct WordsDeclaration {
  std::string name;
  std::optional<std::string> standard;
  Bilingual meaning;
  std::string source;
};

/// What the documentation, the JSON schema and the interfaces need to know of any declaration.
struct Declared {
  std::string section;  ///< `intention`, or `measure.child_allowance`
  std::string name;
  std::string type;  ///< number, integer, flag, choice, date, integers, shares, words
  std::string unit;
  std::string standard;  ///< as text; empty = must be given (or, for a date, "none")
  bool required = false;
  std::optional<Range> range;
  std::vector<std::string> choices;
  Bilingual meaning;
  std::string source;
  std::string value;  ///< as text, after reading; shows what a run uses
};

/// Declares and reads the keys of one section in the same call: the only way to a parameter.
///
/// A constructor asks its reader for every value that it needs. What it asks for is thereby declared
/// (documentation, schema and error messages follow), and what nobody asks for is reported
/// by `finish()` as an unknown key, with the nearest known one. Wrong values are collected, not thrown:
/// the call then returns the default (or the lowest allowed value), and the caller throws all problems at the end.
class Reader {
 public:
  /// `written` may be null: the user wrote nothing in this section. `where` is used for missing keys.
  /// `shown_as` is how messages name the section (`measure[third-child-allowance]`), if other than `section`.
  Reader(std::string section, const SettingTable* written, Where where, Problems& problems,
         std::vector<Declared>& declared, std::string shown_as = "");

  double number(const NumberDeclaration& declaration);
  std::int64_t integer(const IntegerDeclaration& declaration);
  bool flag(const FlagDeclaration& declaration);
  /// Returns the place of the chosen word in `choices`.
  std::size_t choice(const ChoiceDeclaration& declaration);
  std::optional<Date> date(const DateDeclaration& declaration);
  std::vector<std::int64_t> integers(const IntegersDeclaration& declaration);
  /// Returns one share for each of `names`, 0 for those not written.
  std::vector<double> shares(const SharesDeclaration& declaration);
  std::string words(const WordsDeclaration& declaration);

  /// Whether the user wrote the key.
  bool is_written(std::string_view name) const { return written_ && written_->find(name); }
  /// Where the key stands, or where its section stands.
  Where where(std::string_view name) const;
  /// Adds a problem of meaning (such as dates out of order) at the place of `name`; the message begins with the key
  /// and its value, and `found` goes on from there (`lies before start`).
  void refuse(std::string_view name, std::string found, std::string allowed, std::string advice = "");
  /// Reports every written key that was never asked for.
  void finish();

 private:
  const Setting* find(std::string_view name);
  std::string path(std::string_view name) const { return shown_as_ + "." + std::string{name}; }
  void declare(Declared declared, const Setting* written);
  void report(const Setting& setting, std::string_view name, std::string allowed, std::string advice = "");
  void report_missing(std::string_view name, std::string allowed);
  bool shares_are_sound(const SettingTable& table, const SharesDeclaration& declaration, std::vector<double>& shares);

  std::string section_;
  const SettingTable* written_;
  Where where_;
  Problems& problems_;
  std::vector<Declared>& declared_;
  std::string shown_as_;
  std::vector<std::string> asked_;
};

}  // namespace kinfold
