// SPDX-License-Identifier: Apache-2.0

// Fathers. The children of one mother have one father, unless they have theirs already. Of a resident woman without a
// husband who could be he: dead if she is a widow, else as long as men live. Of the dead and those elsewhere he is some
// two years older than the mother and lives as long as men do; if he is alive and his children are registered here, he
// is a widower of their banner who lives here, as long as there are such men without children.
#include <algorithm>
#include <array>

#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {
namespace {

/// A widower counts as the man looked for if he is at most so many years older or younger.
constexpr int widower_age_tolerance = 4;

/// A child without a father, under the mother.
struct Fatherless {
  PersonIndex mother = nobody;
  Month birth_month;
  PersonIndex child = nobody;
};

class Fathers {
 public:
  explicit Fathers(KinDraft& kin) : kin_{kin}, draft_{kin.draft} {}

  void link() {
    list_widowers();
    const std::vector<Fatherless> all = fatherless();
    for (std::size_t first = 0; first < all.size();) {
      std::size_t end = first;
      while (end < all.size() && all[end].mother == all[first].mother) ++end;
      const PersonIndex father =
          father_of({all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(end)});
      for (; first < end; ++first) set_father(all[first].child, father);
    }
  }

 private:
  /// By mother, the youngest child first.
  std::vector<Fatherless> fatherless() const {
    std::vector<Fatherless> all;
    for (PersonIndex person = 0; person < draft_.residents; ++person)
      if (draft_.father[person] == nobody && draft_.mother[person] != nobody)
        all.push_back({draft_.mother[person], draft_.birth_month[person], person});
    for (std::size_t slot = 0; slot < draft_.relatives.size(); ++slot) {
      const DraftRelative& relative = draft_.relatives[slot];
      if (relative.mother != nobody && relative.father == nobody)
        all.push_back({relative.mother, relative.birth_month, Relatives::person_at(slot)});
    }
    std::sort(all.begin(), all.end(), [](const Fatherless& a, const Fatherless& b) {
      if (a.mother != b.mother) return a.mother < b.mother;
      return a.birth_month != b.birth_month ? a.birth_month > b.birth_month : a.child < b.child;
    });
    return all;
  }

  void set_father(PersonIndex child, PersonIndex father) {
    (is_row(child) ? draft_.father[child] : draft_.relative(child).father) = father;
  }

  using Family = std::vector<Fatherless>;

  /// Draws of a family are its youngest child's.
  Key key_of(const Family& family) const {
    const PersonIndex child = family.front().child;
    return is_row(child) ? draft_.key[child] : draft_.relative(child).key;
  }

  PersonIndex father_of(const Family& family) {
    const Key key = key_of(family);
    const PersonIndex mother = family.front().mother;
    const bool is_here = is_row(mother);
    const Month mothers_birth = is_here ? draft_.birth_month[mother] : draft_.relative(mother).birth_month;
    const Month birth =
        drawn_fathers_birth(mothers_birth, family.back().birth_month, kin_.uniform(key, Choice::father, 0));
    const Month conception = family.front().birth_month - 9;
    const double place = kin_.uniform(key, Choice::father, 1);
    const bool is_widow = is_here && draft_.marital[mother] == Marital::widowed;
    const Month death = is_widow ? kin_.death_before_now(Sex::male, birth, conception, place)
                                 : kin_.lifespans.death_after(Sex::male, birth, conception, place);
    if (!is_here && !kin_.is_past(death))
      if (const PersonIndex widower = resident_father(family, birth); widower != nobody) return widower;
    return draft_.add_relative({.birth_month = birth, .death_month = death, .sex = Sex::male});
  }

  static Month latest_birth(const Family& family) { return family.back().birth_month - 12 * youngest_father; }

  /// Men who live here without wife and children and could be the fathers of residents.
  void list_widowers() {
    widowers_.assign(draft_.place.banners.size(), {});
    std::vector<bool> is_father(draft_.persons());
    for (PersonIndex person = 0; person < draft_.residents; ++person)
      if (is_row(draft_.father[person])) is_father[draft_.father[person]] = true;
    std::vector<PersonIndex> men;
    for (PersonIndex man = 0; man < draft_.residents; ++man)
      if (!draft_.is_woman(man) && draft_.marital[man] == Marital::widowed && !is_father[man]) men.push_back(man);
    for (const PersonIndex man : draft_.shuffled(men, Choice::father))
      widowers_[draft_.banner[man]][draft_.age[man]].push_back(man);
  }

  /// A widower of about the father's age, for the children of a dead mother who are registered here; or nobody.
  PersonIndex resident_father(const Family& family, Month birth) {
    if (!kin_.is_past(draft_.relative(family.front().mother).death_month)) return nobody;
    const auto here =
        std::find_if(family.begin(), family.end(), [](const Fatherless& one) { return is_row(one.child); });
    if (here == family.end() || !kin_.is_local(here->child)) return nobody;
    const int age = std::min((draft_.eve - birth) / 12, oldest_age);
    auto& by_age = widowers_[draft_.banner[here->child]];
    for (int apart = 0; apart <= widower_age_tolerance; ++apart)
      for (const int at : {age - apart, age + apart})
        if (at >= 0 && at <= oldest_age)
          if (const PersonIndex man = take(by_age[static_cast<std::size_t>(at)], family); man != nobody) return man;
    return nobody;
  }

  PersonIndex take(std::vector<PersonIndex>& men, const Family& family) const {
    // Old enough to be their father, he is none of the children, nor descends from them.
    const auto fits = [&](PersonIndex man) { return draft_.birth_month[man] <= latest_birth(family); };
    const auto found = std::find_if(men.rbegin(), men.rend(), fits);
    if (found == men.rend()) return nobody;
    const PersonIndex man = *found;
    men.erase(std::next(found).base());
    return man;
  }

  KinDraft& kin_;
  Draft& draft_;
  std::vector<std::array<std::vector<PersonIndex>, age_count>> widowers_;  ///< [banner][age]
};

}  // namespace

void link_fathers(KinDraft& kin) { Fathers{kin}.link(); }

}  // namespace kinfold
