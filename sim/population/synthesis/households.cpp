// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "core/errors.hpp"
#include "population/synthesis/children.hpp"
#include "population/synthesis/draft.hpp"

namespace kinfold {
namespace {

/// Never-married children up to this age are looked for when a household of parents and grown children is formed.
constexpr int oldest_child_at_home = 40;
constexpr int youngest_grandparent_gap = 45;  ///< years between a child and the grandparents who raise it, at least
constexpr int oldest_grandparent_gap = 62;
constexpr int youngest_lone_father_gap = 22;
constexpr int oldest_lone_father_gap = 42;
/// Of households of two with one generation, nearly all are couples; of one-generation households of two or more
/// persons 93 % have two (household_size.csv).
constexpr double couples_among_one_generation = 0.93;

/// Forms the family households of one banner so that there are as many of each size as planned.
///
/// Families with children under 18 come first: parents, children, and for larger households grandparents or grown
/// children, linked through past births. Couples without children at home and lone parents with grown children fill the
/// households of two and three. Whoever is left lives alone: in a one-person household or a dormitory. That includes
/// one of two spouses, or both, where households of two or more are too few for all couples, as they are in Ordos:
/// husbands at the mine, wives in town with a child at school.
class HouseholdBuilder {
 public:
  HouseholdBuilder(Draft& draft, std::size_t banner)
      : draft_{draft}, banner_{banner}, range_{draft.in_banner(banner)}, placed_(range_.size(), 0) {
    for (Eigen::Index size = 0; size < draft.homes.cols(); ++size)
      left_.push_back(draft.homes(static_cast<Eigen::Index>(banner), size));
    const auto& census = draft.place.banners[banner].households_by_generations;
    three_generations_left_ = std::llround(draft.options.scale * static_cast<double>(census[2] + census[3]));
    const double one_generation = static_cast<double>(census[0] - draft.place.banners[banner].one_person_households);
    couples_alone_ = std::llround(draft.options.scale * couples_among_one_generation * one_generation);
  }

  void build() {
    unite_families();
    place_motherless_children();
    sort_families();
    list_helpers();
    for (std::size_t size = left_.size(); size >= 2; --size) {
      settle_families(size);
      while (left(size) > 0 && enlarge_family(size)) {
      }
    }
    end_unplaced_households();
  }

 private:
  // --- What is known about a household in the making --------------------------------------------------------------
  std::int64_t& left(std::size_t size) { return left_[size - 1]; }
  bool is_placed(PersonIndex person) const { return placed_[person - range_.first] != 0; }
  bool is_free_single(PersonIndex person) const { return !is_placed(person) && draft_.is_alone(person); }
  bool is_couple(PersonIndex person) const {
    if (!draft_.has_resident_spouse(person)) return false;
    bool together = false;
    draft_.for_household(person, [&](PersonIndex member) { together = together || member == draft_.spouse[person]; });
    return together;
  }
  std::size_t size_of(PersonIndex person) const {
    std::size_t size = 0;
    draft_.for_household(person, [&](PersonIndex) { ++size; });
    return size;
  }
  bool has_minor(PersonIndex person) const {
    bool found = false;
    draft_.for_household(person, [&](PersonIndex member) { found = found || draft_.age[member] < age_of_majority; });
    return found;
  }

  // --- Preparing --------------------------------------------------------------------------------------------------
  void unite_families() {
    for (PersonIndex person = range_.first; person < range_.end; ++person) {
      if (draft_.is_woman(person) && draft_.has_resident_spouse(person)) draft_.unite(person, draft_.spouse[person]);
      if (draft_.mother[person] != nobody) draft_.unite(draft_.mother[person], person);
    }
  }

  /// Children who live with no mother live with a father, or with grandparents.
  void place_motherless_children() {
    std::array<std::vector<PersonIndex>, age_count> fathers;
    std::array<std::vector<PersonIndex>, age_count> grandmothers;
    for (const PersonIndex person : draft_.shuffled(all(), Choice::carer)) {
      const bool is_lone_man = !draft_.is_woman(person) && draft_.marital[person] != Marital::never_married &&
                               !draft_.has_resident_spouse(person);
      if (is_lone_man) fathers[draft_.age[person]].push_back(person);
      if (draft_.is_woman(person) && is_couple(person) && !has_minor(person))
        grandmothers[draft_.age[person]].push_back(person);
    }
    for (int age = 0; age < age_of_majority; ++age)
      for (const Sex sex : {Sex::male, Sex::female}) {
        const Stretch cell = draft_.cell(banner_, sex, age);
        for (PersonIndex child = cell.first; child < cell.end; ++child)
          if (draft_.mother[child] == nobody && draft_.dwelling[child] == Dwelling::family)
            give_to_carer(child, fathers, grandmothers);
      }
  }

