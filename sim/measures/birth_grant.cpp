// SPDX-License-Identifier: Apache-2.0

// Birth grant: cash for a birth, at once or in equal parts at birth and on the birthdays after it.
//
// Whom: children born while the measure is in force, by birth order and registration; who was born in time gets all of
// it, even if the measure ends meanwhile, as long as she or he lives in the place. Everybody entitled gets it: no
// application (an assumption: take-up is full).
// Sources: the birth grants of Hohhot of 13 March 2025 (10,000 CNY once; 10,000 a year for 5 and for 10 years).
#include "measures/measure.hpp"

namespace kinfold {
namespace {

void check_amounts(Reader& reader, bool per_year, bool once) {
  if (per_year && once)
    reader.refuse("amount_once", "is written beside amount_per_year", "a birth grant has one of the two");
  if (!per_year && !once)
    reader.refuse("amount_once", "is missing", "must be an amount in CNY, or amount_per_year in CNY a year with years");
  if (once && reader.is_written("years"))
    reader.refuse("years", "is written beside amount_once", "what is paid once is paid at birth",
                  "leave out years, or write amount_per_year");
}

}  // namespace

Measure read_birth_grant(const MeasureSetup& setup) {
  Reader& reader = setup.reader;
  Measure measure = read_common(setup, HukouRule::one_parent);
  const Fen once = read_amount(reader, "amount_once", "CNY", 0.0,
                               {"nominal amount paid once, at birth", "出生时一次性发放的金额（名义值）"});
  const Fen per_year = read_amount(
      reader, "amount_per_year", "CNY a year", 0.0,
      {"nominal amount of each yearly part, in place of amount_once", "每年发放的金额（名义值），与一次性金额二选一"});
  const std::int64_t years =
      reader.integer({.name = "years",
                      .unit = "years",
                      .standard = 5,
                      .range = {1, 18},
                      .meaning = {"number of yearly parts: at birth and on the birthdays after it",
                                  "发放年数：出生时及其后每个生日各一次"},
                      .source = "the policy document"});
  const bool is_once = reader.is_written("amount_once");
  check_amounts(reader, reader.is_written("amount_per_year"), is_once);
  measure.term.yearly = !is_once;
  measure.term.on_birthdays = !is_once;
  measure.term.until_age_months = is_once ? 1 : 12 * static_cast<int>(years);
  set_amount(setup, measure, is_once ? once : per_year, is_once ? "amount_once" : "amount_per_year");
  return measure;
}

}  // namespace kinfold
