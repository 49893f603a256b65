// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/arithmetic.hpp"
#include "population/synthesis/draft.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {
namespace {

/// How likely a next birth is by the years since the last, against the likeliest: mostly two to five years.
constexpr std::array<double, 12> by_interval{.15, .6, 1., 1., .9, .75, .6, .5, .42, .35, .28, .2};

/// Births of the twelve months before the census: infants of age 0, and those of them who died. Half of a year's deaths
/// after the first month fall upon the average infant of these twelve months.
double births_of_the_year(const Draft& draft) {
  double births = 0.0;
  for (const Sex sex : {Sex::male, Sex::female}) {
    const double dying = draft.place.death_probability[static_cast<std::size_t>(sex)][0];
    const double first_month = draft.place.infant_first_month_share;
    double infants = 0.0;
    for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner)
      infants += draft.cell(banner, sex, 0).size();
    births += infants / (1.0 - dying * (first_month + 0.5 * (1.0 - first_month)));
  }
  return births;
}

/// Births of a month against the same month a year before: the yearly changes stand at mid-year, linear between.
double change_at(const Place& place, Month month) {
  const auto& history = place.vital_history;
  const double time = static_cast<double>(month.index()) / 12.0 + Month::first_year + 0.5 / 12.0;
  for (std::size_t i = 0; i + 1 < history.size(); ++i) {
    const double left = history[i].year + 0.5;
    if (time < left || time >= left + 1.0) continue;
    return history[i].births_relative + (time - left) * (history[i + 1].births_relative - history[i].births_relative);
  }
  return history.empty() ? 1.0 : history.back().births_relative;
}

/// Deliveries in the census month and the eight after it.
std::vector<std::int64_t> deliveries(const Draft& draft) {
  const double births = births_of_the_year(draft);
  std::vector<double> exact;
  for (int month = 0; month < seeded_pregnancy_months; ++month)
    exact.push_back(births / 12.0 * change_at(draft.place, draft.place.census_month + month));
  return apportion(exact, std::llround(std::accumulate(exact.begin(), exact.end(), 0.0)));
}

/// The first month in which a woman may have conceived her present pregnancy.
Month earliest_conception(const Draft& draft, PersonIndex woman) {
  const Month first = draft.place.census_month - seeded_pregnancy_months;
  if (draft.parity[woman] == 0) return first;
  return std::max(first,
                  draft.births[draft.first_birth[woman] + draft.parity[woman] - 1u].month + seeded_postpartum_months);
}

bool may_be_pregnant(const Draft& draft, PersonIndex woman) {
  return draft.is_woman(woman) && draft.has_resident_spouse(woman) && draft.age[woman] < 50 &&
         draft.union_month[woman] <= draft.eve && earliest_conception(draft, woman) <= draft.eve;
}

/// Against other women of her age and parity.
double interval_weight(const Draft& draft, PersonIndex woman) {
  if (draft.parity[woman] == 0) return 1.0;
  const Month last = draft.births[draft.first_birth[woman] + draft.parity[woman] - 1u].month;
  return by_interval[static_cast<std::size_t>(std::min((draft.eve - last) / 12, 11))];
}

/// Lower comes first: an exponential waiting time at the woman's own rate, so that chances follow the weights
/// (Efraimidis and Spirakis 2006).
double waiting_time(const Draft& draft, PersonIndex woman) {
  return -logarithm(draft.uniform(woman, Choice::pregnancy)) / interval_weight(draft, woman);
}

using Candidates = std::vector<std::pair<double, PersonIndex>>;

/// No more than this share of the women of an age and parity is pregnant at once, unless there are too few of all ages.
constexpr double most_pregnant = 0.5;

/// Takes the women who come first, up to a share of the list; returns how many are still wanted.
std::int64_t take(Candidates& candidates, double share, std::int64_t wanted, std::vector<PersonIndex>& chosen) {
  auto left = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(candidates.size())));
  for (; wanted > 0 && left > 0; --wanted, --left) {
    chosen.push_back(candidates.back().second);
    candidates.pop_back();
  }
  return wanted;
}

