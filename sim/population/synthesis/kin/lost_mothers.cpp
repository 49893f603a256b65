// SPDX-License-Identifier: Apache-2.0

// Mothers who do not live here, and brothers and sisters. Everybody still without a mother has one elsewhere or dead:
// by the mortality of the past, given her age. Residents of one banner and origin whose mothers were born at about the
// same time are dealt out to mothers: each has had as many children as her cohort says, of whom those who live and live
// here are taken from the residents; the others who live are entered elsewhere. The assumption that matters most: how
// many of the brothers and sisters live here (assumptions.csv of the place).
#include <algorithm>

#include "population/synthesis/kin/kin_draft.hpp"

namespace kinfold {
namespace {

/// How many residents further on are asked whether they may be a sibling, before the sibling is taken to live
/// elsewhere.
constexpr std::size_t farthest_sibling = 48;
/// Mothers of siblings, as drawn for each, are born at most so many months apart.
constexpr int mothers_apart_months = 30;

/// A resident without a mother, and the mother drawn for him or her.
struct Orphan {
  Month mothers_birth;
  Key key = 0;
  PersonIndex person = nobody;
};

/// Residents among whom siblings are found.
struct Circle {
  bool are_local = false;
  bool mothers_live = false;
  std::vector<Orphan> people;  ///< by their mothers' births
};

/// A number in [0, 1] times itself so many times: the same bits on every machine.
double power(double number, std::size_t times) {
  double product = 1.0;
  for (; times > 0; --times) product *= number;
  return product;
}

class LostMothers {
 public:
  explicit LostMothers(KinDraft& kin) : kin_{kin}, draft_{kin.draft} {}

  void link() {
    for (std::size_t banner = 0; banner < draft_.place.banners.size(); ++banner)
      for (const bool are_local : {true, false})
        for (const bool mothers_live : {true, false}) {
          const Circle circle = circle_of(banner, are_local, mothers_live);
          deal(circle);
        }
  }

 private:
  /// As the draw has it by which it was found that the mother does not live here.
  bool mother_lives(PersonIndex person) const {
    return draft_.uniform(person, Choice::mother_status) < kin_.mother_lives(draft_.age[person]);
  }

  Circle circle_of(std::size_t banner, bool are_local, bool mothers_live) const {
    Circle circle{are_local, mothers_live, {}};
    const Stretch range = draft_.in_banner(banner);
    for (PersonIndex person = range.first; person < range.end; ++person) {
      if (draft_.mother[person] != nobody || kin_.is_local(person) != are_local || mother_lives(person) != mothers_live)
        continue;
      const Month mothers_birth =
          kin_.mothers_birth(draft_.birth_month[person], mothers_live, draft_.uniform(person, Choice::mothers_age),
                             draft_.uniform(person, Choice::mothers_age, 1));
      circle.people.push_back({mothers_birth, draft_.key[person], person});
    }
    std::sort(circle.people.begin(), circle.people.end(), [](const Orphan& a, const Orphan& b) {
      return a.mothers_birth != b.mothers_birth ? a.mothers_birth < b.mothers_birth : a.key < b.key;
    });
    return circle;
  }

  void deal(const Circle& circle) {
    std::vector<bool> is_dealt(circle.people.size());
    for (std::size_t first = 0; first < circle.people.size(); ++first) {
      if (is_dealt[first]) continue;
      const Orphan& orphan = circle.people[first];
      siblings_.assign(1, orphan.person);
      births_.assign(1, draft_.birth_month[orphan.person]);
      mothers_birth_ = orphan.mothers_birth;
      const Family family = draw_family(circle, orphan);
      for (std::size_t next = first + 1;
           siblings_.size() < family.here && next < circle.people.size() && next <= first + farthest_sibling; ++next)
        if (!is_dealt[next] && may_join(circle.people[next])) {
          is_dealt[next] = true;
          siblings_.push_back(circle.people[next].person);
          births_.push_back(draft_.birth_month[siblings_.back()]);
        }
      settle(circle, orphan, family.children);
    }
  }

  struct Family {
    std::size_t children = 1;  ///< that the mother has had
    std::size_t here = 1;      ///< residents among them, `orphan` included
  };

