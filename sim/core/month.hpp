// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace kinfold {

/// A calendar month, counted from January 1900; earlier ones are negative. Two bytes, so that columns of months stay
/// small.
class Month {
 public:
  static constexpr int first_year = 1900;

  constexpr Month() = default;
  constexpr explicit Month(int index) : index_{static_cast<std::int16_t>(index)} {}

  /// `month_of_year` counts from 1, as people write it.
  static constexpr Month of(int year, int month_of_year) { return Month{(year - first_year) * 12 + month_of_year - 1}; }

  constexpr int index() const { return index_; }
  constexpr int year() const { return (index_ + month_offset) / 12; }
  constexpr int month_of_year() const { return (index_ + month_offset) % 12 + 1; }

  constexpr auto operator<=>(const Month&) const = default;
  constexpr Month operator+(int months) const { return Month{index_ + months}; }
  constexpr Month operator-(int months) const { return Month{index_ - months}; }
  constexpr int operator-(Month earlier) const { return index_ - earlier.index_; }
  constexpr Month& operator++() {
    ++index_;
    return *this;
  }

  /// `2023-11`.
  std::string text() const;

 private:
  /// Months that come before the axis: divisions of what is negative would round up.
  static constexpr int month_offset = 12 * first_year;
  static_assert(month_offset < -INT16_MIN);

  std::int16_t index_ = 0;
};

/// A month that has not come for this person: later than every month a run can reach.
inline constexpr Month never{INT16_MAX};

/// A month before every month on the axis: "long ago, nobody asks when".
inline constexpr Month long_ago{INT16_MIN};

/// A calendar day. Policies are dated to the day, lives to the month.
struct Date {
  int year = 0;
  int month = 1;
  int day = 1;

  constexpr auto operator<=>(const Date&) const = default;
  constexpr Month in_month() const { return Month::of(year, month); }

  /// `2023-11-22`.
  std::string text() const;
};

/// Whether the calendar has such a day (30 February does not exist).
bool exists(const Date& date);

}  // namespace kinfold
