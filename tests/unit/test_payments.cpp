// SPDX-License-Identifier: Apache-2.0
// Payments: every resident child gets what it is entitled to, every month, to the fen, by every payer's part.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "measures/payments.hpp"
#include "population/traits.hpp"
#include "read_package.hpp"

namespace kinfold {
namespace {

constexpr Month january_2026 = Month::of(2026, 1);
constexpr std::size_t banner_count = 3;
constexpr std::size_t city = 2, banner_payer = 3;

std::string allowance(const std::string& id, const std::string& settings) {
  return measure_text("child_allowance", id, "start = 2026-01-01\n" + settings);
}

/// People in small shards, and the payments of a package to them.
class Town {
 public:
  explicit Town(const Package& package, bool ask_everyone = false, int threads = 1)
      : people{banner_count, 8}, payments_{package, banner_count, ask_everyone}, workers_{threads} {}

  PersonIndex add(Month birth, Registration registration = Registration::own_banner, std::size_t banner = 0) {
    return people.add({.key = mix(++people_born_),
                       .birth_month = birth,
                       .registration = registration,
                       .area = Area::of(banner, Residence::urban)},
                      now);
  }

  PersonIndex add_child(PersonIndex mother, PersonIndex father, int birth_order, Month birth) {
    const Registration registration = mother == nobody ? Registration::own_banner : people.registration[mother];
    const PersonIndex child = add(birth, registration, mother == nobody ? 0 : people.area[mother].banner());
    people.add_child(mother, father, child);
    people.birth_order[child] = static_cast<std::uint8_t>(birth_order);
    return child;
  }

  PersonIndex adult(Registration registration = Registration::own_banner, std::size_t banner = 0) {
    return add(january_2026 - 360, registration, banner);
  }

  void begin() {
    payments_.begin(people, now);
    people.forget_newcomers();
  }

  /// Pays for the present month and goes on to the next; returns what was paid.
  Fen pay() {
    const Fen before = ledger().total();
    journals_.resize(people.shard_count());
    payments_.pay(people, journals_, now, workers_);
    people.forget_newcomers();
    ++now;
    return ledger().total() - before;
  }

  const Ledger& ledger() const { return payments_.ledger(); }

  std::uint64_t fingerprint() const {
    std::uint64_t sum = 0;
    for (const Journal& journal : journals_) sum += journal.fingerprint();
    return sum;
  }

  Population people;
  Month now = january_2026;

