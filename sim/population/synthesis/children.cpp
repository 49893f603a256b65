// SPDX-License-Identifier: Apache-2.0
#include "population/synthesis/children.hpp"

#include <algorithm>
#include <cmath>

namespace kinfold {
namespace {

/// Resident children who live with their mothers: 99 % of infants, 0.3 points less for each year of age (modelled;
/// the rest live with fathers or grandparents).
double with_mother(int age) { return 0.99 - 0.003 * age; }

/// Children of resident mothers who live elsewhere or are dead: 2 % of infants, 0.4 points more a year (modelled).
double gone(int age) { return 0.02 + 0.004 * age; }

/// A father is at least this old at the birth of a child; otherwise the child is from an earlier union of the mother.
constexpr int youngest_father = 18;

/// Children of a banner at a completed age who live with families, not in boarding schools.
std::vector<PersonIndex> children_at(const Draft& draft, std::size_t banner, int age) {
  std::vector<PersonIndex> list;
  for (const Sex sex : {Sex::male, Sex::female}) {
    const Stretch cell = draft.cell(banner, sex, age);
    for (PersonIndex child = cell.first; child < cell.end; ++child)
      if (draft.dwelling[child] == Dwelling::family) list.push_back(child);
  }
  return list;
}

/// Births of a banner's mothers by the age that the child has now, those first whose child is likeliest to live here.
/// Children of one mother mostly live here or elsewhere together: three quarters of the score are hers.
using BirthsByAge = std::array<std::vector<std::uint32_t>, minor_years>;

BirthsByAge births_by_age(const Draft& draft, std::size_t banner) {
  std::array<std::vector<std::pair<double, std::uint32_t>>, minor_years> scores;
  const Stretch range = draft.in_banner(banner);
  for (PersonIndex mother = range.first; mother < range.end; ++mother)
    for (std::uint32_t i = 0; i < draft.parity[mother]; ++i) {
      const std::uint32_t number = draft.first_birth[mother] + i;
      const PastBirth& birth = draft.births[number];
      if (birth.age >= minor_years) continue;
      scores[birth.age].emplace_back(0.75 * draft.uniform(mother, Choice::child_lives_here) +
                                         0.25 * draft.uniform(mother, Choice::child_lives_here, birth.order),
                                     number);
    }
  BirthsByAge births;
  for (std::size_t age = 0; age < scores.size(); ++age) {
    std::sort(scores[age].begin(), scores[age].end());
    for (const auto& score : scores[age]) births[age].push_back(score.second);
  }
  return births;
}

}  // namespace

void make_child(Draft& draft, PersonIndex child, std::uint32_t number) {
  PastBirth& birth = draft.births[number];
  birth.child = child;
  draft.mother[child] = birth.mother;
  draft.birth_order[child] = birth.order;
  draft.birth_month[child] = birth.month;
  const PersonIndex husband = draft.spouse[birth.mother];
  if (husband != nobody && draft.lives_here(husband) && draft.age[husband] >= birth.age + youngest_father)
    draft.father[child] = husband;
}

YearWeights births_needed(const Draft& draft, std::size_t banner) {
  YearWeights births{};
  for (int age = 0; age < minor_years; ++age)
    births[static_cast<std::size_t>(age)] =
        static_cast<double>(children_at(draft, banner, age).size()) * with_mother(age) / (1.0 - gone(age));
  return births;
}

void assign_children(Draft& draft) {
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    const BirthsByAge births = births_by_age(draft, banner);
    for (int age = 0; age < minor_years; ++age) {
      const auto children = draft.shuffled(children_at(draft, banner, age), Choice::child_order);
      const auto& slots = births[static_cast<std::size_t>(age)];
      const auto wanted =
          static_cast<std::size_t>(std::lround(static_cast<double>(children.size()) * with_mother(age)));
      for (std::size_t i = 0; i < std::min(wanted, slots.size()); ++i) make_child(draft, children[i], slots[i]);
    }
  }
}

}  // namespace kinfold
