// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numeric>

#include "core/errors.hpp"
#include "record/counts.hpp"
#include "record/lives.hpp"

namespace kinfold {
namespace {

std::int64_t total(std::span<const std::int64_t> cells) {
  return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

/// Two banners, a woman of 30 with one child in the first and a man of 40 in the second.
class SmallPlace : public ::testing::Test {
 protected:
  SmallPlace() {
    woman_ = population_.add({.key = 1, .birth_month = first_ - 1 - 30 * 12 - 5, .area = Area::of(0, Residence::urban)},
                             first_ - 1);
    population_.count_delivery(woman_, 1, first_ - 1);
    man_ = population_.add(
        {.key = 2, .birth_month = first_ - 1 - 40 * 12 - 5, .sex = Sex::male, .area = Area::of(1, Residence::rural)},
        first_ - 1);
  }

  /// Counts a month in which these events are in the journals of two shards.
  static void count_month(Counts& counts, const Population& population, std::initializer_list<Event> events,
                          Month month) {
    std::vector<Journal> journals(2);
    std::size_t next = 0;
    for (const Event& event : events) journals[next++ % 2].write(event, month);
    counts.count_month(population, journals, month);
  }

  Month first_ = Month::of(2020, 11);
  Population population_{2, 64};
  PersonIndex woman_ = nobody;
  PersonIndex man_ = nobody;
};

constexpr Area urban_0{0}, rural_1{3};

/// A child with a grandmother here, a grandfather elsewhere and a dead one; another, of three, is no small child.
TEST_F(SmallPlace, CountsSmallChildrenByGrandparentsInDecember) {
  const auto person = [&](Key key, int age_months, Sex sex) {
    return population_.add({.key = key, .birth_month = first_ + 1 - age_months, .sex = sex, .area = rural_1}, first_);
  };
  const PersonIndex grandmother = person(10, 12 * 60, Sex::female);
  const PersonIndex mother = person(11, 12 * 30, Sex::female), father = person(12, 12 * 32, Sex::male);
  Relatives& relatives = population_.relatives;
  relatives.now = first_;
  population_.add_child(grandmother, relatives.add(Sex::male, Month::of(1955, 1), Month::of(2030, 1)), mother);
  population_.add_child(nobody, relatives.add(Sex::male, Month::of(1955, 1), Month::of(2010, 1)), father);
  population_.add_child(mother, father, person(13, 35, Sex::female));
  population_.add_child(mother, father, person(14, 36, Sex::male));
  Counts counts{population_, first_};
  count_month(counts, population_, {}, first_);
  EXPECT_EQ(total(counts[Tally::small_children].at(0)), 0) << "it is November";
  count_month(counts, population_, {}, first_ + 1);
  const auto children = counts[Tally::small_children].at(0);
  EXPECT_EQ(total(children), 1);
  EXPECT_EQ(children[(1 * grandparent_counts + 2) * grandparent_counts + 1], 1) << "two alive, one of them here";
}

/// A mother and a grandmother elsewhere who has come for the child: two people to the census, three day by day.
TEST_F(SmallPlace, CountsHouseholdsAsACensusDoesAndAsPeopleLive) {
  const auto person = [&](Key key, int age, Sex sex) {
    return population_.add({.key = key, .birth_month = first_ - 12 * age, .sex = sex, .area = rural_1}, first_);
  };
  const PersonIndex mother = person(11, 30, Sex::female), child = person(12, 2, Sex::female);
  population_.join_household(child, mother, first_);
  population_.relatives.now = first_;
  population_.add_child(population_.relatives.add(Sex::female, Month::of(1960, 1), never), nobody, mother);
  population_.add_child(mother, nobody, child);
  population_.care[child].ask(2);
  population_.care[child].give(Grandparent::maternal_grandmother, CareArrangement::grandparent_comes);
  Counts counts{population_, first_};
  count_month(counts, population_, {}, first_);
  count_month(counts, population_, {}, first_ + 1);
  const auto households = [&](HouseholdView view, std::size_t people, std::size_t generations) {
    return counts[Tally::households].at(
        0)[((household_view_count + view) * household_size_count + people - 1) * generation_count + generations - 1];
  };
  EXPECT_EQ(households(as_counted, 2, 2), 1);
  EXPECT_EQ(households(as_lived, 2, 2), 0);
  EXPECT_EQ(households(as_lived, 3, 3), 1);
  const auto carers = counts[Tally::grandparent_care].at(0);
  EXPECT_EQ(carers[grandparent_kinds * carer_home_count + 3], 1) << "she has moved in";
}

TEST_F(SmallPlace, AddsGiftsToTheYear) {
  Counts counts{population_, first_};
  GiftAccount gifts{2};
  gifts.book({.banner = 1,
              .giver = Sex::female,
              .flow = GiftFlow::from_grandparent_without_work,
              .home = GrandparentHome::elsewhere,
              .amount = 5'000'000'000});
  for (int month = 0; month < 2; ++month) {
    count_month(counts, population_, {}, first_ + month);
    counts.count_gifts(month == 1 ? gifts : GiftAccount{2});
  }
  const auto cells = counts[Tally::family_gifts].at(0);
  EXPECT_EQ(total(cells), 5'000'000'000) << "more than a count of persons would hold";
  EXPECT_EQ(cells[((1 * sex_count + 1) * gift_flow_count + 1) * grandparent_home_count + 2], 5'000'000'000);
}

TEST_F(SmallPlace, CountsEachEventInItsCell) {
  Counts counts{population_, first_};
  count_month(counts, population_,
              {{.kind = EventKind::birth, .detail = 2, .area = urban_0, .sex = Sex::male, .age = 30, .person = 3},
               {.kind = EventKind::birth, .detail = 9, .area = rural_1, .sex = Sex::female, .age = 54, .person = 4},
               {.kind = EventKind::death, .area = rural_1, .sex = Sex::male, .age = 120, .person = 5},
               {.kind = EventKind::move, .detail = 0, .area = rural_1, .sex = Sex::female, .age = 20, .person = 6},
               {.kind = EventKind::union_formed, .detail = 1, .area = urban_0, .age = 25, .person = 7, .other = 2},
               {.kind = EventKind::conception, .detail = 1, .area = urban_0, .age = 25, .person = 7},
               {.kind = EventKind::pregnancy_loss, .detail = 3, .area = urban_0, .age = 25, .person = 7},
               {.kind = EventKind::widowhood, .area = urban_0, .sex = Sex::female, .age = 70, .person = 8, .other = 9}},
              first_);

  const auto births = counts[Tally::births].at(0);
  EXPECT_EQ(total(births), 2);
  EXPECT_EQ(births[(0 * birth_order_count + 1) * fecund_age_count + 18], 1);
  EXPECT_EQ(births[(1 * birth_order_count + 4) * fecund_age_count + 42], 1) << "order 9 belongs to the open class";
  EXPECT_EQ(counts[Tally::births_by_sex].at(0)[0], 1);
  EXPECT_EQ(counts[Tally::births_by_sex].at(0)[3], 1);
  EXPECT_EQ(counts[Tally::deaths].at(0)[2], 1);
  EXPECT_EQ(counts[Tally::deaths_by_age].at(0)[(1 * age_count + 100) * sex_count + 0], 1);
  EXPECT_EQ(counts[Tally::moves_in].at(0)[1 * sex_count + 1], 1);
  EXPECT_EQ(counts[Tally::moves_out].at(0)[0 * sex_count + 1], 1);
  EXPECT_EQ(counts[Tally::unions_formed].at(0)[2 * 2 + 1], 1) << "wife of 25-29, spouse from outside";
  EXPECT_EQ(counts[Tally::conceptions].at(0)[1], 1);
  EXPECT_EQ(counts[Tally::pregnancy_losses].at(0)[1], 1) << "fate 3 is an abortion";
  EXPECT_EQ(counts[Tally::widowhoods].at(0)[1], 1);
}

TEST_F(SmallPlace, WhoLeavesCountsHalfInTheMonth) {
  Counts counts{population_, first_};
  population_.remove(man_, first_);
  count_month(counts, population_, {}, first_);
  EXPECT_EQ(counts.person_months(), 1.5);
  EXPECT_EQ(counts[Tally::person_exposure].at(0)[(1 * age_count + 40) * sex_count + 0], 1) << "in half-months";
  EXPECT_EQ(counts[Tally::exposure].at(0)[(0 * parity_count + 1) * fecund_age_count + 18], 2);
  EXPECT_EQ(counts[Tally::exposure_by_month].at(0)[1 * fecund_age_count + 18], 2);
  EXPECT_EQ(counts.persons_at_start(), 2);
  EXPECT_EQ(counts.persons_at_end(), 1);
}

TEST_F(SmallPlace, YearsBeginInJanuary) {
  Counts counts{population_, first_};
  for (int month = 0; month < 15; ++month) count_month(counts, population_, {}, first_ + month);
  EXPECT_EQ(counts.months(), 15);
  EXPECT_EQ(counts.first_year(), 2020);
  EXPECT_EQ(counts.years(), 3);
  EXPECT_EQ(total(counts[Tally::exposure].at(0)), 2 * 2);
  EXPECT_EQ(total(counts[Tally::exposure].at(1)), 2 * 12);
  EXPECT_EQ(total(counts[Tally::exposure].at(2)), 2 * 1);
  EXPECT_EQ(total(counts[Tally::population_by_age].at(1)), 2) << "a stock, not a sum over months";
}

TEST_F(SmallPlace, RefusesMonthsOutOfOrder) {
  Counts counts{population_, first_};
  EXPECT_THROW(count_month(counts, population_, {}, first_ + 1), ModelError);
}

TEST_F(SmallPlace, PeopleElsewhereAreNotCounted) {
  population_.set_presence(man_, Presence::elsewhere, first_);
  Counts counts{population_, first_};
  count_month(counts, population_, {}, first_);
  EXPECT_EQ(total(counts[Tally::population].at(0)), 1);
  EXPECT_EQ(counts.person_months(), 1.0);
}

TEST(Tallies, HaveOneRowEachAndTheRightNumberOfCells) {
  for (std::size_t number = 0; number < tally_count; ++number) {
    const auto tally = static_cast<Tally>(number);
    EXPECT_FALSE(name_of(tally).empty()) << number;
    EXPECT_FALSE(description_of(tally).definition.empty()) << name_of(tally);
  }
  EXPECT_EQ(cell_count(Tally::births, 9), 9 * birth_order_count * fecund_age_count);
  EXPECT_EQ(cell_count(Tally::exposure_by_month, 9), parity_count * fecund_age_count);
  EXPECT_EQ(labels_of(Axis::wife_age).size(), wife_age_class_count);
}

// Lives that are compared between two runs.

std::vector<Journal> journal_of(std::initializer_list<Event> events, Month month) {
  std::vector<Journal> journals(1);
  for (const Event& event : events) journals[0].write(event, month);
  return journals;
}

TEST(Lives, AreIdenticalOnlyIfEveryEventIs) {
  const Month month = Month::of(2021, 3);
  const Event birth{.kind = EventKind::birth, .area = urban_0, .age = 30, .person = 50, .other = 1};
  const Event death{.kind = EventKind::death, .area = urban_0, .age = 80, .person = 2};
  LifeHashes one, other;
  one.add_month(journal_of({birth, death}, month), month);
  other.add_month(journal_of({death}, month), month);
  other.add_month(journal_of({birth}, month + 1), month + 1);
  one.close_year();
  other.close_year();
  one.close_year();
  other.close_year();
  // Of 1 to 4 and the child, the mother and the child differ: their birth is a month later.
  const std::vector<double> shares = shares_of_identical_lives({1, 2, 3, 4}, one, other);
  ASSERT_EQ(shares.size(), 2u);
  EXPECT_DOUBLE_EQ(shares[0], 3.0 / 5.0);
  EXPECT_DOUBLE_EQ(shares[1], 3.0 / 5.0) << "what differed once differs for ever";
  EXPECT_DOUBLE_EQ(shares_of_identical_lives({1, 2, 3, 4}, one, one)[1], 1.0);
}

TEST(Lives, LogDoesNotDependOnShards) {
  const Month month = Month::of(2021, 3);
  const Event first{.kind = EventKind::death, .area = urban_0, .person = 9};
  const Event second{.kind = EventKind::death, .area = urban_0, .person = 4};
  std::vector<Journal> two(2);
  two[0].write(first, month);
  two[1].write(second, month);
  EventLog apart, together;
  apart.add_month(two, month);
  together.add_month(journal_of({second, first}, month), month);
  ASSERT_EQ(apart.events().size(), 2u);
  for (std::size_t event = 0; event < 2; ++event)
    EXPECT_EQ(apart.events()[event].event.person, together.events()[event].event.person);
}

}  // namespace
}  // namespace kinfold
