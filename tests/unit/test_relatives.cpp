// SPDX-License-Identifier: Apache-2.0
// Who dies or leaves stays somebody's kin for as long as a resident needs her, and no longer.
#include <gtest/gtest.h>

#include <filesystem>

#include "kinship/kin_queries.hpp"
#include "kinship/kin_snapshot.hpp"
#include "population/invariants.hpp"
#include "population/kin/lifespans.hpp"
#include "unit/family_tree.hpp"

namespace kinfold {
namespace {

constexpr Month now = FamilyTree::now;
constexpr Month in_ten_years = now + 120;

class RelativesTest : public testing::Test {
 protected:
  RelativesTest() { tree_.people.relatives.now = now; }

  void die(const std::string& name) { release(name, now); }
  void leave(const std::string& name) { release(name, in_ten_years); }
  /// The names of ego's kin, in the order of the answer.
  std::vector<std::string> kin(const std::string& ego, const std::string& kind, Among among = Among::all) {
    KinQueries<Population> queries{tree_.people};
    std::vector<std::string> names;
    for (const PersonIndex person : queries.kin(tree_.row(ego), kin_kind(kind), among))
      names.push_back(tree_.name_of(key_of(tree_.people, person)));
    return names;
  }
  std::size_t relatives() const { return tree_.people.relatives.count(); }

  FamilyTree tree_;

 private:
  void release(const std::string& name, Month death) {
    const PersonIndex person = tree_.row(name);
    if (tree_.people.has_spouse(person)) tree_.people.part(person, Marital::widowed);
    tree_.people.release(person, death, now);
  }
};

using Names = std::vector<std::string>;

TEST_F(RelativesTest, TheDeadStayParentsAndTieTheLivingTogether) {
  tree_.woman("grandmother", 1930);
  tree_.woman("mother", 1955, "grandmother");
  tree_.man("uncle", 1957, "grandmother");
  tree_.woman("ego", 1980, "mother");
  tree_.woman("sister", 1982, "mother");
  tree_.man("cousin", 1985, "", "uncle");
  const auto cousins = kin("ego", "cousins");
  die("grandmother");
  die("mother");
  EXPECT_EQ(kin("ego", "mother"), Names{"mother"});
  EXPECT_EQ(kin("ego", "maternal_grandmother"), Names{"grandmother"});
  EXPECT_EQ(kin("ego", "siblings"), Names{"sister"});
  EXPECT_EQ(kin("ego", "cousins"), cousins);
  EXPECT_EQ(kin("ego", "mother", Among::living), Names{});
  EXPECT_EQ(relatives(), 2u);
  EXPECT_EQ(snapshot_of(tree_.people).row_count(), tree_.people.row_count() + 2);
}

TEST_F(RelativesTest, TheDeadWhomNobodyNeedsAreForgotten) {
  tree_.woman("grandmother", 1930);
  tree_.woman("mother", 1955, "grandmother");
  tree_.woman("ego", 1980, "mother");
  tree_.man("childless", 1981, "mother");
  die("childless");
  EXPECT_EQ(relatives(), 0u);
  die("grandmother");
  EXPECT_EQ(relatives(), 1u);
  die("mother");  // ego keeps her; the grandmother ties nobody to anybody any more
  EXPECT_EQ(relatives(), 1u);
  EXPECT_EQ(kin("ego", "maternal_grandmother"), Names{});
  die("ego");
  EXPECT_EQ(relatives(), 0u);
}

/// A death can make her parent needless, who alone made her needed in turn.
TEST_F(RelativesTest, ADeathMayEndALineUpwardsAndDownwards) {
  tree_.woman("grandmother", 1930);
  tree_.woman("mother", 1955, "grandmother");
  tree_.woman("daughter", 1975, "mother");
  tree_.woman("ego", 2000, "daughter");
  for (const char* name : {"grandmother", "daughter", "mother"}) die(name);
  EXPECT_EQ(kin("ego", "mother"), Names{"daughter"});
  EXPECT_EQ(kin("ego", "maternal_grandmother"), Names{});
  EXPECT_EQ(relatives(), 1u);
}

TEST_F(RelativesTest, WhoIsTiedToNobodyAnyMoreIsForgotten) {
  tree_.woman("mother", 1955);
  tree_.woman("ego", 1980, "mother");
  leave("mother");
  die("ego");
  EXPECT_EQ(relatives(), 0u);
}

TEST_F(RelativesTest, WhoLeavesIsAliveUntilHerMonthComes) {
  tree_.woman("mother", 1955);
  tree_.woman("ego", 1980, "mother");
  leave("mother");
  EXPECT_EQ(kin("ego", "mother", Among::living), Names{"mother"});
  EXPECT_EQ(kin("ego", "mother", Among::resident), Names{});
  tree_.people.relatives.now = in_ten_years - 1;
  EXPECT_EQ(kin("ego", "mother", Among::living), Names{"mother"});
  tree_.people.relatives.now = in_ten_years;
  EXPECT_EQ(kin("ego", "mother", Among::living), Names{});
}

TEST_F(RelativesTest, ThoseElsewhereGoWithTheirLastResidentKin) {
  tree_.woman("grandmother", 1930);
  tree_.woman("mother", 1955, "grandmother");
  tree_.woman("aunt", 1957, "grandmother");
  tree_.woman("ego", 1980, "mother");
  tree_.man("nephew", 1981, "aunt");
  for (const char* name : {"grandmother", "mother", "aunt", "nephew"}) leave(name);
  tree_.people.forget_distant_relatives();
  EXPECT_EQ(kin("ego", "maternal_grandmother"), Names{"grandmother"});
  EXPECT_EQ(kin("ego", "aunts_and_uncles"), Names{});  // neither parent, child, sibling nor grandparent of a resident
  EXPECT_EQ(relatives(), 2u);
  leave("ego");
  tree_.people.forget_distant_relatives();
  EXPECT_EQ(relatives(), 0u);
}

TEST_F(RelativesTest, RecordsAreUsedAgain) {
  tree_.woman("mother", 1955);
  for (int child = 0; child < 5; ++child) {
    const std::string name = "child " + std::to_string(child);
    tree_.woman(name, 1980 + child, "mother");
    leave(name);
  }
  const std::size_t slots = tree_.people.relatives.slot_count();
  EXPECT_EQ(relatives(), 5u);
  tree_.people.relatives.now = in_ten_years;
  tree_.people.forget_distant_relatives();
  EXPECT_EQ(relatives(), 0u);
  tree_.woman("ego", 2000, "mother");
  die("mother");
  EXPECT_EQ(tree_.people.relatives.slot_count(), slots);
  EXPECT_EQ(kin("ego", "mother"), Names{"mother"});
}

TEST_F(RelativesTest, RootsWeighTwelveBytesAndAreKnownByTheirFirstChild) {
  tree_.woman("ego", 1980);
  Population& people = tree_.people;
  const PersonIndex mother = people.relatives.add(Sex::female, Month::of(1890, 3), Month::of(1980, 8));
  const PersonIndex father = people.relatives.add(Sex::male, Month::of(1950, 3), Month::of(1999, 8));
  people.add_child(mother, father, tree_.row("ego"));
  EXPECT_NE(people.key_of(mother), people.key_of(father));
  EXPECT_EQ(birth_month_of(people, mother).text(), "1890-03");
  EXPECT_FALSE(is_living(people, mother));
  std::size_t bytes = 0;
  Relatives::for_columns(people.relatives, [&](const auto& column) { bytes += sizeof(column[0]); });
  EXPECT_EQ(bytes, 12u);
}

/// Draws for life hang on keys: they outlive the child from whom the key was made.
TEST_F(RelativesTest, RootsKeepTheirKeysWhenTheFirstChildIsForgotten) {
  tree_.woman("ego", 1980);
  tree_.woman("brother", 1982);
  Population& people = tree_.people;
  const PersonIndex mother = people.relatives.add(Sex::female, Month::of(1955, 3), in_ten_years);
  people.add_child(mother, nobody, tree_.row("ego"));
  people.add_child(mother, nobody, tree_.row("brother"));
  const Key key = people.key_of(mother);
  die("brother");
  EXPECT_EQ(people.mother[tree_.row("ego")], mother);
  EXPECT_EQ(people.first_child_of(mother), tree_.row("ego"));
  EXPECT_EQ(people.key_of(mother), key);
}

/// Whatever happens in which order, the ties of all agree, and nobody is kept whom nobody needs.
TEST(RelativesProperties, TiesAgreeAfterManyDeathsAndDepartures) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Population people = drawn_families(seed, 200, 5);
    people.relatives.now = now;
    for (PersonIndex person = 0; person < people.row_count(); ++person)
      if (people.has_spouse(person)) people.part(person, Marital::divorced);
    for (std::uint64_t step = 0; step < 1000; ++step) {
      const auto person = static_cast<PersonIndex>(derived_key(seed, step) % people.row_count());
      if (!people.is_present(person)) continue;
      people.release(person, derived_key(seed, step) >> 63 == 0 ? now : in_ten_years, now);
    }
    people.relatives.now = in_ten_years;  // those elsewhere die too
    people.forget_distant_relatives();
    for (PersonIndex person = 0; person < people.row_count(); ++person) people.parity[person] = UINT8_MAX;
    people.rebuild(64, in_ten_years);
    EXPECT_EQ(broken_rule(people, in_ten_years), "");
    EXPECT_GT(people.relatives.count(), 50u);
    const std::size_t kept = people.relatives.count();
    people.forget_distant_relatives();
    EXPECT_EQ(people.relatives.count(), kept);
  }
}

