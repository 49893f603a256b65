// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/arithmetic.hpp"
#include "population/synthesis/draft.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {
namespace {

using Eigen::Index;

/// Of the students of 15–19, no more than this share boards, whatever the assumption says: the rest live at home.
constexpr double most_boarders = 0.75;
constexpr int youngest_boarder = 15;
constexpr int oldest_boarder = 19;
constexpr int pension_age = 65;

/// Persons per household of two and more, by banner.
std::vector<double> mean_sizes(const Place& place) {
  std::vector<double> means;
  for (const Banner& banner : place.banners)
    means.push_back(static_cast<double>(banner.family_household_persons - banner.one_person_households) /
                    std::max(1.0, static_cast<double>(banner.family_households - banner.one_person_households)));
  return means;
}

/// Tilts each banner's sizes towards larger or smaller households until raking leaves its mean size where it should be.
Eigen::ArrayXXd tilted_seed(const std::vector<std::int64_t>& sizes, const Margins& margins,
                            const std::vector<double>& means) {
  constexpr int rounds = 60;
  std::vector<double> tilt(means.size(), 0.0);
  Eigen::ArrayXXd seed(std::ssize(means), std::ssize(margins.columns));
  for (int round = 0; round < rounds; ++round) {
    for (Index banner = 0; banner < seed.rows(); ++banner)
      for (Index size = 0; size < seed.cols(); ++size)
        seed(banner, size) = static_cast<double>(margins.rows[static_cast<std::size_t>(banner)]) *
                             static_cast<double>(sizes[static_cast<std::size_t>(size) + 1]) *
                             exponential(tilt[static_cast<std::size_t>(banner)] * static_cast<double>(size));
    const Eigen::ArrayXXd raked = rake(seed, margins, "households by banner and size").table;
    for (Index banner = 0; banner < seed.rows(); ++banner) {
      double households = 0.0;
      double persons = 0.0;
      double squares = 0.0;
      for (Index size = 0; size < seed.cols(); ++size) {
        const double members = static_cast<double>(size + 2);
        households += raked(banner, size);
        persons += raked(banner, size) * members;
        squares += raked(banner, size) * members * members;
      }
      if (households <= 0.0) continue;
      const double mean = persons / households;
      const double variance = std::max(0.05, squares / households - mean * mean);
      tilt[static_cast<std::size_t>(banner)] += (means[static_cast<std::size_t>(banner)] - mean) / variance;
    }
  }
  return seed;
}

}  // namespace

std::int64_t Draft::collective_places(std::size_t in_banner_number) const {
  std::int64_t places = in_banner(in_banner_number).size();
  for (Index size = 0; size < homes.cols(); ++size)
    places -= homes(static_cast<Index>(in_banner_number), size) * (size + 1);
  // Where nobody lives in collective households, rounding may plan a few members more than there are people.
  return std::max<std::int64_t>(places, 0);
}

void plan_households(Draft& draft) {
  const Place& place = draft.place;
  const auto scaled = [&](double number) { return std::llround(draft.options.scale * number); };
  std::vector<double> by_size{place.household_sizes.begin(), place.household_sizes.end()};
  std::vector<double> alone;
  std::vector<double> shared;
  for (const Banner& banner : place.banners) {
    alone.push_back(static_cast<double>(banner.one_person_households));
    shared.push_back(static_cast<double>(banner.family_households - banner.one_person_households));
  }
  const auto sizes = apportion(by_size, scaled(std::accumulate(by_size.begin(), by_size.end(), 0.0)));
  const auto one_person = apportion(alone, sizes[0]);
  Margins margins;
  margins.columns.assign(sizes.begin() + 1, sizes.end());
  margins.rows = apportion(shared, std::accumulate(margins.columns.begin(), margins.columns.end(), std::int64_t{0}));
  const CountTable larger =
      raked_counts(tilted_seed(sizes, margins, mean_sizes(place)), margins, "households by banner and size");
  draft.homes.resize(larger.rows(), larger.cols() + 1);
  for (Index banner = 0; banner < larger.rows(); ++banner)
    draft.homes(banner, 0) = one_person[static_cast<std::size_t>(banner)];
  draft.homes.rightCols(larger.cols()) = larger;
}

void board_students(Draft& draft) {
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    std::vector<std::pair<double, PersonIndex>> students;
    for (const Sex sex : {Sex::male, Sex::female})
      for (int age = youngest_boarder; age <= oldest_boarder; ++age)
        for (PersonIndex person = draft.cell(banner, sex, age).first; person < draft.cell(banner, sex, age).end;
             ++person) {
          // Those beyond compulsory schooling come first: half a rank ahead.
          const double ahead = draft.education[person] >= Education::senior_secondary ? 0.5 : 0.0;
          students.emplace_back(draft.uniform(person, Choice::dormitory) - ahead, person);
        }
    std::sort(students.begin(), students.end());
    const double wanted =
        draft.place.assumption("collective_student_share") * static_cast<double>(draft.collective_places(banner));
    const auto count = static_cast<std::size_t>(std::min(wanted, most_boarders * static_cast<double>(students.size())));
    for (std::size_t i = 0; i < count; ++i) draft.dwelling[students[i].second] = Dwelling::collective;
  }
}