  using ByAge = std::array<std::vector<PersonIndex>, age_count>;

  void give_to_carer(PersonIndex child, ByAge& fathers, ByAge& grandmothers) {
    const double place = draft_.uniform(child, Choice::carer, 1);
    const bool father_first = draft_.uniform(child, Choice::carer, 2) < 0.5;
    for (const bool to_father : {father_first, !father_first}) {
      const PersonIndex carer =
          to_father
              ? take_near(fathers, draft_.age[child], youngest_lone_father_gap, oldest_lone_father_gap, place)
              : take_near(grandmothers, draft_.age[child], youngest_grandparent_gap, oldest_grandparent_gap, place);
      if (carer == nobody) continue;
      if (to_father) draft_.father[child] = carer;
      draft_.unite(carer, child);
      return;
    }
    // No such carer is left in a very small population: any adult will do, from a place that chance decides.
    const auto start = static_cast<PersonIndex>(place * range_.size());
    for (PersonIndex i = 0; i < range_.size(); ++i) {
      const PersonIndex adult = range_.first + (start + i) % range_.size();
      if (draft_.age[adult] >= age_of_majority && draft_.dwelling[adult] == Dwelling::family)
        return draft_.unite(adult, child);
    }
    throw ModelError("month zero: a banner has children and no adult");
  }

  /// A person who is `from` to `to` years older than a child; starts at a place that chance decides.
  static PersonIndex take_near(ByAge& lists, int child_age, int from, int to, double place) {
    const int span = to - from + 1;
    for (int i = 0; i < span; ++i) {
      auto& list = lists[static_cast<std::size_t>(child_age + from + (static_cast<int>(place * span) + i) % span)];
      if (list.empty()) continue;
      const PersonIndex person = list.back();
      list.pop_back();
      return person;
    }
    return nobody;
  }

  /// Adults and children of the banner who are not boarders.
  std::vector<PersonIndex> all() const {
    std::vector<PersonIndex> list;
    for (PersonIndex person = range_.first; person < range_.end; ++person)
      if (draft_.dwelling[person] == Dwelling::family) list.push_back(person);
    return list;
  }

  /// One person stands for each household: the wife of a couple, the parent of a child, or whoever is alone.
  bool stands_for_household(PersonIndex person) const {
    if (draft_.age[person] < age_of_majority) return false;
    if (!draft_.is_woman(person) && is_couple(person)) return false;
    return true;
  }

  void sort_families() {
    families_.resize(left_.size() + 1);
    for (const PersonIndex person : draft_.shuffled(all(), Choice::household)) {
      if (!stands_for_household(person)) continue;
      const bool couple = is_couple(person);
      if (has_minor(person)) {
        auto& list = families_[std::min(size_of(person), left_.size())];
        (couple ? list.couples : list.lone).push_back(person);
      } else if (couple) {
        couples_.push_back(person);
      }
    }
    // The oldest couples stay together first: taken from the end of the list.
    std::stable_sort(couples_.begin(), couples_.end(),
                     [this](PersonIndex a, PersonIndex b) { return seniority(a) < seniority(b); });
  }

  /// Couples with higher scores are likelier to share a household.
  double seniority(PersonIndex wife) const {
    return draft_.age[wife] + 30.0 * draft_.uniform(wife, Choice::household, 1);
  }

  /// Lists by age: past births whose children could be housemates again, and grown children who may live at home.
  void list_helpers() {
    for (const PersonIndex person : draft_.shuffled(all(), Choice::household)) {
      if (draft_.age[person] < age_of_majority || has_minor(person)) continue;
      if (draft_.marital[person] == Marital::never_married) unmarried_[draft_.age[person]].push_back(person);
      if (!draft_.is_woman(person) || draft_.parity[person] == 0) continue;
      const bool couple = is_couple(person);
      for (std::uint32_t i = 0; i < draft_.parity[person]; ++i) {
        const std::uint32_t number = draft_.first_birth[person] + i;
        if (draft_.births[number].age < legal_marriage_age_women) continue;
        (couple ? parents_ : widows_)[draft_.births[number].age].push_back(number);
      }
      (couple ? parents_of_grown_ : lone_mothers_).push_back(person);
    }
    for (const auto& list : unmarried_) singles_.insert(singles_.end(), list.begin(), list.end());
    for (const PersonIndex person : draft_.shuffled(all(), Choice::household))
      if (draft_.marital[person] != Marital::never_married && draft_.is_alone(person)) others_.push_back(person);
  }

