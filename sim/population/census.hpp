// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "population/person.hpp"

namespace kinfold {

inline constexpr std::size_t fecund_age_count = last_fecund_age - first_fecund_age + 1;

/// Counts of residents, kept current by whoever adds, removes, moves or ages a person.
/// Integers, so that sums do not depend on their order.
class Census {
 public:
  Census() = default;
  explicit Census(std::size_t banner_count)
      : banner_count_{banner_count},
        persons_(banner_count * residence_count * sex_count * age_count),
        women_(banner_count * fecund_age_count * parity_count) {}

  void count_person(Area area, Sex sex, int age, int by) { persons_[person_cell(area, sex, age)] += by; }

  /// Women outside the fecund ages are not counted by parity.
  void count_woman(Area area, int age, int parity, int by) {
    if (age < first_fecund_age || age > last_fecund_age) return;
    women_[woman_cell(area.banner(), age, parity)] += by;
  }

  /// One who was counted a year younger completes `age` years.
  void complete_age(Area area, Sex sex, int age) {
    if (age > oldest_age) return;
    const std::size_t cell = person_cell(area, sex, age);
    --persons_[cell - 1];
    ++persons_[cell];
  }
  void complete_womans_age(Area area, int age, int parity) {
    if (age <= first_fecund_age || age > last_fecund_age) {
      count_woman(area, age - 1, parity, -1);
      return count_woman(area, age, parity, +1);
    }
    const std::size_t cell = woman_cell(area.banner(), age, parity);
    --women_[cell - parity_count];
    ++women_[cell];
  }

  std::int64_t persons(Area area, Sex sex, int age) const { return persons_[person_cell(area, sex, age)]; }
  std::int64_t women(std::size_t banner, int age, int parity) const { return women_[woman_cell(banner, age, parity)]; }

  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const std::int32_t cell : persons_) sum += cell;
    return sum;
  }

  /// Cells in the order area, sex, age.
  const std::vector<std::int32_t>& person_cells() const { return persons_; }
  /// Cells in the order banner, age, parity.
  const std::vector<std::int32_t>& woman_cells() const { return women_; }

  void add(const Census& other) {
    for (std::size_t i = 0; i < persons_.size(); ++i) persons_[i] += other.persons_[i];
    for (std::size_t i = 0; i < women_.size(); ++i) women_[i] += other.women_[i];
  }

  std::size_t banner_count() const { return banner_count_; }
  bool operator==(const Census&) const = default;

 private:
  static std::size_t person_cell(Area area, Sex sex, int age) {
    const auto top_age = static_cast<std::size_t>(std::min(age, oldest_age));
    return (area.code * sex_count + static_cast<std::size_t>(sex)) * age_count + top_age;
  }
  static std::size_t woman_cell(std::size_t banner, int age, int parity) {
    const auto class_of_parity = static_cast<std::size_t>(std::min<int>(parity, parity_count - 1));
    return (banner * fecund_age_count + static_cast<std::size_t>(age - first_fecund_age)) * parity_count +
           class_of_parity;
  }

  std::size_t banner_count_ = 0;
  std::vector<std::int32_t> persons_;
  std::vector<std::int32_t> women_;
};

}  // namespace kinfold
