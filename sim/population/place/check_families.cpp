// SPDX-License-Identifier: Apache-2.0
// Whether the tables that tell of the same children agree: those who live here were borne by somebody.
#include <algorithm>
#include <array>
#include <cmath>

#include "population/place/place_reader.hpp"

namespace kinfold {
namespace {

/// Their mothers are 15 to 63: within the ages of `children_ever_born.csv`.
constexpr int oldest_child = 14;

/// Mothers between two ages in completed years, both included.
struct MothersBetween {
  int youngest;
  int oldest;
  bool include(int age) const { return youngest <= age && age <= oldest; }
};

/// Of women up to 34 nearly all children are still that young, so that living here and ever born speak of the same
/// ones. Of elder women many are grown: there only coarse mistakes show.
constexpr std::array<MothersBetween, 2> groups{{{first_parity_age, 34}, {35, 64}}};

const std::string persons_file = "population.csv", parity_file = "children_ever_born.csv",
                  mothers_file = "mothers_age.csv", registration_file = "registration.csv",
                  assumptions_file = "assumptions.csv";
const std::string local = "mothers_here_local", outside = "mothers_here_outside";

double children_aged(const Place& place, int age) {
  return static_cast<double>(place.persons_at(Sex::male, age) + place.persons_at(Sex::female, age));
}

/// Small children of the place whose mothers, by the ages at which women bore in those years, are now of these ages.
double children_here(const Place& place, const MothersBetween& mothers) {
  double sum = 0.0;
  for (int age = 0; age <= oldest_child; ++age) {
    const auto& at_birth = place.family_history.mothers_ages(place.census_month.year() - age);
    for (std::size_t row = 0; row < at_birth.size(); ++row)
      if (mothers.include(first_mothers_age + static_cast<int>(row) + age))
        sum += children_aged(place, age) * at_birth[row];
  }
  return sum;
}

double children_ever_born(const Place& place, int age) {
  const auto& shares = place.parity_by_age[static_cast<std::size_t>(age - first_parity_age)];
  double mean = 0.0;
  for (std::size_t parity = 0; parity < shares.size(); ++parity) mean += static_cast<double>(parity) * shares[parity];
  return mean * static_cast<double>(place.persons_at(Sex::female, age));
}

double children_borne(const Place& place, const MothersBetween& mothers) {
  double sum = 0.0;
  for (int age = mothers.youngest; age <= mothers.oldest; ++age) sum += children_ever_born(place, age);
  return sum;
}

/// Share of residents' mothers who live here at least: the lowest value in which the place believes.
double mothers_here_at_least(const Place& place) {
  double here = 0.0;
  for (const auto& counts : place.registration)
    for (std::size_t registered = 0; registered < registration_count; ++registered) {
      const bool is_local = registered_in_city(static_cast<Registration>(registered));
      here += static_cast<double>(counts[registered]) * place.assumptions.at(is_local ? local : outside).lowest;
    }
  return here / static_cast<double>(place.total_persons());
}

std::string whole(double number) { return std::to_string(std::llround(number)); }

std::string ages(const MothersBetween& mothers) {
  return "ages " + std::to_string(mothers.youngest) + " to " + std::to_string(mothers.oldest);
}

}  // namespace

bool PlaceReader::are_sound(const Names& tables) const {
  return std::none_of(problems_.list().begin(), problems_.list().end(), [&](const Problem& problem) {
    return std::any_of(tables.begin(), tables.end(),
                       [&](const std::string& name) { return problem.where.file == (folder_ / name).string(); });
  });
}

void PlaceReader::check_families() {
  if (!has_persons_ || !are_sound({persons_file, parity_file, mothers_file, registration_file, assumptions_file}))
    return;
  if (!place_.assumptions.contains(local) || !place_.assumptions.contains(outside)) return;
  const double at_least = mothers_here_at_least(place_);
  for (const MothersBetween& mothers : groups) {
    const double here = children_here(place_, mothers), borne = children_borne(place_, mothers);
    if (borne >= at_least * here) continue;
    problems_.add({{(folder_ / parity_file).string()},
                   ages(mothers) + ": women of the place have borne " + whole(borne) + " children",
                   "must be at least " + whole(at_least * here) + ": " + persons_file + ", ages 0 to " +
                       std::to_string(oldest_child) + ", has " + whole(here) +
                       " children of mothers of these ages (by " + mothers_file + "), of whom at least " +
                       whole(100.0 * at_least) + " % have theirs here (by " + registration_file + " and the lowest " +
                       local + " and " + outside + ")",
                   "correct these ages in one of the two tables"});
  }
}

}  // namespace kinfold
