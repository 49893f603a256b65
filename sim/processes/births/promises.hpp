// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "population/households/household_money.hpp"
#include "processes/process.hpp"

namespace kinfold {

/// What a next child would bring, as its parents know it this month. The same for all women of the same facts, so
/// that a month needs a handful of present values, not one for each woman; and none at all while nothing changes.
class Promises {
 public:
  explicit Promises(const HouseholdMoney& money) : money_{money} {}

  void begin_month(const World& world);

  /// Present value (fen) of a next child that she would conceive now.
  double to(const World& world, PersonIndex woman) const;
  /// e^-utility of that promise to the poorest household there can be: no other's odds against a child fall further.
  double strongest(const World& world, PersonIndex woman) const;
  /// By how much the promise (fen) would be more if she conceived a year later, because of measures that are announced
  /// and have not begun; 0 if it would not.
  double gain_by_waiting(const World& world, PersonIndex woman) const;
  /// Whether one of the two is another than a month ago would have been.
  bool have_changed_for(const World& world, PersonIndex woman) const;
  /// Whether it is another for anybody.
  bool have_changed() const { return changed_; }

 private:
  /// Orders that a measure can name.
  static constexpr std::size_t order_count = 9;
  static constexpr std::size_t situation_count = order_count * 4;
  using Values = std::array<double, situation_count>;

  /// What decides about a woman in that situation.
  struct Prospect {
    double now = 0.0;    ///< present value of what a child conceived now would bring
    double later = 0.0;  ///< gain by waiting
    bool operator==(const Prospect&) const = default;
  };
  using Prospects = std::array<Prospect, situation_count>;

  double strongest_of(double promise, Residence residence, Month now) const;
  void work_out_strongest(Month now);

  static BirthFacts facts_of(std::size_t situation, Month birth);
  static std::size_t situation_of(const Population& population, PersonIndex woman);
  Prospect prospect(const World& world, std::size_t situation, Month now) const;
  double value(const World& world, std::size_t situation, Month birth, Month known) const;

  const HouseholdMoney& money_;
  Prospects present_{};
  Prospects before_{};
  std::array<Values, residence_count> strongest_{};  ///< of `present_`
  bool changed_ = false;
  Month of_month_ = never;
};

}  // namespace kinfold
