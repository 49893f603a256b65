// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.hpp"
#include "core/month.hpp"
#include "population/person.hpp"

namespace kinfold {

/// Who pays for a measure: a closed list, governments from the highest level down.
inline constexpr std::size_t payer_count = 12;
inline constexpr std::array<std::string_view, payer_count> payer_names{"centre",
                                                                       "region",
                                                                       "city",
                                                                       "banner",
                                                                       "maternity_insurance",
                                                                       "medical_insurance",
                                                                       "unemployment_fund",
                                                                       "housing_fund",
                                                                       "lottery_fund",
                                                                       "employer",
                                                                       "provider",
                                                                       "household"};

/// What a measure may ask about a child and the parents, and nothing else: no ethnicity, religion, disability,
/// education, nor the sex or legitimacy of the child.
struct BirthFacts {
  int birth_order = 1;  ///< among the mother's live births
  Date birth_day;
  bool mother_registered = false;  ///< in the city
  bool father_registered = false;  ///< false also where there is no father
  bool child_registered = false;
};

/// Whose registration (hukou) in the city a measure asks for.
enum class HukouRule : std::uint8_t { any, mother, father, one_parent, both_parents, child, one_parent_and_child };
inline constexpr std::array<std::string_view, 7> hukou_rule_names{
    "any", "mother", "father", "one_parent", "both_parents", "child", "one_parent_and_child"};

bool satisfies(HukouRule rule, const BirthFacts& facts);

/// How payments of one stacking group to a child combine, month by month.
enum class Stacking : std::uint8_t {
  sum,        ///< all are paid
  higher_of,  ///< the highest alone
  top_up,     ///< the highest, of which each level of government pays what those above it leave open
  replace     ///< what began last alone, though it be less
};
inline constexpr std::array<std::string_view, 4> stacking_names{"sum", "higher_of", "top_up", "replace"};

/// What an amount follows: nothing, consumer prices, or income a head, from the month of its start.
enum class Indexation : std::uint8_t { none, prices, income };
inline constexpr std::array<std::string_view, 3> indexation_names{"none", "prices", "income"};

/// Money for a child: who gets it, when, how much, from whom. Amounts are nominal.
struct CashTerm {
  std::size_t measure = 0;  ///< number of the measure in the scenario, for the ledger
  // The predicate.
  std::vector<std::int64_t> birth_orders;
  HukouRule hukou = HukouRule::any;
  Date announced;
  Date start;
  std::optional<Date> end;         ///< first day no longer in force
  std::optional<Date> born_from;   ///< the child's birth day, included
  std::optional<Date> born_until;  ///< excluded
  // The formula.
  Fen amount = 0;             ///< in all its instalments of one year, or once
  bool yearly = true;         ///< paid in twelve instalments a year until `until_age_months`; otherwise once, at birth
  bool on_birthdays = false;  ///< if yearly: in one instalment a year, at birth and on birthdays
  int until_age_months = 0;
  std::vector<double> index_by_year;  ///< factor by calendar year from `first_index_year`; empty = 1
  int first_index_year = 0;
  // How it combines.
  std::size_t stacking_group = 0;
  Stacking stacking = Stacking::sum;
  std::array<double, payer_count> payer_shares{};

  /// Whether anybody may be paid in the month: while it is in force and, where the birth decides, for as long after it
  /// as those who were born in time are paid.
  bool may_pay_in(Month month) const;
  /// Whether who is born while it is in force gets all of it, and nobody else.
  bool is_settled_at_birth() const { return !yearly || on_birthdays; }
  /// Whether children born in `birth` and in the month before get the same, at each age.
  bool is_steady_at(Month birth) const;
  bool covers(const BirthFacts& facts) const;
  /// Before stacking: what the term gives for the month in which the child is `age_months` old.
  Fen instalment_at(const BirthFacts& facts, int age_months) const;
};

/// One payment that a child is due in one month.
struct Payment {
  std::size_t term = 0;  ///< place in `Support::terms()`
  Fen amount = 0;
};

/// What households can count on because of the measures in force. The only meeting place of policy and behaviour.
///
/// Two readers of the same terms: `entitlement` pays for a child that lives, `promise` tells a couple what a
/// child not yet conceived would bring.
class Support {
 public:
  Support() = default;
  explicit Support(std::vector<CashTerm> terms);

  const std::vector<CashTerm>& terms() const { return terms_; }

  /// Payments due to a child in the month, after stacking; those of zero are left out.
  void entitlement(const BirthFacts& facts, Month month, std::vector<Payment>& payments) const;

  /// The sum of all payments due in the month; only measures announced by the end of `known` count.
  Fen amount_due(const BirthFacts& facts, Month month, Month known) const;

  /// Present value (in fen) of what a child with these facts would bring, as known in `known`. `weights[k]` is
  /// the value at birth of one fen paid when the child is k months old.
  double promise(const BirthFacts& facts, Month known, const std::vector<double>& weights) const;

  /// Whether the promise for a birth in `birth`, as known in `known`, may differ from that for a birth a month earlier
  /// as known a month earlier. False only where no day, index or announcement can make a difference.
  bool promise_may_change(Month birth, Month known) const;

  /// Whether a term announced by the end of `known` begins, for births of its first months, after `from` and until
  /// `until`.
  bool begins_between(Month from, Month until, Month known) const;

  /// Age in months at which the last payment of any term ends.
  int longest_payment_months() const;

  /// Whether a day within the month decides about some term, so that facts must carry the day itself.
  bool depends_on_day(Month birth_month) const;

 private:
  /// Calls `visit(payment)` for each payment that a child is due in the month, after stacking.
  template <class Visit>
  void for_payments(const BirthFacts& facts, Month month, Month known, Visit visit) const;
  /// Leaves of one group's payments what its rule lets stand.
  void stack(std::vector<Payment>& payments) const;
  void top_up(std::vector<Payment>& payments) const;

  std::vector<CashTerm> terms_;    ///< sorted by stacking group
  std::vector<bool> day_matters_;  ///< by month index
};

}  // namespace kinfold
