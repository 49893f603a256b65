// SPDX-License-Identifier: Apache-2.0
// Kin by name: a family drawn by hand with somebody of each kind, and rules that hold in any family.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "core/errors.hpp"
#include "kinship/kin_queries.hpp"
#include "kinship/kin_snapshot.hpp"
#include "unit/family_tree.hpp"

namespace kinfold {
namespace {

using Names = std::vector<std::string>;

/// Eldest first.
const std::map<std::string, Names> kin_of_ego{
    {"mother", {"mother"}},
    {"father", {"father"}},
    {"spouse", {"husband"}},
    {"maternal_grandmother", {"mother's mother"}},
    {"maternal_grandfather", {"mother's father"}},
    {"paternal_grandmother", {"father's mother"}},
    {"paternal_grandfather", {"father's father"}},
    {"parents", {"father", "mother"}},
    {"grandparents", {"mother's father", "mother's mother", "father's father", "father's mother"}},
    {"maternal_grandparents", {"mother's father", "mother's mother"}},
    {"paternal_grandparents", {"father's father", "father's mother"}},
    {"grandmothers", {"mother's mother", "father's mother"}},
    {"grandfathers", {"mother's father", "father's father"}},
    {"great_grandparents", {"great-grandmother"}},
    {"children", {"daughter", "son"}},
    {"sons", {"son"}},
    {"daughters", {"daughter"}},
    {"grandchildren", {"daughter's son", "son's daughter"}},
    {"grandsons", {"daughter's son"}},
    {"granddaughters", {"son's daughter"}},
    {"great_grandchildren", {}},
    {"siblings", {"mother's elder son", "brother", "sister", "father's younger daughter"}},
    {"sisters", {"sister", "father's younger daughter"}},
    {"brothers", {"mother's elder son", "brother"}},
    {"full_siblings", {"brother", "sister"}},
    {"half_siblings", {"mother's elder son", "father's younger daughter"}},
    {"maternal_half_siblings", {"mother's elder son"}},
    {"paternal_half_siblings", {"father's younger daughter"}},
    {"nieces", {"brother's daughter"}},
    {"nephews", {"sister's son"}},
    {"nieces_and_nephews", {"brother's daughter", "sister's son"}},
    {"aunts", {"father's sister", "mother's sister"}},
    {"maternal_aunts", {"mother's sister"}},
    {"paternal_aunts", {"father's sister"}},
    {"uncles", {"father's brother", "mother's brother"}},
    {"maternal_uncles", {"mother's brother"}},
    {"paternal_uncles", {"father's brother"}},
    {"aunts_and_uncles", {"father's sister", "mother's sister", "father's brother", "mother's brother"}},
    {"cousins",
     {"father's sister's son", "mother's sister's daughter", "mother's brother's son", "father's brother's daughter"}},
    {"maternal_cousins", {"mother's sister's daughter", "mother's brother's son"}},
    {"paternal_cousins", {"father's sister's son", "father's brother's daughter"}},
    {"second_cousins", {"second cousin"}},
    {"parents_in_law", {"husband's father", "husband's mother"}},
    {"siblings_in_law", {"brother's wife", "husband's sister"}},
    {"children_in_law", {"daughter's husband"}},
    {"co_grandparents", {"daughter's husband's father", "daughter's husband's mother", "son's friend's mother"}},
};

TEST(KinQueries, KnowEveryKindInAFamilyDrawnByHand) {
  const FamilyTree tree = three_generations();
  KinQueries<Population> queries{tree.people};
  for (const KinKind& kind : kin_kinds()) {
    const auto expected = kin_of_ego.find(std::string{kind.name});
    ASSERT_NE(expected, kin_of_ego.end()) << kind.name << " has no line in this test";
    EXPECT_EQ(tree.names(queries.kin(tree.row("ego"), kind)), expected->second) << kind.name;
  }
}

TEST(KinQueries, AreTheSameOnASnapshot) {
  const FamilyTree tree = three_generations();
  const KinSnapshot snapshot = snapshot_of(tree.people);
  KinQueries<Population> on_columns{tree.people};
  KinQueries<KinSnapshot> on_snapshot{snapshot};
  for (PersonIndex ego = 0; ego < tree.people.row_count(); ++ego)
    for (const KinKind& kind : kin_kinds())
      EXPECT_EQ(on_columns.kin(ego, kind), on_snapshot.kin(ego, kind)) << tree.name(ego) << " " << kind.name;
}

TEST(KinQueries, SeeAManAsAWoman) {
  const FamilyTree tree = three_generations();
  KinQueries<Population> queries{tree.people};
  const PersonIndex husband = tree.row("husband");
  EXPECT_EQ(tree.names(queries.kin(husband, "spouse")), (Names{"ego"}));
  EXPECT_EQ(tree.names(queries.kin(husband, "W")), (Names{"ego"}));
  EXPECT_EQ(tree.names(queries.kin(husband, "H")), (Names{}));
  EXPECT_EQ(tree.names(queries.kin(husband, "children")), (Names{"daughter", "son"}));
  EXPECT_EQ(tree.names(queries.kin(husband, "co_grandparents")), kin_of_ego.at("co_grandparents"));
}

TEST(KinQueries, FollowAnyPathToAnyDepth) {
  const FamilyTree tree = three_generations();
  KinQueries<Population> queries{tree.people};
  EXPECT_EQ(tree.names(queries.kin(tree.row("ego"), "MMMDSD")), (Names{"second cousin"}));
  EXPECT_EQ(tree.names(queries.kin(tree.row("son's daughter"), "FMMMM")), (Names{"great-grandmother"}));
}

TEST(KinQueries, HalfSiblingsNeedTwoKnownParentsThatDiffer) {
  FamilyTree tree;
  tree.woman("mother", 1950);
  tree.woman("one", 1980, "mother");
  tree.woman("other", 1982, "mother");
  KinQueries<Population> queries{tree.people};
  EXPECT_EQ(tree.names(queries.kin(tree.row("one"), "siblings")), (Names{"other"}));
  EXPECT_TRUE(queries.kin(tree.row("one"), "full_siblings").empty());
  EXPECT_TRUE(queries.kin(tree.row("one"), "half_siblings").empty());
}

TEST(KinQueries, ReachWhoIsKinTwiceOnce) {
  // Two sisters marry two brothers: their children are cousins through both.
  FamilyTree tree;
  tree.woman("her mother", 1930);
  tree.man("his father", 1930);
  tree.woman("elder sister", 1955, "her mother");
  tree.woman("younger sister", 1957, "her mother");
  tree.man("elder brother", 1955, "", "his father");
  tree.man("younger brother", 1957, "", "his father");
  tree.woman("ego", 1980, "elder sister", "elder brother");
  tree.woman("double cousin", 1982, "younger sister", "younger brother");
  KinQueries<Population> queries{tree.people};
  EXPECT_EQ(tree.names(queries.kin(tree.row("ego"), "cousins")), (Names{"double cousin"}));
  EXPECT_EQ(tree.names(queries.kin(tree.row("ego"), "maternal_cousins")), (Names{"double cousin"}));
}

TEST(KinQueries, LeaveOutWhoIsNotAsked) {
  FamilyTree tree = three_generations();
  tree.people.set_presence(tree.row("brother"), Presence::elsewhere, FamilyTree::now);
  KinQueries<Population> queries{tree.people};
  const KinKind brothers = kin_kind("brothers");
  EXPECT_EQ(tree.names(queries.kin(tree.row("ego"), brothers, Among::living)), kin_of_ego.at("brothers"));
  EXPECT_EQ(tree.names(queries.kin(tree.row("ego"), brothers, Among::resident)), (Names{"mother's elder son"}));
}

TEST(KinQueries, CountGenerationsAndTies) {
  const FamilyTree tree = three_generations();
  KinQueries<Population> queries{tree.people};
  const PersonIndex ego = tree.row("ego");
  EXPECT_EQ(tree.names(queries.ancestors(ego, 1)), (Names{"father", "mother"}));
  EXPECT_EQ(queries.ancestors(ego, 3).size(), 7u);
  EXPECT_EQ(tree.names(queries.descendants(ego, 2)), (Names{"daughter", "son", "daughter's son", "son's daughter"}));
  EXPECT_EQ(tree.names(queries.kin_within(tree.row("brother's wife"), 2)), (Names{"brother", "brother's daughter"}));
  EXPECT_TRUE(queries.kin_within(ego, 0).empty());
}

TEST(KinKinds, AreAllDescribed) {
  std::set<std::string_view> names;
  for (const KinKind& kind : kin_kinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name << " is there twice";
    EXPECT_FALSE(kind.name_zh.empty() || kind.definition.empty()) << kind.name;
    EXPECT_EQ(kind.number == KinNumber::one, kind.paths.find_first_not_of("MFE") == std::string_view::npos)
        << kind.name << ": only mothers, fathers and spouses are one";
  }
}

TEST(KinKinds, OffersTheNearestName) {
  try {
    kin_kind("maternal_grandmothr");
    FAIL() << "a misspelt kind was taken";
  } catch (const ScenarioError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("maternal_grandmothr"), std::string::npos);
    EXPECT_NE(text.find("did you mean maternal_grandmother?"), std::string::npos) << text;
    EXPECT_NE(text.find("co_grandparents"), std::string::npos);
    EXPECT_NE(text.find("MMBD"), std::string::npos);
  }
  EXPECT_THROW(kin_kind(""), ScenarioError);
  EXPECT_THROW(kin_kind("MMX"), ScenarioError);
}

// --- What holds in any family
// -----------------------------------------------------------------------------------------

struct Asked {
  Population people;
  KinQueries<Population> queries{people};

