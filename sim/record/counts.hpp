// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "core/month.hpp"
#include "population/census.hpp"
#include "population/gift_account.hpp"
#include "population/households/at_home.hpp"
#include "population/journal.hpp"
#include "population/paid.hpp"
#include "population/population.hpp"
#include "record/tallies.hpp"

namespace kinfold {

/// Whole numbers over time: for each month (or year) the same number of cells.
class Series {
 public:
  Series() = default;
  explicit Series(std::size_t cells) : cells_{cells} {}

  std::size_t cells() const { return cells_; }
  std::size_t length() const { return cells_ == 0 ? 0 : values_.size() / cells_; }

  /// The cells of one month or year, counted from the first.
  std::span<const std::int64_t> at(std::size_t moment) const { return {&values_[moment * cells_], cells_}; }
  /// All cells, one month after the other.
  const std::vector<std::int64_t>& values() const { return values_; }

  /// Begins the next month or year with zeros.
  void extend() { values_.resize(values_.size() + cells_); }
  std::span<std::int64_t> last() { return {&values_[values_.size() - cells_], cells_}; }

 private:
  std::size_t cells_ = 0;
  std::vector<std::int64_t> values_;
};

/// What happened to residents in one run, in whole numbers: events by month, stocks and exposure.
///
/// Exposure is in half-months: each month adds those present at its start and those present at its end, so that who
/// comes or goes counts half.
class Counts {
 public:
  /// `month_zero` is the population before anything happens; `first` is the first month to be counted.
  Counts(const Population& month_zero, Month first);

  /// Counts what the journals hold and who is there now. To be called after all processes of each month, once a month,
  /// in order; ModelError otherwise.
  void count_month(const Population& population, std::span<const Journal> journals, Month month);

  /// Adds the month's births, which must have been counted, by the group of the mother.
  void count_births_by_group(const Population& population, const FamilyGroups& groups, Month month);

  /// Adds what was paid for children in the month, by the same groups.
  void count_payments_by_group(const Population& population, const FamilyGroups& groups, std::span<const Paid> paid);

  /// Adds what families gave in the month that was counted last.
  void count_gifts(const GiftAccount& gifts);

  Month first_month() const { return first_; }
  int months() const { return static_cast<int>((*this)[Tally::population].length()); }
  /// First calendar year, and how many were touched; the first and the last may be incomplete.
  int first_year() const { return first_.year(); }
  int years() const { return static_cast<int>((*this)[Tally::population_by_age].length()); }
  std::size_t banner_count() const { return banner_count_; }

  const Series& operator[](Tally tally) const { return series_[static_cast<std::size_t>(tally)]; }

  std::int64_t persons_at_start() const { return persons_at_start_; }
  std::int64_t persons_at_end() const { return previous_.total(); }
  /// Months that residents have lived, all together.
  double person_months() const { return static_cast<double>(resident_half_months_) / 2.0; }

 private:
  /// Adds one to the cell with these classes, one for each axis of the tally.
  void add(Tally tally, std::initializer_list<std::size_t> classes, std::int64_t how_many = 1);
  void add_in_group(Tally tally, const Population& population, const FamilyGroups& groups, PersonIndex child,
                    std::int64_t how_many);
  Series& series(Tally tally) { return series_[static_cast<std::size_t>(tally)]; }
  void begin(Month month);
  void count_event(const Event& event);
  void count_first_marriages(const Event& event);
  void count_stocks(const Census& census);
  void count_exposure(const Census& census);
  void count_children(const Population& population, Month month);
  void count_under_three(const Population& population, PersonIndex child);
  void count_care(const Population& population, PersonIndex child, int age);
  void count_households(const Population& population, Month month);
  void count_home(std::size_t banner, HouseholdView view, const UnderOneRoof& home);

  std::size_t banner_count_;
  Month first_;
  Month next_;
  std::array<Series, tally_count> series_;
  Census previous_;  ///< at the end of the month before
  std::int64_t persons_at_start_;
  std::int64_t resident_half_months_ = 0;
};

}  // namespace kinfold
