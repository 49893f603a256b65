// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "core/arithmetic.hpp"
#include "population/synthesis/children.hpp"
#include "population/synthesis/draft.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {
namespace {

using Eigen::Index;

// Mother's age at birth = her completed age less the child's. From 16 to 49, so that to the month nobody gives birth
// before 15 or after 50.
constexpr int first_age = 16;
constexpr std::size_t age_steps = 34;
constexpr std::size_t longest_gap = 18;
constexpr std::size_t order_count = parity_count - 1;

/// Relative frequency of 1, 2, … 18 years (completed ages apart) between a birth and the next: modelled on Chinese
/// closed intervals, mostly two to five years, long under the one-child rule.
constexpr std::array<double, longest_gap> gap_weights{.050, .135, .165, .150, .120, .090, .070, .055, .043,
                                                      .033, .025, .019, .014, .010, .008, .006, .004, .003};
/// Share of women with one, two, … children who would go on if observed long enough: with it, those with a recent birth
/// have had less time to go on.
constexpr std::array<double, order_count> goes_on{.55, .12, .10, .10, .0};

/// Years by which first births came earlier for each year back, and how far back that holds: mean age at first birth
/// 26.6 in 2020 and about 23.6 in 1990.
constexpr double earlier_each_year = 0.1;
constexpr int years_of_delay = 30;

/// Births by age of later order fall with fecundity: half at 41 (behavioural model, 2.4).
double later_birth(int age) { return logistic(-0.35 * (age - 41.0)); }

/// How often first births happen at an age so many years ago: the schedule of the place, moved to younger ages.
double first_birth(const Place& place, int age, int years_ago) {
  constexpr double never_quite_zero = 1e-6;
  const double now = age + earlier_each_year * std::min(years_ago, years_of_delay) - first_fertile_age;
  const auto left = static_cast<std::size_t>(std::max(0.0, now));
  if (now < 0.0 || left + 1 >= fertile_age_count) return never_quite_zero;
  const double part = now - static_cast<double>(left);
  return never_quite_zero + (1.0 - part) * place.fertility[left][0] + part * place.fertility[left + 1][0];
}

std::array<double, longest_gap> cumulated_gaps() {
  std::array<double, longest_gap> sums{};
  double sum = 0.0;
  for (std::size_t i = 0; i < longest_gap; ++i) sums[i] = sum += gap_weights[i];
  return sums;
}

/// Chance of no further birth in the completed years since the last.
double not_gone_on(std::size_t parity, int years) {
  static const std::array<double, longest_gap> sums = cumulated_gaps();
  if (years == 0) return 1.0;
  const auto last = static_cast<std::size_t>(std::min<int>(years, longest_gap)) - 1;
  return 1.0 - goes_on[parity - 1] * sums[last];
}

}  // namespace

/// All birth histories that lead women of one age to a parity, with their relative frequency: a chain over the age at
/// the first, second, … birth, which forward and backward sums over the chain make cheap to add up and to draw from.
class BirthHistories {
 public:
  using ByAge = std::array<double, age_steps>;

  BirthHistories(const Place& place, int age, const YearWeights& years) : age_{age} {
    for (std::size_t step = 0; step < age_steps && years_ago(step) >= 0; ++step) {
      const double year = years_ago(step) < minor_years ? years[static_cast<std::size_t>(years_ago(step))] : 1.0;
      later_[step] = year * later_birth(first_age + static_cast<int>(step));
      forward_[0][step] = year * first_birth(place, first_age + static_cast<int>(step), years_ago(step));
    }
    for (std::size_t order = 1; order < order_count; ++order)
      for (std::size_t step = 0; step < age_steps; ++step)
        for (std::size_t gap = 1; gap <= std::min(step, longest_gap); ++gap)
          forward_[order][step] += later_[step] * forward_[order - 1][step - gap] * gap_weights[gap - 1];
  }

  /// Whether any history leads to the parity at this age.
  bool possible(std::size_t parity) const {
    for (std::size_t step = 0; step < age_steps; ++step)
      if (forward_[parity - 1][step] > 0.0 && years_ago(step) >= 0) return true;
    return false;
  }