/// Chooses as many women of each age as the fertility schedule asks for at one order. What an age cannot meet goes to
/// the next: nobody is married below the legal age, so births before it fall to the youngest wives.
void choose(std::vector<Candidates>& by_age, const std::vector<std::int64_t>& wanted,
            std::vector<PersonIndex>& chosen) {
  std::int64_t carried = 0;
  for (std::size_t age = 0; age < by_age.size(); ++age) {
    std::sort(by_age[age].begin(), by_age[age].end(), std::greater<>{});
    carried = take(by_age[age], most_pregnant, wanted[age] + carried, chosen);
  }
  for (std::size_t age = by_age.size(); age-- > 0;) carried = take(by_age[age], 1.0, carried, chosen);
}

/// Her step in the fertility schedule: completed years in the middle of the nine months of delivery, from 15.
int schedule_step(const Draft& draft, PersonIndex woman) {
  return (draft.place.census_month + seeded_pregnancy_months / 2 - draft.birth_month[woman]) / 12 - first_fertile_age;
}

/// Women who will deliver within nine months, by age at delivery and order as the fertility schedule has them.
std::vector<PersonIndex> choose_women(const Draft& draft, std::int64_t pregnancies) {
  std::array<std::vector<Candidates>, table_order_count> candidates;
  candidates.fill(std::vector<Candidates>(fertile_age_count));
  std::vector<double> births(fertile_age_count * table_order_count);
  for (PersonIndex woman = 0; woman < draft.residents; ++woman) {
    if (!draft.is_woman(woman)) continue;
    const int step = schedule_step(draft, woman);
    if (step < 0 || step >= static_cast<int>(fertile_age_count)) continue;
    const auto age = static_cast<std::size_t>(step);
    for (std::size_t order = 0; order < table_order_count; ++order)
      births[order * fertile_age_count + age] += draft.place.fertility[age][order];
    if (!may_be_pregnant(draft, woman)) continue;
    const std::size_t order = std::min<std::size_t>(draft.parity[woman], table_order_count - 1);
    candidates[order][age].emplace_back(waiting_time(draft, woman), woman);
  }
  const auto wanted = apportion(births, pregnancies);
  std::vector<PersonIndex> chosen;
  for (std::size_t order = 0; order < table_order_count; ++order) {
    const auto from = wanted.begin() + static_cast<std::ptrdiff_t>(order * fertile_age_count);
    choose(candidates[order], {from, from + fertile_age_count}, chosen);
  }
  return chosen;
}

/// Gives each woman a month of conception: those who may have conceived only lately choose first.
void date_pregnancies(Draft& draft, const std::vector<PersonIndex>& women, std::vector<std::int64_t> left) {
  auto order = draft.shuffled(women, Choice::pregnancy_month);
  std::stable_sort(order.begin(), order.end(), [&](PersonIndex a, PersonIndex b) {
    return earliest_conception(draft, a) > earliest_conception(draft, b);
  });
  const Month first = draft.place.census_month - seeded_pregnancy_months;
  for (const PersonIndex woman : order) {
    std::int64_t open = 0;
    const auto from = static_cast<std::size_t>(earliest_conception(draft, woman) - first);
    for (std::size_t month = from; month < left.size(); ++month) open += left[month];
    auto place =
        static_cast<std::int64_t>(draft.uniform(woman, Choice::pregnancy_month, 1) * static_cast<double>(open));
    for (std::size_t month = from; month < left.size() && open > 0; ++month) {
      if (place >= left[month]) {
        place -= left[month];
        continue;
      }
      --left[month];
      draft.conceived_month[woman] = first + static_cast<int>(month);
      break;
    }
  }
}

}  // namespace

void assign_pregnancies(Draft& draft) {
  const auto months = deliveries(draft);
  const auto total = std::accumulate(months.begin(), months.end(), std::int64_t{0});
  date_pregnancies(draft, choose_women(draft, total), months);
}

}  // namespace kinfold
