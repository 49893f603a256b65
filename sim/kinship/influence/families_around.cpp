// SPDX-License-Identifier: Apache-2.0
#include "kinship/influence/families_around.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "population/kin/past_families.hpp"

namespace kinfold {
namespace {

constexpr int first_known_age = 15;
constexpr int ages_known = 50;
constexpr int first_known_month = 12 * first_known_age;
constexpr int months_known = 12 * ages_known;

bool is_recent(Month birth, Month now) { return birth != never && birth >= now - recent_months; }

/// Women of an age, counted.
struct Count {
  double women = 0.0;
  double children = 0.0;
  double births = 0.0;

  void add(const Count& other, double weight) {
    women += weight * other.women;
    children += weight * other.children;
    births += weight * other.births;
  }
};
using Counts = std::array<Count, ages_known>;

Counts count_by_age(const Population& population, Month now) {
  Counts counts;
  for (PersonIndex person = 0; person < population.row_count(); ++person) {
    if (!population.is_resident(person) || !population.is_woman(person)) continue;
    const int age = population.age(person, now) - first_known_age;
    if (age < 0 || age >= ages_known) continue;
    const bool has_recent = is_recent(population.last_birth_month[person], now);
    counts[static_cast<std::size_t>(age)].add({1.0, double(population.parity[person]), has_recent ? 1.0 : 0.0}, 1.0);
  }
  return counts;
}

/// Chance takes less part in an age that borrows from its neighbours: weights 1, 2, 1.
Count smoothed(const Counts& counts, int age) {
  Count sum;
  for (const int step : {-1, 0, 0, 1})
    sum.add(counts[static_cast<std::size_t>(std::clamp(age + step, 0, ages_known - 1))], 1.0);
  return sum;
}

/// Siblings live far apart, in memory too: the processor is asked for one while another is looked at.
void fetch_family_ahead(const Population& population, PersonIndex person) {
  if (!is_row(person)) return;
  population.fetch_facts_ahead(person);
  __builtin_prefetch(&population.next_maternal_sibling[person]);
  __builtin_prefetch(&population.parity[person]);
  __builtin_prefetch(&population.last_birth_month[person]);
}

}  // namespace

void fetch_mother_ahead(const Population& population, PersonIndex person) {
  if (const PersonIndex mother = population.mother[person]; is_row(mother))
    __builtin_prefetch(&population.first_child[mother]);
}

void fetch_siblings_ahead(const Population& population, PersonIndex person) {
  if (const PersonIndex mother = population.mother[person]; is_row(mother))
    fetch_family_ahead(population, population.first_child[mother]);
}

FamiliesAround& FamiliesAround::operator+=(const FamiliesAround& more) {
  families += more.families;
  children_beyond_expected += more.children_beyond_expected;
  births_beyond_expected += more.births_beyond_expected;
  return *this;
}

FamiliesAround FamiliesAround::without(const FamiliesAround& some) const {
  return {families - some.families, children_beyond_expected - some.children_beyond_expected,
          births_beyond_expected - some.births_beyond_expected};
}

double FamiliesAround::mean_children() const {
  return families == 0 ? 0.0 : static_cast<double>(children_beyond_expected) / (1000.0 * static_cast<double>(families));
}

ExpectedFamilies::ExpectedFamilies(const Population& population, Month now) {
  const Counts counts = count_by_age(population, now);
  std::array<Count, ages_known> means;
  for (int age = 0; age < ages_known; ++age) {
    const Count sum = smoothed(counts, age);
    if (sum.women > 0.0) means[static_cast<std::size_t>(age)].add(sum, 1.0 / sum.women);
  }
  // Women of a completed age are half a year older on average; between these points the line is straight.
  for (int month = 0; month < months_known; ++month) {
    const double age = std::clamp(month / 12.0 - 0.5, 0.0, ages_known - 1.0);
    const auto left = std::min(static_cast<std::size_t>(age), means.size() - 2);
    Count mean;
    mean.add(means[left], 1.0 - (age - static_cast<double>(left)));
    mean.add(means[left + 1], age - static_cast<double>(left));
    by_age_months_.push_back({static_cast<std::int32_t>(std::lround(1000.0 * mean.children)),
                              static_cast<std::int32_t>(std::lround(1000.0 * mean.births))});
  }
}

bool ExpectedFamilies::is_known_age(int age_months) {
  return age_months >= first_known_month && age_months < first_known_month + months_known;
}

FamiliesAround ExpectedFamilies::beside_expected(int children, bool has_recent_birth, int age_months) const {
  if (!is_known_age(age_months)) return {};
  const Expected& expected = by_age_months_[static_cast<std::size_t>(age_months - first_known_month)];
  return {1, 1000 * children - expected.children, (has_recent_birth ? 1000 : 0) - expected.births};
}

FamiliesAround ExpectedFamilies::family_of(const Population& population, PersonIndex woman, Month now) const {
  return beside_expected(population.parity[woman], is_recent(population.last_birth_month[woman], now),
                         population.age_months(woman, now));
}

FamiliesAround ExpectedFamilies::family_of_single_father(const Population& population, PersonIndex man,
                                                         Month now) const {
  int children = 0;
  bool has_recent_birth = false;
  population.for_all_children(man, [&](PersonIndex child) {
    ++children;
    has_recent_birth |= is_recent(population.birth_month_of(child), now);
  });
  return beside_expected(children, has_recent_birth, population.age_months(man, now) - father_older_months);
}

FamiliesAround ExpectedFamilies::families_of_siblings(const Population& population, PersonIndex person,
                                                      Month now) const {
  FamiliesAround families;
  const PersonIndex mother = population.mother_of(person);
  if (mother == nobody) return families;
  for (PersonIndex sibling = population.first_child_of(mother); sibling != nobody;) {
    const PersonIndex following = population.next_sibling_of(sibling, Sex::female);
    fetch_family_ahead(population, following);
    if (sibling != person && population.lives_here(sibling)) families += family_of_sibling(population, sibling, now);
    sibling = following;
  }
  return families;
}

FamiliesAround ExpectedFamilies::family_of_sibling(const Population& population, PersonIndex sibling, Month now) const {
  if (population.is_woman(sibling)) return family_of(population, sibling, now);
  const PersonIndex wife = population.spouse[sibling];
  return wife != nobody && is_row(wife) ? family_of(population, wife, now)
                                        : family_of_single_father(population, sibling, now);
}

}  // namespace kinfold
