// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/calendar.hpp"
#include "population/census.hpp"
#include "population/grandparents_care.hpp"
#include "population/kin/relatives.hpp"
#include "population/person.hpp"
#include "population/wishes.hpp"

namespace kinfold {

/// What a person brings along at birth or on arrival. Links are made afterwards.
struct NewPerson {
  Key key = 0;
  Month birth_month;
  Sex sex = Sex::female;
  Education education = Education::no_schooling;
  Registration registration = Registration::own_banner;
  Area area{};
  Presence presence = Presence::resident;
  Dwelling dwelling = Dwelling::family;
  Marital marital = Marital::never_married;
};

/// A woman who tries to conceive, with all that her chance in a month hangs on: lists are walked without her columns.
struct Attempt {
  Key key = 0;
  double own_level = 0.0;  ///< of fecundability, before age
  PersonIndex woman = nobody;
  Month birth_month;
  Month sterile_from;
};

/// What decisions ask of a spouse. Lasting, so that a copy lies with the other one: the spouse's row is far away.
struct SpouseFacts {
  float income_place = 0.0F;         ///< in the distribution of permanent income, standard normal
  std::uint8_t schooling_level = 0;  ///< 0 to 3; final by the legal ages at marriage
  bool registered_in_city = false;   ///< moves within the place do not change it
};

/// A run of rows that one task works on at a time, and the lists of its people.
struct Shard {
  PersonIndex first = 0;
  PersonIndex end = 0;                                 ///< one past the last row
  std::array<std::vector<PersonIndex>, 12> birthdays;  ///< by calendar month; may hold rows that left
  std::vector<PersonIndex> newcomers;                  ///< born or arrived since the last month began
  std::vector<PersonIndex> freed;                      ///< rows that nothing refers to any more
  std::vector<PersonIndex> parted;                     ///< whose union has ended since singles last made their plans
  Calendar decides;             ///< women who may decide about a child in a month that is not their birthday's
  Calendar delivers;            ///< women whose pregnancy ends in a month
  std::vector<Attempt> trying;  ///< women who try to conceive; may hold some who no longer do
  Census census;                ///< the shard's residents, counted
};

/// Everybody, as columns. A row is a person; `nobody` ends every link.
///
/// Columns are public because processes read them in every line; what touches more than one person
/// (households, unions, parents) changes only through the functions below, between the shards' work.
class Population {
 public:
  explicit Population(std::size_t banner_count, std::size_t rows_per_shard = default_rows_per_shard);

  /// About one megabyte of columns: a shard fits into the second-level cache.
  static constexpr std::size_t default_rows_per_shard = 16384;

  // Who she is.
  std::vector<Key> key;
  std::vector<Month> birth_month;
  std::vector<Sex> sex;
  std::vector<Education> education;
  std::vector<Registration> registration;
  std::vector<Area> area;
  std::vector<Presence> presence;
  std::vector<Dwelling> dwelling;
  std::vector<Marital> marital;
  std::vector<std::uint8_t> birth_order;  ///< among the children of the mother; 0 = not known
  std::vector<std::uint8_t> trait_salt;   ///< chooses among the traits of a key; see open_interval.hpp

  // Whom she belongs to.
  std::vector<PersonIndex> spouse;
  std::vector<SpouseFacts> spouse_facts;  ///< while there is a spouse
  std::vector<PersonIndex> mother;
  std::vector<PersonIndex> father;
  std::vector<PersonIndex> first_child;
  std::vector<PersonIndex> next_maternal_sibling;
  std::vector<PersonIndex> next_paternal_sibling;
  std::vector<PersonIndex> next_housemate;  ///< the household is a ring
  Relatives relatives;                      ///< the kin who have no row; links lead there and back

