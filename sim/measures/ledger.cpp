// SPDX-License-Identifier: Apache-2.0
#include "measures/ledger.hpp"

#include <algorithm>
#include <numeric>

#include "core/errors.hpp"

namespace kinfold {

Ledger::Ledger(std::size_t measure_count, std::size_t banner_count)
    : banner_count_{banner_count},
      spend_(measure_count * payer_count),
      recipients_(measure_count),
      first_payments_(measure_count) {}

void Ledger::open_month(Month month) {
  if (month_count_ == 0) first_month_ = month;
  if (month != first_month_ + static_cast<int>(month_count_))
    throw ModelError("the ledger cannot open " + month.text() + ": its months begin in " + first_month_.text() +
                     " and " + std::to_string(month_count_) + " are open");
  ++month_count_;
}

void Ledger::book(const Booking& booking) {
  const std::size_t cell = cell_of(booking);
  for (std::size_t payer = 0; payer < payer_count; ++payer)
    if (booking.parts[payer] != 0)
      cell_in(spend_[booking.measure * payer_count + payer], cell) += booking.parts[payer] * booking.children;
  cell_in(recipients_[booking.measure], cell) += booking.children;
  if (booking.first_payment) cell_in(first_payments_[booking.measure], cell) += booking.children;
}

std::size_t Ledger::cell_of(const Booking& booking) const {
  const int order = std::clamp(booking.birth_order, 1, static_cast<int>(order_count));
  return booking.banner * order_count + static_cast<std::size_t>(order - 1);
}

std::int64_t& Ledger::cell_in(Account& account, std::size_t cell) const {
  if (account.size() < month_count_ * cells_per_month()) account.resize(month_count_ * cells_per_month());
  return account[(month_count_ - 1) * cells_per_month() + cell];
}

std::vector<std::int64_t> Ledger::side_by_side(std::span<const Account> accounts) const {
  const std::size_t length = month_count_ * cells_per_month();
  std::vector<std::int64_t> flat(accounts.size() * length);
  for (std::size_t i = 0; i < accounts.size(); ++i)
    std::copy(accounts[i].begin(), accounts[i].end(), flat.begin() + static_cast<std::ptrdiff_t>(i * length));
  return flat;
}

std::vector<Fen> Ledger::spend() const { return side_by_side(spend_); }

std::vector<Fen> Ledger::spend(std::size_t measure, std::size_t payer) const {
  return side_by_side({&spend_[measure * payer_count + payer], 1});
}

std::vector<std::int64_t> Ledger::recipients() const { return side_by_side(recipients_); }

std::vector<std::int64_t> Ledger::first_payments() const { return side_by_side(first_payments_); }

Fen Ledger::total(std::size_t measure) const {
  Fen sum = 0;
  for (std::size_t payer = 0; payer < payer_count; ++payer) {
    const Account& account = spend_[measure * payer_count + payer];
    sum = std::accumulate(account.begin(), account.end(), sum);
  }
  return sum;
}

Fen Ledger::total() const {
  Fen sum = 0;
  for (std::size_t measure = 0; measure < measure_count(); ++measure) sum += total(measure);
  return sum;
}

std::size_t Ledger::bytes() const {
  std::size_t numbers = 0;
  for (const auto* accounts : {&spend_, &recipients_, &first_payments_})
    for (const Account& account : *accounts) numbers += account.capacity();
  return numbers * sizeof(std::int64_t);
}

}  // namespace kinfold