  /// How many children the mother has had, and how many of them are residents of the circle: she has one at least.
  Family draw_family(const Circle& circle, const Orphan& orphan) const {
    // Who lives with a lone father, or is known to be his child, is not dealt siblings by another.
    if (draft_.father[orphan.person] != nobody) return {};
    const int cohort = orphan.mothers_birth.year();
    const double town = kin_.in_town(cohort, draft_.residence[orphan.person]);
    const bool in_town = draft_.uniform(orphan.person, Choice::sibship) < town;
    const auto& shares = kin_.history.children_of_mothers(cohort, in_town ? Residence::urban : Residence::rural);
    const double is_here = kin_.siblings_here(circle.are_local) * lives(orphan.person);
    FamilyHistory::Children cumulated{};
    double sum = 0.0;
    for (std::size_t i = 0; i < most_children; ++i)
      cumulated[i] = sum += shares[i] * (1.0 - power(1.0 - is_here, i + 1));
    Family family;
    family.children = chosen(cumulated, draft_.uniform(orphan.person, Choice::sibship, 1)) + 1;
    family.here = draw_here(family.children, is_here, orphan.person);
    return family;
  }

  /// Chance of living to this person's age.
  double lives(PersonIndex person) const {
    const Month born = draft_.birth_month[person];
    return kin_.lifespans.survival(draft_.sex[person], born.year(), draft_.eve - born);
  }

  /// Of so many children those who are here, at least one: binomial, by inversion.
  std::size_t draw_here(std::size_t children, double is_here, PersonIndex person) const {
    const double none = power(1.0 - is_here, children);
    double left = draft_.uniform(person, Choice::sibship, 2) * (1.0 - none);
    double chance = none;
    for (std::size_t here = 1; here < children; ++here) {
      chance *= static_cast<double>(children - here + 1) / static_cast<double>(here) * is_here / (1.0 - is_here);
      if ((left -= chance) < 0.0) return here;
    }
    return children;
  }

  bool may_join(const Orphan& other) const {
    if (other.mothers_birth - mothers_birth_ > mothers_apart_months || draft_.father[other.person] != nobody)
      return false;
    if (!is_possible_birth(draft_.birth_month[other.person], mothers_birth_, births_)) return false;
    return std::none_of(siblings_.begin(), siblings_.end(),
                        [&](PersonIndex sibling) { return draft_.spouse[sibling] == other.person; });
  }

  void settle(const Circle& circle, const Orphan& orphan, std::size_t children) {
    const auto last_born = std::max_element(siblings_.begin(), siblings_.end(), [&](PersonIndex a, PersonIndex b) {
      return draft_.birth_month[a] < draft_.birth_month[b];
    });
    const double place = draft_.uniform(orphan.person, Choice::lifespan, 1);
    const Month death = circle.mothers_live
                            ? kin_.death_after_now(Sex::female, mothers_birth_, place)
                            : kin_.death_before_now(Sex::female, mothers_birth_, draft_.birth_month[*last_born], place);
    const PersonIndex mother =
        draft_.add_relative({.birth_month = mothers_birth_, .death_month = death, .sex = Sex::female});
    for (const PersonIndex sibling : siblings_) draft_.mother[sibling] = mother;
    for (std::size_t number = siblings_.size(); number < children; ++number)
      add_sibling(orphan, mother, static_cast<int>(number));
    number_births();
  }

  void number_births() {
    std::sort(births_.begin(), births_.end());
    for (const PersonIndex sibling : siblings_) {
      const auto elder = std::lower_bound(births_.begin(), births_.end(), draft_.birth_month[sibling]);
      draft_.birth_order[sibling] = static_cast<std::uint8_t>(elder - births_.begin() + 1);
    }
  }

  /// A brother or sister who does not live here; nobody if the child died, or there was no time for it.
  void add_sibling(const Orphan& orphan, PersonIndex mother, int number) {
    const Key key =
        derived_key(orphan.key, derived_key(static_cast<Key>(Choice::sibling_elsewhere), static_cast<Key>(number)));
    const Month latest = std::min(draft_.eve, draft_.relative(mother).death_month);
    const Month born = drawn_birth(kin_.history, mothers_birth_, births_, latest,
                                   [&](int which) { return kin_.uniform(key, Choice::sibling_elsewhere, which); });
    if (born == never) return;
    births_.push_back(born);
    const Sex sex = kin_.uniform(key, Choice::sibling_elsewhere, -1) < 0.5 ? Sex::female : Sex::male;
    const Month death = kin_.lifespans.death_after(sex, born, born, kin_.uniform(key, Choice::lifespan, 0));
    if (kin_.is_past(death)) return;
    draft_.add_relative({.key = key, .mother = mother, .birth_month = born, .death_month = death, .sex = sex});
  }

  KinDraft& kin_;
  Draft& draft_;
  // The mother at hand.
  Month mothers_birth_;
  std::vector<PersonIndex> siblings_;  ///< her children who live here
  std::vector<Month> births_;          ///< of all her children
};

}  // namespace

void link_lost_mothers(KinDraft& kin) { LostMothers{kin}.link(); }

}  // namespace kinfold