  // --- Households of one size -------------------------------------------------------------------------------------
  void settle(PersonIndex person) {
    --left(size_of(person));
    draft_.for_household(person, [&](PersonIndex member) { placed_[member - range_.first] = 1; });
  }

  /// Settles families of this size as they are. If they are too many, husbands of the last live by themselves.
  void settle_families(std::size_t size) {
    auto& here = families_[size];
    for (const PersonIndex person : here.lone) {
      if (left(size) > 0)
        settle(person);
      else
        throw DataError(
            Problem{{},
                    "household_size.csv: more families with children than households of " + std::to_string(size),
                    "at least as many households as families of that size",
                    "correct household_size.csv"});
    }
    here.lone.clear();
    // Larger households still need families of this size to start from, but they were formed before.
    for (; !here.couples.empty() && left(size) > 0; here.couples.pop_back()) settle(here.couples.back());
    for (; !here.couples.empty(); here.couples.pop_back()) send_husband_away(here.couples.back(), size);
  }

  void send_husband_away(PersonIndex wife, std::size_t size) {
    draft_.separate(draft_.spouse[wife]);
    families_[size - 1].lone.push_back(wife);
  }

  /// Forms one household of the size by adding people to a smaller family. False if nobody is left to do it with.
  bool enlarge_family(std::size_t size) {
    if (size == 2) return pair_up();
    PersonIndex person = start_of(size);
    if (person == nobody) return false;
    while (size_of(person) < size)
      if (!add_member(person, size - size_of(person))) {
        draft_.for_household(person, [&](PersonIndex member) { placed_[member - range_.first] = 1; });
        throw ModelError("month zero: nobody is left to fill a household of " + std::to_string(size));
      }
    settle(person);
    return true;
  }

  /// The family to enlarge: with children if three generations are still wanted, else a couple.
  PersonIndex start_of(std::size_t size) {
    grandparents_join_ = size >= 4 && three_generations_left_ > 0;
    if (grandparents_join_) {
      --three_generations_left_;
      // One below the size: a widowed parent joins. Two below: a parent couple.
      const bool one_below_in_excess = std::ssize(families_[size - 1].couples) > left(size - 1);
      const auto order =
          one_below_in_excess ? std::array<std::size_t, 3>{1, 2, 3} : std::array<std::size_t, 3>{2, 1, 3};
      for (const std::size_t missing : order)
        if (size >= missing + 3)
          if (const PersonIndex person = take_couple(families_[size - missing].couples); person != nobody)
            return person;
    }
    for (std::size_t smaller = size - 1; smaller >= 3; --smaller)
      if (std::ssize(families_[smaller].couples) > left(smaller) || size >= 6)
        if (const PersonIndex person = take_couple(families_[smaller].couples); person != nobody) return person;
    if (const PersonIndex person = take_parents_of_grown(); person != nobody) return person;
    return take_couple(couples_);
  }

  /// A couple without children under 18 with a grown child who could live at home.
  PersonIndex take_parents_of_grown() {
    while (!parents_of_grown_.empty()) {
      const PersonIndex person = parents_of_grown_.back();
      parents_of_grown_.pop_back();
      if (!is_placed(person) && is_couple(person) && size_of(person) == 2 && may_have_grown_child(person))
        return person;
    }
    return nobody;
  }

  bool may_have_grown_child(PersonIndex mother) const {
    for (std::uint32_t i = 0; i < draft_.parity[mother]; ++i) {
      const PastBirth& birth = draft_.births[draft_.first_birth[mother] + i];
      if (birth.child == nobody && birth.age >= age_of_majority && birth.age <= oldest_child_at_home &&
          !unmarried_[birth.age].empty())
        return true;
    }
    return false;
  }

  PersonIndex take_couple(std::vector<PersonIndex>& list) {
    while (!list.empty()) {
      const PersonIndex person = list.back();
      list.pop_back();
      if (!is_placed(person) && is_couple(person)) return person;
    }
    return nobody;
  }

  bool add_member(PersonIndex person, std::size_t missing) {
    const PersonIndex husband = draft_.spouse[person];
    if (grandparents_join_) {
      for (const PersonIndex child : {husband, person}) {
        if (missing >= 2 && add_parents(child, parents_, 2)) return true;
        if (missing == 1 && add_parents(child, widows_, 1)) return true;
      }
    }
    return add_grown_child(person) || add_single(person);
  }

