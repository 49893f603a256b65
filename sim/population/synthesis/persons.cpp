// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "population/synthesis/draft.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {
namespace {

using Eigen::Index;

/// How far townspeople stand above country people of their age in schooling, in ranks from 0 to 1: modelled.
constexpr double town_advantage = 0.35;

/// Name of the place as a number: two places never share keys.
Key place_key(const std::string& slug) {
  Key key = 0;
  for (const char letter : slug) key = derived_key(key, static_cast<unsigned char>(letter));
  return key;
}

/// Persons of one sex by banner and age at the scale; at scale 1 those of the tables.
CountTable scaled_persons(const Place& place, Sex sex, double scale, std::int64_t total) {
  Eigen::ArrayXXd table(static_cast<Index>(place.banners.size()), static_cast<Index>(age_count));
  std::vector<double> by_banner(place.banners.size());
  std::vector<double> by_age(age_count);
  for (std::size_t banner = 0; banner < by_banner.size(); ++banner)
    for (std::size_t age = 0; age < age_count; ++age) {
      const auto persons = static_cast<double>(place.persons[banner][static_cast<std::size_t>(sex)][age]);
      table(static_cast<Index>(banner), static_cast<Index>(age)) = scale * persons;
      by_banner[banner] += persons;
      by_age[age] += persons;
    }
  return raked_counts(table, {apportion(by_banner, total), apportion(by_age, total)}, "residents by banner and age");
}

std::array<CountTable, sex_count> scaled_persons(const Place& place, double scale) {
  std::vector<double> by_sex(sex_count);
  for (std::size_t sex = 0; sex < sex_count; ++sex)
    for (std::size_t age = 0; age < age_count; ++age)
      by_sex[sex] += static_cast<double>(place.persons_at(static_cast<Sex>(sex), static_cast<int>(age)));
  const auto total = std::llround(scale * static_cast<double>(place.total_persons()));
  const auto totals = apportion(by_sex, total);
  return {scaled_persons(place, Sex::male, scale, totals[0]), scaled_persons(place, Sex::female, scale, totals[1])};
}

std::int64_t persons_at(const Draft& draft, Sex sex, int age) {
  std::int64_t sum = 0;
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner)
    sum += draft.cell(banner, sex, age).size();
  return sum;
}

double urban_share(const Banner& banner) {
  return static_cast<double>(banner.urban_persons) / std::max(1.0, static_cast<double>(banner.persons));
}

/// Persons of one sex by age (rows, from 3) and level of education, raked to the census totals by level.
CountTable schooling_by_age(const Draft& draft, Sex sex) {
  Eigen::ArrayXXd seed(static_cast<Index>(age_count - first_schooling_age), static_cast<Index>(education_count));
  Margins margins;
  for (const EducationAtAge& group : draft.place.education_by_age[static_cast<std::size_t>(sex)])
    for (int age = group.first_age; age <= group.last_age; ++age)
      for (std::size_t level = 0; level < education_count; ++level)
        seed(age - first_schooling_age, static_cast<Index>(level)) =
            group.shares[level] * static_cast<double>(persons_at(draft, sex, age));
  for (int age = first_schooling_age; age <= oldest_age; ++age) margins.rows.push_back(persons_at(draft, sex, age));
  const auto& census = draft.place.education[static_cast<std::size_t>(sex)];
  const auto total = std::accumulate(margins.rows.begin(), margins.rows.end(), std::int64_t{0});
  margins.columns = apportion({census.begin(), census.end()}, total);
  return raked_counts(seed, margins, "education by age");
}

/// Hands out the levels of one sex and age, the highest to those with the highest scores.
void assign_levels(Draft& draft, Sex sex, int age, const CountTable& counts) {
  std::vector<std::pair<double, PersonIndex>> ranks;
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    const double advantage = town_advantage * urban_share(draft.place.banners[banner]);
    const Stretch cell = draft.cell(banner, sex, age);
    for (PersonIndex person = cell.first; person < cell.end; ++person)
      ranks.emplace_back(draft.uniform(person, Choice::schooling) + advantage, person);
  }
  std::sort(ranks.begin(), ranks.end());
  auto next = ranks.begin();
  for (std::size_t level = 0; level < education_count; ++level)
    for (auto left = counts(age - first_schooling_age, static_cast<Index>(level)); left > 0; --left, ++next)
      draft.education[next->second] = static_cast<Education>(level);
}

/// Persons of one sex by age (rows, from 15) and marital status, raked to the shares of the census sample.
CountTable marital_by_age(const Draft& draft, Sex sex) {
  Eigen::ArrayXXd seed(static_cast<Index>(age_count - first_marital_age), static_cast<Index>(marital_count));
  Margins margins;
  for (int age = first_marital_age; age <= oldest_age; ++age) {
    margins.rows.push_back(persons_at(draft, sex, age));
    const auto& shares = draft.place.marital_by_age[static_cast<std::size_t>(sex)][static_cast<std::size_t>(age)];
    for (std::size_t status = 0; status < marital_count; ++status)
      seed(age - first_marital_age, static_cast<Index>(status)) =
          shares[status] * static_cast<double>(margins.rows.back());
  }
  const auto& sample = draft.place.marital_sample[static_cast<std::size_t>(sex)];
  const auto total = std::accumulate(margins.rows.begin(), margins.rows.end(), std::int64_t{0});
  margins.columns = apportion({sample.begin(), sample.end()}, total);
  return raked_counts(seed, margins, "marital status by age");
}

