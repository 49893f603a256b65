// SPDX-License-Identifier: Apache-2.0
#include "population/invariants.hpp"

#include <algorithm>
#include <map>

#include "population/households/households.hpp"

namespace kinfold {
namespace {

/// Youngest age at which nobody need look after a child (completed years): DESIGN of the model, rule on households.
constexpr int oldest_minded_age = 14;

/// Longest a ring of housemates may be before it is taken for a broken one.
constexpr int largest_household = 100000;

class Inspection {
 public:
  Inspection(const Population& population, Month now) : p_{population}, now_{now} {}

  std::string first_broken() {
    for (PersonIndex person = 0; person < p_.row_count() && broken_.empty(); ++person)
      if (p_.is_present(person)) inspect(person);
    for (std::size_t slot = 0; slot < p_.relatives.slot_count() && broken_.empty(); ++slot)
      if (const PersonIndex relative = Relatives::person_at(slot); p_.relatives.exists(relative))
        inspect_relative(relative);
    if (broken_.empty()) inspect_carers();
    if (broken_.empty()) inspect_census();
    return broken_;
  }

 private:
  void inspect(PersonIndex person) {
    inspect_union(person);
    inspect_pregnancy(person);
    inspect_parents(person);
    inspect_household(person);
    inspect_care(person);
    rule(person, p_.birth_month[person] <= now_, "is not born yet");
  }

  void inspect_union(PersonIndex person) {
    const PersonIndex spouse = p_.spouse[person];
    if (spouse == nobody) {
      rule(person, p_.presence[person] != Presence::elsewhere, "lives elsewhere without a resident spouse");
      return;
    }
    rule(person, p_.is_present(spouse), "is married to somebody who is gone");
    rule(person, p_.spouse[spouse] == person, "has a spouse who is married to somebody else");
    rule(person, p_.sex[spouse] != p_.sex[person], "is married to a person of the same sex");
    rule(person, p_.marital[person] == Marital::married, "has a spouse but is not married");
    rule(person, p_.union_month[person] == p_.union_month[spouse], "began the union in another month than the spouse");
    rule(person, p_.is_resident(person) || p_.is_resident(spouse), "is a union of two who live elsewhere");
    const int legal = p_.is_woman(person) ? legal_marriage_age_women : legal_marriage_age_men;
    rule(person, p_.union_month[person] - p_.birth_month[person] >= 12 * legal, "married below the legal age");
  }

  void inspect_pregnancy(PersonIndex person) {
    const bool has_fate = p_.pregnancy_fate[person] != PregnancyFate::none;
    rule(person, has_fate == p_.is_pregnant(person), "has a pregnancy and a fate that do not agree");
    if (!p_.is_pregnant(person)) return;
    const int age = p_.age(person, now_);
    rule(person, p_.is_woman(person) && age >= first_fecund_age && age <= last_fecund_age,
         "is pregnant outside the fecund ages");
    rule(person, !p_.is_trying(person), "tries to conceive while pregnant");
    rule(person, now_ - p_.conceived_month[person] <= 9, "is pregnant for more than nine months");
  }

  void inspect_parents(PersonIndex person) {
    int children = 0;
    p_.for_all_children(person, [&](PersonIndex child) {
      ++children;
      rule(person, exists(child) && p_.parent_of(child, p_.sex_of(person)) == person,
           "has a child that does not know it");
      rule(person, p_.birth_month_of(child) > p_.birth_month_of(person), "is younger than a child");
    });
    if (is_row(person) && p_.is_woman(person))
      rule(person, children <= p_.parity[person], "has more children than births");
    for (const Sex of_parent : {Sex::female, Sex::male})
      if (const PersonIndex parent = p_.parent_of(person, of_parent); parent != nobody)
        rule(person, exists(parent) && p_.sex_of(parent) == of_parent && is_child_of(person, parent),
             "has a parent who does not know it");
  }

  bool exists(PersonIndex person) const { return is_row(person) ? p_.is_present(person) : p_.relatives.exists(person); }

