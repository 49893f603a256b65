// SPDX-License-Identifier: Apache-2.0
#include "kinship/old_age/disability.hpp"

#include <algorithm>
#include <string>

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

/// Pooled shares of 100 studies in China at 60 to 69, 70 to 79 and from 80 on; here the shares at the middle of these
/// ages. Below 60 nothing was found: the first slope goes on there.
constexpr std::array<double, 3> pooled_shares{0.108, 0.212, 0.470};
constexpr const char* source =
    "Chen and others 2023, meta-analysis of 100 studies in China (10.25236/IJFM.2023.050801)";

/// Women stand half of the difference above the common line, men half below.
double side_of(Sex sex) { return sex == Sex::female ? 0.5 : -0.5; }

}  // namespace

Disability::Disability(Reader& reader) {
  for (std::size_t i = 0; i < ages.size(); ++i) {
    const std::string age = std::to_string(ages[i]);
    const std::string name = "adl_limitation_" + age;
    log_odds_[i] =
        log_odds(reader.number({.name = name,
                                .unit = "share",
                                .standard = pooled_shares[i],
                                .range = {0.001, 0.95},
                                .meaning = {"share with a limitation in activities of daily living at " + age,
                                            age + "岁日常生活活动能力受限比例"},
                                .source = source}));
    if (i > 0 && log_odds_[i] < log_odds_[i - 1])
      reader.refuse(name, "is below the share ten years earlier", "must not fall with age");
  }
  // 21.4 % of old women and 17.9 % of old men: 0.222 in log odds.
  women_above_men_ = reader.number(
      {.name = "adl_limitation_women",
       .unit = "logit",
       .standard = 0.222,
       .range = {-0.5, 1.0},
       .meaning = {"women's limitations above men's at the same age", "同龄女性较男性更高的日常生活活动能力受限程度"},
       .source = source});
}

double Disability::prevalence(Sex sex, int age_months) const {
  const double years = age_months / 12.0;
  const std::size_t left = years < ages[1] ? 0 : 1;
  const double part = (years - ages[left]) / (ages[left + 1] - ages[left]);
  const double both = log_odds_[left] + part * (log_odds_[left + 1] - log_odds_[left]);
  return logistic(both + side_of(sex) * women_above_men_);
}

int Disability::onset_age_months(Sex sex, double trait) const {
  const auto has_one = [&](int months) { return has_limitation(sex, months, trait); };
  int onset = std::clamp(static_cast<int>(12.0 * years_of(sex, trait)), 0, longest_life_months);
  while (onset > 0 && has_one(onset - 1)) --onset;
  while (onset < longest_life_months && !has_one(onset)) ++onset;
  return onset;
}

/// The age at which the share is as large, but for rounding.
double Disability::years_of(Sex sex, double share) const {
  const double both = log_odds(share) - side_of(sex) * women_above_men_;
  const std::size_t left = both < log_odds_[1] ? 0 : 1;
  const double rise = log_odds_[left + 1] - log_odds_[left];
  if (rise <= 0.0) return ages[left];
  return ages[left] + (both - log_odds_[left]) / rise * (ages[left + 1] - ages[left]);
}

}  // namespace kinfold