/// Splits the statuses of one sex and age among the banners and hands them out within each cell.
void assign_statuses(Draft& draft, Sex sex, int age, const CountTable& counts) {
  Margins margins;
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner)
    margins.rows.push_back(draft.cell(banner, sex, age).size());
  Eigen::ArrayXXd seed(static_cast<Index>(margins.rows.size()), static_cast<Index>(marital_count));
  for (Index status = 0; status < seed.cols(); ++status) {
    margins.columns.push_back(counts(age - first_marital_age, status));
    for (Index banner = 0; banner < seed.rows(); ++banner)
      seed(banner, status) =
          static_cast<double>(margins.rows[static_cast<std::size_t>(banner)] * margins.columns.back());
  }
  const CountTable by_banner = raked_counts(seed, margins, "marital status by banner");
  for (Index banner = 0; banner < seed.rows(); ++banner) {
    PersonIndex next = draft.cell(static_cast<std::size_t>(banner), sex, age).first;
    for (Index status = 0; status < seed.cols(); ++status)
      for (auto left = by_banner(banner, status); left > 0; --left)
        draft.marital[next++] = static_cast<Marital>(status);
  }
}

}  // namespace

Draft::Draft(const Place& the_place, const MonthZeroOptions& the_options)
    : place{the_place},
      options{the_options},
      random{Seed{.seed = the_options.seed, .replicate = 0}},
      eve{month_zero_of(the_place)} {}

void Draft::add_person(Key the_key, std::size_t in_banner, Sex of_sex, int at_age) {
  const auto person = static_cast<PersonIndex>(key.size());
  key.push_back(the_key);
  const int months = at_age * 12 + static_cast<int>(12.0 * uniform(person, Choice::month_of_birth));
  birth_month.push_back(eve - months);
  union_month.push_back(never);
  spouse.push_back(nobody);
  mother.push_back(nobody);
  father.push_back(nobody);
  next_housemate.push_back(person);
  first_birth.push_back(0);
  banner.push_back(static_cast<std::uint8_t>(in_banner));
  age.push_back(static_cast<std::uint8_t>(at_age));
  parity.push_back(0);
  birth_order.push_back(0);
  sex.push_back(of_sex);
  marital.push_back(Marital::never_married);
  education.push_back(Education::no_schooling);
  dwelling.push_back(Dwelling::family);
  residence.push_back(Residence::urban);
  registration.push_back(Registration::own_banner);
  conceived_month.push_back(never);
}

std::vector<PersonIndex> Draft::shuffled(const std::vector<PersonIndex>& list, Choice choice) const {
  std::vector<std::pair<std::uint64_t, PersonIndex>> ranks;
  ranks.reserve(list.size());
  for (const PersonIndex person : list) {
    const Draws words = draws(person, choice);
    ranks.emplace_back((static_cast<std::uint64_t>(words[1]) << 32) | words[2], person);
  }
  std::sort(ranks.begin(), ranks.end());
  std::vector<PersonIndex> order;
  order.reserve(list.size());
  for (const auto& rank : ranks) order.push_back(rank.second);
  return order;
}

PersonIndex Draft::add_spouse_elsewhere(PersonIndex of, int at_age) {
  const auto person = static_cast<PersonIndex>(persons());
  add_person(derived_key(key[of], static_cast<std::uint64_t>(Choice::spouse_elsewhere)), banner[of],
             is_woman(of) ? Sex::male : Sex::female, at_age);
  marital[person] = Marital::married;
  education[person] = education[of];
  spouse[person] = of;
  spouse[of] = person;
  return person;
}

void Draft::separate(PersonIndex person) {
  PersonIndex before = person;
  while (next_housemate[before] != person) before = next_housemate[before];
  next_housemate[before] = next_housemate[person];
  next_housemate[person] = person;
}

void add_persons(Draft& draft) {
  const auto counts = scaled_persons(draft.place, draft.options.scale);
  const Key root = derived_key(place_key(draft.place.slug), draft.options.seed);
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner)
    for (std::size_t sex = 0; sex < sex_count; ++sex)
      for (std::size_t age = 0; age < age_count; ++age) {
        const Key cell_key = derived_key(root, (banner * sex_count + sex) * age_count + age);
        const auto first = static_cast<PersonIndex>(draft.persons());
        const auto count = counts[sex](static_cast<Index>(banner), static_cast<Index>(age));
        for (std::int64_t ordinal = 0; ordinal < count; ++ordinal)
          draft.add_person(derived_key(cell_key, static_cast<std::uint64_t>(ordinal)), banner, static_cast<Sex>(sex),
                           static_cast<int>(age));
        draft.cells.push_back({first, static_cast<PersonIndex>(draft.persons())});
      }
  draft.residents = draft.persons();
}

void assign_schooling(Draft& draft) {
  for (const Sex sex : {Sex::male, Sex::female}) {
    const CountTable counts = schooling_by_age(draft, sex);
    for (int age = first_schooling_age; age <= oldest_age; ++age) assign_levels(draft, sex, age, counts);
  }
}

void assign_marital_status(Draft& draft) {
  for (const Sex sex : {Sex::male, Sex::female}) {
    const CountTable counts = marital_by_age(draft, sex);
    for (int age = first_marital_age; age <= oldest_age; ++age) assign_statuses(draft, sex, age, counts);
  }
}

}  // namespace kinfold
