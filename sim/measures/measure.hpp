// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/declaration.hpp"
#include "core/money.hpp"
#include "core/month.hpp"
#include "population/place/place.hpp"
#include "population/support.hpp"

namespace kinfold {

/// The range of an amount that no document states: the amount is an assumption.
struct AssumedRange {
  Fen lowest = 0;
  Fen highest = 0;
  std::string why;
};

/// What a measure says about itself, for results files and descriptions.
struct MeasureFacts {
  std::string id;      ///< unique in the scenario
  std::string kind;    ///< `child_allowance`
  std::string clause;  ///< of the policy document that it implements; may be empty
  Date announced;
  Date start;
  std::optional<Date> end;  ///< first day no longer in force
  std::vector<std::int64_t> birth_orders;
  Fen amount = 0;      ///< nominal, a year or once
  bool yearly = true;  ///< `amount` is a year's; otherwise paid once
  std::optional<AssumedRange> assumed;
};

/// A measure as read: its facts, and the term of Support that it gives.
struct Measure {
  MeasureFacts facts;
  CashTerm term;
  std::string stacking_group;  ///< measures that name the same one combine by their rule; empty = it stands alone
};

/// What a kind of measure is read from.
struct MeasureSetup {
  Reader& reader;  ///< of the measure's own keys
  const std::string& id;
  const Place& place;
};

/// Orders of birth that a measure can name; the last stands for itself and all later ones.
inline constexpr int last_birth_order = 9;

/// Declares and reads what all kinds have in common: clause, dates, who is eligible, how it combines, who pays.
/// `hukou` is whose registration this kind asks for unless the user says otherwise.
Measure read_common(const MeasureSetup& setup, HukouRule hukou);

/// Declares and reads an amount in CNY under the key `name`, returned in fen; `standard` none = must be given.
Fen read_amount(Reader& reader, const std::string& name, const std::string& unit, std::optional<double> standard,
                const Bilingual& meaning);

/// What is paid once at birth, or in yearly parts for some years.
struct OnceOrYearly {
  bool is_once = false;
  Fen amount = 0;
  std::string_view key;  ///< where the user wrote it
};

/// Declares and reads `amount_once` and `amount_per_year`, of which one must be written: `what` is the measure in
/// words, `yearly` what the yearly amount is. `duration` is the key that says how long yearly parts are paid.
OnceOrYearly read_once_or_yearly(Reader& reader, const std::string& what, const Bilingual& yearly,
                                 const std::string& duration);

/// Sets the amount of the measure and how it follows prices or incomes, and reads the range of an amount that is an
/// assumption. `amount_key` is where the user wrote it.
void set_amount(const MeasureSetup& setup, Measure& measure, Fen amount, const std::string& amount_key);

}  // namespace kinfold
