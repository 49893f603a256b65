// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/money.hpp"
#include "population/place/place.hpp"

namespace kinfold {

/// What income in later life hangs on.
struct LaterEarner {
  Sex sex = Sex::female;
  Residence residence = Residence::urban;
  int age_months = 0;
  bool has_worked = false;   ///< works, or has done so until it was time to stop
  bool is_employed = false;  ///< still works
};

/// Whether an employee's pension is, or will be, hers or his: of who works in a town until retirement.
bool earns_employee_pension(const LaterEarner& earner);

/// Old enough for a residents' pension, and without an employee's: whom grown children give money.
bool lives_on_resident_pension(const LaterEarner& earner);

/// Income of the month's year, in fen: what work brings while it lasts, in town an employee's pension after it, and for
/// all others of 60 and over a residents' pension, even while they work. Assumption: within a sex all have the mean.
Fen later_income(const LaterEarner& earner, const Place& place, Month month);

}  // namespace kinfold
