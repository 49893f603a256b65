// SPDX-License-Identifier: Apache-2.0
// Parameters: reading, defaults, and the message for everything that can be wrong with a value.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/declaration.hpp"
#include "schema.hpp"

namespace kinfold {
namespace {

const std::string section = "measure.child_allowance";
const std::string shown_as = "measure[third-child-allowance]";
const Where section_place{"scenarios/x.toml", 5, 1};

Setting at(int line, decltype(Setting::value) value) { return {std::move(value), {"scenarios/x.toml", line, 18}}; }

/// A section with its reader, and what came of it.
struct Reading {
  SettingTable written;
  Problems problems;
  std::vector<Declared> declared;
  Reader reader{section, &written, section_place, problems, declared, shown_as};

  explicit Reading(SettingTable table = {}) : written{std::move(table)} {}
  Reading(const Reading&) = delete;  // the reader keeps references into this

  std::string text() const { return problems.text(); }
};

Reading with(const std::string& name, decltype(Setting::value) value) {
  return Reading{SettingTable{{{name, at(8, std::move(value))}}}};
}

const NumberDeclaration amount{.name = "amount_per_year",
                               .unit = "CNY a year",
                               .standard = 0.0,
                               .range = {0, 200'000},
                               .meaning = {"paid for each child", "每个孩子每年发放"},
                               .source = "assumption"};
const IntegerDeclaration until_age{.name = "until_age",
                                   .unit = "years",
                                   .standard = std::nullopt,
                                   .range = {0, 18},
                                   .meaning = {"completed years", "周岁"},
                                   .source = "plan"};
const ChoiceDeclaration stacking{.name = "stacking",
                                 .choices = {"sum", "higher_of"},
                                 .standard = "sum",
                                 .meaning = {"how payments combine", "叠加方式"},
                                 .source = "plan"};
const DateDeclaration start{.name = "start", .required = true, .meaning = {"in force", "实施日期"}, .source = "plan"};
const IntegersDeclaration birth_order{.name = "birth_order",
                                      .unit = "",
                                      .standard = std::vector<std::int64_t>{1, 2, 3},
                                      .range = {1, 20},
                                      .meaning = {"of the child", "孩次"},
                                      .source = "plan"};
const SharesDeclaration paid_by{
    .name = "paid_by", .names = {"centre", "city", "banner"}, .meaning = {"who pays", "出资方"}, .source = "plan"};
const WordsDeclaration clause{.name = "clause", .standard = "", .meaning = {"of the plan", "条款"}, .source = ""};
const FlagDeclaration take_up{
    .name = "automatic", .standard = false, .meaning = {"paid unasked", "免申即享"}, .source = ""};

TEST(Reader, GivesWrittenValues) {
  Reading r{SettingTable{{{"amount_per_year", at(1, std::int64_t{3600})},
                          {"until_age", at(2, std::int64_t{3})},
                          {"stacking", at(3, std::string{"higher_of"})},
                          {"start", at(4, Date{2023, 11, 22})},
                          {"birth_order", at(5, SettingList{at(5, std::int64_t{3}), at(5, std::int64_t{2})})},
                          {"paid_by", at(6, SettingTable{{{"banner", at(6, 0.5)}, {"city", at(6, 0.5)}}})},
                          {"clause", at(7, std::string{"B4.2f"})},
                          {"automatic", at(8, true)}}}};
  EXPECT_EQ(r.reader.number(amount), 3600.0);
  EXPECT_EQ(r.reader.integer(until_age), 3);
  EXPECT_EQ(r.reader.choice(stacking), 1u);
  EXPECT_EQ(r.reader.date(start), (Date{2023, 11, 22}));
  EXPECT_EQ(r.reader.integers(birth_order), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(r.reader.shares(paid_by), (std::vector<double>{0.0, 0.5, 0.5}));
  EXPECT_EQ(r.reader.words(clause), "B4.2f");
  EXPECT_TRUE(r.reader.flag(take_up));
  r.reader.finish();
  EXPECT_EQ(r.text(), "");
}

TEST(Reader, GivesDefaultsWhereNothingIsWritten) {
  Reading r;
  EXPECT_EQ(r.reader.number(amount), 0.0);
  EXPECT_EQ(r.reader.choice(stacking), 0u);
  EXPECT_EQ(r.reader.integers(birth_order), (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(r.reader.words(clause), "");
  EXPECT_FALSE(r.reader.flag(take_up));
  EXPECT_EQ(r.reader.date({.name = "end", .required = false, .meaning = {}, .source = ""}), std::nullopt);
  EXPECT_EQ(r.text(), "");
}

TEST(Reader, ReadsASectionThatNobodyWrote) {
  Problems problems;
  std::vector<Declared> declared;
  Reader reader{"intention", nullptr, {"x.toml"}, problems, declared};
  EXPECT_EQ(reader.number(amount), 0.0);
  reader.finish();
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(declared.at(0).section, "intention");
}

TEST(Reader, NamesPlaceFoundRangeUnitAndMeaning) {
  Reading r = with("amount_per_year", std::int64_t{-200});
  EXPECT_EQ(r.reader.number(amount), 0.0);
  EXPECT_EQ(r.text(),
            "scenarios/x.toml:8:18: measure[third-child-allowance].amount_per_year = -200; "
            "must be between 0 and 200000 CNY a year (paid for each child)");
}

TEST(Reader, AcceptsBothEndsOfARange) {
  EXPECT_EQ(with("amount_per_year", 200'000.0).reader.number(amount), 200'000.0);
  Reading above = with("amount_per_year", std::nextafter(200'000.0, 1e9));
  above.reader.number(amount);
  EXPECT_FALSE(above.problems.empty());
}

TEST(Reader, RefusesNumbersThatAreNotFinite) {
  for (const double value : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    Reading r = with("amount_per_year", value);
    EXPECT_EQ(r.reader.number(amount), 0.0);
    EXPECT_EQ(r.problems.list().size(), 1u);
  }
}

TEST(Reader, SaysWhichTypeIsNeededWithAnExample) {
  Reading number = with("amount_per_year", std::string{"3600"});
  number.reader.number(amount);
  EXPECT_NE(number.text().find("amount_per_year = \"3600\"; must be a number such as 0, between 0"), std::string::npos);

  Reading whole = with("until_age", 3.5);
  EXPECT_EQ(whole.reader.integer(until_age), 0);
  EXPECT_NE(whole.text().find("until_age = 3.5; must be a whole number such as 0, between 0 and 18 years"),
            std::string::npos);

  Reading flag = with("automatic", std::int64_t{1});
  flag.reader.flag(take_up);
  EXPECT_NE(flag.text().find("automatic = 1; must be true or false"), std::string::npos);

  Reading words = with("clause", std::int64_t{4});
  words.reader.words(clause);
  EXPECT_NE(words.text().find("clause = 4; must be text in quotes"), std::string::npos);

  Reading date = with("start", std::string{"2023-11-22"});
  EXPECT_EQ(date.reader.date(start), std::nullopt);
  EXPECT_NE(date.text().find("must be a date such as 2026-01-01 (in force); write it without quotes"),
            std::string::npos);
}

TEST(Reader, ReportsAMissingKeyAtItsSection) {
  Reading r;
  r.reader.integer(until_age);
  r.reader.date(start);
  r.reader.shares(paid_by);
  ASSERT_EQ(r.problems.list().size(), 3u);
  EXPECT_EQ(r.problems.list()[0].text(),
            "scenarios/x.toml:5:1: measure[third-child-allowance].until_age is missing; "
            "must be a whole number between 0 and 18 years (completed years)");
}

TEST(Reader, HintsAtTheNearestChoiceAndKey) {
  Reading r{SettingTable{{{"stacking", at(8, std::string{"higher"})}, {"amount_pr_year", at(9, std::int64_t{1})}}}};
  EXPECT_EQ(r.reader.choice(stacking), 0u);
  r.reader.number(amount);
  r.reader.finish();
  ASSERT_EQ(r.problems.list().size(), 2u);
  EXPECT_EQ(r.problems.list()[0].allowed, "must be one of the words sum, higher_of, in quotes (how payments combine)");
  EXPECT_EQ(r.problems.list()[1].text(),
            "scenarios/x.toml:9:18: measure[third-child-allowance].amount_pr_year is not a parameter of "
            "measure[third-child-allowance]; did you mean amount_per_year?");
}

TEST(Reader, ListsTheParametersWhereNoneIsNear) {
  Reading r = with("zzzzzzzz", std::int64_t{1});
  r.reader.number(amount);
  r.reader.words(clause);
  r.reader.finish();
  EXPECT_NE(r.text().find("its parameters are amount_per_year, clause"), std::string::npos);
}

TEST(Reader, RefusesDatesOffTheCalendarAndOffTheMonthAxis) {
  for (const Date day : {Date{2023, 2, 30}, Date{1, 1, 1}, Date{9999, 1, 1}}) {
    Reading r = with("start", day);
    EXPECT_EQ(r.reader.date(start), std::nullopt);
    EXPECT_EQ(r.problems.list().size(), 1u) << day.text();
  }
}

TEST(Reader, RefusesListsThatAreEmptyRepeatedOutOfRangeOrMixed) {
  const auto whole = [](std::int64_t value) { return at(8, value); };
  const std::vector<SettingList> wrong{{}, {whole(2), whole(2)}, {whole(0)}, {whole(21)}, {whole(1), at(8, 2.0)}};
  for (const SettingList& list : wrong) {
    Reading r = with("birth_order", list);
    EXPECT_EQ(r.reader.integers(birth_order), (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(r.problems.list().size(), 1u) << r.text();
  }
  Reading single = with("birth_order", std::int64_t{3});
  single.reader.integers(birth_order);
  EXPECT_NE(single.text().find("must be a list of different whole numbers such as [1, 2, 3]"), std::string::npos);
}

TEST(Reader, RefusesSharesThatDoNotSumToOne) {
  Reading r = with("paid_by", SettingTable{{{"city", at(8, 0.5)}, {"banner", at(8, 0.4)}}});
  const std::vector<double> shares = r.reader.shares(paid_by);
  EXPECT_NE(r.text().find("has shares with the sum 0.9; the shares must sum to 1 (who pays)"), std::string::npos);
  EXPECT_EQ(shares, (std::vector<double>{1.0, 0.0, 0.0})) << "a caller may still divide by the sum";
}

TEST(Reader, AcceptsSharesRoundedAsPeopleWriteThem) {
  const auto thirds = [](double last) {
    return SettingTable{{{"centre", at(8, 0.3333333333)}, {"city", at(8, 0.3333333333)}, {"banner", at(8, last)}}};
  };
  Reading close = with("paid_by", thirds(0.3333333333));
  close.reader.shares(paid_by);
  EXPECT_TRUE(close.problems.empty());
  Reading far = with("paid_by", thirds(0.3333333));
  far.reader.shares(paid_by);
  EXPECT_FALSE(far.problems.empty());
}

TEST(Reader, NamesEveryWrongShareAtOnce) {
  Reading r = with("paid_by", SettingTable{{{"citty", at(8, 0.5)}, {"banner", at(9, 1.5)}, {"centre", at(10, true)}}});
  r.reader.shares(paid_by);
  ASSERT_EQ(r.problems.list().size(), 3u);
  EXPECT_EQ(r.problems.list()[0].advice, "did you mean city?");
  EXPECT_EQ(r.problems.list()[1].where.line, 9);
}

TEST(Reader, RefusesByMeaningAtThePlaceOfTheKey) {
  Reading r = with("end", Date{2020, 1, 1});
  r.reader.refuse("end", "lies before start", "must come after start");
  EXPECT_EQ(r.text(),
            "scenarios/x.toml:8:18: measure[third-child-allowance].end = 2020-01-01 lies before start; must come after "
            "start");
  EXPECT_EQ(r.reader.where("end").line, 8);
  EXPECT_EQ(r.reader.where("start").line, section_place.line);
}

TEST(Reader, CutsLongValuesInMessagesBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 100; ++i) long_text += "鄂";
  Reading r = with("amount_per_year", long_text);
  r.reader.number(amount);
  EXPECT_LT(r.text().size(), 300u);
  EXPECT_NE(r.text().find("鄂…"), std::string::npos);
}

TEST(Reader, DeclaresWhatItReads) {
  Reading r = with("amount_per_year", std::int64_t{3600});
  r.reader.number(amount);
  r.reader.date(start);
  r.reader.shares(paid_by);
  ASSERT_EQ(r.declared.size(), 3u);
  const Declared& number = r.declared[0];
  EXPECT_EQ(number.section, section);
  EXPECT_EQ(number.type, "number");
  EXPECT_EQ(number.unit, "CNY a year");
  EXPECT_EQ(number.standard, "0");
  EXPECT_EQ(number.value, "3600");
  EXPECT_FALSE(number.required);
  EXPECT_EQ(number.range->highest, 200'000);
  EXPECT_EQ(number.meaning.zh, "每个孩子每年发放");
  EXPECT_TRUE(r.declared[1].required);
  EXPECT_EQ(r.declared[2].choices, paid_by.names);
}

TEST(Reader, GivesTheWholeToOneWhereSharesHaveADefault) {
  SharesDeclaration by_city = paid_by;
  by_city.whole_by_default = "city";
  Reading r;
  EXPECT_EQ(r.reader.shares(by_city), (std::vector<double>{0.0, 1.0, 0.0}));
  EXPECT_EQ(r.text(), "");
  EXPECT_FALSE(r.declared[0].required);
  EXPECT_EQ(r.declared[0].standard, "{ city = 1.0 }");
  const std::string schema = scenario_schema(r.declared);
  const std::size_t standard = schema.find("\"default\": {");
  ASSERT_NE(standard, std::string::npos) << schema;
  EXPECT_NE(schema.find("\"city\": 1", standard), std::string::npos) << schema;
}

TEST(Reader, KnowsWhatTheUserWrote) {
  const Reading r = with("until_age", std::int64_t{3});
  EXPECT_TRUE(r.reader.is_written("until_age"));
  EXPECT_FALSE(r.reader.is_written("amount_per_year"));
  EXPECT_FALSE(Reading{}.reader.is_written("until_age"));
}

TEST(TextOf, ShowsValuesAsAScenarioFileWritesThem) {
  const auto shown = [](decltype(Setting::value) value) { return text_of(Setting{std::move(value), {}}); };
  EXPECT_EQ(shown(true), "true");
  EXPECT_EQ(shown(std::int64_t{-3}), "-3");
  EXPECT_EQ(shown(0.25), "0.25");
  EXPECT_EQ(shown(3.0), "3.0");
  EXPECT_EQ(shown(1e-9), "1e-09");
  EXPECT_EQ(shown(std::string{"any \"one\"\n\\"}), R"("any \"one\"\n\\")");
  EXPECT_EQ(shown(Date{2023, 11, 22}), "2023-11-22");
  EXPECT_EQ(shown(SettingList{at(1, std::int64_t{1}), at(1, std::int64_t{2})}), "[1, 2]");
  EXPECT_EQ(shown(SettingTable{{{"city", at(1, 1.0)}, {"a b", at(1, false)}}}), "{ city = 1.0, \"a b\" = false }");
  EXPECT_EQ(text_of_number(200'000), "200000");
}

std::vector<Declared> declared_of_a_section() {
  Reading r;
  r.reader.number(amount);
  r.reader.integer(until_age);
  r.reader.choice(stacking);
  r.reader.date(start);
  r.reader.integers(birth_order);
  r.reader.shares(paid_by);
  r.reader.words(clause);
  r.reader.flag(take_up);
  Reader intention{"intention", nullptr, {}, r.problems, r.declared};
  intention.number(
      {.name = "b_c", .unit = "", .standard = 0.4, .range = {0, 2}, .meaning = {"a|b", "甲"}, .source = ""});
  return r.declared;
}

TEST(Schema, HasAKindOfMeasureASectionAndTypedDefaults) {
  const std::string schema = scenario_schema(declared_of_a_section());
  for (const char* part : {"https://json-schema.org/draft/2020-12/schema", "\"const\": \"child_allowance\"",
                           "\"intention\": {", "\"default\": 0.4", "\"maximum\": 200000", "\"format\": \"date\"",
                           "\"additionalProperties\": false", "\"uniqueItems\": true", "每个孩子每年发放"})
    EXPECT_NE(schema.find(part), std::string::npos) << part;
}

TEST(Schema, CountsAParameterOfTwoMeasuresOnce) {
  const std::vector<Declared> once = declared_of_a_section();
  std::vector<Declared> twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  EXPECT_EQ(scenario_schema(twice), scenario_schema(once));
  EXPECT_EQ(parameter_dictionary_json(twice), parameter_dictionary_json(once));
}

TEST(Schema, WritesADictionaryThatMarkdownCanShow) {
  const std::string text = parameter_dictionary(declared_of_a_section());
  EXPECT_NE(text.find("## `measure.child_allowance`"), std::string::npos);
  EXPECT_NE(text.find("| `b_c` | number |  | 0.4 | 0 – 2 | a\\|b | 甲 |  |"), std::string::npos) << text;
  EXPECT_NE(text.find("| `until_age` | integer | years | must be given | 0 – 18 |"), std::string::npos) << text;
}

}  // namespace
}  // namespace kinfold