TEST(Lifespans, FollowTheTableOfThePlace) {
  const Place place =
      read_place(std::filesystem::path(__FILE__).parent_path() / ".." / ".." / "scenarios" / "places" / "ordos");
  const Lifespans lifespans{place};
  const Month born = Month::of(1960, 6), alive = Month::of(2020, 11);
  double women = 0.0, men = 0.0;
  constexpr int people = 1000;
  Month earlier = alive;
  for (int i = 0; i < people; ++i) {
    const double uniform = (i + 0.5) / people;
    const Month death = lifespans.death_after(Sex::female, born, alive, uniform);
    EXPECT_GT(death, alive);
    EXPECT_GE(death, earlier) << "a higher number must not shorten a life";
    earlier = death;
    women += (death - alive) / 12.0 / people;
    men += (lifespans.death_after(Sex::male, born, alive, uniform) - alive) / 12.0 / people;
  }
  EXPECT_NEAR(women, 25.0, 4.0);
  EXPECT_LT(men, women - 1.0);
  EXPECT_EQ(lifespans.survival(Sex::male, 1960, 0), 1.0);
  EXPECT_EQ(lifespans.survival(Sex::male, 1960, 12 * 110), 0.0);
  EXPECT_GT(lifespans.survival(Sex::male, 1960, 12 * 60 + 3), lifespans.survival(Sex::male, 1960, 12 * 60 + 9));
}

}  // namespace
}  // namespace kinfold
