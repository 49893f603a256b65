// SPDX-License-Identifier: Apache-2.0
#include "core/month.hpp"

#include <chrono>
#include <cstdio>

namespace kinfold {

std::string Month::text() const {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02d", year(), month_of_year());
  return text;
}

std::string Date::text() const {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
  return text;
}

bool exists(const Date& date) {
  using namespace std::chrono;
  return year_month_day{std::chrono::year{date.year}, std::chrono::month{static_cast<unsigned>(date.month)},
                        std::chrono::day{static_cast<unsigned>(date.day)}}
      .ok();
}

}  // namespace kinfold