  bool is_child_of(PersonIndex person, PersonIndex parent) const {
    bool found = false;
    p_.for_all_children(parent, [&](PersonIndex child) { found |= child == person; });
    return found;
  }

  void inspect_relative(PersonIndex relative) {
    inspect_parents(relative);
    const bool has_tie = p_.relatives.first_child(relative) != nobody || p_.mother_of(relative) != nobody ||
                         p_.father_of(relative) != nobody;
    rule(relative, has_tie, "is nobody's kin");
    rule(relative, p_.relatives.birth_month(relative) <= p_.relatives.death_month(relative), "died before birth");
  }

  void inspect_household(PersonIndex person) {
    int members = 1;
    bool adult = !p_.is_minor(person, now_);
    p_.for_housemates(person, [&](PersonIndex other) {
      if (++members > largest_household) return;
      adult |= !p_.is_minor(other, now_);
      rule(person, p_.area[other] == p_.area[person], "lives in another area than a housemate");
      rule(person, p_.presence[other] == p_.presence[person], "lives with somebody who is not resident");
    });
    const bool minded = adult || p_.dwelling[person] == Dwelling::collective;
    rule(person, minded || p_.age(person, now_) > oldest_minded_age, "is a child without an adult in the household");
  }

  /// Who dies or turns six this month has care until the month's care is settled.
  void inspect_care(PersonIndex person) {
    const GrandparentsCare care = p_.care[person];
    rule(person, care.given() <= care.asked(), "has more care than was asked for");
    if (care.given() == 0) return;
    rule(person, now_ - p_.birth_month[person] <= minded_until_months, "is minded after the sixth birthday");
    for (const Grandparent which : grandparents_of_life) {
      const int given = care.given_by(which);
      if (given == 0) continue;
      const PersonIndex carer = grandparent_of(p_, person, which);
      rule(person, care.is_willing(which), "is minded by a grandparent who is not willing");
      rule(person, carer != nobody && (p_.is_living(carer) || p_.relatives.death_month(carer) == now_),
           "is minded by one of the dead");
      const bool is_met = p_.lives_here(carer) || care.has_come(which) || care.child_is_away();
      rule(person, is_met, "is minded every day by a grandparent who lives elsewhere");
      rule(person, !(care.has_come(which) && care.child_is_away()), "has gone to a grandparent who has come");
      half_places_[carer] += given;
    }
  }

  /// No couple minds more than it can; two who minded children this month may have parted or moved since.
  void inspect_carers() {
    for (const auto& [carer, given] : half_places_) {
      const PersonIndex spouse = is_row(carer) && p_.is_present(carer) ? p_.spouse[carer] : nobody;
      const auto together = half_places_.find(spouse);
      const bool is_couple = together != half_places_.end() && p_.presence[spouse] == p_.presence[carer];
      rule(carer, given <= half_places_of_a_couple, "minds more children than a couple can");
      if (is_couple && p_.union_month[carer] < now_)
        rule(carer, given + together->second <= half_places_of_a_couple,
             "minds with the spouse more than a couple can");
    }
  }

  void inspect_census() {
    Census counted{p_.banner_count()};
    for (PersonIndex person = 0; person < p_.row_count(); ++person) {
      if (!p_.is_resident(person)) continue;
      counted.count_person(p_.area[person], p_.sex[person], p_.age(person, now_), 1);
      if (p_.is_woman(person)) counted.count_woman(p_.area[person], p_.age(person, now_), p_.parity[person], 1);
    }
    if (!(counted == p_.census())) broken_ = "the census does not count the residents";
  }

  void rule(PersonIndex person, bool kept, const char* breach) {
    if (!kept && broken_.empty()) broken_ = "person " + std::to_string(p_.key_of(person)) + " " + breach;
  }

  const Population& p_;
  Month now_;
  std::string broken_;
  std::map<PersonIndex, int> half_places_;  ///< that grandparents give
};

}  // namespace

std::string broken_rule(const Population& population, Month now) { return Inspection{population, now}.first_broken(); }

}  // namespace kinfold
