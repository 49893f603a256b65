// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/arithmetic.hpp"
#include "population/synthesis/draft.hpp"

namespace kinfold {
namespace {

// What makes people likelier to live in the country part of a banner, in log odds (modelled: the census of Ordos has
// older and less schooled people there). Chance has the spread of a standard logistic variable.
constexpr double rural_by_year_of_age = 0.03;
constexpr double rural_by_schooling_level = -0.5;
constexpr double rural_in_dormitory = -0.8;

// What makes people likelier to be registered outside their banner of residence, on a scale from 0 to 1 (modelled:
// movers are of working age, live in towns and dormitories, and households mostly move together).
constexpr double share_of_household = 0.7;
constexpr double outside_by_distance_from_40 = -0.006;  ///< per year of age
constexpr double outside_in_town = 0.15;
constexpr double outside_in_dormitory = 0.25;
constexpr double outside_with_spouse_elsewhere = 0.25;

/// Everybody tied to the person: the household, and the spouse's if the two live apart. They share town or country.
class Clusters {
 public:
  explicit Clusters(const Draft& draft) : head_(draft.persons()) {
    std::iota(head_.begin(), head_.end(), PersonIndex{0});
    for (PersonIndex person = 0; person < draft.persons(); ++person) {
      tie(person, draft.next_housemate[person]);
      if (draft.spouse[person] != nobody) tie(person, draft.spouse[person]);
    }
    for (PersonIndex person = 0; person < draft.persons(); ++person) head_[person] = find(person);
  }
  PersonIndex head(PersonIndex person) const { return head_[person]; }

 private:
  PersonIndex find(PersonIndex person) {
    while (head_[person] != person) person = head_[person] = head_[head_[person]];
    return person;
  }
  void tie(PersonIndex one, PersonIndex other) {
    one = find(one);
    other = find(other);
    head_[std::max(one, other)] = std::min(one, other);
  }
  std::vector<PersonIndex> head_;
};

double rural_score(const Draft& draft, PersonIndex person) {
  return rural_by_year_of_age * draft.age[person] +
         rural_by_schooling_level * schooling_level(draft.education[person]) +
         (draft.dwelling[person] == Dwelling::collective ? rural_in_dormitory : 0.0);
}

struct Neighbours {
  double score = 0.0;
  PersonIndex adults = 0;
  PersonIndex size = 0;
};

/// Residents of each cluster of a banner, with the mean score of its adults and a chance of its own.
std::vector<std::pair<double, PersonIndex>> ranked_clusters(const Draft& draft, const Clusters& clusters, Stretch range,
                                                            std::vector<Neighbours>& neighbours) {
  for (PersonIndex person = range.first; person < range.end; ++person) {
    Neighbours& cluster = neighbours[clusters.head(person)];
    ++cluster.size;
    if (draft.age[person] < age_of_majority) continue;
    ++cluster.adults;
    cluster.score += rural_score(draft, person);
  }
  std::vector<std::pair<double, PersonIndex>> ranks;
  for (PersonIndex person = range.first; person < range.end; ++person) {
    const Neighbours& cluster = neighbours[person];
    if (cluster.size == 0) continue;
    const double mean = cluster.adults > 0 ? cluster.score / cluster.adults : 0.0;
    ranks.emplace_back(-(mean + log_odds(draft.uniform(person, Choice::neighbourhood))), person);
  }
  std::sort(ranks.begin(), ranks.end());
  return ranks;
}

/// Registered where: households mostly together, movers first.
double outside_score(const Draft& draft, PersonIndex person, PersonIndex household) {
  const double common = draft.uniform(household, Choice::registration);
  double score =
      share_of_household * common + (1.0 - share_of_household) * draft.uniform(person, Choice::registration, 1);
  score += outside_by_distance_from_40 * std::abs(draft.age[person] - 40.0);
  if (draft.residence[person] == Residence::urban) score += outside_in_town;
  if (draft.dwelling[person] == Dwelling::collective) score += outside_in_dormitory;
  if (draft.spouse[person] != nobody && !draft.lives_here(draft.spouse[person])) score += outside_with_spouse_elsewhere;
  return score;
}

/// A child is registered like its mother, else like its father: most, but not all.
double score_of(const Draft& draft, const Clusters& clusters, PersonIndex person) {
  PersonIndex like = person;
  if (draft.age[person] < age_of_majority) {
    if (draft.mother[person] != nobody)
      like = draft.mother[person];
    else if (draft.father[person] != nobody)
      like = draft.father[person];
  }
  const double own = like == person ? 0.0 : 0.05 * (draft.uniform(person, Choice::registration, 2) - 0.5);
  return outside_score(draft, like, clusters.head(like)) + own;
}

/// Where outsiders come from: the household's common draw, a little blurred, from nearest to furthest.
double origin_score(const Draft& draft, const Clusters& clusters, PersonIndex person) {
  return 0.9 * draft.uniform(clusters.head(person), Choice::outside_origin) +
         0.1 * draft.uniform(person, Choice::outside_origin, 1);
}

void assign_registration(Draft& draft, const Clusters& clusters, std::size_t banner) {
  const Stretch range = draft.in_banner(banner);
  const auto& census = draft.place.registration[banner];
  const auto counts = apportion({census.begin(), census.end()}, range.size());
  std::vector<std::pair<double, PersonIndex>> ranks;
  for (PersonIndex person = range.first; person < range.end; ++person)
    ranks.emplace_back(score_of(draft, clusters, person), person);
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(ranks.begin(), ranks.begin() + counts[0]);
  for (auto& [score, person] : ranks) score = origin_score(draft, clusters, person);
  std::sort(ranks.begin(), ranks.end());
  auto next = ranks.begin();
  for (std::size_t where = 1; where < registration_count; ++where)
    for (auto left = counts[where]; left > 0; --left, ++next)
      draft.registration[next->second] = static_cast<Registration>(where);
}

}  // namespace

void assign_residence(Draft& draft) {
  const Clusters clusters{draft};
  std::vector<Neighbours> neighbours(draft.persons());
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    const Stretch range = draft.in_banner(banner);
    const Banner& census = draft.place.banners[banner];
    const double share = static_cast<double>(census.rural_persons) / std::max(1.0, static_cast<double>(census.persons));
    auto left = static_cast<PersonIndex>(std::llround(share * range.size()));
    for (const auto& [score, head] : ranked_clusters(draft, clusters, range, neighbours)) {
      if (neighbours[head].size > left) {
        neighbours[head].size = 0;
        continue;
      }
      left -= neighbours[head].size;
    }
    // Clusters that went to the country kept their size.
    for (PersonIndex person = range.first; person < range.end; ++person)
      draft.residence[person] = neighbours[clusters.head(person)].size > 0 ? Residence::rural : Residence::urban;
  }
  for (auto person = static_cast<PersonIndex>(draft.residents); person < draft.persons(); ++person)
    draft.residence[person] = draft.residence[draft.spouse[person]];
}

void assign_registration(Draft& draft) {
  const Clusters clusters{draft};
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner)
    assign_registration(draft, clusters, banner);
  for (auto person = static_cast<PersonIndex>(draft.residents); person < draft.persons(); ++person)
    draft.registration[person] = draft.registration[draft.spouse[person]];
}

}  // namespace kinfold
