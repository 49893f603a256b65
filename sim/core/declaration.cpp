// SPDX-License-Identifier: Apache-2.0
#include "core/declaration.hpp"

#include <algorithm>
#include <cmath>

namespace kinfold {
namespace {

/// A list of parameters longer than this hides the message it stands in.
constexpr std::size_t longest_list = 30;

/// Policies are dated within these years: all of them lie on the month axis.
constexpr int first_policy_year = 1900;
constexpr int last_policy_year = 2200;

/// Shares as people write them (0.3333333333) miss 1 by less than this.
constexpr double share_tolerance = 1e-9;

std::string in_brackets(const Bilingual& meaning) { return meaning.en.empty() ? "" : " (" + meaning.en + ")"; }

std::string with_unit(const std::string& unit) { return unit.empty() ? "" : " " + unit; }

std::string range_text(const Range& range, const std::string& unit) {
  const bool bounded_below = std::isfinite(range.lowest), bounded_above = std::isfinite(range.highest);
  std::string text = "finite";
  if (bounded_below && bounded_above)
    text = "between " + text_of_number(range.lowest) + " and " + text_of_number(range.highest);
  else if (bounded_below)
    text = "at least " + text_of_number(range.lowest);
  else if (bounded_above)
    text = "at most " + text_of_number(range.highest);
  return text + with_unit(unit);
}

bool within(double value, const Range& range) {
  return std::isfinite(value) && value >= range.lowest && value <= range.highest;
}

std::optional<double> number_in(const Setting& setting) {
  if (const auto* whole = std::get_if<std::int64_t>(&setting.value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&setting.value)) return *number;
  return std::nullopt;
}

std::string list_text(const std::vector<std::int64_t>& numbers) {
  std::vector<std::string> words;
  for (const std::int64_t number : numbers) words.push_back(std::to_string(number));
  return "[" + joined(words) + "]";
}

std::string standard_text(double number) { return text_of_number(number); }
std::string standard_text(std::int64_t number) { return std::to_string(number); }
std::string standard_text(bool flag) { return flag ? "true" : "false"; }
std::string standard_text(const std::string& words) { return words; }
std::string standard_text(const std::vector<std::int64_t>& numbers) { return list_text(numbers); }

/// What any declaration says about its parameter; the parts that a kind of declaration lacks stay empty.
template <class Declaration>
Declared described(const Declaration& declaration, std::string type) {
  Declared declared;
  declared.name = declaration.name;
  declared.type = std::move(type);
  declared.meaning = declaration.meaning;
  declared.source = declaration.source;
  if constexpr (requires { declaration.unit; }) declared.unit = declaration.unit;
  if constexpr (requires { declaration.range; }) declared.range = declaration.range;
  if constexpr (requires { declaration.choices; }) declared.choices = declaration.choices;
  if constexpr (requires { declaration.standard; }) {
    declared.required = !declaration.standard;
    if (declaration.standard) declared.standard = standard_text(*declaration.standard);
  }
  return declared;
}

Declared described(const DateDeclaration& declaration) {
  Declared declared = described(declaration, "date");
  declared.required = declaration.required;
  declared.standard = declaration.required ? "" : "none";
  return declared;
}

Declared described(const SharesDeclaration& declaration) {
  Declared declared = described(declaration, "shares");
  declared.required = declaration.whole_by_default.empty();
  if (!declared.required) declared.standard = "{ " + declaration.whole_by_default + " = 1.0 }";
  declared.range = Range{0.0, 1.0};
  declared.choices = declaration.names;
  return declared;
}

}  // namespace

Reader::Reader(std::string section, const SettingTable* written, Where where, Problems& problems,
               std::vector<Declared>& declared, std::string shown_as)
    : section_{std::move(section)},
      written_{written},
      where_{std::move(where)},
      problems_{problems},
      declared_{declared},
      shown_as_{shown_as.empty() ? section_ : std::move(shown_as)} {}

const Setting* Reader::find(std::string_view name) {
  asked_.emplace_back(name);
  return written_ ? written_->find(name) : nullptr;
}

void Reader::declare(Declared declared, const Setting* written) {
  declared.section = section_;
  declared.value = written ? text_of(*written) : declared.standard;
  declared_.push_back(std::move(declared));
}

void Reader::report(const Setting& setting, std::string_view name, std::string allowed, std::string advice) {
  problems_.add(
      {setting.where, path(name) + " = " + shortened_text_of(setting), std::move(allowed), std::move(advice)});
}

void Reader::report_missing(std::string_view name, std::string allowed) {
  problems_.add({where_, path(name) + " is missing", std::move(allowed), ""});
}

double Reader::number(const NumberDeclaration& declaration) {
  const auto& [name, unit, standard, range, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration, "number"), written);
  const double fallback = standard.value_or(range.lowest);
  const std::string in_range = range_text(range, unit) + in_brackets(meaning);
  if (!written) {
    if (!standard) report_missing(name, "must be a number " + in_range);
    return fallback;
  }
  const std::optional<double> value = number_in(*written);
  if (value && within(*value, range)) return *value;
  if (value)
    report(*written, name, "must be " + in_range);
  else
    report(*written, name, "must be a number such as " + text_of_number(fallback) + ", " + in_range);
  return fallback;
}

