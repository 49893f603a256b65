// SPDX-License-Identifier: Apache-2.0
#include "record/counts.hpp"

#include <algorithm>
#include <functional>

#include "core/errors.hpp"
#include "population/households/at_home.hpp"
#include "population/households/households.hpp"

namespace kinfold {
namespace {

std::size_t number(Sex sex) { return static_cast<std::size_t>(sex); }

std::size_t age_class(int age) { return static_cast<std::size_t>(std::clamp(age, 0, oldest_age)); }

std::size_t mother_age_class(int age) {
  return static_cast<std::size_t>(std::clamp(age, first_fecund_age, last_fecund_age) - first_fecund_age);
}

std::size_t birth_order_class(int birth_order) {
  return static_cast<std::size_t>(std::clamp<int>(birth_order, 1, birth_order_count) - 1);
}

bool is_with_outsider(const Event& union_formed) {
  return (union_formed.detail & (she_is_from_outside | he_is_from_outside)) != 0;
}

/// The event of a union is the wife's, but the husband's where only he lives in the place.
std::size_t wife_age_class(const Event& union_formed) {
  constexpr int first_class_ends = 20, width = 5;
  if (union_formed.sex == Sex::male) return wife_elsewhere;
  if (union_formed.age < first_class_ends) return 0;
  return std::min<std::size_t>(static_cast<std::size_t>((union_formed.age - first_class_ends) / width) + 1,
                               wife_elsewhere - 1);
}

/// Pregnancies end early in one of two ways, miscarriage and abortion, which stand last among the fates.
std::size_t fate_class(int fate) { return fate == static_cast<int>(PregnancyFate::abortion) ? 1 : 0; }

struct Grandparents {
  std::size_t alive = 0;
  std::size_t here = 0;
};

Grandparents grandparents_of(const Population& population, PersonIndex child) {
  Grandparents found;
  for (const Grandparent which : grandparents_of_life) {
    const PersonIndex grandparent = grandparent_of(population, child, which);
    if (grandparent == nobody || !population.is_living(grandparent)) continue;
    ++found.alive;
    found.here += population.lives_here(grandparent);
  }
  return found;
}

/// Where a grandparent who minds the child lives, seen from the child; the additional one, who is nobody, lives near.
std::size_t home_class(const Population& population, PersonIndex child, Grandparent which) {
  enum : std::size_t { same_household, same_banner, other_banner, moved_in, took_child };
  const GrandparentsCare care = population.care[child];
  if (care.child_is_away()) return took_child;
  if (care.has_come(which)) return moved_in;
  const PersonIndex grandparent = grandparent_of(population, child, which);
  if (grandparent == nobody) return same_banner;
  if (live_together(population, child, grandparent)) return same_household;
  return population.area[child].banner() == population.area[grandparent].banner() ? same_banner : other_banner;
}

/// Calls `visit(banner, age, sex, persons)` for each cell of a census.
template <class Visit>
void for_persons(const Census& census, Visit visit) {
  const std::int32_t* cell = census.person_cells().data();
  for (std::size_t area = 0; area < census.banner_count() * residence_count; ++area)
    for (std::size_t sex = 0; sex < sex_count; ++sex)
      for (std::size_t age = 0; age < age_count; ++age) visit(area / residence_count, age, sex, *cell++);
}

/// Calls `visit(banner, age − first_fecund_age, parity, women)` for each cell of a census.
template <class Visit>
void for_women(const Census& census, Visit visit) {
  const std::int32_t* cell = census.woman_cells().data();
  for (std::size_t banner = 0; banner < census.banner_count(); ++banner)
    for (std::size_t age = 0; age < fecund_age_count; ++age)
      for (std::size_t parity = 0; parity < parity_count; ++parity) visit(banner, age, parity, *cell++);
}

}  // namespace

Counts::Counts(const Population& month_zero, Month first)
    : banner_count_{month_zero.banner_count()},
      first_{first},
      next_{first},
      previous_{month_zero.census()},
      persons_at_start_{previous_.total()} {
  for (std::size_t tally = 0; tally < tally_count; ++tally)
    series_[tally] = Series{cell_count(static_cast<Tally>(tally), banner_count_)};
}

void Counts::count_month(const Population& population, std::span<const Journal> journals, Month month) {
  if (month != next_) throw ModelError("months are counted out of order: " + month.text() + " before " + next_.text());
  begin(month);
  for (const Journal& journal : journals)
    for (const Event& event : journal.events()) count_event(event);
  Census census = population.census();
  count_stocks(census);
  count_exposure(previous_);
  count_exposure(census);
  previous_ = std::move(census);
  constexpr int december = 12;
  if (month.month_of_year() == december) {
    count_children(population, month);
    count_households(population, month);
  }
  ++next_;
}

/// A birth stands in the journal without a row: the newborn are found among those who came this month.
void Counts::count_births_by_group(const Population& population, const FamilyGroups& groups, Month month) {
  for (std::size_t number = 0; number < population.shard_count(); ++number)
    for (const PersonIndex child : population.shard(number).newcomers)
      if (population.is_resident(child) && population.birth_month[child] == month)
        add_in_group(Tally::births_by_group, population, groups, child, 1);
}

void Counts::count_payments_by_group(const Population& population, const FamilyGroups& groups,
                                     std::span<const Paid> paid) {
  for (const Paid& one : paid) add_in_group(Tally::spend_by_group, population, groups, one.child, one.amount);
}

void Counts::add_in_group(Tally tally, const Population& population, const FamilyGroups& groups, PersonIndex child,
                          std::int64_t how_many) {
  const FamilyGroup group = groups.of(population, child);
  add(tally,
      {group.area.banner(), birth_order_class(population.birth_order[child]),
       static_cast<std::size_t>(group.area.residence()), group.is_registered ? 0u : 1u, group.income_fifth},
      how_many);
}

void Counts::count_gifts(const GiftAccount& gifts) {
  const auto of_year = series(Tally::family_gifts).last();
  const auto of_month = gifts.cells();
  std::transform(of_year.begin(), of_year.end(), of_month.begin(), of_year.begin(), std::plus{});
}

void Counts::begin(Month month) {
  const bool opens_year = month == first_ || month.month_of_year() == 1;
  for (std::size_t tally = 0; tally < tally_count; ++tally)
    if (opens_year || !is_yearly(static_cast<Tally>(tally))) series_[tally].extend();
}

void Counts::add(Tally tally, std::initializer_list<std::size_t> classes, std::int64_t how_many) {
  const std::vector<Axis>& axes = axes_of(tally);
  std::size_t cell = 0;
  std::size_t position = 0;
  for (const std::size_t which : classes) cell = cell * size_of(axes[position++], banner_count_) + which;
  series(tally).last()[cell] += how_many;
}

void Counts::count_event(const Event& event) {
  const std::size_t banner = event.area.banner();
  const std::size_t sex = number(event.sex);
  switch (event.kind) {
    case EventKind::birth:
      add(Tally::births, {banner, birth_order_class(event.detail), mother_age_class(event.age)});
      return add(Tally::births_by_sex, {banner, sex});
    case EventKind::stillbirth: return add(Tally::stillbirths, {banner});
    case EventKind::death:
      add(Tally::deaths_by_age, {banner, age_class(event.age), sex});
      return add(Tally::deaths, {banner, sex});
    case EventKind::arrival:
      add(Tally::arrivals_by_age, {banner, age_class(event.age), sex});
      return add(Tally::arrivals, {banner, sex});
    case EventKind::departure:
      add(Tally::departures_by_age, {banner, age_class(event.age), sex});
      return add(Tally::departures, {banner, sex});
    case EventKind::move: add(Tally::moves_in, {banner, sex}); return add(Tally::moves_out, {event.detail, sex});
    case EventKind::union_formed:
      count_first_marriages(event);
      return add(Tally::unions_formed, {banner, wife_age_class(event), is_with_outsider(event) ? 1u : 0u});
    case EventKind::union_dissolved: return add(Tally::unions_dissolved, {banner});
    case EventKind::widowhood: return add(Tally::widowhoods, {banner, sex});
    case EventKind::conception: return add(Tally::conceptions, {banner, event.detail != 0 ? 1u : 0u});
    case EventKind::pregnancy_loss: return add(Tally::pregnancy_losses, {banner, fate_class(event.detail)});
  }
}

/// Of residents: who comes from outside married somebody from the place, but was not at risk in it.
void Counts::count_first_marriages(const Event& event) {
  const auto holds = [&](UnionFact fact) { return (event.detail & fact) != 0; };
  const std::size_t banner = event.area.banner();
  if (holds(first_for_him) && !holds(he_is_from_outside)) add(Tally::first_marriages, {banner, number(Sex::male)});
  if (holds(first_for_her) && !holds(she_is_from_outside)) add(Tally::first_marriages, {banner, number(Sex::female)});
}

void Counts::count_stocks(const Census& census) {
  const auto by_month = series(Tally::population).last();
  const auto by_age = series(Tally::population_by_age).last();
  // The year's stock is that of its last month so far.
  std::fill(by_age.begin(), by_age.end(), 0);
  for_persons(census, [&](std::size_t banner, std::size_t age, std::size_t sex, std::int32_t persons) {
    by_month[banner * sex_count + sex] += persons;
    by_age[(banner * age_count + age) * sex_count + sex] += persons;
  });
}

/// Once a year: grandparents are far away in memory.
void Counts::count_children(const Population& population, Month month) {
  for (PersonIndex child = 0; child < population.row_count(); ++child) {
    if (month - population.birth_month[child] >= minded_until_months || !population.is_resident(child)) continue;
    const int age = population.age(child, month);
    if (age < small_child_ends) count_under_three(population, child);
    count_care(population, child, age);
  }
}

void Counts::count_under_three(const Population& population, PersonIndex child) {
  const std::size_t banner = population.area[child].banner();
  const auto [alive, here] = grandparents_of(population, child);
  add(Tally::small_children, {banner, alive, here});
  const GrandparentsCare care = population.care[child];
  std::size_t caring = 0;
  for (std::size_t i = 0; i < grandparent_kinds; ++i) caring += care.given_by(static_cast<Grandparent>(i)) > 0;
  const auto willing = std::min<std::size_t>(static_cast<std::size_t>(care.willing_count()), grandparent_counts - 1);
  add(Tally::grandparents_for_children, {banner, willing, caring});
}

void Counts::count_care(const Population& population, PersonIndex child, int age) {
  const std::size_t banner = population.area[child].banner();
  const GrandparentsCare care = population.care[child];
  add(Tally::minded_children, {banner, static_cast<std::size_t>(age), static_cast<std::size_t>(care.asked()),
                               static_cast<std::size_t>(care.given())});
  for (std::size_t i = 0; i < grandparent_kinds; ++i) {
    const auto which = static_cast<Grandparent>(i);
    if (const int given = care.given_by(which); given > 0)
      add(Tally::grandparent_care, {banner, i, home_class(population, child, which)}, given);
  }
}

/// Families' households, each once: by its member in the first row.
void Counts::count_households(const Population& population, Month month) {
  for (PersonIndex person = 0; person < population.row_count(); ++person) {
    if (!population.is_resident(person) || population.dwelling[person] == Dwelling::collective) continue;
    bool is_first = true;
    population.for_housemates(person, [&](PersonIndex other) { is_first = is_first && person < other; });
    if (!is_first) continue;
    const std::size_t banner = population.area[person].banner();
    count_home(banner, as_counted, members_of_household(population, person, month));
    count_home(banner, as_lived, people_at_home(population, person, month));
  }
}

void Counts::count_home(std::size_t banner, HouseholdView view, const UnderOneRoof& home) {
  if (home.people == 0) return;
  add(Tally::households,
      {banner, view, std::min<std::size_t>(static_cast<std::size_t>(home.people), household_size_count) - 1,
       std::min<std::size_t>(static_cast<std::size_t>(home.generations), generation_count) - 1});
}

void Counts::count_exposure(const Census& census) {
  const auto persons_of_year = series(Tally::person_exposure).last();
  for_persons(census, [&](std::size_t banner, std::size_t age, std::size_t sex, std::int32_t persons) {
    persons_of_year[(banner * age_count + age) * sex_count + sex] += persons;
    resident_half_months_ += persons;
  });
  const auto women_of_month = series(Tally::exposure_by_month).last();
  const auto women_of_year = series(Tally::exposure).last();
  for_women(census, [&](std::size_t banner, std::size_t age, std::size_t parity, std::int32_t women) {
    women_of_month[parity * fecund_age_count + age] += women;
    women_of_year[(banner * parity_count + parity) * fecund_age_count + age] += women;
  });
}

}  // namespace kinfold
