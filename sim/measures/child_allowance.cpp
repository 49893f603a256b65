// SPDX-License-Identifier: Apache-2.0

// Child allowance: cash for a child, in monthly instalments until an age, or once at birth.
//
// Whom: children by birth order, birth day and the household registration of parents and child; where the child lives
// does not matter as long as it is in the place. The first instalment comes in the month of birth, so that three years
// are 36. Everybody entitled gets it: no means test, no application (an assumption: take-up is full).
// Sources: clause B4.2f of the Ordos plan of 22 November 2023; the national child allowance of 28 July 2025.
#include "measures/measure.hpp"

namespace kinfold {
namespace {

void check_amounts(Reader& reader, bool yearly, bool once) {
  if (yearly && once)
    reader.refuse("amount_once", "is written beside amount_per_year", "a child allowance has one of the two");
  if (!yearly && !once)
    reader.refuse("amount_per_year", "is missing", "must be an amount in CNY a year, or amount_once in CNY");
  if (once && !yearly && reader.is_written("until_age"))
    reader.refuse("until_age", "is written beside amount_once", "what is paid once is paid at birth",
                  "leave out until_age, or write amount_per_year");
}

}  // namespace

Measure read_child_allowance(const MeasureSetup& setup) {
  Reader& reader = setup.reader;
  Measure measure = read_common(setup, HukouRule::any);
  const Fen per_year = read_amount(reader, "amount_per_year", "CNY a year", 0.0,
                                   {"nominal amount a year, in twelve instalments", "每年金额（名义值，按月发放）"});
  const Fen once = read_amount(reader, "amount_once", "CNY", 0.0,
                               {"nominal amount paid once, at birth, in place of amount_per_year",
                                "出生时一次性发放的金额（名义值），与每年金额二选一"});
  const std::int64_t until_age = reader.integer({.name = "until_age",
                                                 .unit = "years",
                                                 .standard = 3,
                                                 .range = {1, 18},
                                                 .meaning = {"birthday before which instalments end", "发放至几周岁"},
                                                 .source = "the policy document; 3 is the national rule of 2025"});
  const bool is_once = reader.is_written("amount_once");
  check_amounts(reader, reader.is_written("amount_per_year"), is_once);
  measure.term.yearly = !is_once;
  measure.term.until_age_months = is_once ? 1 : 12 * static_cast<int>(until_age);
  set_amount(setup, measure, is_once ? once : per_year, is_once ? "amount_once" : "amount_per_year");
  return measure;
}

}  // namespace kinfold
