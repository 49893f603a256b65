// SPDX-License-Identifier: Apache-2.0
// Grandparents' care month by month: who minds whom, until when, and who takes over.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "population/households/at_home.hpp"
#include "population/households/households.hpp"
#include "population/invariants.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month first = Month::of(2021, 1);
constexpr Month before = first - 1;

/// Whoever can is willing (but for one in a thousand), nobody needs help, all parents ask for all week.
const std::string all_willing =
    "intercept = 3.0\nnot_employed_woman = 4.0\nnot_employed_man = 4.0\nadl_limitation = 0.0\nother_grandchild = 0.0\n"
    "asks_whole_place = 1.0\nasks_from_three = 1.0\n";
const std::string nobody_works = "working_women = 0.0\nworking_men = 0.0\n";

class GrandparentCareTest : public testing::Test {
 protected:
  PersonIndex person(int years, Sex sex, int months = 1) {
    return people_.add({.key = mix(++last_key_), .birth_month = first - 12 * years - months, .sex = sex}, before);
  }
  PersonIndex child_of(PersonIndex mother, PersonIndex father, int years, Sex sex = Sex::female, int months = 1) {
    const PersonIndex child = person(years, sex, months);
    people_.add_child(mother, father, child);
    if (mother != nobody) ++people_.parity[mother];
    if (years < age_of_majority) people_.join_household(child, mother == nobody ? father : mother, before);
    return child;
  }
  PersonIndex relative(Sex sex, int years, Month death) {
    people_.relatives.now = before;
    return people_.relatives.add(sex, first - 12 * years, death);
  }

  void begin(const std::string& care = all_willing, const std::string& later_life = nobody_works) {
    people_.rebuild(64, before);
    const Scenario scenario = shipped_scenario(
        "ordos-baseline", "[parameters.grandparent_care]\n" + care + "[parameters.later_life]\n" + later_life);
    rehearsal_ = std::make_unique<Rehearsal>(std::move(people_), first, scenario, Seed{1, 1});
    rehearsal_->add(make_grandparent_care);
    rehearsal_->begin();
    look();
  }
  void step_months(int months) {
    for (; months > 0; --months) {
      rehearsal_->step_month();
      look();
    }
  }
  void look() { EXPECT_EQ(broken_rule(people(), now() - (now() > first ? 1 : 0)), ""); }

  Population& people() { return rehearsal_->world().population; }
  Month now() { return rehearsal_->world().now; }
  GrandparentsCare care(PersonIndex child) { return people().care[child]; }

  Population people_{2, 64};
  std::unique_ptr<Rehearsal> rehearsal_;

 private:
  Key last_key_ = 0;
};

TEST_F(GrandparentCareTest, AGrandmotherMindsTheChildAllWeek) {
  const PersonIndex mother = child_of(person(58, Sex::female), nobody, 30);
  const PersonIndex child = child_of(mother, nobody, 1);
  begin();
  EXPECT_EQ(care(child).asked(), 2);
  EXPECT_EQ(care(child).given_by(Grandparent::maternal_grandmother), 2);
}

TEST_F(GrandparentCareTest, ACoupleMindsOneAndAHalfTheYoungestFirst) {
  const PersonIndex grandmother = person(58, Sex::female), grandfather = person(60, Sex::male);
  people_.marry(grandmother, grandfather, before - 300);
  const PersonIndex daughter = child_of(grandmother, grandfather, 30);
  const PersonIndex son = child_of(grandmother, grandfather, 32, Sex::male);
  const PersonIndex elder = child_of(daughter, nobody, 2), younger = child_of(nobody, son, 1);
  const PersonIndex youngest = child_of(daughter, nobody, 0);
  begin();
  EXPECT_EQ(care(youngest).given(), 2);
  EXPECT_EQ(care(younger).given(), 1);
  EXPECT_EQ(care(elder).given(), 0);
  EXPECT_EQ(care(elder).willing_count(), 2) << "willing they are";
  EXPECT_EQ(care(younger).given_by(Grandparent::paternal_grandmother) +
                care(younger).given_by(Grandparent::paternal_grandfather),
            1);
}

TEST_F(GrandparentCareTest, BothSidesShareTheirGrandchild) {
  const PersonIndex hers = person(58, Sex::female), his = person(60, Sex::female);
  const PersonIndex mother = child_of(hers, nobody, 30), father = child_of(his, nobody, 32, Sex::male);
  const PersonIndex child = child_of(mother, father, 1);
  const PersonIndex cousins[] = {child_of(child_of(hers, nobody, 28), nobody, 0),
                                 child_of(child_of(his, nobody, 28), nobody, 0)};
  begin();
  for (const PersonIndex cousin : cousins) EXPECT_EQ(care(cousin).given(), 2);
  EXPECT_EQ(care(child).given_by(Grandparent::maternal_grandmother), 1) << "the other halves are with the cousins";
  EXPECT_EQ(care(child).given_by(Grandparent::paternal_grandmother), 1);
}

