// SPDX-License-Identifier: Apache-2.0
#include "population/population.hpp"

#include <algorithm>
#include <utility>

#include "core/quantiles.hpp"
#include "population/huge_pages.hpp"
#include "population/traits.hpp"

namespace kinfold {
namespace {

std::size_t calendar_month(Month month) { return static_cast<std::size_t>(month.month_of_year() - 1); }

/// Puts rows in order of which all but the last few are: columns are then read forwards.
void put_in_order(std::vector<PersonIndex>& rows) {
  const auto late = std::is_sorted_until(rows.begin(), rows.end());
  std::sort(late, rows.end());
  std::inplace_merge(rows.begin(), late, rows.end());
}

}  // namespace

Population::Population(std::size_t banner_count, std::size_t rows_per_shard)
    : banner_count_{banner_count}, rows_per_shard_{static_cast<PersonIndex>(rows_per_shard)} {}

PersonIndex Population::add(const NewPerson& person, Month now) {
  const PersonIndex row = take_row(person.birth_month);
  key[row] = person.key;
  birth_month[row] = person.birth_month;
  sex[row] = person.sex;
  education[row] = person.education;
  registration[row] = person.registration;
  area[row] = person.area;
  presence[row] = person.presence;
  dwelling[row] = person.dwelling;
  marital[row] = person.marital;
  birth_order[row] = trait_salt[row] = parity[row] = 0;
  desired_size[row] = {};
  births_around[row] = {};
  trying[row] = Trying::no;
  spouse[row] = mother[row] = father[row] = first_child[row] = nobody;
  next_maternal_sibling[row] = next_paternal_sibling[row] = nobody;
  next_housemate[row] = row;
  union_month[row] = last_birth_month[row] = conceived_month[row] = never;
  pregnancy_fate[row] = PregnancyFate::none;
  susceptible_month[row] = long_ago;
  care[row] = {};

  Shard& home = shards_[shard_of(row)];
  home.birthdays[calendar_month(person.birth_month)].push_back(row);
  home.newcomers.push_back(row);
  count(row, +1, now);
  note_change(row);
  return row;
}

void Population::remove(PersonIndex person, Month now) {
  std::vector<PersonIndex> tied = cut_ties(person);
  note_loss(tied);
  forget_needless(std::move(tied));
  vacate(person, now);
}

void Population::release(PersonIndex person, Month death_month, Month now) {
  const bool is_dead = death_month <= now;
  const bool has_parents = mother[person] != nobody || father[person] != nobody;
  if (first_child[person] == nobody && (is_dead || !has_parents)) return remove(person, now);
  const PersonIndex relative = relatives.add(sex[person], birth_month[person], death_month);
  relatives.give_ties(relative, key[person]);
  take_over_ties(person, relative);
  note_change(relative);
  vacate(person, now);
  if (is_dead)
    forget_needless({mother_of(relative), father_of(relative)});
  else
    forget_needless({relative});
}

/// Of one who is known no longer: parents and children, and their parents, to whom she was the grandchild or the
/// spouse.
void Population::note_loss(const std::vector<PersonIndex>& tied) {
  for (const PersonIndex one : tied) {
    note_change(one);
    for (const PersonIndex parent : {mother_of(one), father_of(one)})
      if (parent != nobody) note_change(parent);
  }
}

void Population::vacate(PersonIndex person, Month now) {
  count(person, -1, now);
  leave_household(person);
  conceived_month[person] = never;
  if (trying[person] == Trying::yes) trying[person] = Trying::no_longer;
  // The row stays in its birthday list, and out of use, until that list is next walked.
  presence[person] = Presence::vacant;
}

void Population::set_presence(PersonIndex person, Presence to, Month now) {
  count(person, -1, now);
  presence[person] = to;
  count(person, +1, now);
  note_change(person);
}

void Population::count_delivery(PersonIndex the_mother, int live_births, Month now) {
  count(the_mother, -1, now);
  parity[the_mother] = static_cast<std::uint8_t>(std::min<int>(parity[the_mother] + live_births, UINT8_MAX));
  count(the_mother, +1, now);
  if (live_births > 0) last_birth_month[the_mother] = now;
}

void Population::marry(PersonIndex one, PersonIndex other, Month now) {
  spouse[one] = other;
  spouse[other] = one;
  marital[one] = marital[other] = Marital::married;
  union_month[one] = union_month[other] = now;
  for (const PersonIndex of_them : {one, other}) {
    copy_spouse_facts(of_them);
    note_change(of_them);
  }
}

void Population::copy_spouse_facts(PersonIndex person) {
  const PersonIndex other = spouse[person];
  spouse_facts[person] = {.income_place = static_cast<float>(standard_normal().at(trait(*this, other, Trait::income))),
                          .schooling_level = static_cast<std::uint8_t>(schooling_level(education[other])),
                          .registered_in_city = registered_in_city(registration[other])};
}

void Population::part(PersonIndex person, Marital state) {
  const PersonIndex other = std::exchange(spouse[person], nobody);
  spouse[other] = nobody;
  marital[person] = marital[other] = state;
  union_month[person] = union_month[other] = never;
  for (const PersonIndex one : {person, other}) {
    note_change(one);
    if (is_trying(one)) trying[one] = Trying::no_longer;
    shard(shard_of(one)).parted.push_back(one);
  }
}

void Population::join_household(PersonIndex person, PersonIndex housemate, Month now) {
  leave_household(person);
  move(person, area[housemate], now);
  dwelling[person] = dwelling[housemate];
  next_housemate[person] = std::exchange(next_housemate[housemate], person);
}

void Population::leave_household(PersonIndex person) {
  note_change(person);
  PersonIndex before = person;
  while (next_housemate[before] != person) before = next_housemate[before];
  next_housemate[before] = next_housemate[person];
  next_housemate[person] = person;
}

void Population::move(PersonIndex person, Area to, Month now) {
  if (area[person] == to) return;
  note_change(person);
  if (area[person].banner() != to.banner()) {
    if (is_resident(person)) banner_changes_.push_back({person, area[person].banner()});
    // Where the household registration is kept does not change; how it looks from the new banner does.
    if (registration[person] == Registration::own_banner) registration[person] = Registration::other_banner;
  }
  count(person, -1, now);
  area[person] = to;
  count(person, +1, now);
}

void Population::celebrate_birthdays(Shard& shard, Month now) {
  auto& list = shard.birthdays[calendar_month(now)];
  put_in_order(list);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const PersonIndex person = list[i];
    fetch_facts_ahead(list[std::min(i + facts_fetched_ahead, list.size() - 1)]);
    if (!is_present(person)) {
      shard.freed.push_back(person);
      continue;
    }
    list[kept++] = person;
    if (is_resident(person)) complete_year(shard.census, person, now);
  }
  list.resize(kept);
}