std::int64_t Reader::integer(const IntegerDeclaration& declaration) {
  const auto& [name, unit, standard, range, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration, "integer"), written);
  const auto fallback = standard.value_or(static_cast<std::int64_t>(range.lowest));
  const std::string in_range = range_text(range, unit) + in_brackets(meaning);
  if (!written) {
    if (!standard) report_missing(name, "must be a whole number " + in_range);
    return fallback;
  }
  const auto* value = std::get_if<std::int64_t>(&written->value);
  if (value && within(static_cast<double>(*value), range)) return *value;
  if (value)
    report(*written, name, "must be " + in_range);
  else
    report(*written, name, "must be a whole number such as " + std::to_string(fallback) + ", " + in_range);
  return fallback;
}

bool Reader::flag(const FlagDeclaration& declaration) {
  const auto& [name, standard, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration, "flag"), written);
  const std::string allowed = "must be true or false" + in_brackets(meaning);
  if (!written && !standard) report_missing(name, allowed);
  if (!written) return standard.value_or(false);
  if (const auto* value = std::get_if<bool>(&written->value)) return *value;
  report(*written, name, allowed);
  return standard.value_or(false);
}

std::size_t Reader::choice(const ChoiceDeclaration& declaration) {
  const auto& [name, choices, standard, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration, "choice"), written);
  const auto place_of = [&](const std::string& word) {
    return static_cast<std::size_t>(std::find(choices.begin(), choices.end(), word) - choices.begin());
  };
  const std::string allowed = "must be one of the words " + joined(choices) + ", in quotes" + in_brackets(meaning);
  if (!written && !standard) report_missing(name, allowed);
  if (written) {
    const auto* word = std::get_if<std::string>(&written->value);
    if (word && place_of(*word) < choices.size()) return place_of(*word);
    report(*written, name, allowed, word ? did_you_mean(*word, choices) : "");
  }
  return standard ? place_of(*standard) : 0;
}

std::optional<Date> Reader::date(const DateDeclaration& declaration) {
  const auto& [name, required, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration), written);
  const std::string allowed = "must be a date such as 2026-01-01" + in_brackets(meaning);
  if (!written) {
    if (required) report_missing(name, allowed);
    return std::nullopt;
  }
  const auto* value = std::get_if<Date>(&written->value);
  if (!value) {
    report(*written, name, allowed,
           std::holds_alternative<std::string>(written->value) ? "write it without quotes" : "");
  } else if (!exists(*value)) {
    report(*written, name, allowed, "the calendar has no such day");
  } else if (value->year < first_policy_year || value->year > last_policy_year) {
    report(*written, name,
           allowed + ", in the years " + std::to_string(first_policy_year) + " to " + std::to_string(last_policy_year));
  } else {
    return *value;
  }
  return std::nullopt;
}

