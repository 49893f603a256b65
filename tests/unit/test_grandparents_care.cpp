// SPDX-License-Identifier: Apache-2.0
// What a small child has of its grandparents, in two bytes.
#include <gtest/gtest.h>

#include "population/grandparents_care.hpp"

namespace kinfold {
namespace {

TEST(GrandparentsCare, HoldsWhatWasAskedWhoWouldAndWhoDoes) {
  GrandparentsCare care;
  EXPECT_EQ(care.bits(), 0);
  care.ask(2);
  care.make_willing(Grandparent::paternal_grandmother);
  care.make_willing(Grandparent::additional_grandmother);
  care.give(Grandparent::paternal_grandmother);
  care.give(Grandparent::additional_grandmother);
  EXPECT_EQ(care.asked(), 2);
  EXPECT_EQ(care.given(), 2);
  EXPECT_EQ(care.willing_count(), 2);
  EXPECT_TRUE(care.is_willing(Grandparent::paternal_grandmother));
  EXPECT_FALSE(care.is_willing(Grandparent::maternal_grandfather));
  EXPECT_EQ(care.given_by(Grandparent::paternal_grandmother), 1);
  EXPECT_EQ(care.given_by(Grandparent::additional_grandmother), 1);
  EXPECT_EQ(care.given_by(Grandparent::maternal_grandmother), 0);
  care.ask(0);
  EXPECT_EQ(care.asked(), 0);
  EXPECT_EQ(care.given(), 2);
}

TEST(GrandparentsCare, OfBothHalvesFromEachGrandparentIsTold) {
  for (std::size_t i = 0; i < grandparent_kinds; ++i) {
    GrandparentsCare care;
    care.give(static_cast<Grandparent>(i));
    care.give(static_cast<Grandparent>(i));
    for (std::size_t other = 0; other < grandparent_kinds; ++other)
      EXPECT_EQ(care.given_by(static_cast<Grandparent>(other)), other == i ? 2 : 0);
  }
}

TEST(GrandparentsCare, TellsWhoHasComeAndWhetherTheChildIsAway) {
  GrandparentsCare care;
  care.give(Grandparent::maternal_grandmother);
  care.give(Grandparent::paternal_grandmother, CareArrangement::grandparent_comes);
  EXPECT_TRUE(care.has_come(Grandparent::paternal_grandmother));
  EXPECT_FALSE(care.has_come(Grandparent::maternal_grandmother));
  EXPECT_FALSE(care.child_is_away());
  EXPECT_EQ(care.given(), 2);
  GrandparentsCare gone;
  gone.give(Grandparent::additional_grandmother, CareArrangement::child_goes);
  EXPECT_TRUE(gone.child_is_away());
  EXPECT_EQ(gone.given(), 1);
  EXPECT_EQ(gone.given_by(Grandparent::additional_grandmother), 1);
}

TEST(GrandparentsCare, NamesGrandparentsByTheParentBetween) {
  EXPECT_EQ(grandparent_through(Sex::female, Sex::female), Grandparent::maternal_grandmother);
  EXPECT_EQ(grandparent_through(Sex::female, Sex::male), Grandparent::maternal_grandfather);
  EXPECT_EQ(grandparent_through(Sex::male, Sex::female), Grandparent::paternal_grandmother);
  EXPECT_EQ(grandparent_through(Sex::male, Sex::male), Grandparent::paternal_grandfather);
}

TEST(GrandparentsCare, KnowsTheOtherOfACouple) {
  EXPECT_EQ(other_parent(Grandparent::maternal_grandmother), Grandparent::maternal_grandfather);
  EXPECT_EQ(other_parent(Grandparent::paternal_grandfather), Grandparent::paternal_grandmother);
}

}  // namespace
}  // namespace kinfold
