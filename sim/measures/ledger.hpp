// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/money.hpp"
#include "core/month.hpp"
#include "population/person.hpp"
#include "population/support.hpp"

namespace kinfold {

/// Children of one banner and birth order who get the same from one measure in the open month.
struct Booking {
  std::size_t measure = 0;  ///< number of the measure in the scenario
  std::size_t banner = 0;
  int birth_order = 1;         ///< from 1
  std::int64_t children = 0;   ///< how many they are
  bool first_payment = false;  ///< whether the measure gave them nothing the month before
  std::span<const Fen> parts;  ///< what each payer gives for one of them; `payer_count` amounts
};

/// Every fen paid, by measure, payer, month, banner and birth order of the child; and how many children got it.
///
/// Whole numbers throughout: sums are exact and do not depend on the order of booking. A measure or payer
/// that never pays takes no memory.
class Ledger {
 public:
  /// Birth orders told apart: 1, 2, 3, 4, and 5 or more.
  static constexpr std::size_t order_count = parity_count - 1;

  Ledger(std::size_t measure_count, std::size_t banner_count);

  /// Begins a month; later bookings belong to it. Months follow each other without gap: a ModelError otherwise.
  void open_month(Month month);
  void book(const Booking& booking);

  std::size_t measure_count() const { return recipients_.size(); }
  std::size_t month_count() const { return month_count_; }
  std::size_t banner_count() const { return banner_count_; }
  /// The first month that was opened; `never` before that.
  Month first_month() const { return first_month_; }

  /// Fen, in the order measure, payer, month, banner, birth order, the last changing fastest.
  std::vector<Fen> spend() const;
  /// Fen of one measure and payer, in the order month, banner, birth order.
  std::vector<Fen> spend(std::size_t measure, std::size_t payer) const;
  /// Children paid in the month, in the order measure, month, banner, birth order.
  std::vector<std::int64_t> recipients() const;
  /// Children whom the measure begins to pay in the month, in the same order.
  std::vector<std::int64_t> first_payments() const;

  /// Fen paid by everyone in all months, for one measure or for all.
  Fen total(std::size_t measure) const;
  Fen total() const;

  std::size_t bytes() const;

 private:
  /// Numbers by month, banner and birth order, as far as anything was booked.
  using Account = std::vector<std::int64_t>;

  std::size_t cells_per_month() const { return banner_count_ * order_count; }
  std::size_t cell_of(const Booking& booking) const;
  std::int64_t& cell_in(Account& account, std::size_t cell) const;
  std::vector<std::int64_t> side_by_side(std::span<const Account> accounts) const;

  std::size_t banner_count_;
  std::size_t month_count_ = 0;
  Month first_month_ = never;
  std::vector<Account> spend_;           ///< by measure and payer
  std::vector<Account> recipients_;      ///< by measure
  std::vector<Account> first_payments_;  ///< by measure
};

}  // namespace kinfold
