// SPDX-License-Identifier: Apache-2.0
#include "population/newcomers.hpp"

#include <algorithm>

namespace kinfold {
namespace {

/// The place in `shares` (that sum to 1) at which their running sum passes `uniform`.
template <class Shares>
std::size_t drawn_place(const Shares& shares, double uniform) {
  std::size_t place = 0;
  while (place + 1 < std::size(shares) && uniform >= shares[place]) uniform -= shares[place++];
  return place;
}

}  // namespace

Education drawn_education(const Place& place, Sex sex, int age, double uniform) {
  for (const EducationAtAge& group : place.education_by_age[static_cast<std::size_t>(sex)])
    if (age >= group.first_age && age <= group.last_age)
      return static_cast<Education>(drawn_place(group.shares, uniform));
  return Education::no_schooling;
}

Marital drawn_marital(const Place& place, Sex sex, int age, double uniform) {
  const auto row = static_cast<std::size_t>(std::clamp(age, 0, oldest_age));
  return static_cast<Marital>(drawn_place(place.marital_by_age[static_cast<std::size_t>(sex)][row], uniform));
}

int drawn_parity(const Place& place, int age, double uniform) {
  const int row = std::clamp(age - first_parity_age, 0, static_cast<int>(parity_age_count) - 1);
  return age < first_parity_age
             ? 0
             : static_cast<int>(drawn_place(place.parity_by_age[static_cast<std::size_t>(row)], uniform));
}

Registration drawn_outside_registration(const Place& place, std::size_t banner, double uniform) {
  const auto& counts = place.registration[banner];
  const auto league = static_cast<double>(counts[static_cast<std::size_t>(Registration::other_league)]);
  const auto province = static_cast<double>(counts[static_cast<std::size_t>(Registration::other_province)]);
  return uniform * (league + province) < league ? Registration::other_league : Registration::other_province;
}

}  // namespace kinfold
