// SPDX-License-Identifier: Apache-2.0
#include "kinship/old_age/later_income.hpp"

#include <cmath>

namespace kinfold {
namespace {

/// Opinion of the State Council of 21 February 2014 on one pension insurance of residents (Guofa 2014 no. 8),
/// article 7.
constexpr int resident_pension_from_months = 12 * 60;

}  // namespace

bool earns_employee_pension(const LaterEarner& earner) {
  return earner.has_worked && earner.residence == Residence::urban;
}

bool lives_on_resident_pension(const LaterEarner& earner) {
  return earner.age_months >= resident_pension_from_months && !earns_employee_pension(earner);
}

Fen later_income(const LaterEarner& earner, const Place& place, Month month) {
  const auto yearly = [&](OldAgeIncome kind) { return place.yearly_income_of_old(kind, earner.sex, month); };
  const bool is_urban = earner.residence == Residence::urban;
  double yuan = 0.0;
  if (earner.is_employed)
    yuan += yearly(is_urban ? OldAgeIncome::urban_work : OldAgeIncome::rural_work);
  else if (earns_employee_pension(earner))
    yuan += yearly(OldAgeIncome::employee_pension);
  if (lives_on_resident_pension(earner)) yuan += yearly(OldAgeIncome::resident_pension);
  return std::llround(yuan * static_cast<double>(fen_per_yuan));
}

}  // namespace kinfold