  // Unions and births.
  std::vector<Month> union_month;           ///< when the present union began, or `never`
  std::vector<std::uint8_t> parity;         ///< live births a woman has had
  std::vector<DesiredSize> desired_size;    ///< of women
  std::vector<BirthsAround> births_around;  ///< of women, as they were on the last birthday
  std::vector<Month> last_birth_month;      ///< of her youngest child, or `never`
  std::vector<Month> conceived_month;       ///< of the present pregnancy, or `never`
  std::vector<PregnancyFate> pregnancy_fate;
  std::vector<Month> susceptible_month;  ///< from which she may conceive (again)
  std::vector<Trying> trying;            ///< whether she tries to conceive, and stands in her shard's list

  std::vector<GrandparentsCare> care;  ///< of small children: who of their grandparents minds them

  std::size_t row_count() const { return key.size(); }
  std::size_t banner_count() const { return banner_count_; }
  std::size_t rows_per_shard() const { return rows_per_shard_; }

  std::size_t shard_count() const { return shards_.size(); }
  Shard& shard(std::size_t number) { return shards_[number]; }
  const Shard& shard(std::size_t number) const { return shards_[number]; }
  std::size_t shard_of(PersonIndex person) const { return person / rows_per_shard_; }

  bool is_present(PersonIndex person) const { return presence[person] != Presence::vacant; }
  bool is_resident(PersonIndex person) const { return presence[person] == Presence::resident; }
  /// The same of anybody, relatives too; not so `nobody`.
  bool lives_here(PersonIndex person) const { return is_row(person) && is_resident(person); }
  bool is_woman(PersonIndex person) const { return sex[person] == Sex::female; }
  bool is_pregnant(PersonIndex person) const { return conceived_month[person] != never; }
  bool is_trying(PersonIndex person) const { return trying[person] == Trying::yes; }
  bool has_spouse(PersonIndex person) const { return spouse[person] != nobody; }

  int age_months(PersonIndex person, Month now) const { return now - birth_month[person]; }
  /// Completed years.
  int age(PersonIndex person, Month now) const { return age_months(person, now) / 12; }
  bool is_minor(PersonIndex person, Month now) const { return age(person, now) < age_of_majority; }

  /// Puts a person into a free row, alone in her household, and returns the row.
  PersonIndex add(const NewPerson& person, Month now);
  /// Takes a person out: she must have no spouse. Children and parents forget her.
  void remove(PersonIndex person, Month now);
  /// Takes a person out of her row, and keeps her as a relative who dies (or died) in `death_month`, with all ties; not
  /// if she leaves no ties that anybody could need. She must have no spouse.
  void release(PersonIndex person, Month death_month, Month now);
  /// Changes who counts her: a resident leaves for elsewhere or the other way round.
  void set_presence(PersonIndex person, Presence presence, Month now);

  // Kin, in rows or not. A relative must have ties before she becomes somebody's child.
  Key key_of(PersonIndex person) const;
  Sex sex_of(PersonIndex person) const { return is_row(person) ? sex[person] : relatives.sex(person); }
  Month birth_month_of(PersonIndex person) const {
    return is_row(person) ? birth_month[person] : relatives.birth_month(person);
  }
  bool is_living(PersonIndex person) const { return is_row(person) ? is_present(person) : relatives.is_living(person); }
  PersonIndex mother_of(PersonIndex person) const { return parent_of(person, Sex::female); }
  PersonIndex father_of(PersonIndex person) const { return parent_of(person, Sex::male); }
  PersonIndex parent_of(PersonIndex person, Sex of_parent) const {
    return is_row(person) ? parents(of_parent)[person] : relatives.parent(person, of_parent);
  }
  PersonIndex first_child_of(PersonIndex person) const {
    return is_row(person) ? first_child[person] : relatives.first_child(person);
  }
  PersonIndex next_sibling_of(PersonIndex person, Sex of_parent) const {
    return is_row(person) ? next_siblings(of_parent)[person] : relatives.next_sibling(person, of_parent);
  }
  /// Enters the child into both lists, as the first; a parent may be `nobody`.
  void add_child(PersonIndex mother, PersonIndex father, PersonIndex child);
  /// Forgets relatives whom no resident needs any more (family_ties.cpp); to be called now and then.
  void forget_distant_relatives();
  /// Parity, the youngest child's birth month and the census follow.
  void count_delivery(PersonIndex mother, int live_births, Month now);

