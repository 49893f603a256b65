// SPDX-License-Identifier: Apache-2.0
#include "population/synthesis/month_zero.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/errors.hpp"
#include "population/synthesis/draft.hpp"
#include "population/traits.hpp"

namespace kinfold {
namespace {

/// Below this number of residents households of every size can no longer be filled in every banner.
constexpr double smallest_population = 5000.0;

void check_options(const MonthZeroOptions& options, const Place& place) {
  constexpr double largest_scale = 100.0;
  const double residents = options.scale * static_cast<double>(place.total_persons());
  if (!(residents >= smallest_population) || options.scale > largest_scale || options.rows_per_shard == 0)
    throw DataError(Problem{{},
                            "a population at scale " + std::to_string(options.scale) + " of " +
                                std::to_string(place.total_persons()) + " residents, in shards of " +
                                std::to_string(options.rows_per_shard) + " rows",
                            "a scale up to 100 that leaves 5,000 residents or more, and shards of 1 row or more",
                            "choose another scale"});
}

/// Rows in an order that keeps families together: families in the order of a hash, cut into shards, and inside each
/// shard by calendar month of birth, so that those who have their birthday in a month lie next to each other; of
/// these, people of one sex and about one age.
std::vector<PersonIndex> row_order(const Draft& draft) {
  std::vector<PersonIndex> head(draft.persons());
  std::iota(head.begin(), head.end(), PersonIndex{0});
  const auto find = [&](PersonIndex person) {
    while (head[person] != person) person = head[person] = head[head[person]];
    return person;
  };
  const auto tie = [&](PersonIndex one, PersonIndex other) {
    one = find(one);
    other = find(other);
    (draft.key[one] < draft.key[other] ? head[other] : head[one]) = draft.key[one] < draft.key[other] ? one : other;
  };
  for (PersonIndex person = 0; person < draft.persons(); ++person) {
    tie(person, draft.next_housemate[person]);
    if (draft.spouse[person] != nobody) tie(person, draft.spouse[person]);
  }
  std::vector<std::pair<Key, PersonIndex>> families;
  families.reserve(draft.persons());
  for (PersonIndex person = 0; person < draft.persons(); ++person)
    families.emplace_back(derived_key(draft.key[find(person)], static_cast<std::uint64_t>(Choice::row_order)), person);
  std::sort(families.begin(), families.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : draft.key[a.second] < draft.key[b.second];
  });
  std::vector<PersonIndex> order;
  order.reserve(families.size());
  for (const auto& member : families) order.push_back(member.second);
  for (std::size_t first = 0; first < order.size(); first += draft.options.rows_per_shard) {
    const std::size_t end = std::min(first + draft.options.rows_per_shard, order.size());
    const auto place = [&](PersonIndex person) {
      return std::tuple(draft.birth_month[person].month_of_year(), draft.sex[person], draft.birth_month[person],
                        draft.key[person]);
    };
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(first), order.begin() + static_cast<std::ptrdiff_t>(end),
              [&](PersonIndex a, PersonIndex b) { return place(a) < place(b); });
  }
  return order;
}

/// Copies a column of the draft into the order of rows.
template <class Column>
void fill(Column& to, const Column& from, const std::vector<PersonIndex>& order) {
  to.resize(order.size());
  for (std::size_t row = 0; row < order.size(); ++row) to[row] = from[order[row]];
}

/// The same for links, which become rows.
void fill_links(std::vector<PersonIndex>& to, const std::vector<PersonIndex>& from,
                const std::vector<PersonIndex>& order, const std::vector<PersonIndex>& row_of) {
  to.resize(order.size());
  for (std::size_t row = 0; row < order.size(); ++row)
    to[row] = from[order[row]] == nobody ? nobody : row_of[from[order[row]]];
}

void fill_facts(Population& population, const Draft& draft, const std::vector<PersonIndex>& order) {
  fill(population.key, draft.key, order);
  fill(population.birth_month, draft.birth_month, order);
  fill(population.sex, draft.sex, order);
  fill(population.education, draft.education, order);
  fill(population.registration, draft.registration, order);
  fill(population.dwelling, draft.dwelling, order);
  fill(population.marital, draft.marital, order);
  fill(population.birth_order, draft.birth_order, order);
  fill(population.union_month, draft.union_month, order);
  fill(population.parity, draft.parity, order);
  fill(population.conceived_month, draft.conceived_month, order);
  for (const PersonIndex person : order) {
    population.area.push_back(Area::of(draft.banner[person], draft.residence[person]));
    population.presence.push_back(draft.lives_here(person) ? Presence::resident : Presence::elsewhere);
    population.pregnancy_fate.push_back(draft.conceived_month[person] == never ? PregnancyFate::none
                                                                               : PregnancyFate::delivery);
  }
}

