// SPDX-License-Identifier: Apache-2.0

// Child allowance: cash for a child, in monthly instalments until an age, or once at birth.
//
// Whom: children by birth order, birth day and the household registration of parents and child; where the child lives
// does not matter as long as it is in the place. The first instalment comes in the month of birth, so that three years
// are 36. Everybody entitled gets it: no means test, no application (an assumption: take-up is full).
// Sources: clause B4.2f of the Ordos plan of 22 November 2023; the national child allowance of 28 July 2025.
#include "measures/measure.hpp"

namespace kinfold {
Measure read_child_allowance(const MeasureSetup& setup) {
  Reader& reader = setup.reader;
  Measure measure = read_common(setup, HukouRule::any);
  const OnceOrYearly amount = read_once_or_yearly(
      reader, "a child allowance", {"nominal amount a year, in twelve instalments", "每年金额（名义值，按月发放）"},
      "until_age");
  const std::int64_t until_age = reader.integer({.name = "until_age",
                                                 .unit = "years",
                                                 .standard = 3,
                                                 .range = {1, 18},
                                                 .meaning = {"birthday before which instalments end", "发放至几周岁"},
                                                 .source = "the policy document; 3 is the national rule of 2025"});
  measure.term.yearly = !amount.is_once;
  measure.term.until_age_months = amount.is_once ? 1 : 12 * static_cast<int>(until_age);
  set_amount(setup, measure, amount.amount, std::string{amount.key});
  return measure;
}

}  // namespace kinfold