  std::set<PersonIndex> kin(PersonIndex ego, std::string_view kind) {
    const auto& found = queries.kin(ego, kind);
    return {found.begin(), found.end()};
  }
};

Asked any_families() {
  return {drawn_families(*rc::gen::arbitrary<std::uint64_t>(), static_cast<std::size_t>(2 * *rc::gen::inRange(1, 15)),
                         static_cast<std::size_t>(*rc::gen::inRange(2, 5)))};
}

RC_GTEST_PROP(KinQueries, SomeKindsAreMutual, ()) {
  Asked asked = any_families();
  for (const std::string_view kind : {"siblings", "full_siblings", "maternal_half_siblings", "cousins", "spouse",
                                      "second_cousins", "siblings_in_law"})
    for (PersonIndex ego = 0; ego < asked.people.row_count(); ++ego)
      for (const PersonIndex relative : asked.kin(ego, kind)) RC_ASSERT(asked.kin(relative, kind).count(ego) == 1);
}

RC_GTEST_PROP(KinQueries, OtherKindsMirrorEachOther, ()) {
  Asked asked = any_families();
  const std::vector<std::pair<std::string_view, std::string_view>> mirrors{{"parents", "children"},
                                                                           {"grandparents", "grandchildren"},
                                                                           {"great_grandparents", "CCC"},
                                                                           {"aunts_and_uncles", "nieces_and_nephews"},
                                                                           {"children_in_law", "parents_in_law"}};
  for (const auto& [up, down] : mirrors)
    for (PersonIndex ego = 0; ego < asked.people.row_count(); ++ego)
      for (const PersonIndex relative : asked.kin(ego, up)) RC_ASSERT(asked.kin(relative, down).count(ego) == 1);
}

RC_GTEST_PROP(KinQueries, EgoIsNeverKinAndEachKinIsThereOnce, ()) {
  Asked asked = any_families();
  for (const KinKind& kind : kin_kinds())
    for (PersonIndex ego = 0; ego < asked.people.row_count(); ++ego) {
      const auto found = asked.queries.kin(ego, kind);
      RC_ASSERT(std::find(found.begin(), found.end(), ego) == found.end());
      RC_ASSERT(std::set<PersonIndex>(found.begin(), found.end()).size() == found.size());
      RC_ASSERT(kind.number == KinNumber::many || found.size() <= 1);
    }
}

RC_GTEST_PROP(KinQueries, PartsMakeTheWhole, ()) {
  Asked asked = any_families();
  const std::vector<std::vector<std::string_view>> wholes{
      {"siblings", "sisters", "brothers"},
      {"children", "sons", "daughters"},
      {"aunts_and_uncles", "aunts", "uncles"},
      {"half_siblings", "maternal_half_siblings", "paternal_half_siblings"},
      {"nieces_and_nephews", "nieces", "nephews"}};
  for (const auto& parts : wholes)
    for (PersonIndex ego = 0; ego < asked.people.row_count(); ++ego) {
      std::size_t sum = 0;
      for (std::size_t part = 1; part < parts.size(); ++part) sum += asked.kin(ego, parts[part]).size();
      RC_ASSERT(asked.kin(ego, parts[0]).size() == sum);
    }
}

RC_GTEST_PROP(KinQueries, AncestorsHaveEgoAsDescendant, ()) {
  Asked asked = any_families();
  for (PersonIndex ego = 0; ego < asked.people.row_count(); ++ego)
    for (const PersonIndex ancestor : std::vector<PersonIndex>{asked.queries.ancestors(ego, 3)}) {
      const auto& down = asked.queries.descendants(ancestor, 3);
      RC_ASSERT(std::find(down.begin(), down.end(), ego) != down.end());
    }
}

/// The same people in reversed rows, with children linked in another order.
Population reversed(const Population& people) {
  const auto rows = static_cast<PersonIndex>(people.row_count());
  Population other{1, 64};
  for (PersonIndex row = rows; row-- > 0;)
    other.add({.key = people.key[row], .birth_month = people.birth_month[row], .sex = people.sex[row]},
              Month::of(2021, 1));
  const auto moved = [&](PersonIndex row) { return row == nobody ? nobody : rows - 1 - row; };
  for (PersonIndex row = rows; row-- > 0;) {
    other.add_child(moved(people.mother[row]), moved(people.father[row]), moved(row));
    other.spouse[moved(row)] = moved(people.spouse[row]);
  }
  return other;
}

std::vector<Key> keys(const Population& people, const std::vector<PersonIndex>& rows) {
  std::vector<Key> keys;
  for (const PersonIndex row : rows) keys.push_back(people.key[row]);
  return keys;
}

RC_GTEST_PROP(KinQueries, DoNotDependOnRows, ()) {
  Asked asked = any_families();
  Asked other{reversed(asked.people)};
  for (const KinKind& kind : kin_kinds())
    for (PersonIndex ego = 0; ego < asked.people.row_count(); ++ego) {
      const auto moved = static_cast<PersonIndex>(asked.people.row_count() - 1 - ego);
      RC_ASSERT(keys(asked.people, asked.queries.kin(ego, kind)) == keys(other.people, other.queries.kin(moved, kind)));
    }
}

}  // namespace
}  // namespace kinfold
