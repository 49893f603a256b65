// SPDX-License-Identifier: Apache-2.0
// Gifts within families: who gives how much to whom, to the fen, and who does not.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <string>

#include "population/households/households.hpp"
#include "statistical/rehearsal.hpp"

namespace kinfold {
namespace {

constexpr Month december = Month::of(2023, 12);
constexpr Month before = december - 1;

constexpr Area town = Area::of(0, Residence::urban), other_town = Area::of(1, Residence::urban);
constexpr Area country = Area::of(1, Residence::rural);

// The table of Ordos is of 2023.
constexpr Fen womans_wage = 83'500'00, womans_pension = 38'400'00, income_in_town = 58'615'00;

const std::string all_work = "working_women = 1.0\nworking_men = 1.0\n";
const std::string nobody_works = "working_women = 0.0\nworking_men = 0.0\n";
const std::string all_children_give = "giving_children = 1.0\n";

class FamilyGiftsTest : public testing::Test {
 protected:
  PersonIndex person(int years, Sex sex, Area area = town) {
    return people_.add({.key = mix(++last_key_), .birth_month = december - 12 * years - 1, .sex = sex, .area = area},
                       before);
  }
  PersonIndex child_of(PersonIndex mother, PersonIndex father, int years, Sex sex = Sex::female, Area area = town) {
    const PersonIndex child = person(years, sex, area);
    people_.add_child(mother, father, child);
    return child;
  }
  PersonIndex relative(Sex sex, int years, Month death) {
    people_.relatives.now = before;
    return people_.relatives.add(sex, december - 12 * years, death);
  }

  /// Until the end of the first month, which is December unless said otherwise.
  void run(const std::string& later_life, const std::string& gifts = "", Month first = december) {
    people_.rebuild(64, before);
    const Scenario scenario = shipped_scenario(
        "ordos-baseline", "[parameters.later_life]\n" + later_life + "[parameters.family_gifts]\n" + gifts);
    rehearsal_ = std::make_unique<Rehearsal>(std::move(people_), first, scenario, Seed{1, 1});
    rehearsal_->add(make_family_gifts);
    rehearsal_->begin();
    rehearsal_->step_month();
  }

  const GiftAccount& gifts() { return rehearsal_->world().gifts; }
  Fen at_work() { return gifts().total(GiftFlow::from_grandparent_at_work); }
  Fen without_work() { return gifts().total(GiftFlow::from_grandparent_without_work); }
  Fen to_grandparents() { return gifts().total(GiftFlow::to_grandparent); }
  Fen in_all() { return at_work() + without_work() + to_grandparents(); }
  Fen in_banner(std::size_t banner) {
    const std::size_t cells = gifts().cells().size() / place_of_small_runs().banners.size();
    const auto of_banner = gifts().cells().subspan(banner * cells, cells);
    return std::accumulate(of_banner.begin(), of_banner.end(), Fen{0});
  }

  Population people_{place_of_small_runs().banners.size(), 64};
  std::unique_ptr<Rehearsal> rehearsal_;

