// SPDX-License-Identifier: Apache-2.0
// Scenario files: what they say, how they extend each other, and a message for everything that can be wrong with one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "scenario.hpp"
#include "scenario_toml.hpp"

namespace kinfold {
namespace {

namespace fs = std::filesystem;

const fs::path shipped = (fs::path(__FILE__).parent_path() / ".." / ".." / "scenarios").lexically_normal();

/// A folder of scenario files that goes away after the test, with a folder of a place in it.
class ScenarioFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string pattern = (fs::temp_directory_path() / ("kinfold-" + std::string{test->name()} + "-XXXXXX")).string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    outer_ = pattern;
    folder_ = outer_ / "own";
    fs::create_directories(folder_ / "places" / "town");
    fs::create_directories(outer_ / "shipped" / "places" / "ordos");
  }

  void TearDown() override { fs::remove_all(outer_); }

  fs::path write(const fs::path& name, const std::string& text) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  Scenario load(const fs::path& name) { return load_scenario((folder_ / name).string(), outer_ / "shipped"); }

  /// The message that loading gives; empty if it succeeds.
  std::string refusal(const fs::path& name) {
    try {
      load(name);
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  }

  std::string refusal_of(const std::string& text) { return refusal(write("x.toml", text).filename()); }

  fs::path outer_;
  fs::path folder_;
};

const std::string base_text = R"(place = "town"
[parameters.intention]
b_c = 0.4
zeta = 1
[[measure]]
kind = "child_allowance"
id = "second"
amount = 1
[[measure]]
kind = "child_allowance"
id = "first"
amount = 2
)";

std::string joined_ids(const Scenario& scenario) {
  std::string text;
  for (const MeasureText& measure : scenario.measures) text += measure.id + " ";
  return text;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

#define EXPECT_CONTAINS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

// --- what a file says

TEST_F(ScenarioFolder, KeepsTheOrderOfMeasuresAndTheirSettings) {
  write("base.toml", base_text);
  const Scenario scenario = load("base.toml");
  EXPECT_EQ(scenario.name, "base");
  EXPECT_EQ(scenario.place_folder, folder_ / "places" / "town");
  EXPECT_EQ(joined_ids(scenario), "second first ");
  EXPECT_EQ(scenario.measures[0].kind, "child_allowance");
  EXPECT_EQ(scenario.measures[0].where.line, 5);
  ASSERT_EQ(scenario.measures[0].settings.entries.size(), 1u);
  const Setting& amount = *scenario.measures[0].settings.find("amount");
  EXPECT_EQ(amount.where.line, 8);
  EXPECT_EQ(amount.where.column, 10);
}

TEST_F(ScenarioFolder, IsTitledByItsNameWithoutATitle) {
  write("base.toml", base_text);
  EXPECT_EQ(load("base.toml").title.zh, "base");
  write("titled.toml", "title = { zh = \"方案\" }\nextends = \"base\"");
  EXPECT_EQ(load("titled.toml").title.en, "方案");
  write("child.toml", "extends = \"titled\"");
  EXPECT_EQ(load("child.toml").title.en, "child") << "a title is not inherited";
}

TEST_F(ScenarioFolder, ListsOnlyDifferencesFromItsBase) {
  write("base.toml", base_text);
  write("plan.toml", R"(extends = "base"
[parameters.intention]
b_c = 0.5
[parameters.market]
venue = 8
[remove]
measures = ["second"]
[[measure]]
kind = "child_allowance"
id = "third"
)");
  const Scenario plan = load("plan.toml");
  EXPECT_EQ(plan.place, "town");
  EXPECT_EQ(joined_ids(plan), "first third ");
  const auto& intention = std::get<SettingTable>(plan.parameters.find("intention")->value);
  EXPECT_EQ(text_of(*intention.find("b_c")), "0.5");
  EXPECT_EQ(text_of(*intention.find("zeta")), "1") << "kept from the base";
  EXPECT_CONTAINS(intention.find("zeta")->where.file, "base.toml");
  ASSERT_NE(plan.parameters.find("market"), nullptr);
}

TEST_F(ScenarioFolder, ReplacesAMeasureWholeAndInItsPosition) {
  write("base.toml", base_text);
  write("plan.toml", "extends = \"base\"\n[[measure]]\nkind = \"delivery_grant\"\nid = \"second\"\nonce = true\n");
  const Scenario plan = load("plan.toml");
  EXPECT_EQ(joined_ids(plan), "second first ");
  EXPECT_EQ(plan.measures[0].kind, "delivery_grant");
  EXPECT_EQ(plan.measures[0].settings.find("amount"), nullptr);
}

TEST_F(ScenarioFolder, ExtendsAFileBelowAndAShippedOneOfItsOwnName) {
  write("sub/base.toml", base_text);
  write("plan.toml", "extends = \"sub/base\"");
  EXPECT_EQ(joined_ids(load("plan.toml")), "second first ");
  std::ofstream(outer_ / "shipped" / "ordos.toml") << "place = \"ordos\"";
  write("ordos.toml", "extends = \"ordos\"");
  EXPECT_EQ(load("ordos.toml").place_folder, outer_ / "shipped" / "places" / "ordos");
}

// --- round trip

void expect_equal(const Scenario& a, const Scenario& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.title.en, b.title.en);
  EXPECT_EQ(a.title.zh, b.title.zh);
  EXPECT_EQ(a.place_folder, b.place_folder);
  EXPECT_EQ(text_of({a.parameters, {}}), text_of({b.parameters, {}}));
  ASSERT_EQ(a.measures.size(), b.measures.size());
  for (std::size_t i = 0; i < a.measures.size(); ++i) {
    EXPECT_EQ(a.measures[i].kind, b.measures[i].kind);
    EXPECT_EQ(a.measures[i].id, b.measures[i].id);
    EXPECT_EQ(text_of({a.measures[i].settings, {}}), text_of({b.measures[i].settings, {}}));
  }
  EXPECT_EQ(a.resolved_text, b.resolved_text);
}

