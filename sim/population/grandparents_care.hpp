// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "population/person.hpp"

namespace kinfold {

/// A grandparent as a grandchild knows her or him. The additional one exists in experiments alone.
enum class Grandparent : std::uint8_t {
  maternal_grandmother,
  maternal_grandfather,
  paternal_grandmother,
  paternal_grandfather,
  additional_grandmother
};
inline constexpr std::size_t grandparent_kinds = 5;
inline constexpr std::array<std::string_view, grandparent_kinds> grandparent_names{
    "maternal_grandmother", "maternal_grandfather", "paternal_grandmother", "paternal_grandfather",
    "additional_grandmother"};

/// Those who are somebody.
inline constexpr std::array grandparents_of_life{Grandparent::maternal_grandmother, Grandparent::maternal_grandfather,
                                                 Grandparent::paternal_grandmother, Grandparent::paternal_grandfather};

constexpr bool is_paternal(Grandparent which) {
  return which == Grandparent::paternal_grandmother || which == Grandparent::paternal_grandfather;
}
/// What the mother or father (`of_parent`) of a child's mother or father (`parent`) is to the child.
constexpr Grandparent grandparent_through(Sex parent, Sex of_parent) {
  return static_cast<Grandparent>((parent == Sex::male ? 2 : 0) + (of_parent == Sex::male ? 1 : 0));
}
/// The other parent of the same parent.
constexpr Grandparent other_parent(Grandparent which) { return static_cast<Grandparent>(static_cast<int>(which) ^ 1); }

/// How a grandparent and a grandchild come together for its care. Who lives too far away for every day comes to live
/// with the child, or takes it to live with her or him.
enum class CareArrangement : std::uint8_t { every_day, grandparent_comes, child_goes };

/// A child is to be minded in so many years of life: until its sixth birthday.
inline constexpr int minded_years = 6;
inline constexpr int minded_until_months = 12 * minded_years;

/// Care is handed out in half places: a full place is two of them, 50 hours a week (behavioural model 2.5).
inline constexpr int most_half_places = 2;
inline constexpr double weekly_hours_of_half_place = 25.0;

/// One and a half small children are what a grandparent couple can mind (behavioural model 2.5).
inline constexpr int half_places_of_a_couple = 3;

/// What a small child has of its grandparents: how much of their care its parents ask for, who would give it, and who
/// does. Two bytes.
class GrandparentsCare {
 public:
  /// Half places that the parents ask for: 0 to 2.
  int asked() const { return bits_ & 3; }
  void ask(int half_places) { bits_ = static_cast<std::uint16_t>((bits_ & ~3) | half_places); }

  bool is_willing(Grandparent which) const { return (bits_ >> willing_bit(which) & 1) != 0; }
  void make_willing(Grandparent which) { bits_ = static_cast<std::uint16_t>(bits_ | 1 << willing_bit(which)); }
  int willing_count() const {
    int count = 0;
    for (std::size_t i = 0; i < grandparent_kinds; ++i) count += is_willing(static_cast<Grandparent>(i));
    return count;
  }

  /// Half places that the grandparent gives.
  int given_by(Grandparent which) const {
    int given = 0;
    for (int seat = 0; seat < most_half_places; ++seat) given += holder(seat) == static_cast<int>(which) + 1;
    return given;
  }
  int given() const { return (holder(0) != 0) + (holder(1) != 0); }
  /// One more half place from the grandparent. At most two in all.
  void give(Grandparent which, CareArrangement arrangement = CareArrangement::every_day) {
    const int seat = holder(0) == 0 ? 0 : 1;
    int added = (static_cast<int>(which) + 1) << seat_bit(seat);
    if (arrangement == CareArrangement::grandparent_comes) added |= 1 << come_bit(seat);
    if (arrangement == CareArrangement::child_goes) added |= 1 << away_bit;
    bits_ = static_cast<std::uint16_t>(bits_ | added);
  }
  /// Whether the grandparent minds the child and has come to live with it for that.
  bool has_come(Grandparent which) const {
    bool come = false;
    for (int seat = 0; seat < most_half_places; ++seat)
      come |= holder(seat) == static_cast<int>(which) + 1 && (bits_ >> come_bit(seat) & 1) != 0;
    return come;
  }
  /// Whether the child lives with those who mind it, away from its household.
  bool child_is_away() const { return (bits_ >> away_bit & 1) != 0; }

  std::uint16_t bits() const { return bits_; }
  bool operator==(const GrandparentsCare&) const = default;

 private:
  static int willing_bit(Grandparent which) { return 2 + static_cast<int>(which); }
  static int seat_bit(int seat) { return 2 + static_cast<int>(grandparent_kinds) + 3 * seat; }
  static int come_bit(int seat) { return seat_bit(most_half_places) + seat; }
  static constexpr int away_bit = 15;
  int holder(int seat) const { return bits_ >> seat_bit(seat) & 7; }

  /// Asked (2), willing (5), who gives each half (3 + 3), who of them has come (1 + 1), whether the child is away (1).
  std::uint16_t bits_ = 0;
};

}  // namespace kinfold