  /// From `month` on she may conceive; in that month she decides whether to try, if she lives with a spouse.
  void may_conceive_from(PersonIndex woman, Month month) {
    susceptible_month[woman] = month;
    shard(shard_of(woman)).decides.enter(month, woman);
  }

  void marry(PersonIndex one, PersonIndex other, Month now);
  /// Ends the union; both get the marital state given.
  void part(PersonIndex person, Marital marital);

  /// Moves a person from her household into the household of `housemate` (and its area).
  void join_household(PersonIndex person, PersonIndex housemate, Month now);
  /// Gives the person a household of her own in the area.
  void leave_household(PersonIndex person);
  void move(PersonIndex person, Area area, Month now);

  /// Asks the processor for the person's columns, who will be dealt with soon.
  void fetch_ahead(PersonIndex person) const {
    for_columns(*this, [person](const auto& column) { __builtin_prefetch(&column[person]); });
  }
  /// The same for what everybody is asked first.
  void fetch_facts_ahead(PersonIndex person) const {
    __builtin_prefetch(&key[person]);
    __builtin_prefetch(&birth_month[person]);
    __builtin_prefetch(&sex[person]);
    __builtin_prefetch(&presence[person]);
    __builtin_prefetch(&spouse[person]);
    __builtin_prefetch(&area[person]);
  }

  /// How many people before their turn, so that memory answers in time and the cache still holds it: a guess.
  static constexpr std::size_t facts_fetched_ahead = 16;

  /// A resident who has come to live in another banner.
  struct BannerChange {
    PersonIndex person = nobody;
    std::size_t from_banner = 0;
  };
  /// All since the last call. Whoever moves with a household, after a wedding or a death, is among them.
  std::vector<BannerChange> take_banner_changes() { return std::exchange(banner_changes_, {}); }

  /// Everybody, relatives too, whose home, household, union, parents or children have changed since the last call, or
  /// who has come, left or died; of those who are no longer known, parents and children, and their parents. May name a
  /// person twice.
  std::vector<PersonIndex> take_changed() { return std::exchange(changed_, {}); }

  /// Calls `visit(housemate)` for each other member of the person's household.
  template <class Visit>
  void for_housemates(PersonIndex person, Visit visit) const {
    for (PersonIndex other = next_housemate[person]; other != person; other = next_housemate[other]) visit(other);
  }
  /// Calls `visit(child)` for each child of the mother or father, relatives included, the dead among them too.
  template <class Visit>
  void for_all_children(PersonIndex parent, Visit visit) const {
    PersonIndex child = first_child_of(parent);
    if (child == nobody) return;  // as of most people: their sex need not be fetched
    for (const Sex of_parent = sex_of(parent); child != nobody;) {
      const PersonIndex following = next_sibling_of(child, of_parent);
      visit(child);
      child = following;
    }
  }
  /// Whether any child of the mother or father is such, relatives included.
  template <class Predicate>
  bool any_child(PersonIndex parent, Predicate is_such) const {
    PersonIndex child = first_child_of(parent);
    if (child == nobody) return false;
    for (const Sex of_parent = sex_of(parent); child != nobody; child = next_sibling_of(child, of_parent))
      if (is_such(child)) return true;
    return false;
  }
  /// The same as `for_all_children` for children who have a row.
  template <class Visit>
  void for_children(PersonIndex parent, Visit visit) const {
    for_all_children(parent, [&](PersonIndex child) {
      if (is_row(child)) visit(child);
    });
  }

  /// Calls `visit(person)` for each of the shard's people who complete a year of age in the month.
  template <class Visit>
  void for_birthdays(const Shard& shard, Month now, Visit visit) const {
    for (const PersonIndex person : shard.birthdays[static_cast<std::size_t>(now.index() % 12)])
      if (is_present(person) && birth_month[person] < now) visit(person);
  }