  /// Adds the births that `women` of the parity are expected to have had so many years ago.
  void add_expected(std::size_t parity, double women, YearWeights& births) const {
    ByAge backward = last_weights(parity);
    double all = 0.0;
    for (std::size_t step = 0; step < age_steps; ++step) all += forward_[parity - 1][step] * backward[step];
    for (std::size_t order = parity; order-- > 0;) {
      for (std::size_t step = 0; step < age_steps; ++step)
        if (const int ago = years_ago(step); ago >= 0 && ago < minor_years)
          births[static_cast<std::size_t>(ago)] += women * forward_[order][step] * backward[step] / all;
      if (order > 0) backward = one_birth_earlier(backward);
    }
  }

  /// Completed years ago of each birth, youngest child first. `place` in (0, 1) chooses the last birth, `others` the
  /// earlier ones.
  std::vector<int> draw(std::size_t parity, double place, const std::array<double, order_count>& others) const {
    std::vector<int> ages;
    ByAge weights = forward_[parity - 1];
    const ByAge last = last_weights(parity);
    for (std::size_t step = 0; step < age_steps; ++step) weights[step] *= last[step];
    std::size_t step = choose(weights, place);
    ages.push_back(years_ago(step));
    for (std::size_t order = parity - 1; order-- > 0;) {
      weights.fill(0.0);
      for (std::size_t gap = 1; gap <= std::min(step, longest_gap); ++gap)
        weights[step - gap] = forward_[order][step - gap] * gap_weights[gap - 1];
      step = choose(weights, others[order]);
      ages.push_back(years_ago(step));
    }
    return ages;
  }

 private:
  int years_ago(std::size_t step) const { return age_ - first_age - static_cast<int>(step); }

  ByAge last_weights(std::size_t parity) const {
    ByAge weights{};
    for (std::size_t step = 0; step < age_steps && years_ago(step) >= 0; ++step)
      weights[step] = not_gone_on(parity, years_ago(step));
    return weights;
  }

  ByAge one_birth_earlier(const ByAge& backward) const {
    ByAge earlier{};
    for (std::size_t step = 0; step < age_steps; ++step)
      for (std::size_t gap = 1; gap <= std::min(step, longest_gap); ++gap)
        earlier[step - gap] += gap_weights[gap - 1] * later_[step] * backward[step];
    return earlier;
  }

  static std::size_t choose(const ByAge& weights, double place) {
    double sum = 0.0;
    for (const double weight : weights) sum += weight;
    double left = place * sum;
    std::size_t chosen = 0;
    for (std::size_t step = 0; step < age_steps; ++step) {
      if (weights[step] <= 0.0) continue;
      chosen = step;
      if ((left -= weights[step]) < 0.0) break;
    }
    return chosen;
  }

  int age_;
  std::array<ByAge, order_count> forward_{};
  ByAge later_{};
};

namespace {

/// Women who have ever married, of one banner and age.
std::vector<PersonIndex> ever_married(const Draft& draft, std::size_t banner, int age) {
  std::vector<PersonIndex> list;
  const Stretch cell = draft.cell(banner, Sex::female, age);
  for (PersonIndex woman = cell.first; woman < cell.end; ++woman)
    if (draft.marital[woman] != Marital::never_married) list.push_back(woman);
  return list;
}

/// Shares of all women of an age by parity. Beyond the table mothers have had as many children as their cohort, in town
/// or country as many bore them there; five stand for five and over. As many are childless as at the table's last age.
std::array<double, parity_count> parity_shares(const Place& place, int age) {
  const int last = first_parity_age + static_cast<int>(parity_age_count) - 1;
  auto shares =
      place.parity_by_age[static_cast<std::size_t>(std::clamp(age, first_parity_age, last) - first_parity_age)];
  if (age <= last) return shares;
  const int born = (month_zero_of(place) - 12 * age).year();
  const double urban = place.town_share_at_births(born);
  const auto& in_town = place.family_history.children_of_mothers(born, Residence::urban);
  const auto& in_country = place.family_history.children_of_mothers(born, Residence::rural);
  const double mothers = 1.0 - shares[0];
  std::fill(shares.begin() + 1, shares.end(), 0.0);
  for (std::size_t children = 1; children <= most_children; ++children)
    shares[std::min(children, parity_count - 1)] +=
        mothers * (urban * in_town[children - 1] + (1.0 - urban) * in_country[children - 1]);
  return shares;
}

/// Children under 18 per ever-married woman of 22–49, against the whole place, on the log scale, by banner.
std::vector<double> family_size_of_banners(const Draft& draft) {
  std::vector<double> ratios;
  double all_children = 0.0;
  double all_women = 0.0;
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    double children = 0.0;
    double women = 0.0;
    for (int age = 0; age < age_of_majority; ++age)
      children += draft.cell(banner, Sex::male, age).size() + draft.cell(banner, Sex::female, age).size();
    for (int age = 22; age <= 49; ++age) women += static_cast<double>(ever_married(draft, banner, age).size());
    ratios.push_back((children + 1.0) / (women + 1.0));
    all_children += children;
    all_women += women;
  }
  for (double& ratio : ratios) ratio = logarithm(ratio * (all_women + 1.0) / (all_children + 1.0));
  return ratios;
}