std::vector<std::int64_t> Reader::integers(const IntegersDeclaration& declaration) {
  const auto& [name, unit, standard, range, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration, "integers"), written);
  const std::vector<std::int64_t> fallback =
      standard.value_or(std::vector<std::int64_t>{static_cast<std::int64_t>(range.lowest)});
  const std::string allowed = "must be a list of different whole numbers such as " + list_text(fallback) + ", each " +
                              range_text(range, unit) + in_brackets(meaning);
  if (!written) {
    if (!standard) report_missing(name, allowed);
    return fallback;
  }
  const auto* list = std::get_if<SettingList>(&written->value);
  std::vector<std::int64_t> numbers;
  bool sound = list && !list->empty();
  for (const Setting& element : list ? *list : SettingList{}) {
    const auto* number = std::get_if<std::int64_t>(&element.value);
    sound = sound && number && within(static_cast<double>(*number), range);
    if (number) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  sound = sound && std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end();
  if (!sound) report(*written, name, allowed);
  return sound ? numbers : fallback;
}

bool Reader::shares_are_sound(const SettingTable& table, const SharesDeclaration& declaration,
                              std::vector<double>& shares) {
  bool sound = true;
  double sum = 0.0;
  for (const auto& [key, setting] : table.entries) {
    const std::string name = declaration.name + "." + key;
    const auto known = std::find(declaration.names.begin(), declaration.names.end(), key);
    const std::optional<double> share = number_in(setting);
    if (known == declaration.names.end())
      report(setting, name, "must be one of " + joined(declaration.names), did_you_mean(key, declaration.names));
    else if (!share || !within(*share, {0.0, 1.0}))
      report(setting, name, "must be a share between 0 and 1");
    else
      shares[static_cast<std::size_t>(known - declaration.names.begin())] = *share;
    sound = sound && known != declaration.names.end() && share && within(*share, {0.0, 1.0});
    sum += share.value_or(0.0);
  }
  if (!sound || std::fabs(sum - 1.0) <= share_tolerance) return sound;
  refuse(declaration.name, "has shares with the sum " + text_of_number(sum),
         "the shares must sum to 1" + in_brackets(declaration.meaning));
  return false;
}

std::vector<double> Reader::shares(const SharesDeclaration& declaration) {
  const auto& [name, names, whole_by_default, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration), written);
  const std::string allowed = "must be shares that sum to 1, such as { " + names.front() + " = 1.0 }, for any of " +
                              joined(names) + in_brackets(meaning);
  std::vector<double> shares(names.size(), 0.0);
  if (!written) {
    if (whole_by_default.empty()) report_missing(name, allowed);
  } else if (const auto* table = std::get_if<SettingTable>(&written->value)) {
    if (shares_are_sound(*table, declaration, shares)) return shares;
  } else {
    report(*written, name, allowed);
  }
  // After a problem nobody sees these shares, but a caller may divide by their sum before it throws.
  const auto bearer = std::find(names.begin(), names.end(), whole_by_default);
  shares.assign(names.size(), 0.0);
  shares[bearer == names.end() ? 0 : static_cast<std::size_t>(bearer - names.begin())] = 1.0;
  return shares;
}

std::string Reader::words(const WordsDeclaration& declaration) {
  const auto& [name, standard, meaning, source] = declaration;
  const Setting* written = find(name);
  declare(described(declaration, "words"), written);
  const std::string allowed = "must be text in quotes" + in_brackets(meaning);
  if (!written && !standard) report_missing(name, allowed);
  if (!written) return standard.value_or("");
  if (const auto* value = std::get_if<std::string>(&written->value)) return *value;
  report(*written, name, allowed);
  return standard.value_or("");
}

Where Reader::where(std::string_view name) const {
  const Setting* setting = written_ ? written_->find(name) : nullptr;
  return setting ? setting->where : where_;
}

void Reader::refuse(std::string_view name, std::string found, std::string allowed, std::string advice) {
  const Setting* setting = written_ ? written_->find(name) : nullptr;
  const std::string value = setting ? " = " + shortened_text_of(*setting) : "";
  problems_.add(
      {where(name), path(name) + value + (found.empty() ? "" : " ") + found, std::move(allowed), std::move(advice)});
}

void Reader::finish() {
  if (!written_) return;
  for (const auto& [key, setting] : written_->entries) {
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    std::string advice = did_you_mean(key, asked_);
    if (advice.empty() && !asked_.empty() && asked_.size() <= longest_list)
      advice = "its parameters are " + joined(asked_);
    problems_.add({setting.where, path(key) + " is not a parameter of " + shown_as_, "", std::move(advice)});
  }
}

}  // namespace kinfold