  /// Moves a grown-up's mother, alone or with her husband, into the household.
  bool add_parents(PersonIndex child, std::array<std::vector<std::uint32_t>, age_count>& births, std::size_t persons) {
    if (draft_.mother[child] != nobody) return false;
    auto& list = births[draft_.age[child]];
    while (!list.empty()) {
      const std::uint32_t number = list.back();
      list.pop_back();
      const PersonIndex mother = draft_.births[number].mother;
      if (is_placed(mother) || size_of(mother) != persons || draft_.births[number].child != nobody) continue;
      make_child(draft_, child, number);
      draft_.unite(child, mother);
      return true;
    }
    return false;
  }

  /// Lets a never-married grown child of the woman live with her.
  bool add_grown_child(PersonIndex mother) {
    for (std::uint32_t i = draft_.parity[mother]; i-- > 0;) {
      const std::uint32_t number = draft_.first_birth[mother] + i;
      const PastBirth& birth = draft_.births[number];
      if (birth.child != nobody || birth.age < age_of_majority || birth.age > oldest_child_at_home) continue;
      const PersonIndex child = take_single(unmarried_[birth.age]);
      if (child == nobody) continue;
      make_child(draft_, child, number);
      draft_.unite(mother, child);
      return true;
    }
    return false;
  }

  PersonIndex take_single(std::vector<PersonIndex>& list) {
    while (!list.empty()) {
      const PersonIndex person = list.back();
      list.pop_back();
      if (is_free_single(person)) return person;
    }
    return nobody;
  }

  /// Lets another adult, a relative that the model does not name, live with the family.
  bool add_single(PersonIndex person) {
    PersonIndex other = take_single(singles_);
    if (other == nobody) other = take_single(others_);
    if (other == nobody) other = take_wife();
    if (other == nobody) return false;
    draft_.unite(person, other);
    return true;
  }

  /// In a very small population singles may run out: a wife whose husband then lives by himself.
  PersonIndex take_wife() {
    const PersonIndex wife = take_couple(couples_);
    if (wife == nobody) return nobody;
    draft_.separate(draft_.spouse[wife]);
    others_.push_back(draft_.spouse[wife]);
    return wife;
  }

  /// A household of two without children under 18: a couple, or a lone mother and her grown child.
  bool pair_up() {
    if (couples_alone_ > 0) {
      --couples_alone_;
      if (const PersonIndex wife = take_couple(couples_); wife != nobody) return settle(wife), true;
    }
    while (!lone_mothers_.empty()) {
      const PersonIndex mother = lone_mothers_.back();
      lone_mothers_.pop_back();
      if (is_free_single(mother) && add_grown_child(mother)) return settle(mother), true;
    }
    if (const PersonIndex wife = take_couple(couples_); wife != nobody) return settle(wife), true;
    const PersonIndex one = take_single(singles_);
    return one != nobody && add_single(one) && (settle(one), true);
  }

  void end_unplaced_households() {
    for (PersonIndex person = range_.first; person < range_.end; ++person)
      if (!is_placed(person)) draft_.separate(person);
  }

  struct Families {
    std::vector<PersonIndex> couples;
    std::vector<PersonIndex> lone;
  };

  Draft& draft_;
  std::size_t banner_;
  Stretch range_;
  std::vector<std::uint8_t> placed_;
  std::vector<std::int64_t> left_;    ///< households still to form; [0] = one person
  std::vector<Families> families_;    ///< with children under 18, by size
  std::vector<PersonIndex> couples_;  ///< wives of couples without children under 18
  ByAge unmarried_;
  std::array<std::vector<std::uint32_t>, age_count> parents_;  ///< births of wives, by the age of the child
  std::array<std::vector<std::uint32_t>, age_count> widows_;   ///< births of widows and divorced mothers
  std::vector<PersonIndex> lone_mothers_;
  std::vector<PersonIndex> parents_of_grown_;  ///< wives without children under 18
  std::vector<PersonIndex> singles_;           ///< never married, youngest first
  std::vector<PersonIndex> others_;
  std::int64_t three_generations_left_ = 0;
  std::int64_t couples_alone_ = 0;
  bool grandparents_join_ = false;  ///< the household being formed is to have three generations
};

}  // namespace

void form_households(Draft& draft) {
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) HouseholdBuilder{draft, banner}.build();
}

}  // namespace kinfold
