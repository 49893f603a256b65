// SPDX-License-Identifier: Apache-2.0

// Mothers who live here. Grown residents, and minors at boarding schools, become children of women who live here and
// have borne a child of their age: as many as have a living mother (by the mortality of the past) who stays here (by a
// share for those registered here and one for others), or fewer if too few women have a child alive who can be here.
// Mothers are sought in the own banner first.
// The assumption that matters most: that who is registered here and who is not differ so much in where mothers live.
#include <algorithm>
#include <array>

#include "population/synthesis/children.hpp"
#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {
namespace {

/// Who is registered in the banner of residence has the mother there, rather than anywhere in the place (assumption).
constexpr double mother_in_own_banner = 0.85;

class ResidentMothers {
 public:
  explicit ResidentMothers(KinDraft& kin)
      : kin_{kin}, draft_{kin.draft}, children_here_{kin.place.assumption("children_here")} {}

  void link() {
    list_births();
    list_children();
    for (std::size_t age = 0; age < age_count; ++age) {
      std::vector<std::uint32_t> births_left;
      std::vector<PersonIndex> children_left;
      for (std::size_t banner = 0; banner < banners(); ++banner) {
        match(near_[age][banner], births_[age][banner]);
        append(births_left, births_[age][banner]);
        append(children_left, near_[age][banner]);
        append(children_left, far_[age][banner]);
      }
      children_left = draft_.shuffled(children_left, Choice::mother_in_other_banner);
      std::sort(births_left.begin(), births_left.end(), [&](std::uint32_t a, std::uint32_t b) {
        return order_of(a, Choice::mother_in_other_banner) < order_of(b, Choice::mother_in_other_banner);
      });
      match(children_left, births_left);
    }
  }

 private:
  using Births = std::vector<std::vector<std::uint32_t>>;
  using Children = std::vector<std::vector<PersonIndex>>;

  std::size_t banners() const { return draft_.place.banners.size(); }

  template <class List>
  static void append(List& to, List& from) {
    to.insert(to.end(), from.begin(), from.end());
    from.clear();
  }

  double order_of(std::uint32_t birth, Choice choice) const {
    return draft_.uniform(draft_.births[birth].mother, choice, draft_.births[birth].order);
  }

  /// Whether a birth led to a child who lives, and has not moved away for good.
  bool child_is_here(const PastBirth& birth) const {
    const Key key = kin_.key_of_child(birth);
    if (kin_.is_past(kin_.death_of_child(key, birth.month))) return false;
    return birth.age < age_of_majority || kin_.uniform(key, Choice::mother_status, 2) < children_here_;
  }

  void list_births() {
    for (auto& by_banner : births_) by_banner.assign(banners(), {});
    for (std::uint32_t number = 0; number < draft_.births.size(); ++number) {
      const PastBirth& birth = draft_.births[number];
      if (birth.child == nobody && draft_.lives_here(birth.mother) && child_is_here(birth))
        births_[birth.age][draft_.banner[birth.mother]].push_back(number);
    }
    for (auto& by_banner : births_)
      for (auto& births : by_banner)
        std::sort(births.begin(), births.end(), [&](std::uint32_t a, std::uint32_t b) {
          return order_of(a, Choice::mother_here) < order_of(b, Choice::mother_here);
        });
  }

  /// Residents whose mother lives here and is not known, those first whose mother lives in their own banner.
  void list_children() {
    for (auto* lists : {&near_, &far_})
      for (auto& by_banner : *lists) by_banner.assign(banners(), {});
    for (PersonIndex person = 0; person < draft_.residents; ++person) {
      if (draft_.mother[person] != nobody || lives_without_mother(person)) continue;
      const double lives_here = kin_.mother_lives(draft_.age[person]) * kin_.mothers_here(person);
      if (draft_.uniform(person, Choice::mother_status) >= lives_here) continue;
      const bool is_near = draft_.registration[person] == Registration::own_banner &&
                           draft_.uniform(person, Choice::mother_status, 1) < mother_in_own_banner;
      (is_near ? near_ : far_)[draft_.age[person]][draft_.banner[person]].push_back(person);
    }
    for (auto* lists : {&near_, &far_})
      for (auto& by_banner : *lists)
        for (auto& children : by_banner) children = draft_.shuffled(children, Choice::mother_here);
  }

  /// A child in a family that was given to the father or grandparents.
  bool lives_without_mother(PersonIndex person) const {
    return draft_.age[person] < age_of_majority && draft_.dwelling[person] == Dwelling::family;
  }

  /// Makes the children children of the births, in order, and keeps those of both for whom there is no match.
  void match(std::vector<PersonIndex>& children, std::vector<std::uint32_t>& births) {
    std::vector<PersonIndex> without;
    for (const PersonIndex child : children) {
      const auto from_end = std::find_if(births.rbegin(), births.rend(), [&](std::uint32_t birth) {
        return may_be(child, draft_.births[birth].mother);
      });
      if (from_end == births.rend()) {
        without.push_back(child);
        continue;
      }
      std::swap(*from_end, births.back());
      make_child(draft_, child, births.back());
      births.pop_back();
    }
    children = std::move(without);
  }

  /// Not the spouse, nor the spouse's mother.
  bool may_be(PersonIndex child, PersonIndex mother) const {
    const PersonIndex spouse = draft_.spouse[child];
    return spouse == nobody || (spouse != mother && draft_.mother[spouse] != mother);
  }

  KinDraft& kin_;
  Draft& draft_;
  double children_here_;                  ///< share of the grown children of women who live here
  std::array<Births, age_count> births_;  ///< [child's age][mother's banner]
  std::array<Children, age_count> near_;  ///< [age][banner]
  std::array<Children, age_count> far_;
};

}  // namespace

void link_resident_mothers(KinDraft& kin) { ResidentMothers{kin}.link(); }

}  // namespace kinfold
