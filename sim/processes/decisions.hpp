// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace kinfold {

/// What a draw decides: the last part of its address. Numbers are never used again for something else, so that a new
/// process leaves all other draws as they were.
enum class Decision : std::uint32_t {
  year_of_life = 1,       ///< moment: age; words: see `YearWord`
  intention = 3,          ///< moment: age of the woman
  conception = 4,         ///< moment: month; words: conception, end of the pregnancy, abortion
  failure = 5,            ///< moment: age; whether the year's candidate for a failure of contraception is one
  delivery = 6,           ///< moment: month; words: stillbirth, twins
  sex_at_birth = 7,       ///< moment: 0; the child draws
  arrival = 8,            ///< moment: month; a candidate of the arrival stream
  arrival_family = 9,     ///< moment: month; who comes with her or him
  union_arrival = 10,     ///< moment: age; a spouse elsewhere moves in
  market = 11,            ///< moment: month; where a person searches
  pair = 12,              ///< moment: month; what two people make of each other
  outside_spouse = 13,    ///< moment: month; a candidate of the outside pool
  new_home = 14,          ///< moment: month; where a new union lives
  departure_family = 15,  ///< moment: age; whether one of the family goes
  family_move = 16,       ///< moment: age; where a family moves to
  past_intention = 17,    ///< moment: age and attempt; a decision before month zero
  past_conception = 18,   ///< moment: month and attempt; a month of trying before month zero
  life_elsewhere = 19,    ///< moment: month of departure; how long one lives who has left the place
  family_of_origin = 20,  ///< moment: number of the draw; whom a newcomer leaves behind
  grandparent_care = 21,  ///< of a grandparent and a grandchild, for life; words: willing, moves in, parents' taste
  later_life = 22,        ///< for life; words: works until retirement, has a limitation early or late
  care_asked = 23,        ///< of a child, for life; how much care its parents ask for
  gift_to_parent = 30     ///< of a parent and a grown child, for life; whether the child gives money
};

}  // namespace kinfold