 private:
  Key last_key_ = 0;
};

TEST_F(FamilyGiftsTest, AGrandmotherAtWorkGivesSixPerCentOfHerWage) {
  child_of(child_of(person(48, Sex::female), nobody, 25), nobody, 1);
  run(all_work);
  EXPECT_EQ(at_work(), womans_wage * 6 / 100);
  EXPECT_EQ(in_all(), at_work());
}

TEST_F(FamilyGiftsTest, AfterRetirementSheGivesTwoPerCentOfHerPension) {
  child_of(child_of(person(55, Sex::female), nobody, 25), nobody, 1);
  run(all_work);
  EXPECT_EQ(without_work(), womans_pension * 2 / 100);
  EXPECT_EQ(in_all(), without_work());
}

TEST_F(FamilyGiftsTest, RetirementFiveYearsLaterPutsItOff) {
  child_of(child_of(person(53, Sex::female), nobody, 25), nobody, 1);
  run(all_work + "retire_later = 5.0\n");
  EXPECT_EQ(at_work(), womans_wage * 6 / 100);
}

TEST_F(FamilyGiftsTest, FamiliesOfHerChildrenShareToTheFen) {
  const PersonIndex grandmother = person(48, Sex::female);
  child_of(child_of(grandmother, nobody, 25), nobody, 1);
  child_of(nobody, child_of(grandmother, nobody, 27, Sex::male, other_town), 2, Sex::male, other_town);
  child_of(child_of(grandmother, nobody, 29), nobody, 7);
  run(all_work, "transfer_employed = 0.05999\n");
  const auto given = static_cast<Fen>(std::llround(womans_wage * 0.05999));
  ASSERT_EQ(given % 2, 1) << "an odd fen";
  EXPECT_EQ(at_work(), given);
  EXPECT_LE(std::abs(in_banner(0) - in_banner(1)), 1);
}

TEST_F(FamilyGiftsTest, AFamilyIsGivenOnceForAllItsChildren) {
  const PersonIndex mother = child_of(person(48, Sex::female), nobody, 25);
  const PersonIndex father = child_of(person(49, Sex::female), nobody, 26, Sex::male);
  child_of(mother, father, 3);
  child_of(mother, father, 1);
  child_of(mother, father, 1);
  run(all_work);
  EXPECT_EQ(at_work(), 2 * (womans_wage * 6 / 100)) << "from both sides";
}

TEST_F(FamilyGiftsTest, GrownChildrenGiveToAnOldParentWithoutAPension) {
  const PersonIndex grandmother = person(66, Sex::female, country);
  child_of(nobody, child_of(grandmother, nobody, 30, Sex::male), 1);
  run(nobody_works, all_children_give + "transfer_retired = 0.0\n");
  EXPECT_EQ(to_grandparents(), income_in_town * 5 / 100);
  EXPECT_EQ(in_all(), to_grandparents());
}

TEST_F(FamilyGiftsTest, NotToAPensionerNorBeforeSixtyNorIfTheyNeverGive) {
  const auto family = [&](int grandmothers_age, Area area) {
    people_ = Population{place_of_small_runs().banners.size(), 64};
    child_of(child_of(person(grandmothers_age, Sex::female, area), nobody, 30), nobody, 1);
  };
  family(66, town);
  run(all_work, all_children_give);
  EXPECT_EQ(to_grandparents(), 0) << "an employee's pension";
  family(59, country);
  run(nobody_works, all_children_give);
  EXPECT_EQ(to_grandparents(), 0) << "not sixty";
  family(66, country);
  run(nobody_works, "giving_children = 0.0\n");
  EXPECT_EQ(to_grandparents(), 0);
}

TEST_F(FamilyGiftsTest, TheDeadGiveNothing) {
  const PersonIndex mother = person(30, Sex::female), father = person(30, Sex::male);
  people_.add_child(relative(Sex::female, 48, december - 5), nobody, mother);
  people_.add_child(person(66, Sex::female, country), nobody, father);
  child_of(mother, father, 1);
  leave_place(people_, father, before, before);
  run("working_women = 1.0\nworking_men = 1.0\nrural_work_until = 50.0\n", all_children_give);
  EXPECT_EQ(at_work(), 0) << "her mother is dead";
  EXPECT_EQ(to_grandparents(), 0) << "so is he";
  EXPECT_GT(without_work(), 0) << "his mother goes on giving to his child";
}

TEST_F(FamilyGiftsTest, FromElsewhereMoneyComesAllTheSame) {
  const PersonIndex mother = person(30, Sex::female);
  people_.add_child(relative(Sex::female, 48, never), nobody, mother);
  child_of(mother, nobody, 1);
  run(all_work);
  const auto cells = gifts().cells();
  EXPECT_EQ(cells[(0 * sex_count + 1) * gift_flow_count * grandparent_home_count + 2], womans_wage * 6 / 100)
      << "first banner, a woman, at work, elsewhere";
}

TEST_F(FamilyGiftsTest, AreCountedInDecemberAndUntilTheSixthBirthday) {
  child_of(child_of(person(48, Sex::female), nobody, 25), nobody, 1);
  run(all_work, "", before);
  EXPECT_EQ(in_all(), 0) << "in November";
  rehearsal_->step_month();
  EXPECT_GT(in_all(), 0);
  rehearsal_->step_month();
  EXPECT_EQ(in_all(), 0) << "in January";
  people_ = Population{place_of_small_runs().banners.size(), 64};
  child_of(child_of(person(48, Sex::female), nobody, 25), nobody, 6);
  run(all_work);
  EXPECT_EQ(in_all(), 0) << "nobody is under six";
}

TEST_F(FamilyGiftsTest, WithoutGrandparentsNobodyGives) {
  child_of(child_of(person(66, Sex::female, country), nobody, 30), nobody, 1);
  run(nobody_works + "grandparents = \"none\"\n", all_children_give);
  EXPECT_EQ(in_all(), 0);
}

}  // namespace
}  // namespace kinfold
