// SPDX-License-Identifier: Apache-2.0
#include "kinship/old_age/retirement.hpp"

#include <algorithm>
#include <array>

namespace kinfold {
namespace {

/// Who reaches the old age in this month is the first to work longer.
constexpr Month reform_begins = Month::of(2025, 1);

struct Schedule {
  int old_age_months;
  int months_for_one_more;  ///< months of birth that share a delay
  int longest_delay_months;
};

/// By group.
constexpr std::array<Schedule, 3> schedules{{{60 * 12, 4, 3 * 12}, {55 * 12, 4, 3 * 12}, {50 * 12, 2, 5 * 12}}};

constexpr const Schedule& schedule_of(RetirementGroup group) { return schedules[static_cast<std::size_t>(group)]; }

}  // namespace

Month retirement_month(RetirementGroup group, Month birth_month) {
  return birth_month + retirement_age_months(group, birth_month);
}

int retirement_age_months(RetirementGroup group, Month birth_month) {
  const Schedule& schedule = schedule_of(group);
  const int since_reform = birth_month + schedule.old_age_months - reform_begins;
  if (since_reform < 0) return schedule.old_age_months;
  return schedule.old_age_months +
         std::min(schedule.longest_delay_months, since_reform / schedule.months_for_one_more + 1);
}

int retirement_age_months_before_2025(RetirementGroup group) { return schedule_of(group).old_age_months; }

}  // namespace kinfold