namespace {

/// Lower comes first into a dormitory: men whose wives are elsewhere, then the unmarried, then the rest by chance.
double distance_to_dormitory(const Draft& draft, PersonIndex person) {
  double ahead = 0.0;
  if (draft.marital[person] == Marital::married) ahead = draft.has_resident_spouse(person) ? 0.3 : 0.5;
  if (draft.marital[person] == Marital::never_married) ahead = 0.3;
  return draft.uniform(person, Choice::dormitory) - ahead;
}

/// People of one sex in a banner who belong to no family household of two or more, nearest to a dormitory first.
std::vector<PersonIndex> unhoused(const Draft& draft, std::size_t banner, Sex sex, bool old) {
  std::vector<std::pair<double, PersonIndex>> ranks;
  for (int age = old ? pension_age : youngest_boarder; age <= (old ? oldest_age : pension_age - 1); ++age) {
    const Stretch cell = draft.cell(banner, sex, age);
    for (PersonIndex person = cell.first; person < cell.end; ++person)
      if (draft.dwelling[person] == Dwelling::family && draft.is_alone(person))
        ranks.emplace_back(distance_to_dormitory(draft, person), person);
  }
  std::sort(ranks.begin(), ranks.end());
  std::vector<PersonIndex> list;
  for (const auto& rank : ranks) list.push_back(rank.second);
  return list;
}

std::int64_t boarders(const Draft& draft, std::size_t banner, Sex sex) {
  std::int64_t count = 0;
  for (int age = youngest_boarder; age <= oldest_boarder; ++age) {
    const Stretch cell = draft.cell(banner, sex, age);
    for (PersonIndex person = cell.first; person < cell.end; ++person)
      count += draft.dwelling[person] == Dwelling::collective;
  }
  return count;
}

/// Sends up to `count` of the list to a dormitory and returns how many went.
std::int64_t send(Draft& draft, const std::vector<PersonIndex>& list, std::int64_t count, std::size_t already = 0) {
  std::int64_t sent = 0;
  for (std::size_t i = already; i < list.size() && sent < count; ++i, ++sent)
    draft.dwelling[list[i]] = Dwelling::collective;
  return sent;
}

void fill_dormitories(Draft& draft, std::size_t banner) {
  const double places = static_cast<double>(draft.collective_places(banner));
  const double male_share = draft.place.assumption("collective_male_share");
  const double old_share = draft.place.assumption("collective_old_share");
  const std::int64_t men = std::llround(places * male_share);
  std::array<std::int64_t, sex_count> left{men, draft.collective_places(banner) - men};
  std::array<std::vector<PersonIndex>, sex_count> younger;
  std::array<std::int64_t, sex_count> sent{};
  for (const Sex sex : {Sex::male, Sex::female}) {
    const auto s = static_cast<std::size_t>(sex);
    left[s] -= boarders(draft, banner, sex);
    const auto old = static_cast<std::int64_t>(
        std::llround(places * old_share * (sex == Sex::male ? male_share : 1.0 - male_share)));
    left[s] -= send(draft, unhoused(draft, banner, sex, true), std::min(old, left[s]));
    younger[s] = unhoused(draft, banner, sex, false);
    sent[s] = send(draft, younger[s], left[s]);
    left[s] -= sent[s];
  }
  // Places that one sex leaves empty go to the other, and what is then left to the old.
  for (std::size_t s = 0; s < sex_count; ++s) {
    const std::int64_t more = send(draft, younger[1 - s], left[s], static_cast<std::size_t>(sent[1 - s]));
    sent[1 - s] += more;
    left[s] -= more;
    for (const Sex sex : {Sex::male, Sex::female}) left[s] -= send(draft, unhoused(draft, banner, sex, true), left[s]);
  }
}

}  // namespace

void fill_dormitories(Draft& draft) {
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) fill_dormitories(draft, banner);
  // Spouses who are both in collective households share a room.
  for (PersonIndex person = 0; person < draft.residents; ++person)
    if (draft.is_woman(person) && draft.has_resident_spouse(person) && draft.dwelling[person] == Dwelling::collective &&
        draft.dwelling[draft.spouse[person]] == Dwelling::collective)
      draft.unite(person, draft.spouse[person]);
}

}  // namespace kinfold