TEST_F(GrandparentCareTest, WhenOneDiesAnotherTakesOver) {
  const PersonIndex hers = person(58, Sex::female), his = person(60, Sex::female);
  const PersonIndex mother = child_of(hers, nobody, 30), father = child_of(his, nobody, 32, Sex::male);
  const PersonIndex child = child_of(mother, father, 1);
  begin();
  const bool was_hers = care(child).given_by(Grandparent::maternal_grandmother) == 2;
  EXPECT_EQ(care(child).given(), 2);
  leave_place(people(), was_hers ? hers : his, now(), now());
  step_months(1);
  EXPECT_EQ(care(child).given_by(was_hers ? Grandparent::paternal_grandmother : Grandparent::maternal_grandmother), 2);
}

TEST_F(GrandparentCareTest, ABirthTakesCareFromACousin) {
  const PersonIndex grandmother = person(58, Sex::female);
  const PersonIndex one = child_of(grandmother, nobody, 30), other = child_of(grandmother, nobody, 28);
  const PersonIndex child = child_of(one, nobody, 1);
  begin();
  step_months(1);
  EXPECT_EQ(care(child).given(), 2);
  const PersonIndex newborn = people().add({.key = 77, .birth_month = first, .sex = Sex::male}, first);
  people().join_household(newborn, other, first);
  people().add_child(other, nobody, newborn);
  people().count_delivery(other, 1, first);
  step_months(1);
  EXPECT_EQ(care(newborn).given(), 2);
  EXPECT_EQ(care(child).given(), 1);
}

TEST_F(GrandparentCareTest, FromThreeHalfADayIsAskedAndFromSixNothing) {
  const PersonIndex mother = child_of(person(50, Sex::female), nobody, 25);
  const PersonIndex child = child_of(mother, nobody, 2, Sex::female, 10);
  begin();
  EXPECT_EQ(care(child).given(), 2);
  step_months(2);
  EXPECT_EQ(care(child).given(), 2);
  step_months(1);
  EXPECT_EQ(care(child).given(), 1) << "the third birthday is in March";
  step_months(35);
  EXPECT_EQ(care(child).given(), 1);
  step_months(1);
  EXPECT_EQ(care(child).bits(), 0);
}

TEST_F(GrandparentCareTest, FromElsewhereOneComesToLiveWithTheChildUntilSheDies) {
  const PersonIndex mother = person(30, Sex::female);
  people_.add_child(relative(Sex::female, 55, first + 3), nobody, mother);
  const PersonIndex child = child_of(mother, nobody, 1);
  begin(all_willing + "moves_in = 1.0\n");
  EXPECT_EQ(care(child).given_by(Grandparent::maternal_grandmother), 2);
  EXPECT_TRUE(care(child).has_come(Grandparent::maternal_grandmother));
  EXPECT_EQ(people_at_home(people(), mother, now()), (UnderOneRoof{.people = 3, .generations = 3}));
  EXPECT_EQ(members_of_household(people(), mother, now()), (UnderOneRoof{.people = 2, .generations = 2}));
  step_months(3);
  EXPECT_EQ(care(child).given(), 2);
  step_months(1);
  EXPECT_EQ(care(child).given(), 0);
  EXPECT_EQ(care(child).willing_count(), 0);
}

TEST_F(GrandparentCareTest, FromElsewhereNobodyMindsWhoNeitherComesNorTakesTheChild) {
  const PersonIndex mother = person(30, Sex::female);
  people_.add_child(relative(Sex::female, 55, never), nobody, mother);
  const PersonIndex child = child_of(mother, nobody, 1);
  begin(all_willing + "moves_in = 0.0\ntakes_child = 0.0\n");
  EXPECT_EQ(care(child).willing_count(), 0);
}

TEST_F(GrandparentCareTest, AChildGoesToAGrandmotherElsewhereIfNobodyMindsItAtHome) {
  const PersonIndex here = person(58, Sex::female);
  const PersonIndex father = child_of(here, nobody, 32, Sex::male), mother = person(30, Sex::female);
  people_.add_child(relative(Sex::female, 55, never), nobody, mother);
  people_.marry(mother, father, before - 50);
  people_.join_household(father, mother, before);
  const PersonIndex child = child_of(mother, father, 1);
  begin(all_willing + "moves_in = 0.0\ntakes_child = 1.0\n");
  EXPECT_FALSE(care(child).child_is_away());
  EXPECT_EQ(care(child).given_by(Grandparent::paternal_grandmother), 2);
  EXPECT_EQ(care(child).willing_count(), 1) << "who would take it away is not asked";
  leave_place(people(), here, now(), now());
  step_months(1);
  EXPECT_TRUE(care(child).child_is_away());
  EXPECT_EQ(care(child).given_by(Grandparent::maternal_grandmother), 2);
  EXPECT_EQ(people_at_home(people(), mother, now()), (UnderOneRoof{.people = 2, .generations = 1}));
  EXPECT_EQ(members_of_household(people(), mother, now()), (UnderOneRoof{.people = 3, .generations = 2}));
}