  /// Begins a month in a shard: ages rise in its census, and rows of people who left go out of the month's list.
  void celebrate_birthdays(Shard& shard, Month now);

  /// Begins a month: relatives whose month has come are dead, and rows that shards have freed are there for newcomers.
  void open_month(Month now);
  /// Forgets who came last month; call when every process has met them.
  void forget_newcomers();

  /// Residents by area, sex and age, and women by age and parity, over all shards.
  Census census() const;

  /// Bytes that columns and lists hold, free rows included.
  std::size_t bytes() const;

  /// Calls `visit(column)` for every column that is not a copy of others, in the order of declaration: files and tests
  /// need all of them.
  template <class Self, class Visit>
  static void for_columns(Self& self, Visit visit);

  /// Rebuilds shards, lists and census from the columns (after loading, or with another shard size).
  void rebuild(std::size_t rows_per_shard, Month now);

 private:
  PersonIndex take_row(Month birth_month);
  void open_shard(std::size_t first, std::size_t end);
  void resize_columns(std::size_t rows);
  void vacate(PersonIndex person, Month now);
  void count(PersonIndex person, int by, Month now);
  void complete_year(Census& census, PersonIndex person, Month now) const;
  void copy_spouse_facts(PersonIndex person);
  void note_change(PersonIndex person) { changed_.push_back(person); }
  void note_loss(const std::vector<PersonIndex>& tied);

  const std::vector<PersonIndex>& parents(Sex of_parent) const { return of_parent == Sex::female ? mother : father; }
  const std::vector<PersonIndex>& next_siblings(Sex of_parent) const {
    return of_parent == Sex::female ? next_maternal_sibling : next_paternal_sibling;
  }
  PersonIndex& parent_link(PersonIndex child, Sex of_parent);
  PersonIndex& sibling_link(PersonIndex child, Sex of_parent);
  PersonIndex& first_child_link(PersonIndex parent);
  PersonIndex& link_to(PersonIndex child, PersonIndex parent);
  void take_over_ties(PersonIndex from, PersonIndex to);
  std::vector<PersonIndex> cut_ties(PersonIndex person);
  void unlink_children(PersonIndex parent);
  void unlink_from(PersonIndex parent, PersonIndex child);
  void keep_key_without(PersonIndex parent, PersonIndex child);
  void forget_needless(std::vector<PersonIndex> doubtful);
  bool is_needed(PersonIndex relative) const;
  bool ties_together(PersonIndex relative) const;
  bool has_resident_kin(PersonIndex relative) const;

  std::size_t banner_count_;
  PersonIndex rows_per_shard_;
  /// By calendar month of birth: who comes lies next to those who have their birthday in the same month.
  std::array<std::vector<PersonIndex>, 12> free_rows_;
  std::vector<BannerChange> banner_changes_;
  std::vector<PersonIndex> changed_;
  std::vector<Shard> shards_;
};

template <class Self, class Visit>
void Population::for_columns(Self& self, Visit visit) {
  visit(self.key);
  visit(self.birth_month);
  visit(self.sex);
  visit(self.education);
  visit(self.registration);
  visit(self.area);
  visit(self.presence);
  visit(self.dwelling);
  visit(self.marital);
  visit(self.birth_order);
  visit(self.trait_salt);
  visit(self.spouse);
  visit(self.mother);
  visit(self.father);
  visit(self.first_child);
  visit(self.next_maternal_sibling);
  visit(self.next_paternal_sibling);
  visit(self.next_housemate);
  visit(self.union_month);
  visit(self.parity);
  visit(self.desired_size);
  visit(self.births_around);
  visit(self.last_birth_month);
  visit(self.conceived_month);
  visit(self.pregnancy_fate);
  visit(self.susceptible_month);
  visit(self.trying);
  visit(self.care);
}

}  // namespace kinfold