/// Gives the ever-married women of one age their parities: the place's shares, more children where more children live.
void assign_parities(Draft& draft, int age, const std::vector<double>& family_size) {
  const auto shares = parity_shares(draft.place, age);
  double women = 0.0;
  std::vector<std::vector<PersonIndex>> lists;
  Margins margins;
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    lists.push_back(draft.shuffled(ever_married(draft, banner, age), Choice::parity));
    margins.rows.push_back(std::ssize(lists.back()));
    women += draft.cell(banner, Sex::female, age).size();
  }
  std::int64_t married = 0;
  for (const auto count : margins.rows) married += count;
  std::vector<double> wanted{std::max(1e-9, static_cast<double>(married) - (1.0 - shares[0]) * women)};
  for (std::size_t parity = 1; parity < parity_count; ++parity) wanted.push_back(shares[parity] * women);
  margins.columns = apportion(wanted, married);
  Eigen::ArrayXXd seed(std::ssize(lists), static_cast<Index>(parity_count));
  for (Index banner = 0; banner < seed.rows(); ++banner)
    for (Index parity = 0; parity < seed.cols(); ++parity)
      seed(banner, parity) = static_cast<double>(margins.rows[static_cast<std::size_t>(banner)] *
                                                 margins.columns[static_cast<std::size_t>(parity)]) *
                             exponential(family_size[static_cast<std::size_t>(banner)] * static_cast<double>(parity));
  const CountTable counts = raked_counts(seed, margins, "ever-married women by banner and parity");
  for (Index banner = 0; banner < seed.rows(); ++banner) {
    auto next = lists[static_cast<std::size_t>(banner)].begin();
    for (Index parity = 0; parity < seed.cols(); ++parity)
      for (auto left = counts(banner, parity); left > 0; --left)
        draft.parity[*next++] = static_cast<std::uint8_t>(parity);
  }
}

/// Wives who live elsewhere are not in the census: their parities are drawn.
void draw_parities_elsewhere(Draft& draft) {
  for (auto wife = static_cast<PersonIndex>(draft.residents); wife < draft.persons(); ++wife) {
    if (!draft.is_woman(wife)) continue;
    const auto shares = parity_shares(draft.place, draft.age[wife]);
    const double never = draft.place.marital_by_age[static_cast<std::size_t>(Sex::female)][draft.age[wife]][0];
    double left =
        draft.uniform(wife, Choice::parity) * (1.0 - std::min(never, shares[0])) - std::max(0.0, shares[0] - never);
    std::uint8_t parity = 0;
    while (left > 0.0 && parity + 1u < parity_count) left -= shares[++parity];
    draft.parity[wife] = parity;
  }
}

/// Mothers of a banner by age and parity: who can have had the children of the banner.
using Mothers = std::array<std::array<std::vector<PersonIndex>, parity_count>, age_count>;

Mothers mothers_of(const Draft& draft, std::size_t banner) {
  Mothers mothers;
  const Stretch range = draft.in_banner(banner);
  for (PersonIndex woman = range.first; woman < range.end; ++woman)
    if (draft.parity[woman] > 0) mothers[draft.age[woman]][draft.parity[woman]].push_back(woman);
  return mothers;
}