void Population::complete_year(Census& census, PersonIndex person, Month now) const {
  const int years = age(person, now);
  census.complete_age(area[person], sex[person], years);
  if (is_woman(person)) census.complete_womans_age(area[person], years, parity[person]);
}

void Population::open_month(Month now) {
  relatives.now = now;
  for (Shard& shard : shards_) {
    for (const PersonIndex row : shard.freed) free_rows_[calendar_month(birth_month[row])].push_back(row);
    shard.freed.clear();
  }
}

void Population::forget_newcomers() {
  for (Shard& shard : shards_) shard.newcomers.clear();
}

Census Population::census() const {
  Census sum{banner_count_};
  for (const Shard& shard : shards_) sum.add(shard.census);
  return sum;
}

std::size_t Population::bytes() const {
  std::size_t bytes = relatives.bytes();
  for (const auto& rows : free_rows_) bytes += rows.capacity() * sizeof(PersonIndex);
  for_columns(*this, [&](const auto& column) { bytes += column.capacity() * sizeof(column[0]); });
  bytes += spouse_facts.capacity() * sizeof(SpouseFacts);
  for (const Shard& shard : shards_) {
    bytes += (shard.census.person_cells().size() + shard.census.woman_cells().size()) * sizeof(std::int32_t);
    for (const auto& list : shard.birthdays) bytes += list.capacity() * sizeof(PersonIndex);
    bytes += shard.decides.bytes() + shard.delivers.bytes() + shard.trying.capacity() * sizeof(Attempt);
  }
  return bytes;
}

void Population::rebuild(std::size_t rows_per_shard, Month now) {
  rows_per_shard_ = static_cast<PersonIndex>(rows_per_shard);
  shards_.clear();
  free_rows_ = {};
  spouse_facts.assign(row_count(), {});
  changed_ = {};
  relatives.now = now;
  relatives.rebuild();
  for (std::size_t first = 0; first < row_count(); first += rows_per_shard_)
    open_shard(first, std::min(first + rows_per_shard_, row_count()));
  for (PersonIndex row = 0; row < row_count(); ++row) {
    if (!is_present(row)) {
      free_rows_[calendar_month(birth_month[row])].push_back(row);
      continue;
    }
    shards_[shard_of(row)].birthdays[calendar_month(birth_month[row])].push_back(row);
    count(row, +1, now);
    if (has_spouse(row)) copy_spouse_facts(row);
  }
}

PersonIndex Population::take_row(Month birth) {
  auto& free = free_rows_[calendar_month(birth)];
  if (!free.empty()) {
    const PersonIndex row = free.back();
    free.pop_back();
    if (!free.empty()) fetch_ahead(free.back());
    return row;
  }
  const std::size_t row = row_count();
  resize_columns(row + 1);
  if (row % rows_per_shard_ == 0) open_shard(row, row);
  ++shards_.back().end;
  return static_cast<PersonIndex>(row);
}

void Population::open_shard(std::size_t first, std::size_t end) {
  Shard& shard = shards_.emplace_back();
  shard.first = static_cast<PersonIndex>(first);
  shard.end = static_cast<PersonIndex>(end);
  shard.census = Census{banner_count_};
}

void Population::resize_columns(std::size_t rows) {
  const auto resize = [rows](auto& column) {
    // Grow by a fiftieth: doubling would hold twice the memory for a population that hardly grows.
    if (rows > column.capacity()) {
      column.reserve(std::max<std::size_t>(rows + rows / 50, 1024));
      wish_for_huge_pages(column.data(), column.capacity() * sizeof(column[0]));
    }
    column.resize(rows);
  };
  for_columns(*this, resize);
  resize(spouse_facts);
}

void Population::count(PersonIndex person, int by, Month now) {
  if (!is_resident(person)) return;
  Census& census = shards_[shard_of(person)].census;
  const int years = age(person, now);
  census.count_person(area[person], sex[person], years, by);
  if (is_woman(person)) census.count_woman(area[person], years, parity[person], by);
}

}  // namespace kinfold
