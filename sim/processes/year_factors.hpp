// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "core/declaration.hpp"

namespace kinfold {

/// One number for each calendar year of the observed past, and one for all later years. Fitted by `fit-level`.
class YearFactors {
 public:
  static constexpr int first_year = 2020;
  static constexpr int last_year = 2025;

  /// Declares and reads `<name>_2020` … `<name>_2025` and `<name>_later`. Without a `later`, the mean of the last three
  /// years holds (behavioural model 2.10, rule 8c).
  YearFactors(Reader& reader, const std::string& name, const std::string& unit, double standard, Range range,
              const Bilingual& meaning) {
    const auto number = [&](const std::string& year, std::optional<double> value) {
      return reader.number({.name = name + "_" + year,
                            .unit = unit,
                            .standard = value,
                            .range = range,
                            .meaning = {meaning.en + ", " + year, meaning.zh + "，" + year},
                            .source = "fitted by fit-level; behavioural model 2.10, rule 8"});
    };
    for (int year = first_year; year <= last_year; ++year) at_(year) = number(std::to_string(year), standard);
    later_ = number("later", (at_(2023) + at_(2024) + at_(2025)) / 3.0);
  }

  double at(int year) const {
    if (year > last_year) return later_;
    return by_year_[static_cast<std::size_t>(year < first_year ? 0 : year - first_year)];
  }

 private:
  double& at_(int year) { return by_year_[static_cast<std::size_t>(year - first_year)]; }

  std::array<double, last_year - first_year + 1> by_year_{};
  double later_ = 0.0;
};

}  // namespace kinfold