/// Finds weights of the last 18 years under which the mothers of a banner are expected to have borne, in each year, as
/// many children as `wanted`.
YearWeights fit_years(const Place& place, const Mothers& mothers, const YearWeights& wanted) {
  constexpr int rounds = 30;
  YearWeights years;
  years.fill(1.0);
  for (int round = 0; round < rounds; ++round) {
    YearWeights expected{};
    for (int age = first_age; age < first_age + static_cast<int>(age_steps) + minor_years; ++age) {
      const BirthHistories histories{place, age, years};
      for (std::size_t parity = 1; parity < parity_count; ++parity) {
        const auto& list = mothers[static_cast<std::size_t>(age)][parity];
        if (!list.empty() && histories.possible(parity))
          histories.add_expected(parity, static_cast<double>(list.size()), expected);
      }
    }
    for (std::size_t ago = 0; ago < years.size(); ++ago)
      if (expected[ago] > 0.0) years[ago] *= std::clamp(wanted[ago] / expected[ago], 0.2, 5.0);
  }
  return years;
}

/// Writes the births of a woman, eldest first; months such that births lie eleven months apart or more.
void write_births(Draft& draft, PersonIndex mother, const std::vector<int>& ages) {
  const Draws first = draft.draws(mother, Choice::birth_months, 0);
  const Draws second = draft.draws(mother, Choice::birth_months, 1);
  std::vector<PastBirth> births;
  int younger_age = -2;
  int younger_month = 0;
  for (std::size_t i = 0; i < ages.size(); ++i) {
    const double place = unit_interval(i < first.size() ? first[i] : second[i - first.size()]);
    const int earliest = ages[i] == younger_age + 1 ? std::max(0, younger_month - 1) : 0;
    const int month = earliest + static_cast<int>(place * (12 - earliest));
    births.push_back({.mother = mother,
                      .child = nobody,
                      .month = draft.eve - (12 * ages[i] + month),
                      .order = static_cast<std::uint8_t>(ages.size() - i),
                      .age = static_cast<std::uint8_t>(ages[i])});
    younger_age = ages[i];
    younger_month = month;
  }
  draft.first_birth[mother] = static_cast<std::uint32_t>(draft.births.size());
  draft.births.insert(draft.births.end(), births.rbegin(), births.rend());
}

/// Draws the births of mothers of one age and parity. The last birth is drawn in strata, one for each mother, so that
/// births by year come out as expected, with little chance.
void draw_births(Draft& draft, const BirthHistories& histories, const std::vector<PersonIndex>& mothers) {
  const auto order = draft.shuffled(mothers, Choice::birth_timing);
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::size_t parity = draft.parity[order[i]];
    while (!histories.possible(parity)) --parity;
    const Draws words = draft.draws(order[i], Choice::birth_timing, 1);
    const double place = (static_cast<double>(i) + unit_interval(words[0])) / static_cast<double>(order.size());
    const Draws others = draft.draws(order[i], Choice::birth_timing, 2);
    const std::array<double, order_count> numbers{unit_interval(others[0]), unit_interval(others[1]),
                                                  unit_interval(others[2]), unit_interval(others[3]), 0.5};
    draft.parity[order[i]] = static_cast<std::uint8_t>(parity);
    write_births(draft, order[i], histories.draw(parity, place, numbers));
  }
}

}  // namespace

void assign_past_births(Draft& draft) {
  const auto family_size = family_size_of_banners(draft);
  for (int age = first_parity_age; age <= oldest_age; ++age) assign_parities(draft, age, family_size);
  draw_parities_elsewhere(draft);
  std::vector<Mothers> elsewhere(draft.place.banners.size());
  for (auto wife = static_cast<PersonIndex>(draft.residents); wife < draft.persons(); ++wife)
    if (draft.parity[wife] > 0) elsewhere[draft.banner[wife]][draft.age[wife]][draft.parity[wife]].push_back(wife);
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) {
    const Mothers mothers = mothers_of(draft, banner);
    const YearWeights years = fit_years(draft.place, mothers, births_needed(draft, banner));
    for (int age = legal_marriage_age_women; age <= oldest_age; ++age) {
      const BirthHistories histories{draft.place, age, years};
      for (std::size_t parity = 1; parity < parity_count; ++parity) {
        draw_births(draft, histories, mothers[static_cast<std::size_t>(age)][parity]);
        draw_births(draft, histories, elsewhere[banner][static_cast<std::size_t>(age)][parity]);
      }
    }
  }
}

}  // namespace kinfold
