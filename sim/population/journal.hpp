// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/person.hpp"

namespace kinfold {

/// What can happen to a person. The order is part of the file format: add at the end.
enum class EventKind : std::uint8_t {
  birth,            ///< person = child, other = mother, detail = birth order
  stillbirth,       ///< person = mother, detail = parity
  death,            ///< person
  arrival,          ///< person comes into the place
  departure,        ///< person leaves the place
  move,             ///< person, detail = the banner left
  union_formed,     ///< person = wife, or the husband if she does not live in the place; detail = sum of `UnionFact`s
  union_dissolved,  ///< person = wife, other = husband
  widowhood,        ///< person = who is left, other = who died
  conception,       ///< person, detail = 1 if she was trying
  pregnancy_loss    ///< person, detail = fate of the pregnancy
};
inline constexpr std::size_t event_kind_count = 11;
inline constexpr std::array<std::string_view, event_kind_count> event_kind_names{
    "birth",        "stillbirth",      "death",     "arrival",    "departure",     "move",
    "union_formed", "union_dissolved", "widowhood", "conception", "pregnancy_loss"};

/// What the detail of a `union_formed` event says; several may hold.
enum UnionFact : int {
  she_is_from_outside = 1,
  he_is_from_outside = 2,
  first_for_her = 4,
  first_for_him = 8,
  resident_leaves = 16  ///< follows the other out of the place
};

/// Something that happened to someone in a month.
struct Event {
  EventKind kind;
  std::uint8_t detail = 0;
  Area area{};
  Sex sex = Sex::female;
  std::int16_t age = 0;  ///< completed years of `person`; of the mother at a birth
  Key person = 0;
  Key other = 0;
};

/// What happened in one shard, or between shards, in one month; and the running sum of its fingerprint.
///
/// The fingerprint is a sum of hashes: it does not depend on the order in which events were written.
class Journal {
 public:
  void write(const Event& event, Month now) {
    events_.push_back(event);
    fingerprint_ += hash(event, now);
  }

  /// A payment is not an event of a life, but two runs with other payments are not the same run.
  void write_payment(Key child, Month now, std::uint64_t amount) {
    fingerprint_ += mix(child ^ mix((static_cast<std::uint64_t>(now.index()) << 48) ^ amount));
  }

  const std::vector<Event>& events() const { return events_; }
  std::uint64_t fingerprint() const { return fingerprint_; }
  void turn_page() { events_.clear(); }

  static std::uint64_t hash(const Event& event, Month now) {
    const std::uint64_t what =
        (static_cast<std::uint64_t>(event.kind) << 56) | (static_cast<std::uint64_t>(event.detail) << 48) |
        (static_cast<std::uint64_t>(event.area.code) << 40) | (static_cast<std::uint64_t>(event.age & 0xff) << 32) |
        static_cast<std::uint64_t>(now.index());
    return mix(event.person ^ mix(event.other ^ mix(what)));
  }

 private:
  std::vector<Event> events_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace kinfold
