// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/parallel.hpp"
#include "measures/ledger.hpp"
#include "measures/measure_list.hpp"
#include "population/journal.hpp"
#include "population/paid.hpp"
#include "population/population.hpp"

namespace kinfold {

/// What measures may know of a child of the population.
///
/// A birth order that is not known counts as the first, one after the ninth as the ninth. A parent who is dead or
/// unknown is registered nowhere.
BirthFacts birth_facts(const Population& population, PersonIndex child);

/// Pays every resident child, each month, what it is entitled to, and books it.
///
/// Children of the same facts get the same: a month works out some hundred awards, not one for each child.
class Payments {
 public:
  /// `package` must outlive the payments. `ask_everyone` is the oracle: it looks at everybody every month and works out
  /// each child's award anew. Equal payments, slowly.
  Payments(const Package& package, std::size_t banner_count, bool ask_everyone = false);

  /// Looks through everybody once, before the first month.
  void begin(const Population& population, Month now);

  /// Pays for a month; `begin` went before, then every month in turn. Children who were born or came since the last
  /// payment stand in their shard's `newcomers`. What each child gets in all goes into the journal of its shard.
  void pay(const Population& population, std::span<Journal> journals, Month now, const Workers& workers);

  const Ledger& ledger() const { return ledger_; }
  /// The children who were paid in the last month, in no order.
  std::span<const Paid> paid() const { return paid_; }
  std::size_t bytes() const;

 private:
  /// What one measure gives this month.
  struct Instalment {
    std::size_t measure = 0;
    bool first = false;  ///< it gave nothing the month before
    std::array<Fen, payer_count> parts{};
  };
  /// What children of the same facts get this month.
  struct Award {
    Fen sum = 0;
    int birth_order = 1;
    std::size_t first_instalment = 0;  ///< in `instalments_`
    std::size_t end_instalment = 0;
  };
  /// A child of a shard who is young enough to be paid. What never changes is kept here: a month looks at few columns.
  struct Enrolled {
    Key key = 0;
    PersonIndex row = nobody;
    PersonIndex mother = nobody;
    PersonIndex father = nobody;
    Month birth_month;
    std::uint8_t birth_order = 1;
    std::uint8_t registered = 0;  ///< in the city: mother 1, father 2, child 4; holds while the parents are the same
  };
  /// A child to be paid this month.
  struct Claim {
    Key key = 0;
    PersonIndex child = nobody;
    std::uint32_t situation = 0;
    std::size_t banner = 0;
  };
  struct Roll {
    std::vector<Enrolled> children;
    std::vector<bool> listed;  ///< by row of the shard: it stands among `children`, once
    std::vector<Claim> claims;
  };

  void enrol(const Population& population, const Shard& shard, PersonIndex person, Roll& roll, Month now) const;
  void update(const Population& population, const Shard& shard, Roll& roll, Month now) const;
  void gather_claims(const Population& population, Roll& roll, Month now) const;
  void number_situations(Month now);
  std::uint32_t situation_of(const Population& population, Enrolled& child, Month now) const;
  std::size_t award_of(const Population& population, const Claim& claim, Month now);
  Award work_out(const BirthFacts& facts, Month now);
  void settle(const Population& population, Month now);
  void book(const Award& award, std::size_t banner, std::int64_t children);
  void pay_one_by_one(const Population& population, std::span<Journal> journals, Month now);

  const Package& package_;
  Ledger ledger_;
  bool ask_everyone_;
  int longest_payment_months_ = 0;
  std::vector<Roll> rolls_;  ///< by shard

  // Of the month being paid.
  bool anything_in_force_ = false;
  std::array<bool, last_birth_order + 1> asks_registration_{};  ///< by birth order: some measure in force does
  std::vector<std::uint32_t> first_situation_;                  ///< by age in months
  std::vector<bool> day_matters_;                               ///< by age in months
  std::vector<std::int32_t> award_by_situation_;
  std::vector<Award> awards_;
  std::vector<Instalment> instalments_;
  std::vector<std::int64_t> children_;  ///< by award and banner
  std::vector<Payment> due_, due_before_;
  std::vector<Paid> paid_;
};

}  // namespace kinfold