TEST_F(ScenarioFolder, ReadsItsOwnResolvedTextBackAsTheSameScenario) {
  write("base.toml", base_text);
  write("odd.toml", R"(extends = "base"
title = { en = "quote \" and \\ line\nend", zh = "鄂尔多斯" }
[parameters."odd section"]
"odd key" = [1, 2.0, -0.0, 1e300, 1e-300, 0.1, true, 2023-11-22, { a = [] }]
none = {}
limit = inf
[parameters.empty]
[[measure]]
id = "odd"
kind = "k"
paid_by = { city = 0.3333333333333333, banner = 0.6666666666666667 }
words = """
two
lines"""
[measure.deep]
er = 1
)");
  const Scenario scenario = load("odd.toml");
  EXPECT_EQ(scenario.resolved_text.find("extends"), std::string::npos);
  expect_equal(parse_scenario(scenario.resolved_text, "odd.toml", folder_, outer_ / "shipped"), scenario);
}

TEST_F(ScenarioFolder, StaysValidWhenAMeasureIsAppendedToTheResolvedText) {
  write("base.toml", base_text);
  const std::string text = load("base.toml").resolved_text + "\n[[measure]]\nkind = \"k\"\nid = \"added\"\n";
  EXPECT_EQ(joined_ids(parse_scenario(text, "base.toml", folder_, outer_ / "shipped")), "second first added ");
}

// --- what is wrong with a file

TEST_F(ScenarioFolder, NamesTheNearestKey) {
  const std::string text = refusal_of("extend = \"base\"\nplace = \"town\"\n");
  EXPECT_CONTAINS(text, "x.toml:1:10: extend is not a key of a scenario file");
  EXPECT_CONTAINS(text, "did you mean extends?");
}

TEST_F(ScenarioFolder, ReportsEveryMistakeOfAFileAtOnce) {
  const std::string text = refusal_of(R"(plac = "town"
place = "tawn"
title = "A plan"
start = 2023-02-30
[parameters]
b_c = 0.4
[remove]
measures = ["nobody"]
[[measure]]
kind = 3
[[measure]]
kind = "k"
id = "Not Plain"
[[measure]]
kind = "k"
id = "same"
[[measure]]
kind = "k"
id = "same"
)");
  for (const char* part : {":1:8: plac is not a key", ":2:9: place = \"tawn\"; ", "did you mean town?",
                           ":3:9: title = \"A plan\"; must be a table", ":4:9: 2023-02-30 is not a day of the calendar",
                           ":6:7: parameters.b_c = 0.4; must stand in a section", ":8:13: remove.measures: \"nobody\"",
                           ":10:8: measure[0].kind = 3; must be small letters", ":4:9: start is not a key",
                           ":9:1: measure[0].id is missing", ":13:6: measure[1].id = \"Not Plain\"",
                           ":17:1: a second measure with the id \"same\""})
    EXPECT_CONTAINS(text, part);
  EXPECT_EQ(count(text, "\n") + 1, 11u) << text;
}

