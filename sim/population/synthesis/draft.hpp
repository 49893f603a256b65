// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/kin/relatives.hpp"
#include "population/person.hpp"
#include "population/place/place.hpp"
#include "population/synthesis/month_zero.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {

/// What is decided by chance while a population is built. Part of the address of each draw: add at the end.
enum class Choice : std::uint32_t {
  month_of_birth = 1,
  schooling,
  couple,
  couple_schooling,
  spouse_elsewhere,
  parity,
  birth_timing,
  birth_months,
  child_lives_here,
  child_order,
  carer,
  household,
  dormitory,
  neighbourhood,
  registration,
  outside_origin,
  union_timing,
  pregnancy,
  pregnancy_month,
  row_order,
  mother_status,
  mother_here,
  mother_in_other_banner,
  mothers_age,
  sibship,
  sibling_elsewhere,
  child_elsewhere,
  father,
  grandparent,
  lifespan
};

/// A birth in a woman's past: the child lives with her (`child`), or elsewhere, or is dead.
struct PastBirth {
  PersonIndex mother = nobody;
  PersonIndex child = nobody;
  Month month;
  std::uint8_t order = 0;  ///< 1 = her first
  std::uint8_t age = 0;    ///< completed years that the child has, or would have
};

/// Somebody's kin who does not live here: elsewhere, or dead. The key is needed of who has parents.
struct DraftRelative {
  Key key = 0;
  PersonIndex mother = nobody;
  PersonIndex father = nobody;
  Month birth_month;
  Month death_month;  ///< after month zero for the living
  Sex sex = Sex::female;
};

/// Persons who lie next to each other in the draft.
struct Stretch {
  PersonIndex first = 0;
  PersonIndex end = 0;
  PersonIndex size() const { return end - first; }
};

/// Everybody while the population is being built: residents ordered by banner, sex and age, then spouses elsewhere.
///
/// A person's number in the draft is hers only here: keys name people by cell and ordinal, and every choice is drawn
/// with the key.
struct Draft {
  Draft(const Place& the_place, const MonthZeroOptions& the_options);

  const Place& place;
  MonthZeroOptions options;
  Random random;
  Month eve;  ///< the month before the census month: ages are those completed by its end
  std::size_t residents = 0;

  std::vector<Stretch> cells;     ///< [banner][sex][age]
  std::vector<PastBirth> births;  ///< of one mother next to each other, eldest first
  CountTable homes;               ///< family households to build: [banner][size − 1]

  std::vector<Key> key;
  std::vector<Month> birth_month;
  std::vector<Month> union_month;
  std::vector<PersonIndex> spouse;
  std::vector<PersonIndex> mother;
  std::vector<PersonIndex> father;
  std::vector<PersonIndex> next_housemate;
  std::vector<std::uint32_t> first_birth;  ///< of a woman with children, in `births`
  std::vector<std::uint8_t> banner;
  std::vector<std::uint8_t> age;  ///< completed years
  std::vector<std::uint8_t> parity;
  std::vector<std::uint8_t> birth_order;
  std::vector<Sex> sex;
  std::vector<Marital> marital;
  std::vector<Education> education;
  std::vector<Dwelling> dwelling;
  std::vector<Residence> residence;
  std::vector<Registration> registration;
  std::vector<Month> conceived_month;
  std::vector<DraftRelative> relatives;  ///< links lead to them as in a population

  std::size_t persons() const { return key.size(); }
  DraftRelative& relative(PersonIndex person) { return relatives[Relatives::slot_of(person)]; }
  const DraftRelative& relative(PersonIndex person) const { return relatives[Relatives::slot_of(person)]; }
  PersonIndex add_relative(const DraftRelative& relative) {
    relatives.push_back(relative);
    return Relatives::person_at(relatives.size() - 1);
  }
  bool lives_here(PersonIndex person) const { return person < residents; }
  bool has_resident_spouse(PersonIndex person) const { return spouse[person] != nobody && lives_here(spouse[person]); }
  bool is_woman(PersonIndex person) const { return sex[person] == Sex::female; }
  Stretch cell(std::size_t in_banner, Sex of_sex, int at_age) const {
    return cells[(in_banner * sex_count + static_cast<std::size_t>(of_sex)) * age_count +
                 static_cast<std::size_t>(at_age)];
  }
  /// All residents of a banner.
  Stretch in_banner(std::size_t number) const {
    return {cell(number, Sex::male, 0).first, cell(number, Sex::female, oldest_age).end};
  }
  /// Residents of a banner who do not fit into its family households.
  std::int64_t collective_places(std::size_t in_banner) const;

  /// A number in (0, 1) for a person and a choice; `which` tells repeated draws of one choice apart.
  double uniform(PersonIndex person, Choice choice, int which = 0) const {
    return random.uniform(key[person], which, static_cast<std::uint32_t>(choice));
  }
  Draws draws(PersonIndex person, Choice choice, int which = 0) const {
    return random.draws(key[person], which, static_cast<std::uint32_t>(choice));
  }
  /// The same persons in an order that chance decides, whatever order they came in.
  std::vector<PersonIndex> shuffled(const std::vector<PersonIndex>& list, Choice choice) const;

  /// Adds a person who does not live here: the spouse of `of`, of the other sex and of the given age.
  PersonIndex add_spouse_elsewhere(PersonIndex of, int age);

  /// Whether the person lives alone so far.
  bool is_alone(PersonIndex person) const { return next_housemate[person] == person; }
  /// Makes one household of the households of two persons who do not yet live together.
  void unite(PersonIndex one, PersonIndex other) { std::swap(next_housemate[one], next_housemate[other]); }
  /// Takes a person out of her household.
  void separate(PersonIndex person);
  /// Calls `visit(member)` for every member of the person's household, the person first.
  template <class Visit>
  void for_household(PersonIndex person, Visit visit) const {
    PersonIndex member = person;
    do {
      const PersonIndex next = next_housemate[member];
      visit(member);
      member = next;
    } while (member != person);
  }

  /// Appends a person who lives alone, never married, without schooling or children.
  void add_person(Key the_key, std::size_t in_banner, Sex of_sex, int at_age);
};

// The steps of month zero, in their order; each takes the draft as the step before left it.

/// Puts a person into each place of the cells banner × sex × age, with key and month of birth.
void add_persons(Draft& draft);
/// Gives each person aged 3 and over a level of education and each aged 15 and over a marital status.
void assign_schooling(Draft& draft);
void assign_marital_status(Draft& draft);
/// Marries residents to each other, and the rest to spouses elsewhere.
void match_couples(Draft& draft);
/// Plans how many family households of each size every banner has.
void plan_households(Draft& draft);
/// Sends students to boarding schools and colleges, before families are formed.
void board_students(Draft& draft);
/// Gives each woman her past births.
void assign_past_births(Draft& draft);
/// Makes the resident children under 18 children of resident mothers, as far as they live with one.
void assign_children(Draft& draft);
/// Forms family households by size.
void form_households(Draft& draft);
/// Sends adults without a family household to dormitories and homes, until one-person households are left.
void fill_dormitories(Draft& draft);
/// Chooses town or country for each household and the place of registration of each person.
void assign_residence(Draft& draft);
void assign_registration(Draft& draft);
/// Gives everybody a mother and a father, siblings, and grandparents where alive. Months of birth may change within the
/// year of age.
void link_kin(Draft& draft);
/// Settles unions in time, after the births that they explain.
void date_unions(Draft& draft);
/// Chooses the women who are pregnant at month zero and the month of conception.
void assign_pregnancies(Draft& draft);

}  // namespace kinfold
