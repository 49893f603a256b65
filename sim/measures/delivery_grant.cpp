// SPDX-License-Identifier: Apache-2.0

// Delivery grant: cash for a delivery, once, in the month of the birth.
//
// Whom: births by order; unless written otherwise the mother must be registered in the city. Twins are two births of
// consecutive orders. Assumption: every delivery takes place where the grant is paid (nearly all do, in midwifery
// institutions), and everybody entitled gets it.
// Source: clause B2.2k of the Ordos plan of 22 November 2023.
#include "measures/measure.hpp"

namespace kinfold {

Measure read_delivery_grant(const MeasureSetup& setup) {
  Measure measure = read_common(setup, HukouRule::mother);
  const Fen amount = read_amount(setup.reader, "amount_once", "CNY", std::nullopt,
                                 {"nominal amount for one birth", "每次分娩的金额（名义值）"});
  measure.term.yearly = false;
  measure.term.until_age_months = 1;
  set_amount(setup, measure, amount, "amount_once");
  return measure;
}

}  // namespace kinfold
