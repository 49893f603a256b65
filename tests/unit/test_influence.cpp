// SPDX-License-Identifier: Apache-2.0
// Influence: whose births a woman sees, what they move, and that weights of 0 leave everything as it was.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "kinship/influence/families_around.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr Month before = first - 1;

/// Ego of 30, whose birthday it is, with her kin, who have theirs half a year later. Nobody has a child at month zero,
/// so that none is expected.
class InfluenceTest : public testing::Test {
 protected:
  InfluenceTest() {
    const PersonIndex mother = person(60, Sex::female);
    const PersonIndex mother_in_law = person(61, Sex::female);
    ego_ = person(30, Sex::female, 0);
    husband_ = person(31, Sex::male);
    sister_ = person(27, Sex::female);
    brother_ = person(32, Sex::male);
    sister_in_law_ = person(33, Sex::female);
    brothers_wife_ = person(29, Sex::female);
    for (const PersonIndex child : {ego_, sister_, brother_}) people_.add_child(mother, nobody, child);
    for (const PersonIndex child : {husband_, sister_in_law_}) people_.add_child(mother_in_law, nobody, child);
    people_.marry(ego_, husband_, before - 30);
    people_.marry(brother_, brothers_wife_, before - 30);
  }

  PersonIndex person(int years, Sex sex, int months = 6) {
    return people_.add({.key = mix(++last_key_), .birth_month = first - 12 * years - months, .sex = sex}, before);
  }
  void begin(const std::string& settings = "") {
    people_.rebuild(64, before);
    rehearsal_ = std::make_unique<Rehearsal>(std::move(people_), first,
                                             shipped_scenario("ordos-baseline", "[parameters.influence]\n" + settings),
                                             Seed{1, 1});
    rehearsal_->add(make_influence);
    rehearsal_->begin();
    wish_ = people().desired_size[ego_];
  }
  /// So long ago, a child that nobody expected.
  void bears(PersonIndex mother, int months_ago) {
    ++people().parity[mother];
    people().last_birth_month[mother] = first - months_ago;
  }

  Population& people() { return rehearsal_->world().population; }
  double births_seen() { return people().births_around[ego_].beyond_expected(); }
  /// What her wish would be after such a pull of kin, and one of others.
  DesiredSize wish_moved_by(double by_kin, double by_others = 0.0) const {
    DesiredSize wish = wish_;
    wish.move(by_kin);
    wish.move(by_others);
    return wish;
  }
  DesiredSize wish() { return people().desired_size[ego_]; }

  PersonIndex ego_, husband_, sister_, brother_, sister_in_law_, brothers_wife_;
  std::uint64_t last_key_ = 0;
  Population people_{1, 64};
  std::unique_ptr<Rehearsal> rehearsal_;
  DesiredSize wish_;
};

TEST_F(InfluenceTest, BirthsOfSiblingsAndSpousesSiblingsAreSeen) {
  begin();
  for (const PersonIndex mother : {sister_, sister_in_law_, brothers_wife_}) bears(mother, 24);
  rehearsal_->step_month();
  EXPECT_EQ(births_seen(), 3.0);
  EXPECT_EQ(wish(), wish_moved_by(0.03 * 0.5 * 1.0));  // three families, one child more in each
}

TEST_F(InfluenceTest, BirthsOfMoreThanTwoYearsAgoAreNot) {
  begin();
  for (const PersonIndex mother : {sister_, sister_in_law_, brothers_wife_}) bears(mother, 25);
  rehearsal_->step_month();
  EXPECT_EQ(births_seen(), 0.0);
  EXPECT_EQ(wish(), wish_moved_by(0.03 * 0.5 * 1.0));
}

TEST_F(InfluenceTest, HerOwnBirthIsNotSeen) {
  begin();
  bears(ego_, 3);
  rehearsal_->step_month();
  EXPECT_EQ(births_seen(), 0.0);
  EXPECT_EQ(wish(), wish_);
}

TEST_F(InfluenceTest, BirthsOfPeersAreSeen) {
  const PersonIndex peer = person(30, Sex::female, 0);
  begin();
  bears(peer, 3);
  rehearsal_->step_month();
  EXPECT_EQ(births_seen(), 1.0);
  EXPECT_EQ(wish(), wish_moved_by(0.0, 0.03 * (0.3 + 0.2)));  // a peer, who is all her neighbourhood too
}

TEST_F(InfluenceTest, ABrotherWithoutWifeHasTheChildrenHeIsKnownToHave) {
  const PersonIndex single = person(35, Sex::male);
  people_.add_child(people_.mother[ego_], nobody, single);
  begin();
  for (int child = 0; child < 2; ++child)
    people().add_child(nobody, single, people().add({.key = mix(900 + child), .birth_month = first - 12}, before));
  rehearsal_->step_month();
  EXPECT_EQ(births_seen(), 1.0);
  EXPECT_EQ(wish(), wish_moved_by(0.03 * 0.5 * 2.0 / 4.0));  // of four families one has two more
}

TEST_F(InfluenceTest, SheLooksAroundOnceAYear) {
  begin();
  rehearsal_->step_month();
  bears(sister_, 1);
  for (int month = 1; month < 12; ++month) {
    rehearsal_->step_month();
    ASSERT_EQ(births_seen(), 0.0) << month;
  }
  rehearsal_->step_month();
  EXPECT_EQ(births_seen(), 1.0);
}

/// What people of a small place wish after a year in which those around them count, or do not.
Population after_a_year(const std::string& settings, bool with_influence) {
  Rehearsal rehearsal{small_month_zero(),
                      place_of_small_runs().census_month,
                      shipped_scenario("ordos-baseline", settings),
                      {1, 1},
                      small_scale};
  if (with_influence) rehearsal.add(make_influence);
  rehearsal.add(make_intention);
  rehearsal.begin();
  for (int month = 0; month < 12; ++month) rehearsal.step_month();
  return rehearsal.world().population;
}

TEST(Influence, OfWeightZeroChangesNothing) {
  const std::string weightless =
      "[parameters.influence]\ndesired_size = 0.0\n[parameters.intention]\nrecent_births = 0.0\n";
  const Population without = after_a_year("", false);
  const Population weighed_nothing = after_a_year(weightless, true);
  EXPECT_EQ(weighed_nothing.trying, without.trying);
  EXPECT_EQ(weighed_nothing.trait_salt, without.trait_salt);
  EXPECT_EQ(weighed_nothing.desired_size, without.desired_size);

  const Population weighed = after_a_year("", true);
  EXPECT_NE(weighed.trying, without.trying);
  EXPECT_NE(weighed.desired_size, without.desired_size);
}

TEST(Influence, ComparesWithTheMeanOfMonthZero) {
  const Population& people = small_month_zero();
  const Month now = place_of_small_runs().census_month;
  const ExpectedFamilies expected{people, now};
  FamiliesAround all;
  for (PersonIndex person = 0; person < people.row_count(); ++person)
    if (people.is_resident(person) && people.is_woman(person)) all += expected.family_of(people, person, now);
  EXPECT_GT(all.families, 1500);
  // Nothing is left to chance: what remains is what smoothing over three ages leaves.
  EXPECT_LT(std::abs(all.mean_children()), 0.02);
  EXPECT_LT(std::abs(all.births() / static_cast<double>(all.families)), 0.01);
}

}  // namespace
}  // namespace kinfold
