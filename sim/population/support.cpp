// SPDX-License-Identifier: Apache-2.0
#include "population/support.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kinfold {

bool satisfies(HukouRule rule, const BirthFacts& facts) {
  const bool one_parent = facts.mother_registered || facts.father_registered;
  switch (rule) {
    case HukouRule::any: return true;
    case HukouRule::mother: return facts.mother_registered;
    case HukouRule::father: return facts.father_registered;
    case HukouRule::one_parent: return one_parent;
    case HukouRule::both_parents: return facts.mother_registered && facts.father_registered;
    case HukouRule::child: return facts.child_registered;
    case HukouRule::one_parent_and_child: return one_parent && facts.child_registered;
  }
  return false;
}

bool CashTerm::may_pay_in(Month month) const {
  // What is paid once is paid in the month of the birth, which may be that of the end.
  const int after = on_birthdays ? until_age_months : 0;
  return month >= start.in_month() && (!end || month < end->in_month() + after);
}

bool CashTerm::is_steady_at(Month birth) const {
  const Month before = birth - 1;
  if (birth + until_age_months <= start.in_month()) return true;  // over before it begins
  if ((end && before >= end->in_month()) || (born_until && before > born_until->in_month())) return true;
  if (!index_by_year.empty() || end || born_until) return false;
  return before > start.in_month() && (!born_from || before > born_from->in_month());
}

bool CashTerm::covers(const BirthFacts& facts) const {
  if (std::find(birth_orders.begin(), birth_orders.end(), facts.birth_order) == birth_orders.end()) return false;
  if (born_from && facts.birth_day < *born_from) return false;
  if (born_until && facts.birth_day >= *born_until) return false;
  // What the birth decides is for births while the measure is in force, to the day; a stream also reaches older
  // children.
  if (is_settled_at_birth() && (facts.birth_day < start || (end && facts.birth_day >= *end))) return false;
  return satisfies(hukou, facts);
}

Fen CashTerm::instalment_at(const BirthFacts& facts, int age_months) const {
  const Month month = facts.birth_day.in_month() + age_months;
  if (!may_pay_in(month) || age_months < 0 || age_months >= until_age_months || !covers(facts)) return 0;
  Fen whole = amount;
  if (!index_by_year.empty()) {
    const auto year = std::clamp<std::ptrdiff_t>(month.year() - first_index_year, 0, std::ssize(index_by_year) - 1);
    whole = std::llround(static_cast<double>(amount) * index_by_year[static_cast<std::size_t>(year)]);
  }
  if (on_birthdays) return age_months % 12 == 0 ? whole : 0;
  return yearly ? instalment(whole, age_months % 12, 12) : whole;
}

Support::Support(std::vector<CashTerm> terms) : terms_{std::move(terms)}, day_matters_(INT16_MAX + 1) {
  std::stable_sort(terms_.begin(), terms_.end(),
                   [](const CashTerm& a, const CashTerm& b) { return a.stacking_group < b.stacking_group; });
  const auto mark = [this](const std::optional<Date>& day) {
    if (day) day_matters_[static_cast<std::size_t>(day->in_month().index())] = true;
  };
  for (const CashTerm& term : terms_) {
    mark(term.born_from);
    mark(term.born_until);
    if (term.is_settled_at_birth()) mark(term.start);
    if (term.is_settled_at_birth()) mark(term.end);
  }
}

template <class Visit>
void Support::for_payments(const BirthFacts& facts, Month month, Month known, Visit visit) const {
  const int age_months = month - facts.birth_day.in_month();
  std::vector<Payment> of_group;
  for (std::size_t first = 0, end = 0; first < terms_.size(); first = end) {
    of_group.clear();
    for (end = first; end < terms_.size() && terms_[end].stacking_group == terms_[first].stacking_group; ++end) {
      const CashTerm& term = terms_[end];
      const Fen amount = term.announced.in_month() <= known ? term.instalment_at(facts, age_months) : 0;
      if (amount > 0) of_group.push_back({end, amount});
    }
    if (of_group.size() > 1) stack(of_group);
    for (const Payment& payment : of_group) visit(payment);
  }
}

void Support::stack(std::vector<Payment>& payments) const {
  const auto term_of = [&](const Payment& payment) -> const CashTerm& { return terms_[payment.term]; };
  const auto is_less = [](const Payment& a, const Payment& b) { return a.amount < b.amount; };
  const auto began_earlier = [&](const Payment& a, const Payment& b) { return term_of(a).start < term_of(b).start; };
  switch (term_of(payments.front()).stacking) {
    case Stacking::sum: break;
    case Stacking::higher_of: payments = {*std::max_element(payments.begin(), payments.end(), is_less)}; break;
    case Stacking::replace: payments = {*std::max_element(payments.begin(), payments.end(), began_earlier)}; break;
    case Stacking::top_up: top_up(payments); break;
  }
}

/// The highest level of government first; of one level, what began first.
void Support::top_up(std::vector<Payment>& payments) const {
  const auto rank = [&](const Payment& payment) {
    const auto& shares = terms_[payment.term].payer_shares;
    const auto first_payer = std::find_if(shares.begin(), shares.end(), [](double share) { return share > 0.0; });
    return std::pair{first_payer - shares.begin(), terms_[payment.term].start};
  };
  std::stable_sort(payments.begin(), payments.end(),
                   [&](const Payment& a, const Payment& b) { return rank(a) < rank(b); });
  Fen paid = 0;
  for (Payment& payment : payments) {
    payment.amount = std::max<Fen>(0, payment.amount - paid);
    paid += payment.amount;
  }
  std::erase_if(payments, [](const Payment& payment) { return payment.amount == 0; });
}

void Support::entitlement(const BirthFacts& facts, Month month, std::vector<Payment>& payments) const {
  payments.clear();
  // A measure may be announced after its start (the national allowance of 2025 was, in July): arrears are left
  // out, and the months in which it was not known are paid like the others, as the measure's text says.
  for_payments(facts, month, never, [&](const Payment& payment) { payments.push_back(payment); });
}

Fen Support::amount_due(const BirthFacts& facts, Month month, Month known) const {
  Fen sum = 0;
  for_payments(facts, month, known, [&](const Payment& payment) { sum += payment.amount; });
  return sum;
}

double Support::promise(const BirthFacts& facts, Month known, const std::vector<double>& weights) const {
  const Month birth = facts.birth_day.in_month();
  double value = 0.0;
  const int months = std::min<int>(longest_payment_months(), static_cast<int>(weights.size()));
  for (int age = 0; age < months; ++age)
    value += weights[static_cast<std::size_t>(age)] * static_cast<double>(amount_due(facts, birth + age, known));
  return value;
}

bool Support::promise_may_change(Month birth, Month known) const {
  return std::any_of(terms_.begin(), terms_.end(), [&](const CashTerm& term) {
    const Month announced = term.announced.in_month();
    return announced == known || (announced < known && !term.is_steady_at(birth));
  });
}

bool Support::begins_between(Month from, Month until, Month known) const {
  return std::any_of(terms_.begin(), terms_.end(), [&](const CashTerm& term) {
    const Month begins = term.born_from.value_or(term.start).in_month();
    return term.announced.in_month() <= known && begins > from && begins <= until;
  });
}

int Support::longest_payment_months() const {
  int longest = 0;
  for (const CashTerm& term : terms_) longest = std::max(longest, term.until_age_months);
  return longest;
}

bool Support::depends_on_day(Month birth_month) const {
  return day_matters_[static_cast<std::size_t>(birth_month.index())];
}

}  // namespace kinfold