/// The youngest child's birth, when she may conceive again, and how many children she wants.
void fill_fertility(Population& population, const Draft& draft, const std::vector<PersonIndex>& order) {
  const std::size_t rows = order.size();
  population.trait_salt.assign(rows, 0);
  population.trying.assign(rows, Trying::no);
  population.care.assign(rows, {});
  population.desired_size.assign(rows, {});
  population.births_around.assign(rows, {});
  population.last_birth_month.assign(rows, never);
  population.susceptible_month.assign(rows, long_ago);
  for (PersonIndex row = 0; row < rows; ++row) {
    const PersonIndex person = order[row];
    if (!draft.is_woman(person)) continue;
    population.desired_size[row] = DesiredSize::given(trait(population, row, Trait::desired_size), draft.parity[person],
                                                      draft.place.wanted_sizes(draft.residence[person]));
    if (draft.parity[person] == 0) continue;
    const Month last = draft.births[draft.first_birth[person] + draft.parity[person] - 1u].month;
    population.last_birth_month[row] = last;
    population.susceptible_month[row] = last + seeded_postpartum_months;
  }
}

/// Enters the relatives, in the order of the draft, so that links to them stay as they are.
void fill_relatives(Population& population, const Draft& draft) {
  for (const DraftRelative& one : draft.relatives) {
    const PersonIndex relative = population.relatives.add(one.sex, one.birth_month, one.death_month);
    if (one.mother != nobody || one.father != nobody) population.relatives.give_ties(relative, one.key);
  }
}

/// Everybody with a parent, youngest first: a child is entered in front of those who are there.
std::vector<PersonIndex> children_from_the_youngest(const Draft& draft) {
  std::vector<std::pair<Month, PersonIndex>> children;
  for (PersonIndex person = 0; person < draft.residents; ++person)
    if (draft.mother[person] != nobody || draft.father[person] != nobody)
      children.emplace_back(draft.birth_month[person], person);
  for (std::size_t slot = 0; slot < draft.relatives.size(); ++slot)
    if (const DraftRelative& one = draft.relatives[slot]; one.mother != nobody || one.father != nobody)
      children.emplace_back(one.birth_month, Relatives::person_at(slot));
  std::sort(children.begin(), children.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<PersonIndex> order;
  order.reserve(children.size());
  for (const auto& child : children) order.push_back(child.second);
  return order;
}

/// Parents and children find each other; each parent's list runs from the eldest.
void link_children(Population& population, const Draft& draft, const std::vector<PersonIndex>& row_of) {
  const std::size_t rows = population.row_count();
  for (auto* column : {&population.mother, &population.father, &population.first_child,
                       &population.next_maternal_sibling, &population.next_paternal_sibling})
    column->assign(rows, nobody);
  const auto row = [&](PersonIndex person) { return is_row(person) ? row_of[person] : person; };
  for (const PersonIndex child : children_from_the_youngest(draft)) {
    const bool has_row = is_row(child);
    population.add_child(row(has_row ? draft.mother[child] : draft.relative(child).mother),
                         row(has_row ? draft.father[child] : draft.relative(child).father), row(child));
  }
}

Population as_population(const Draft& draft) {
  const auto order = row_order(draft);
  std::vector<PersonIndex> row_of(order.size());
  for (PersonIndex row = 0; row < order.size(); ++row) row_of[order[row]] = row;
  Population population{draft.place.banners.size(), draft.options.rows_per_shard};
  fill_facts(population, draft, order);
  fill_links(population.spouse, draft.spouse, order, row_of);
  fill_links(population.next_housemate, draft.next_housemate, order, row_of);
  fill_fertility(population, draft, order);
  fill_relatives(population, draft);
  link_children(population, draft, row_of);
  population.rebuild(draft.options.rows_per_shard, draft.eve);
  return population;
}

}  // namespace

Population build_month_zero(const Place& place, const MonthZeroOptions& options) {
  check_options(options, place);
  Draft draft{place, options};
  add_persons(draft);
  assign_schooling(draft);
  assign_marital_status(draft);
  match_couples(draft);
  plan_households(draft);
  board_students(draft);
  assign_past_births(draft);
  assign_children(draft);
  form_households(draft);
  fill_dormitories(draft);
  assign_residence(draft);
  assign_registration(draft);
  link_kin(draft);
  date_unions(draft);
  assign_pregnancies(draft);
  return as_population(draft);
}

}  // namespace kinfold
