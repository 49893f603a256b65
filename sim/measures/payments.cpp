// SPDX-License-Identifier: Apache-2.0
#include "measures/payments.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "population/traits.hpp"

namespace kinfold {
namespace {

constexpr std::int32_t not_worked_out = -1;
constexpr std::uint32_t days_told_apart = 31;
constexpr std::uint32_t registrations_told_apart = 8;
constexpr std::uint32_t situations_per_day = last_birth_order * registrations_told_apart;

int birth_order(const Population& population, PersonIndex child) {
  return std::clamp<int>(population.birth_order[child], 1, last_birth_order);
}

bool is_registered(const Population& population, PersonIndex person) {
  return is_row(person) && registered_in_city(population.registration[person]);
}

/// Who of the three is registered in the city. Moves within the place leave that as it is.
std::uint8_t registrations(const Population& population, PersonIndex child) {
  return static_cast<std::uint8_t>((is_registered(population, population.mother[child]) ? 1 : 0) +
                                   (is_registered(population, population.father[child]) ? 2 : 0) +
                                   (is_registered(population, child) ? 4 : 0));
}

Date birth_day(const Population& population, PersonIndex child) {
  const Month month = population.birth_month[child];
  Date last{month.year(), month.month_of_year(), 31};
  while (!exists(last)) --last.day;
  return {last.year, last.month, 1 + static_cast<int>(trait(population, child, Trait::birth_day) * last.day)};
}

}  // namespace

BirthFacts birth_facts(const Population& population, PersonIndex child) {
  return {.birth_order = birth_order(population, child),
          .birth_day = birth_day(population, child),
          .mother_registered = is_registered(population, population.mother[child]),
          .father_registered = is_registered(population, population.father[child]),
          .child_registered = is_registered(population, child)};
}

Payments::Payments(const Package& package, std::size_t banner_count, bool ask_everyone)
    : package_{package}, ledger_{package.measures.size(), banner_count}, ask_everyone_{ask_everyone} {}

void Payments::begin(const Population& population, Month now) {
  longest_payment_months_ = package_.support.longest_payment_months();
  rolls_.assign(population.shard_count(), {});
  for (PersonIndex person = 0; person < population.row_count(); ++person) {
    const std::size_t shard = population.shard_of(person);
    enrol(population, population.shard(shard), person, rolls_[shard], now);
  }
}

void Payments::pay(const Population& population, std::span<Journal> journals, Month now, const Workers& workers) {
  ledger_.open_month(now);
  paid_.clear();
  if (ask_everyone_) return pay_one_by_one(population, journals, now);
  rolls_.resize(population.shard_count());
  number_situations(now);
  workers.for_each(rolls_.size(), [&](std::size_t shard) {
    update(population, population.shard(shard), rolls_[shard], now);
    gather_claims(population, rolls_[shard], now);
  });
  settle(population, now);
  workers.for_each(rolls_.size(), [&](std::size_t shard) {
    for (const Claim& claim : rolls_[shard].claims) {
      const Fen sum = awards_[static_cast<std::size_t>(award_by_situation_[claim.situation])].sum;
      if (sum > 0) journals[shard].write_payment(claim.key, now, static_cast<std::uint64_t>(sum));
    }
  });
}

void Payments::enrol(const Population& population, const Shard& shard, PersonIndex person, Roll& roll,
                     Month now) const {
  if (!population.is_present(person) || population.age_months(person, now) >= longest_payment_months_) return;
  roll.listed.resize(shard.end - shard.first);
  if (roll.listed[person - shard.first]) return;
  roll.listed[person - shard.first] = true;
  roll.children.push_back({.key = population.key[person],
                           .row = person,
                           .mother = population.mother[person],
                           .father = population.father[person],
                           .birth_month = population.birth_month[person],
                           .birth_order = static_cast<std::uint8_t>(birth_order(population, person)),
                           .registered = registrations(population, person)});
}

/// Brings the roll up to date: newcomers in, the too old out. Who has gone stays until then, unpaid.
void Payments::update(const Population& population, const Shard& shard, Roll& roll, Month now) const {
  // A newcomer may have the row of a child who has gone: then the row's old entry goes.
  roll.listed.resize(shard.end - shard.first);
  for (const PersonIndex newcomer : shard.newcomers) roll.listed[newcomer - shard.first] = false;
  std::size_t kept = 0;
  for (const Enrolled& child : roll.children) {
    const bool stays = roll.listed[child.row - shard.first] && now - child.birth_month < longest_payment_months_;
    if (stays) roll.children[kept++] = child;
    roll.listed[child.row - shard.first] = stays;
  }
  roll.children.resize(kept);
  for (const PersonIndex newcomer : shard.newcomers) enrol(population, shard, newcomer, roll, now);
}

void Payments::gather_claims(const Population& population, Roll& roll, Month now) const {
  roll.claims.clear();
  if (!anything_in_force_) return;
  for (Enrolled& child : roll.children)
    if (population.is_resident(child.row))
      roll.claims.push_back(
          {child.key, child.row, situation_of(population, child, now), population.area[child.row].banner()});
}

void Payments::number_situations(Month now) {
  const Support& support = package_.support;
  anything_in_force_ = false;
  asks_registration_.fill(false);
  for (const CashTerm& term : support.terms()) {
    // What ended last month still says whether another measure pays for the first time.
    if (!term.may_pay_in(now) && !term.may_pay_in(now - 1)) continue;
    anything_in_force_ |= term.may_pay_in(now);
    for (const std::int64_t order : term.birth_orders)
      asks_registration_[static_cast<std::size_t>(order)] |= term.hukou != HukouRule::any;
  }
  const auto ages = static_cast<std::size_t>(longest_payment_months_);
  first_situation_.resize(ages);
  day_matters_.resize(ages);
  std::uint32_t next = 0;
  for (std::size_t age = 0; age < ages; ++age) {
    first_situation_[age] = next;
    day_matters_[age] = support.depends_on_day(now - static_cast<int>(age));
    next += situations_per_day * (day_matters_[age] ? days_told_apart : 1);
  }
  award_by_situation_.assign(next, not_worked_out);
}

std::uint32_t Payments::situation_of(const Population& population, Enrolled& child, Month now) const {
  const auto age = static_cast<std::size_t>(now - child.birth_month);
  const auto day = day_matters_[age] ? static_cast<std::uint32_t>(birth_day(population, child.row).day - 1) : 0;
  if (population.mother[child.row] != child.mother || population.father[child.row] != child.father) {
    child.mother = population.mother[child.row];
    child.father = population.father[child.row];
    child.registered = registrations(population, child.row);
  }
  return first_situation_[age] + (day * last_birth_order + child.birth_order - 1u) * registrations_told_apart +
         (asks_registration_[child.birth_order] ? child.registered : 0u);
}

std::size_t Payments::award_of(const Population& population, const Claim& claim, Month now) {
  std::int32_t& number = award_by_situation_[claim.situation];
  if (number == not_worked_out) {
    number = static_cast<std::int32_t>(awards_.size());
    awards_.push_back(work_out(birth_facts(population, claim.child), now));
    children_.resize(awards_.size() * ledger_.banner_count());
  }
  return static_cast<std::size_t>(number);
}

Payments::Award Payments::work_out(const BirthFacts& facts, Month now) {
  const auto measure_of = [&](const Payment& payment) { return package_.support.terms()[payment.term].measure; };
  package_.support.entitlement(facts, now, due_);
  package_.support.entitlement(facts, now - 1, due_before_);
  Award award{.birth_order = facts.birth_order, .first_instalment = instalments_.size()};
  for (const Payment& payment : due_) {
    Instalment instalment{.measure = measure_of(payment)};
    instalment.first = std::none_of(due_before_.begin(), due_before_.end(),
                                    [&](const Payment& before) { return measure_of(before) == instalment.measure; });
    split(payment.amount, package_.support.terms()[payment.term].payer_shares, instalment.parts);
    instalments_.push_back(instalment);
    award.sum += payment.amount;
  }
  award.end_instalment = instalments_.size();
  return award;
}

void Payments::settle(const Population& population, Month now) {
  const std::size_t banners = ledger_.banner_count();
  awards_.clear();
  instalments_.clear();
  children_.clear();
  for (const Roll& roll : rolls_)
    for (const Claim& claim : roll.claims) {
      const std::size_t award = award_of(population, claim, now);
      ++children_[award * banners + claim.banner];
      if (awards_[award].sum > 0) paid_.push_back({claim.child, awards_[award].sum});
    }
  for (std::size_t cell = 0; cell < children_.size(); ++cell)
    if (children_[cell] > 0) book(awards_[cell / banners], cell % banners, children_[cell]);
}

void Payments::book(const Award& award, std::size_t banner, std::int64_t children) {
  for (std::size_t i = award.first_instalment; i < award.end_instalment; ++i)
    ledger_.book({.measure = instalments_[i].measure,
                  .banner = banner,
                  .birth_order = award.birth_order,
                  .children = children,
                  .first_payment = instalments_[i].first,
                  .parts = instalments_[i].parts});
}

void Payments::pay_one_by_one(const Population& population, std::span<Journal> journals, Month now) {
  for (PersonIndex person = 0; person < population.row_count(); ++person) {
    if (!population.is_resident(person) || population.age_months(person, now) >= longest_payment_months_) continue;
    instalments_.clear();
    const Award award = work_out(birth_facts(population, person), now);
    book(award, population.area[person].banner(), 1);
    if (award.sum == 0) continue;
    paid_.push_back({person, award.sum});
    journals[population.shard_of(person)].write_payment(population.key[person], now,
                                                        static_cast<std::uint64_t>(award.sum));
  }
}

std::size_t Payments::bytes() const {
  std::size_t bytes = ledger_.bytes();
  for (const Roll& roll : rolls_)
    bytes += roll.children.capacity() * sizeof(Enrolled) + roll.listed.capacity() / 8 +
             roll.claims.capacity() * sizeof(Claim);
  return bytes;
}

}  // namespace kinfold
