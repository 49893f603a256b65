// SPDX-License-Identifier: Apache-2.0
#include "reference_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/arithmetic.hpp"

namespace kinfold::benchmarks {
namespace {

enum Decision : std::uint32_t { death, conception, birth };

constexpr int gestation_months = 9;
constexpr int postpartum_months = 6;
constexpr int last_fertile_age = first_fertile_age + static_cast<int>(fertile_age_count) - 1;

/// Boys among those born: 106 to 100 girls, the biological ratio.
constexpr double male_share = 106.0 / 206.0;

/// Spread of the women's lasting differences: scale of a logistic distribution of log odds. An assumption: some spread
/// must be there, so that each woman has a chance of her own.
constexpr double fecundability_scale = 0.25;
/// Mean odds of that distribution, πs / sin πs.
constexpr double mean_fecundability = 1.1107207345395915;

constexpr int months_to_settle = 24;

constexpr std::int16_t not_yet = INT16_MAX;
constexpr std::int16_t long_since = INT16_MIN;

constexpr std::size_t draws_at_once = 512;  ///< keys and words stay in the first-level cache

std::uint32_t chance_of(double probability) {
  return static_cast<std::uint32_t>(std::min(probability * 0x1p32, 4294967295.0));
}

/// Monthly log odds of conceiving that give `births` a year to all women of an age, of whom those who are pregnant or
/// post-partum are not at risk.
double conception_log_odds(double births) {
  const double years_not_at_risk = (gestation_months + postpartum_months) / 12.0;
  return log_odds(std::max(births, 1e-9) / 12.0 / (1.0 - births * years_not_at_risk) / mean_fecundability);
}

}  // namespace

void ReferenceKernel::AtRisk::clear() {
  key.clear();
  chance.clear();
  row.clear();
}

std::uint32_t ReferenceKernel::Cohort::take_row() {
  if (free_rows.empty()) {
    const std::size_t rows = key.size() + 1;
    key.resize(rows);
    birth_year.resize(rows);
    death_month.resize(rows);
    susceptible_from.resize(rows);
    fecundability.resize(rows);
    sex.resize(rows);
    parity.resize(rows);
    return static_cast<std::uint32_t>(rows - 1);
  }
  const std::uint32_t row = free_rows.back();
  free_rows.pop_back();
  return row;
}

ReferenceKernel::ReferenceKernel(const Place& place, std::int64_t persons, Seed seed, InstructionSet set)
    : random_{seed}, bulk_draws_{bulk_draws(set)} {
  read_rates(place);
  settle(place, persons);
  for (int month = 0; month < months_to_settle; ++month) step_month();
  person_months_ = births_ = 0;
}

void ReferenceKernel::read_rates(const Place& place) {
  for (std::size_t sex = 0; sex < sex_count; ++sex)
    for (std::size_t age = 0; age < ages; ++age)
      death_chance_[sex][age] = chance_of(place.death_probability[sex][std::min(age, age_count - 1)]);
  for (std::size_t age = 0; age < fertile_age_count; ++age) {
    const auto& orders = place.fertility[age];
    conception_level_[first_fertile_age + age] = conception_log_odds(orders[0] + orders[1] + orders[2]);
  }
}

void ReferenceKernel::settle(const Place& place, std::int64_t persons) {
  const double scale = static_cast<double>(persons) / static_cast<double>(place.total_persons());
  for (int age = 0; age < static_cast<int>(age_count); ++age)
    for (const Sex sex : {Sex::male, Sex::female}) {
      const std::int64_t count = std::llround(static_cast<double>(place.persons_at(sex, age)) * scale);
      // Birth months fall evenly; those whose birthday the first month is are one year older on it.
      for (std::int64_t i = 0; i < count; ++i) {
        const Key key = mix(static_cast<std::uint64_t>(persons_));
        add(cohorts_[static_cast<std::size_t>(i % 12)], key, -age - 1, sex, random_.draws(key, 0, birth)[1]);
      }
    }
}

std::uint32_t ReferenceKernel::add(Cohort& cohort, Key key, int birth_year, Sex sex, std::uint32_t word) {
  const std::uint32_t row = cohort.take_row();
  cohort.key[row] = key;
  cohort.birth_year[row] = static_cast<std::int16_t>(birth_year);
  cohort.death_month[row] = not_yet;
  cohort.susceptible_from[row] = long_since;
  cohort.fecundability[row] = static_cast<float>(fecundability_scale * log_odds(unit_interval(word)));
  cohort.sex[row] = static_cast<std::uint8_t>(sex);
  cohort.parity[row] = 0;
  ++persons_;
  return row;
}

void ReferenceKernel::step_month() {
  resume();
  celebrate(cohorts_[static_cast<std::size_t>(now_ % 12)]);
  for (std::size_t number = 0; number < cohorts_.size(); ++number) conceive(number);
  deliver();
  persons_ -= std::exchange(deaths_ahead_[static_cast<std::size_t>(now_ % 12)], 0);
  person_months_ += persons_;
  ++now_;
}

void ReferenceKernel::celebrate(Cohort& cohort) {
  cohort.at_risk.clear();
  cohort.free_rows.clear();
  std::array<std::uint32_t, draws_at_once> words;
  for (std::size_t first = 0; first < cohort.key.size(); first += draws_at_once) {
    const std::size_t count = std::min(draws_at_once, cohort.key.size() - first);
    bulk_draws_(random_, &cohort.key[first], count, now_, death, words.data());
    for (std::size_t i = 0; i < count; ++i) live_on(cohort, static_cast<std::uint32_t>(first + i), words[i]);
  }
}

void ReferenceKernel::live_on(Cohort& cohort, std::uint32_t row, std::uint32_t word) {
  if (cohort.death_month[row] < now_) {
    cohort.free_rows.push_back(row);
    return;
  }
  const int age = now_ / 12 - cohort.birth_year[row];
  const std::uint32_t chance = death_chance_[cohort.sex[row]][static_cast<std::size_t>(std::min(age, ages - 1))];
  if (word < chance) die_within_year(cohort, row, word, chance);
  const bool fertile = age >= first_fertile_age && age <= last_fertile_age;
  if (fertile && cohort.sex[row] == static_cast<std::uint8_t>(Sex::female) && cohort.susceptible_from[row] <= now_)
    put_at_risk(cohort, row, age);
}

void ReferenceKernel::die_within_year(Cohort& cohort, std::uint32_t row, std::uint32_t word, std::uint32_t chance) {
  const int months = static_cast<int>(std::uint64_t{word} * 12 / chance);
  cohort.death_month[row] = static_cast<std::int16_t>(now_ + months);
  ++deaths_ahead_[static_cast<std::size_t>((now_ + months) % 12)];
}

void ReferenceKernel::put_at_risk(Cohort& cohort, std::uint32_t row, int age) {
  const double level = conception_level_[static_cast<std::size_t>(age)];
  cohort.at_risk.key.push_back(cohort.key[row]);
  cohort.at_risk.chance.push_back(chance_of(logistic(level + cohort.fecundability[row])));
  cohort.at_risk.row.push_back(row);
}

void ReferenceKernel::conceive(std::size_t number) {
  Cohort& cohort = cohorts_[number];
  AtRisk& women = cohort.at_risk;
  std::array<std::uint32_t, draws_at_once> words;
  for (std::size_t first = 0; first < women.key.size(); first += draws_at_once) {
    const std::size_t count = std::min(draws_at_once, women.key.size() - first);
    bulk_draws_(random_, &women.key[first], count, now_, conception, words.data());
    for (std::size_t i = 0; i < count; ++i) {
      if (words[i] >= women.chance[first + i]) continue;
      const std::uint32_t row = women.row[first + i];
      women.chance[first + i] = 0;
      cohort.susceptible_from[row] = static_cast<std::int16_t>(now_ + gestation_months + postpartum_months);
      page(deliveries_, now_ + gestation_months).push_back({static_cast<std::uint8_t>(number), row});
    }
  }
}

void ReferenceKernel::deliver() {
  for (const auto [number, row] : page(deliveries_, now_)) {
    Cohort& mothers = cohorts_[number];
    if (!expects(mothers, row, now_ + postpartum_months)) continue;
    bear(derived_key(mothers.key[row], ++mothers.parity[row]));
    page(resumptions_, now_ + postpartum_months).push_back({number, row});
  }
  page(deliveries_, now_).clear();
}

void ReferenceKernel::bear(Key child) {
  const Draws words = random_.draws(child, 0, birth);
  const Sex sex = unit_interval(words[0]) < male_share ? Sex::male : Sex::female;
  Cohort& cohort = cohorts_[static_cast<std::size_t>(now_ % 12)];
  const std::uint32_t row = add(cohort, child, now_ / 12, sex, words[1]);
  const std::uint32_t chance = death_chance_[cohort.sex[row]][0];
  if (words[2] < chance) die_within_year(cohort, row, words[2], chance);
  ++births_;
  fingerprint_ += mix(child ^ static_cast<std::uint64_t>(now_));
}

void ReferenceKernel::resume() {
  for (const auto [number, row] : page(resumptions_, now_)) {
    Cohort& cohort = cohorts_[number];
    const int age = (now_ - number) / 12 - cohort.birth_year[row];
    if (expects(cohort, row, now_) && age <= last_fertile_age) put_at_risk(cohort, row, age);
  }
  page(resumptions_, now_).clear();
}

bool ReferenceKernel::expects(const Cohort& cohort, std::uint32_t row, int susceptible_from) const {
  // The row of a woman who died may be a child's by now, who expects nothing.
  return cohort.death_month[row] >= now_ && cohort.susceptible_from[row] == susceptible_from;
}

}  // namespace kinfold::benchmarks