/// The grandmother lives in Kangbashi with a grown son, the child with its mother in Dongsheng, 20 + 36 minutes away.
TEST_F(GrandparentCareTest, WhoLivesTooFarAwayForEveryDayComesOrTakesTheChild) {
  const PersonIndex grandmother = person(58, Sex::female);
  const PersonIndex mother = child_of(grandmother, nobody, 30), uncle = child_of(grandmother, nobody, 28, Sex::male);
  people_.area[grandmother] = Area::of(1, Residence::urban);
  people_.join_household(uncle, grandmother, before);
  const PersonIndex child = child_of(mother, nobody, 1);
  const Population everybody = people_;
  const auto homes = [&](const std::string& rules) {
    people_ = everybody;
    begin(all_willing + rules);
    EXPECT_EQ(care(child).given_by(Grandparent::maternal_grandmother), 2) << rules;
    return std::array{people_at_home(people(), child, now()), people_at_home(people(), uncle, now())};
  };
  const UnderOneRoof two{.people = 2, .generations = 2}, one{.people = 1, .generations = 1};
  EXPECT_EQ(homes("longest_daily_way = 57.0\n"), (std::array{two, two}));
  EXPECT_EQ(homes("longest_daily_way = 55.0\nmoves_in = 1.0\n"),
            (std::array{UnderOneRoof{.people = 3, .generations = 3}, one}));
  EXPECT_EQ(homes("longest_daily_way = 55.0\nmoves_in = 0.0\ntakes_child = 1.0\n"),
            (std::array{one, UnderOneRoof{.people = 3, .generations = 2}}));
}

TEST_F(GrandparentCareTest, ExperimentsTakeGrandparentsAwayOrAddOne) {
  const PersonIndex child = child_of(child_of(person(58, Sex::female), nobody, 30), nobody, 1);
  const PersonIndex motherless = child_of(nobody, person(30, Sex::male), 1);
  const Population everybody = people_;
  begin(all_willing, nobody_works + "grandparents = \"none\"\n");
  EXPECT_EQ(care(child).willing_count(), 0);
  people_ = everybody;
  begin(all_willing, nobody_works + "grandparents = \"one_more\"\n");
  EXPECT_EQ(care(child).willing_count(), 2);
  EXPECT_EQ(care(motherless).given_by(Grandparent::additional_grandmother), 2);
}

/// A thousand grandmothers without work in Kangbashi, their grandchildren 36 km away in Dongsheng: share who mind them.
TEST_F(GrandparentCareTest, TheWayToAnotherBannerIsByRoad) {
  std::vector<PersonIndex> children;
  for (int family = 0; family < 1000; ++family) {
    const PersonIndex grandmother = person(58, Sex::female);
    people_.area[grandmother] = Area::of(1, Residence::urban);
    children.push_back(child_of(child_of(grandmother, nobody, 30), nobody, 1));
  }
  const Population everybody = people_;
  const auto minded = [&](const std::string& speed) {
    people_ = everybody;
    begin("adl_limitation = 0.0\nlongest_daily_way = 600.0\n" + speed, "working_women = 0.0\n");
    return static_cast<double>(std::count_if(children.begin(), children.end(),
                                             [&](PersonIndex child) { return care(child).given() > 0; })) /
           1000.0;
  };
  // Logit 0.1 - 0.9 ln(1 + minutes / 30), for 20 + 36 minutes and for 20 + 108: 0.300 and 0.199. Four standard
  // deviations of such shares are 0.058 and 0.050: a false alarm in 15,000 seeds each.
  EXPECT_NEAR(minded(""), 0.300, 0.058);
  EXPECT_NEAR(minded("road_speed = 20.0\n"), 0.199, 0.050);
}

/// Four hundred women at work whose retirement comes in the fourth month.
TEST_F(GrandparentCareTest, RetirementSetsHandsFree) {
  std::vector<PersonIndex> children;
  for (int family = 0; family < 400; ++family)
    children.push_back(child_of(child_of(person(49, Sex::female, 9), nobody, 25), nobody, 1));
  begin("", "working_women = 1.0\n");
  const auto minded = [&] {
    int count = 0;
    for (const PersonIndex child : children) count += care(child).given() > 0;
    return count / 400.0;
  };
  const double at_work = minded();
  step_months(3);
  EXPECT_EQ(minded(), at_work);
  step_months(1);
  // Logit -1.2 - 0.9 ln(1 + 20 / 30) = -1.660 at work, 1.3 more without: 0.160 and 0.411. Four standard deviations of
  // such shares among 400 are 0.073 and 0.098: a false alarm in 15,000 seeds each. Limitations, of one in 25, take half
  // a point.
  EXPECT_NEAR(at_work, 0.160, 0.073);
  EXPECT_NEAR(minded(), 0.411, 0.098);
}

}  // namespace
}  // namespace kinfold