TEST_F(ScenarioFolder, ReportsSeveralSyntaxErrorsAtOnceWithoutTheirEchoes) {
  const std::string text = refusal_of("place = town\n\n[parameters.a]\nb = 10,000\n\nc = 1\nd = 22.11.2023\n");
  EXPECT_CONTAINS(text, "x.toml:1:");
  EXPECT_CONTAINS(text, "x.toml:4:7: ");
  EXPECT_CONTAINS(text, "x.toml:7:");
  EXPECT_EQ(count(text, "\n") + 1, 3u) << text;
  EXPECT_CONTAINS(text, "must be TOML, such as amount = 10_000");
  EXPECT_EQ(count(refusal_of("a = [1,\nb = 2\nc = 3\nd = 4\n"), "\n") + 1, 1u) << "an open bracket is one mistake";
  EXPECT_EQ(count(refusal_of("a = [\n1,\nb = 2\nc = [3]\n"), "\n") + 1, 1u) << "an open bracket is one mistake";
  EXPECT_EQ(count(refusal_of("a = \"\"\"one\ntwo\nthree\n"), "\n") + 1, 1u) << "open quotes are one mistake";
  EXPECT_EQ(count(refusal_of("a = 1,\nb = 2,\n"), "\n") + 1, 2u) << "neighbours are two mistakes";
}

TEST_F(ScenarioFolder, NamesSignsThatTomlDoesNotHave) {
  const std::string text = refusal_of("place = “town”\ntitle = { en = \"，\"， zh = '，' } # ，\nb = 10，000\n");
  EXPECT_CONTAINS(text, "x.toml:1:9: “ stands outside quotes; must be TOML");
  EXPECT_CONTAINS(text, "x.toml:2:19: ， stands outside quotes");
  EXPECT_CONTAINS(text, "x.toml:3:7: ， stands outside quotes");
  EXPECT_CONTAINS(text, "(not ， “ ” ＝)");
  EXPECT_CONTAINS(refusal_of("place = \"\"\"to\\\n  鄂\"\"\""), "x.toml:1:14: a backslash joins no lines here");
  EXPECT_EQ(refusal_of("\xef\xbb\xbfplace = \"\"\"to\\\n  wn\"\"\""), "") << "a byte order mark and an ASCII join";
  EXPECT_EQ(refusal_of("place = \"town\"\ntitle = { en = \"\"\"\"，\"\"\"\", zh = '''，'''' }"), "")
      << "quotes in quotes";
}

TEST_F(ScenarioFolder, RefusesTextForWhichTheLibraryHasOnlyAnAssertion) {
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n\n[=\nb = 1\n"), "x.toml:3:1: cannot read this line; must be TOML");
}

TEST_F(ScenarioFolder, RefusesDaysAndTimesThatAreNoDates) {
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n[parameters.a]\nd = 2023-02-30\n"),
                  "x.toml:3:5: 2023-02-30 is not a day of the calendar; must be a date such as 2023-02-28");
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n[parameters.a]\nd = 2023-13-01 # 2023-14-01\n"), "2023-12-01");
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n[parameters.a]\nd = 2023-11-22T10:00:00\n"),
                  ":3:5: a date with a time of day");
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n[parameters.a]\nd = 10:00:00\n"), ":3:5: a time of day");
  const std::string two =
      refusal_of("place = \"town\"\n[parameters.a]\nd = 2023-00-10\ne = [2024-02-29, 2023-02-29]\n");
  EXPECT_CONTAINS(two, ":3:5: 2023-00-10");
  EXPECT_CONTAINS(two, ":4:18: 2023-02-29");
}

TEST_F(ScenarioFolder, RefusesFilesThatAreNoText) {
  EXPECT_CONTAINS(refusal_of(""), "the file is empty");
  EXPECT_CONTAINS(refusal_of("# only a comment\n"), "place is missing");
  EXPECT_CONTAINS(refusal_of(std::string("place = \"to\0wn\"", 15)), "x.toml:1:12: a NUL byte");
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n# \xc4\xb6\xb6\xab\n"), "x.toml:2:4: a byte that is not UTF-8");
  EXPECT_CONTAINS(refusal_of("\x89HDF\r\n\x1a\n"), "not UTF-8");
  EXPECT_CONTAINS(refusal_of("#" + std::string(largest_scenario_bytes, 'x')), "has 1000001 bytes");
  EXPECT_CONTAINS(refusal_of("place = \"to\\u0000wn\""), "control character");
}