 private:
  std::uint64_t people_born_ = 0;
  Payments payments_;
  std::vector<Journal> journals_;
  Workers workers_;
};

std::int64_t sum_of(const std::vector<std::int64_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

TEST(Payments, PayThirtySixInstalmentsAndNoThirtySeventh) {
  const Package package = package_of(allowance("a", "amount_per_year = 3_600"));
  Town town(package);
  town.begin();
  town.add_child(nobody, nobody, 1, town.now);
  for (int age = 0; age < 36; ++age) EXPECT_EQ(town.pay(), 300'00) << age;
  for (int age = 36; age < 50; ++age) EXPECT_EQ(town.pay(), 0) << age;
  EXPECT_EQ(sum_of(town.ledger().recipients()), 36);
  EXPECT_EQ(sum_of(town.ledger().first_payments()), 1);
}

TEST(Payments, ReachChildrenWhoWereThereBeforeTheFirstMonth) {
  const Package package = package_of(allowance("a", "amount_per_year = 3_600"));
  Town town(package);
  town.add_child(nobody, nobody, 1, town.now - 34);
  town.add_child(nobody, nobody, 1, town.now - 36);
  town.begin();
  EXPECT_EQ(town.pay(), 300'00);
  EXPECT_EQ(town.pay(), 300'00);
  EXPECT_EQ(town.pay(), 0);
}

TEST(Payments, ReadEachParentsOwnRegistration) {
  const auto paid = [](const std::string& hukou, bool mother_local, bool father_local) {
    const Package package = package_of(allowance("a", "amount_per_year = 3_600\nhukou = \"" + hukou + "\""));
    Town town(package);
    const auto registered = [](bool local) { return local ? Registration::other_banner : Registration::other_league; };
    const PersonIndex mother = town.adult(registered(mother_local));
    town.people.sex[mother] = Sex::female;
    const PersonIndex father = town.adult(registered(father_local));
    town.people.sex[father] = Sex::male;
    town.begin();
    town.people.registration[town.add_child(mother, father, 1, town.now)] = Registration::other_league;
    return town.pay() > 0;
  };
  EXPECT_TRUE(paid("mother", true, false));
  EXPECT_FALSE(paid("mother", false, true));
  EXPECT_FALSE(paid("father", true, false));
  EXPECT_TRUE(paid("father", false, true));
  EXPECT_TRUE(paid("one_parent", false, true));
  EXPECT_FALSE(paid("both_parents", true, false));
  EXPECT_FALSE(paid("child", true, true));
}

TEST(Payments, SeeNoRegistrationOfAParentWhoIsNotKnown) {
  Population people(1);
  const PersonIndex child = people.add({.key = 1, .birth_month = january_2026, .area = {}}, january_2026);
  const BirthFacts facts = birth_facts(people, child);
  EXPECT_FALSE(facts.mother_registered);
  EXPECT_FALSE(facts.father_registered);
  EXPECT_TRUE(facts.child_registered);
  EXPECT_EQ(facts.birth_order, 1);
}

TEST(Payments, GiveEverybodyABirthDayOfTheMonth) {
  Population people(1);
  const Month february = Month::of(2027, 2);
  std::vector<int> born_on(29);
  for (Key key = 1; key <= 2800; ++key) {
    const BirthFacts facts =
        birth_facts(people, people.add({.key = mix(key), .birth_month = february, .area = {}}, february));
    ASSERT_EQ(facts.birth_day.in_month(), february);
    ASSERT_GE(facts.birth_day.day, 1);
    ASSERT_LE(facts.birth_day.day, 28);
    ++born_on[static_cast<std::size_t>(facts.birth_day.day)];
  }
  EXPECT_GT(*std::min_element(born_on.begin() + 1, born_on.end()), 0);
}

TEST(Payments, DecideByTheDayWhereTheMeasureDoes) {
  const Package package = package_of(
      measure_text("child_allowance", "a", "start = 2026-01-01\namount_per_year = 1_200\nborn_from = 2026-01-16"));
  Town town(package);
  town.begin();
  Fen expected = 0;
  for (int i = 0; i < 200; ++i) {
    const PersonIndex child = town.add_child(nobody, nobody, 1, town.now);
    if (birth_facts(town.people, child).birth_day >= Date{2026, 1, 16}) expected += 100'00;
  }
  EXPECT_EQ(town.pay(), expected);
  EXPECT_GT(expected, 50 * 100'00);
  EXPECT_LT(expected, 150 * 100'00);
}

TEST(Payments, DivideAmongPayersToTheFen) {
  const Package package =
      package_of(allowance("a", "amount_once = 0.10\npaid_by = { centre = 0.333, city = 0.333, banner = 0.334 }"));
  Town town(package);
  town.begin();
  for (int i = 0; i < 7; ++i) town.add_child(nobody, nobody, 1, town.now);
  EXPECT_EQ(town.pay(), 70);
  EXPECT_EQ(sum_of(town.ledger().spend(0, 0)), 21);
  EXPECT_EQ(sum_of(town.ledger().spend(0, city)), 21);
  EXPECT_EQ(sum_of(town.ledger().spend(0, banner_payer)), 28);
}

TEST(Payments, BookByBannerAndBirthOrder) {
  const Package package = package_of(allowance("a", "amount_per_year = 1_200"));
  Town town(package);
  const PersonIndex mother = town.adult(Registration::own_banner, 2);
  town.people.sex[mother] = Sex::female;
  town.begin();
  town.add_child(mother, nobody, 3, town.now);
  town.pay();
  std::vector<Fen> expected(banner_count * Ledger::order_count);
  expected[2 * Ledger::order_count + 2] = 100'00;
  EXPECT_EQ(town.ledger().spend(0, city), expected);
}

TEST(Payments, LeaveOutWhoDoesNotLiveHere) {
  const Package package = package_of(allowance("a", "amount_per_year = 1_200"));
  Town town(package);
  town.begin();
  const PersonIndex away = town.add_child(nobody, nobody, 1, town.now);
  const PersonIndex leaving = town.add_child(nobody, nobody, 1, town.now);
  town.people.set_presence(away, Presence::elsewhere, town.now);
  EXPECT_EQ(town.pay(), 100'00);
  town.people.remove(leaving, town.now);
  EXPECT_EQ(town.pay(), 0);
  town.people.set_presence(away, Presence::resident, town.now);
  EXPECT_EQ(town.pay(), 100'00);
}

TEST(Payments, PayTheNextPersonOfARowOnce) {
  const Package package = package_of(allowance("a", "amount_per_year = 1_200"));
  Town town(package);
  town.begin();
  Journal expected;
  const PersonIndex first = town.add_child(nobody, nobody, 1, town.now);
  expected.write_payment(town.people.key[first], town.now, 100'00);
  EXPECT_EQ(town.pay(), 100'00);
  // The first child leaves; the month's list of birthdays gives the row free, and another of that month gets it.
  town.people.remove(first, town.now);
  const Month birthday = town.people.birth_month[first] + 12;
  for (std::size_t shard = 0; shard < town.people.shard_count(); ++shard)
    town.people.celebrate_birthdays(town.people.shard(shard), birthday);
  town.people.open_month(town.now);
  const PersonIndex second = town.add_child(nobody, nobody, 1, birthday - 12);
  ASSERT_EQ(second, first);
  expected.write_payment(town.people.key[second], town.now, 100'00);
  EXPECT_EQ(town.pay(), 100'00);
  EXPECT_EQ(town.fingerprint(), expected.fingerprint());
}

TEST(Payments, CountAChildThatStandsTwiceAmongNewcomersOnce) {
  const Package package = package_of(allowance("a", "amount_per_year = 1_200"));
  Town town(package);
  town.begin();
  const PersonIndex child = town.add_child(nobody, nobody, 1, town.now);
  town.people.shard(0).newcomers.push_back(child);
  EXPECT_EQ(town.pay(), 100'00);
  town.people.shard(0).newcomers.push_back(child);
  EXPECT_EQ(town.pay(), 100'00);
}

TEST(Payments, OfZeroLeaveNoTrace) {
  const Package package = package_of(allowance("a", "amount_per_year = 0"));
  Town town(package);
  town.begin();
  town.add_child(nobody, nobody, 1, town.now);
  EXPECT_EQ(town.pay(), 0);
  EXPECT_EQ(town.fingerprint(), 0u);
  EXPECT_EQ(sum_of(town.ledger().recipients()), 0);
}

TEST(Payments, WriteTheSumOfAChildIntoItsJournal) {
  const Package package =
      package_of(allowance("a", "amount_per_year = 1_200") + allowance("b", "amount_per_year = 2_400"));
  Town town(package);
  town.begin();
  const PersonIndex child = town.add_child(nobody, nobody, 1, town.now);
  town.pay();
  Journal expected;
  expected.write_payment(town.people.key[child], january_2026, 300'00);
  EXPECT_EQ(town.fingerprint(), expected.fingerprint());
}

TEST(Payments, OfTwoHalvesEqualThoseOfTheWhole) {
  const auto run = [](const std::string& measures) {
    const Package package = package_of(measures);
    Town town(package);
    town.begin();
    for (int month = 0; month < 40; ++month) {
      town.add_child(nobody, nobody, 1 + month % 3, town.now);
      town.pay();
    }
    return std::pair{town.ledger().total(), town.fingerprint()};
  };
  EXPECT_EQ(run(allowance("a", "amount_per_year = 1_800") + allowance("b", "amount_per_year = 1_800")),
            run(allowance("whole", "amount_per_year = 3_600")));
}

TEST(Payments, CountWhomAMeasureBeginsToPay) {
  const Package package = package_of(
      allowance("low", "amount_per_year = 1_200\nstacking = \"higher_of\"\nstacking_group = \"g\"\nuntil_age = 2") +
      allowance("high", "amount_per_year = 2_400\nstacking = \"higher_of\"\nstacking_group = \"g\"\nuntil_age = 1"));
  Town town(package);
  town.begin();
  town.add_child(nobody, nobody, 1, town.now);
  for (int month = 0; month < 24; ++month) town.pay();
  const std::vector<std::int64_t> first = town.ledger().first_payments();
  const auto in_month = [&](std::size_t measure, std::size_t month) {
    return first[(measure * 24 + month) * banner_count * Ledger::order_count];
  };
  EXPECT_EQ(sum_of(first), 2);
  EXPECT_EQ(in_month(1, 0), 1);
  EXPECT_EQ(in_month(0, 12), 1);
}

TEST(Payments, RememberWhomAMeasureThatEndsHasPaid) {
  const std::string group = "stacking = \"higher_of\"\nstacking_group = \"g\"\n";
  const Package package =
      package_of(allowance("all", group + "amount_per_year = 1_200") +
                 allowance("local", group + "amount_per_year = 2_400\nhukou = \"child\"\nend = 2026-02-01"));
  Town town(package);
  town.begin();
  town.add(town.now, Registration::other_league);
  town.add(town.now, Registration::own_banner);
  town.pay();
  town.pay();
  // In February the measure for all pays the local child for the first time, the other child for the second.
  const std::size_t february = banner_count * Ledger::order_count;
  EXPECT_EQ(town.ledger().recipients()[february], 2);
  EXPECT_EQ(town.ledger().first_payments()[february], 1);
}

/// The shipped plan, in a town where people are born, come, leave, move and lose parents, month by month.
struct Life {
  explicit Life(bool ask_everyone, int threads = 1)
      : package{reading_of(load_scenario("ordos-history", scenario_folder())).package},
        town{package, ask_everyone, threads} {}

  void run() {
    town.now = Month::of(2023, 1);
    for (int i = 0; i < 60; ++i) settle_parents(static_cast<std::uint64_t>(i));
    for (int i = 0; i < 60; ++i) bear(static_cast<std::uint64_t>(i), town.now - i % 40);
    town.begin();
    for (int month = 0; month < 60; ++month) {
      for (std::uint64_t i = 0; i < 12; ++i) bear(mix(1000u * static_cast<unsigned>(month) + i), town.now);
      for (std::uint64_t i = 0; i < 3; ++i) lose(mix(77u + 1000u * static_cast<unsigned>(month) + i));
      move(mix(5u + static_cast<unsigned>(month)));
      expect_what_is_due();
    }
  }

  void settle_parents(std::uint64_t draw) {
    const PersonIndex mother = town.adult(static_cast<Registration>(mix(draw) % 4), draw % banner_count);
    town.people.sex[mother] = Sex::female;
    const PersonIndex father = town.adult(static_cast<Registration>(mix(draw + 99) % 4), draw % banner_count);
    town.people.sex[father] = Sex::male;
    mothers.push_back(mother);
    fathers.push_back(father);
  }

  void bear(std::uint64_t draw, Month birth) {
    const std::size_t parents = draw % mothers.size();
    const PersonIndex child =
        town.add_child(mothers[parents], fathers[parents], static_cast<int>(mix(draw) % 5), birth);
    town.people.registration[child] = static_cast<Registration>(mix(draw + 7) % 4);
  }

  void lose(std::uint64_t draw) {
    const auto person = static_cast<PersonIndex>(draw % town.people.row_count());
    if (!town.people.is_present(person)) return;
    for (auto* parents : {&mothers, &fathers})
      if (std::find(parents->begin(), parents->end(), person) != parents->end()) return;
    town.people.remove(person, town.now);
  }

  void move(std::uint64_t draw) {
    const auto person = static_cast<PersonIndex>(draw % town.people.row_count());
    if (town.people.is_present(person))
      town.people.move(person, Area::of(draw / 7 % banner_count, Residence::rural), town.now);
  }

  /// The month's payments are those of the definition: entitlement of each resident child.
  void expect_what_is_due() {
    Fen due = 0;
    for (PersonIndex person = 0; person < town.people.row_count(); ++person)
      if (town.people.is_resident(person))
        due += package.support.amount_due(birth_facts(town.people, person), town.now, never);
    EXPECT_EQ(town.pay(), due);
    all_due += due;
  }

  Package package;
  Town town;
  std::vector<PersonIndex> mothers, fathers;
  Fen all_due = 0;
};

TEST(Payments, AreTheSumOfAllEntitlements) {
  Life life(false);
  life.run();
  EXPECT_GT(life.all_due, 0);
  EXPECT_EQ(life.town.ledger().total(), life.all_due);
  EXPECT_EQ(sum_of(life.town.ledger().spend()), life.all_due);
}

TEST(Payments, AreThoseOfTheOracleWhateverTheThreads) {
  Life oracle(true);
  oracle.run();
  for (const int threads : {1, 3}) {
    Life life(false, threads);
    life.run();
    EXPECT_EQ(life.town.fingerprint(), oracle.town.fingerprint());
    EXPECT_EQ(life.town.ledger().spend(), oracle.town.ledger().spend());
    EXPECT_EQ(life.town.ledger().recipients(), oracle.town.ledger().recipients());
    EXPECT_EQ(life.town.ledger().first_payments(), oracle.town.ledger().first_payments());
  }
}

}  // namespace
}  // namespace kinfold
