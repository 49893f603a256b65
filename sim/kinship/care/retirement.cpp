// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/retirement.hpp"

#include <algorithm>
#include <array>

namespace kinfold {
namespace {

struct Rule {
  int age_until_2024;  ///< completed years
  int months_a_step;   ///< months of birth that share a month of delay
  int longest_delay_months;
};

constexpr std::array<Rule, retirement_group_count> rules{{{60, 4, 36}, {55, 4, 36}, {50, 2, 60}}};
constexpr Month reform = Month::of(2025, 1);

}  // namespace

Month retirement_month(RetirementGroup group, Month birth_month) {
  const Rule& rule = rules[static_cast<std::size_t>(group)];
  const Month before_reform = birth_month + 12 * rule.age_until_2024;
  if (before_reform < reform) return before_reform;
  const int delay = (before_reform - reform) / rule.months_a_step + 1;
  return before_reform + std::min(delay, rule.longest_delay_months);
}

}  // namespace kinfold
