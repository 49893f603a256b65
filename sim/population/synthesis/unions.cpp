// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/arithmetic.hpp"
#include "core/quantiles.hpp"
#include "population/synthesis/draft.hpp"
#include "population/synthesis/raking.hpp"

namespace kinfold {
namespace {

using Eigen::Index;

constexpr int youngest_spouse = legal_marriage_age_women;
constexpr Index spouse_ages = oldest_age - youngest_spouse + 1;

// Husband's age less wife's in completed years. China 2020: about two years (assumption of the behavioural model,
// section 2.1 of its description, which weighs pairs by their distance from two years).
constexpr double mean_age_gap = 2.0;
constexpr double sd_age_gap = 3.0;
constexpr double rarest_gap_weight = 1e-6;  ///< keeps every pair of ages possible, so that raking always converges

/// Married men whose wives live elsewhere are mostly of the ages at which men come to mines and building sites.
constexpr double typical_age_apart = 42.0;
constexpr double sd_age_apart = 12.0;

/// How much chance blurs the order in which spouses of one age are paired by schooling, in levels of education. With 5
/// the correlation of spouses over four levels is 0.58, age included (Chinese couples: 0.5 to 0.7, from memory).
constexpr double chance_in_schooling = 5.0;

double bell(double distance, double sd) { return exponential(-0.5 * (distance / sd) * (distance / sd)); }

std::vector<PersonIndex> married_at(const Draft& draft, std::size_t banner, Sex sex, int age) {
  std::vector<PersonIndex> list;
  const Stretch cell = draft.cell(banner, sex, age);
  for (PersonIndex person = cell.first; person < cell.end; ++person)
    if (draft.marital[person] == Marital::married) list.push_back(person);
  return list;
}

/// Married residents of one sex in a banner, by age.
std::vector<std::vector<PersonIndex>> married_by_age(const Draft& draft, std::size_t banner, Sex sex) {
  std::vector<std::vector<PersonIndex>> lists;
  for (int age = youngest_spouse; age <= oldest_age; ++age)
    lists.push_back(draft.shuffled(married_at(draft, banner, sex, age), Choice::couple));
  return lists;
}

std::vector<std::int64_t> sizes(const std::vector<std::vector<PersonIndex>>& lists) {
  std::vector<std::int64_t> numbers;
  std::int64_t sum = 0;
  for (const auto& list : lists) sum += numbers.emplace_back(std::ssize(list));
  numbers.push_back(sum);
  return numbers;
}

/// Couples of a banner by the wife's age (rows) and the husband's (columns). The last row are men whose wives live
/// elsewhere, the last column women whose husbands do: only the sex in excess has such spouses.
CountTable couples_by_age(const std::vector<std::int64_t>& women, const std::vector<std::int64_t>& men) {
  const std::int64_t excess = men.back() - women.back();
  Margins margins{women, men};
  margins.rows.back() = std::max<std::int64_t>(excess, 0);
  margins.columns.back() = std::max<std::int64_t>(-excess, 0);
  Eigen::ArrayXXd seed(spouse_ages + 1, spouse_ages + 1);
  const auto count = [](const std::vector<std::int64_t>& list, Index age) {
    return static_cast<double>(list[static_cast<std::size_t>(age)]);
  };
  for (Index wife = 0; wife <= spouse_ages; ++wife)
    for (Index husband = 0; husband <= spouse_ages; ++husband) {
      const double gap = static_cast<double>(husband - wife) - mean_age_gap;
      double& weight = seed(wife, husband);
      if (wife < spouse_ages && husband < spouse_ages)
        weight =
            count(margins.rows, wife) * count(margins.columns, husband) * (bell(gap, sd_age_gap) + rarest_gap_weight);
      else if (wife == spouse_ages && husband == spouse_ages)
        weight = 0.0;
      else {
        const Index age = std::min(wife, husband);
        weight = count(margins.rows, wife) * count(margins.columns, husband) *
                 (bell(static_cast<double>(age + youngest_spouse) - typical_age_apart, sd_age_apart) + 1e-3);
      }
    }
  return raked_counts(seed, margins, "couples by age");
}

/// Orders persons by level of education blurred by chance, so that two lists ordered so pair like with like.
void order_by_schooling(const Draft& draft, std::vector<PersonIndex>& list) {
  std::vector<std::pair<double, PersonIndex>> ranks;
  for (const PersonIndex person : list)
    ranks.emplace_back(static_cast<double>(draft.education[person]) +
                           chance_in_schooling * draft.uniform(person, Choice::couple_schooling),
                       person);
  std::sort(ranks.begin(), ranks.end());
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = ranks[i].second;
}

/// Takes the next `count` persons off the end of a list.
std::vector<PersonIndex> take(std::vector<PersonIndex>& list, std::int64_t count) {
  std::vector<PersonIndex> taken(list.end() - count, list.end());
  list.erase(list.end() - count, list.end());
  return taken;
}

void wed(Draft& draft, std::vector<PersonIndex> wives, std::vector<PersonIndex> husbands) {
  order_by_schooling(draft, wives);
  order_by_schooling(draft, husbands);
  for (std::size_t i = 0; i < wives.size(); ++i) {
    draft.spouse[wives[i]] = husbands[i];
    draft.spouse[husbands[i]] = wives[i];
  }
}

/// Marries a resident to somebody elsewhere whose age stands at the usual distance.
void wed_elsewhere(Draft& draft, PersonIndex person, const Quantiles& normal) {
  const double gap = mean_age_gap + sd_age_gap * normal.at(draft.uniform(person, Choice::spouse_elsewhere));
  const bool is_woman = draft.is_woman(person);
  const int age = static_cast<int>(std::lround(draft.age[person] + (is_woman ? gap : -gap)));
  draft.add_spouse_elsewhere(person,
                             std::clamp(age, is_woman ? legal_marriage_age_men : legal_marriage_age_women, oldest_age));
}

void match_banner(Draft& draft, std::size_t banner, const Quantiles& normal) {
  auto women = married_by_age(draft, banner, Sex::female);
  auto men = married_by_age(draft, banner, Sex::male);
  const CountTable couples = couples_by_age(sizes(women), sizes(men));
  for (Index husband = 0; husband < spouse_ages; ++husband) {
    auto& husbands = men[static_cast<std::size_t>(husband)];
    for (const PersonIndex man : take(husbands, couples(spouse_ages, husband))) wed_elsewhere(draft, man, normal);
    std::vector<PersonIndex> wives;
    for (Index wife = 0; wife < spouse_ages; ++wife)
      for (const PersonIndex woman : take(women[static_cast<std::size_t>(wife)], couples(wife, husband)))
        wives.push_back(woman);
    wed(draft, std::move(wives), husbands);
  }
  for (const auto& left : women)
    for (const PersonIndex woman : left) wed_elsewhere(draft, woman, normal);
}

// --- When unions began ----------------------------------------------------------------------------------------------

/// First births conceived before the wedding, as a share (behavioural model, 2.1: 20 %, prior 10–35 %).
constexpr double conceived_before_wedding = 0.2;
/// Monthly chance of a first conception after the wedding: 63 % of newly-weds are pregnant within six months (Shanxi).
constexpr double monthly_first_conception = 0.15;
constexpr int longest_wait_months = 96;
/// Chance a year that a couple without children has its first: weighs how long the childless have been married.
constexpr double yearly_first_birth = 0.3;
constexpr double childless_for_good = 0.05;

/// Months from wedding to first birth.
int wait_for_first_birth(const Draft& draft, PersonIndex wife) {
  const Draws words = draft.draws(wife, Choice::union_timing);
  if (unit_interval(words[0]) < conceived_before_wedding) return 1 + static_cast<int>(8.0 * unit_interval(words[1]));
  const double wait = logarithm(unit_interval(words[1])) / logarithm(1.0 - monthly_first_conception);
  return 9 + std::min(static_cast<int>(wait), longest_wait_months);
}

/// The earliest month in which both are of legal age.
Month earliest_union(const Draft& draft, PersonIndex wife, PersonIndex husband) {
  return std::max(draft.birth_month[wife] + 12 * legal_marriage_age_women,
                  draft.birth_month[husband] + 12 * legal_marriage_age_men);
}

/// A wedding of a couple without children: first marriages by her age, thinned by the chance of still being childless.
Month childless_wedding(const Draft& draft, PersonIndex wife, Month earliest) {
  const auto& first_marriage = draft.place.first_marriage[static_cast<std::size_t>(Sex::female)];
  const int years = (draft.eve - earliest) / 12;
  std::vector<double> weights;
  double sum = 0.0;
  double childless = 1.0;
  for (int ago = 0; ago <= years; ++ago, childless *= 1.0 - yearly_first_birth) {
    const auto age = static_cast<std::size_t>(std::max(0, draft.age[wife] - ago));
    sum += (first_marriage[age] + 1e-3) * (childless + childless_for_good);
    weights.push_back(sum);
  }
  const Draws words = draft.draws(wife, Choice::union_timing, 1);
  const auto ago = std::upper_bound(weights.begin(), weights.end(), sum * unit_interval(words[0])) - weights.begin();
  const int months = 12 * static_cast<int>(ago) + static_cast<int>(12.0 * unit_interval(words[1]));
  return std::max(earliest, draft.eve - months);
}

Month wedding(const Draft& draft, PersonIndex wife, PersonIndex husband) {
  const Month earliest = earliest_union(draft, wife, husband);
  if (draft.parity[wife] == 0) return childless_wedding(draft, wife, earliest);
  const Month first_birth = draft.births[draft.first_birth[wife]].month;
  return std::max(earliest, first_birth - wait_for_first_birth(draft, wife));
}

}  // namespace

void match_couples(Draft& draft) {
  const Quantiles normal = Quantiles::normal();
  for (std::size_t banner = 0; banner < draft.place.banners.size(); ++banner) match_banner(draft, banner, normal);
}

void date_unions(Draft& draft) {
  for (PersonIndex wife = 0; wife < draft.persons(); ++wife) {
    if (!draft.is_woman(wife) || draft.spouse[wife] == nobody) continue;
    const PersonIndex husband = draft.spouse[wife];
    draft.union_month[wife] = draft.union_month[husband] = wedding(draft, wife, husband);
  }
}

}  // namespace kinfold