TEST_F(ScenarioFolder, RefusesTextThatNestsTooDeep) {
  const auto repeated = [](const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  EXPECT_CONTAINS(refusal_of("a = " + repeated("[", 300'000)), "too deep");
  EXPECT_CONTAINS(refusal_of("a = " + repeated("{ a = ", 100'000)), "too deep");
  EXPECT_CONTAINS(refusal_of(repeated("a.", 400'000) + "a = 1"), "too deep");
  EXPECT_CONTAINS(refusal_of("[" + repeated("\"a\" . ", 100'000) + "a]"), "too deep");
  EXPECT_EQ(
      refusal_of("place = \"town\"\ntitle = { en = \"" + repeated("[{a. ", 50) + "\" } # " + repeated("[{a. ", 50)),
      "");
}

TEST_F(ScenarioFolder, RefusesLoopsOfExtendsAndShowsThem) {
  write("a.toml", "extends = \"b\"");
  write("b.toml", "extends = \"c.toml\"");
  write("c.toml", "\nextends = \"./a\"");
  const std::string text = refusal("a.toml");
  EXPECT_CONTAINS(text, "c.toml:2:11: extends = \"./a\" closes a loop (a.toml → b.toml → c.toml → a.toml)");
  write("self.toml", "extends = \"self\"");
  EXPECT_CONTAINS(refusal("self.toml"), "self.toml → self.toml");
}

TEST_F(ScenarioFolder, RefusesPathsOutsideItsTree) {
  std::ofstream(outer_ / "secret.toml") << base_text;
  fs::create_directories(outer_ / "away");
  std::ofstream(outer_ / "away" / "secret.toml") << base_text;
  fs::create_symlink(outer_ / "secret.toml", folder_ / "link.toml");
  fs::create_directory_symlink(outer_ / "away", folder_ / "away");
  fs::create_directory_symlink(outer_ / "away", folder_ / "places" / "away");
  for (const std::string& base :
       {std::string{"../secret"}, (outer_ / "secret.toml").string(), std::string{"link"}, std::string{"away/secret"},
        std::string{"places/../../secret"}, std::string{"/etc/passwd"}})
    EXPECT_CONTAINS(refusal_of("extends = \"" + base + "\""), "lies outside the scenario's own folder");
  EXPECT_CONTAINS(refusal_of("place = \"../town\""), "without a path");
  EXPECT_CONTAINS(refusal_of("place = \"..\""), "without a path");
  EXPECT_CONTAINS(refusal_of("place = \"away\""), "must be a folder of tables");
}

TEST_F(ScenarioFolder, NamesFilesThatAreNotThere) {
  std::ofstream(outer_ / "shipped" / "ordos-baseline.toml") << "place = \"ordos\"";
  EXPECT_CONTAINS(refusal_of("extends = \"ordos-basline\""), "did you mean ordos-baseline?");
  EXPECT_CONTAINS(refusal("nowhere.toml"),
                  "neither a scenario file nor a shipped scenario; shipped are ordos-baseline");
  EXPECT_EQ(count(refusal_of("extends = \"nothing-like-it\""), "\n"), 0u)
      << "a missing place may be in the missing base";
  EXPECT_EQ(count(refusal_of("place = 3"), "\n"), 0u) << "a wrong place is not missing";
  EXPECT_CONTAINS(refusal(""), "neither");
  EXPECT_CONTAINS(refusal("places"), "neither");
}

TEST_F(ScenarioFolder, ReportsMistakesOfBaseAndFileTogether) {
  write("base.toml", base_text + "amont = [1\n");
  EXPECT_CONTAINS(refusal_of("extends = \"base\"\nplac = 1\n"), "x.toml:2:8: plac");
  EXPECT_CONTAINS(refusal_of("extends = \"base\"\nplac = 1\n"), "base.toml:");
}

TEST_F(ScenarioFolder, AsksForBracketsOfAList) {
  EXPECT_CONTAINS(refusal_of("place = \"town\"\n[measure]\nkind = \"k\"\nid = \"a\"\n"),
                  "each measure begins with [[measure]]");
  EXPECT_CONTAINS(refusal_of("place = \"town\"\nmeasure = [1]\n"),
                  "measure[0] = 1; each measure begins with [[measure]]");
}

TEST_F(ScenarioFolder, CollectsProblemsForTheCaller) {
  write("x.toml", "place = \"town\"\nplac = 1\n[parameters.a]\nd = 2023-02-30\n");
  Problems problems;
  const Scenario scenario = load_scenario((folder_ / "x.toml").string(), outer_ / "shipped", problems);
  EXPECT_EQ(problems.list().size(), 2u);
  EXPECT_EQ(scenario.place, "town");
}

// --- the shipped ones

TEST(ShippedScenario, AllLoadAndReadBack) {
  const std::vector<std::string> names = scenario_names(shipped);
  for (const char* name : {"ordos-history", "ordos-baseline", "ordos-2023", "ordos-2025"})
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  for (const std::string& name : names) {
    const Scenario scenario = load_scenario(name, shipped);
    EXPECT_EQ(scenario.name, name);
    EXPECT_NE(scenario.title.en, scenario.title.zh) << name << " has both titles";
    expect_equal(parse_scenario(scenario.resolved_text, name + ".toml", shipped, shipped), scenario);
  }
}

TEST(ShippedScenario, BaselineIsHistoryMinusThePlan) {
  const Scenario history = load_scenario("ordos-history", shipped), baseline = load_scenario("ordos-baseline", shipped);
  EXPECT_EQ(joined_ids(baseline), "national-child-allowance ");
  EXPECT_EQ(joined_ids(history),
            "national-child-allowance second-child-allowance third-child-allowance second-delivery-grant "
            "third-delivery-grant ");
  for (const MeasureText& measure : history.measures) {
    const std::string clause = text_of(*measure.settings.find("clause"));
    EXPECT_EQ(clause.rfind("\"B", 0) == 0, measure.id != baseline.measures[0].id) << "the plan is what has its clauses";
  }
}

TEST(ShippedScenario, GivesEveryAssumedAmountARangeThatHoldsIt) {
  for (const MeasureText& measure : load_scenario("ordos-2023", shipped).measures) {
    if (measure.id == "national-child-allowance") continue;
    const Setting* amount = measure.settings.find("amount_per_year");
    if (!amount) amount = measure.settings.find("amount_once");
    const auto whole = [&](const char* key) { return std::get<std::int64_t>(measure.settings.find(key)->value); };
    EXPECT_GE(std::get<std::int64_t>(amount->value), whole("assumed_lowest")) << measure.id;
    EXPECT_LE(std::get<std::int64_t>(amount->value), whole("assumed_highest")) << measure.id;
    EXPECT_GT(text_of(*measure.settings.find("assumed_why")).size(), 20u) << measure.id;
  }
}

// --- no input crashes

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Changes, drops, repeats or swaps in a few random bytes or pieces.
std::string mutated(std::string text, std::mt19937& random) {
  const std::vector<std::string> pieces{"[",
                                        "]",
                                        "{",
                                        "}",
                                        "\"",
                                        "'",
                                        "\"\"\"",
                                        "=",
                                        ".",
                                        "\n",
                                        "#",
                                        "[[measure]]\n",
                                        "\\u0000",
                                        "\\",
                                        "1e999",
                                        "-",
                                        "\xff",
                                        "\xc3",
                                        "2023-02-30",
                                        ",",
                                        "\0x",
                                        "\r",
                                        "extends = \"..\"\n",
                                        "nan"};
  const auto below = [&](std::size_t count) {
    return static_cast<std::size_t>(random() % std::max<std::size_t>(count, 1));
  };
  for (std::size_t i = 0, changes = 1 + below(8); i < changes; ++i) {
    const std::size_t at = below(text.size()), length = std::min(below(40), text.size() - at);
    switch (below(6)) {
      case 0: text[at] = static_cast<char>(below(256)); break;
      case 1: text.erase(at, length); break;
      case 2: text.insert(at, text.substr(below(text.size()), length)); break;
      case 3: text.insert(at, pieces[below(pieces.size())]); break;
      case 4: text.resize(std::max<std::size_t>(at, 1)); break;
      default: std::swap(text[at], text[below(text.size())]);
    }
    if (text.empty()) text = "x";
  }
  return text;
}

TEST(ShippedScenario, NoMutationCrashesTheReader) {
  std::mt19937 random(20231122);
  std::vector<std::string> texts;
  for (const std::string& name : scenario_names(shipped)) texts.push_back(bytes_of(shipped / (name + ".toml")));
  const char* rounds = std::getenv("KINFOLD_FUZZ_ROUNDS");
  int accepted = 0, refused = 0;
  for (int i = 0, count = rounds ? std::atoi(rounds) : 2'000; i < count; ++i) {
    const std::string text = mutated(texts[static_cast<std::size_t>(i) % texts.size()], random);
    try {
      const Scenario scenario = parse_scenario(text, "mutated.toml", shipped, shipped);
      expect_equal(parse_scenario(scenario.resolved_text, "mutated.toml", shipped, shipped), scenario);
      ++accepted;
    } catch (const ScenarioError& error) {
      EXPECT_GT(std::string{error.what()}.size(), 20u);
      ++refused;
    }
  }
  EXPECT_GT(accepted, 0);
  EXPECT_GT(refused, accepted);
}

}  // namespace
}  // namespace kinfold
