// SPDX-License-Identifier: Apache-2.0
#include "population/kin/family_of_origin.hpp"

#include <algorithm>
#include <vector>

#include "population/kin/past_families.hpp"

namespace kinfold {
namespace {

/// What a number is drawn for; siblings take those from `first_sibling` on, as keys of their own.
enum Draw : int {
  mothers_age,
  mothers_month,
  mothers_life,
  fathers_age,
  fathers_life,
  town,
  sibship,
  grandmothers_life,
  grandfathers_life,
  sex_of_sibling = -1,
  life_of_sibling = -2
};
constexpr std::uint64_t first_sibling = 0x10;
constexpr std::uint64_t key_of_parent = 0x08;

}  // namespace

void FamilyOfOrigin::enter(Population& population, PersonIndex newcomer) const {
  const Key key = population.key[newcomer];
  const Month birth = population.birth_month[newcomer];
  const FamilyHistory& history = place_.family_history;
  const Month mothers_birth =
      drawn_mothers_birth(history, birth, uniform(key, mothers_age), uniform(key, mothers_month));
  const Month fathers_birth = drawn_fathers_birth(mothers_birth, birth, uniform(key, fathers_age));
  Relatives& relatives = population.relatives;
  const PersonIndex mother =
      relatives.add(Sex::female, mothers_birth,
                    lifespans_.death_after(Sex::female, mothers_birth, birth, uniform(key, mothers_life)));
  const PersonIndex father =
      relatives.add(Sex::male, fathers_birth,
                    lifespans_.death_after(Sex::male, fathers_birth, birth - 9, uniform(key, fathers_life)));
  population.add_child(mother, father, newcomer);
  for (const PersonIndex parent : {mother, father})
    enter_grandparents(population, parent,
                       derived_key(key, key_of_parent + static_cast<std::uint64_t>(relatives.sex(parent))));
  enter_siblings(population, newcomer, mother, father);
}

/// The living parents of a parent.
void FamilyOfOrigin::enter_grandparents(Population& population, PersonIndex parent, Key key) const {
  const Month birth = population.relatives.birth_month(parent);
  const Month mothers_birth =
      drawn_mothers_birth(place_.family_history, birth, uniform(key, mothers_age), uniform(key, mothers_month));
  const Month fathers_birth = drawn_fathers_birth(mothers_birth, birth, uniform(key, fathers_age));
  const PersonIndex grandmother =
      enter_if_living(population, Sex::female, mothers_birth, birth, uniform(key, grandmothers_life));
  const PersonIndex grandfather =
      enter_if_living(population, Sex::male, fathers_birth, birth - 9, uniform(key, grandfathers_life));
  if (grandmother == nobody && grandfather == nobody) return;
  population.relatives.give_ties(parent, key);
  population.add_child(grandmother, grandfather, parent);
}

PersonIndex FamilyOfOrigin::enter_if_living(Population& population, Sex sex, Month birth, Month alive_in,
                                            double place) const {
  const Month death = lifespans_.death_after(sex, birth, alive_in, place);
  return death <= population.relatives.now ? nobody : population.relatives.add(sex, birth, death);
}

/// Children of a mother as one of them finds them: large families have more children to find themselves in them.
std::size_t FamilyOfOrigin::drawn_sibship(Key key, Month mothers_birth) const {
  const bool in_town = uniform(key, town) < place_.town_share_at_births(mothers_birth.year());
  auto cumulated =
      place_.family_history.children_of_mothers(mothers_birth.year(), in_town ? Residence::urban : Residence::rural);
  double sum = 0.0;
  for (std::size_t i = 0; i < cumulated.size(); ++i) cumulated[i] = sum += cumulated[i] * static_cast<double>(i + 1);
  return chosen(cumulated, uniform(key, sibship)) + 1;
}

void FamilyOfOrigin::enter_siblings(Population& population, PersonIndex newcomer, PersonIndex mother,
                                    PersonIndex father) const {
  Relatives& relatives = population.relatives;
  const Month mothers_birth = relatives.birth_month(mother);
  const Month latest = std::min({relatives.now, relatives.death_month(mother), relatives.death_month(father) + 9});
  const std::size_t children = drawn_sibship(population.key[newcomer], mothers_birth);
  std::vector<Month> births{population.birth_month[newcomer]};
  for (std::size_t number = 1; number < children; ++number) {
    const Key key = derived_key(population.key[newcomer], first_sibling + number);
    const Month born = drawn_birth(place_.family_history, mothers_birth, births, latest,
                                   [&](int which) { return uniform(key, which); });
    if (born == never) continue;
    births.push_back(born);
    const Sex sex = uniform(key, sex_of_sibling) < 0.5 ? Sex::female : Sex::male;
    const Month death = lifespans_.death_after(sex, born, born, uniform(key, life_of_sibling));
    if (death <= relatives.now) continue;
    const PersonIndex sibling = relatives.add(sex, born, death);
    relatives.give_ties(sibling, key);
    population.add_child(mother, father, sibling);
  }
  std::sort(births.begin(), births.end());
  const auto own = std::find(births.begin(), births.end(), population.birth_month[newcomer]);
  population.birth_order[newcomer] = static_cast<std::uint8_t>(own - births.begin() + 1);
}

}  // namespace kinfold
