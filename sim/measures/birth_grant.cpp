// SPDX-License-Identifier: Apache-2.0

// Birth grant: cash for a birth, at once or in equal parts at birth and on the birthdays after it.
//
// Whom: children born while the measure is in force, by birth order and registration; who was born in time gets all of
// it, even if the measure ends meanwhile, as long as she or he lives in the place. Everybody entitled gets it: no
// application (an assumption: take-up is full).
// Sources: the birth grants of Hohhot of 13 March 2025 (10,000 CNY once; 10,000 a year for 5 and for 10 years).
#include "measures/measure.hpp"

namespace kinfold {
Measure read_birth_grant(const MeasureSetup& setup) {
  Reader& reader = setup.reader;
  Measure measure = read_common(setup, HukouRule::one_parent);
  const OnceOrYearly amount = read_once_or_yearly(
      reader, "a birth grant", {"nominal amount of each yearly part", "每年发放的金额（名义值）"}, "years");
  const std::int64_t years =
      reader.integer({.name = "years",
                      .unit = "years",
                      .standard = 5,
                      .range = {1, 18},
                      .meaning = {"number of yearly parts: at birth and on the birthdays after it",
                                  "发放年数：出生时及其后每个生日各一次"},
                      .source = "the policy document"});
  measure.term.yearly = measure.term.on_birthdays = !amount.is_once;
  measure.term.until_age_months = amount.is_once ? 1 : 12 * static_cast<int>(years);
  set_amount(setup, measure, amount.amount, std::string{amount.key});
  return measure;
}

}  // namespace kinfold
