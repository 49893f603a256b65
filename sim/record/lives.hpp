// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/month.hpp"
#include "core/random.hpp"
#include "population/journal.hpp"
#include "population/population.hpp"

namespace kinfold {

/// An event and its month.
struct DatedEvent {
  Month month;
  Event event;
};

/// Everything that happened in a run, month by month; within a month in the order of keys, so that the log does not
/// depend on shards.
class EventLog {
 public:
  void add_month(std::span<const Journal> journals, Month month);
  const std::vector<DatedEvent>& events() const { return events_; }

 private:
  std::vector<DatedEvent> events_;
};

/// For each year of a run and each person to whom something happened in it, herself or as the other one: a hash of all
/// of it. Two people with equal hashes in all years have lived the same.
class LifeHashes {
 public:
  using Year = std::vector<std::pair<Key, std::uint64_t>>;  ///< in the order of keys, each once

  void add_month(std::span<const Journal> journals, Month month);
  /// Ends a year; what follows belongs to the next one.
  void close_year();
  const std::vector<Year>& years() const { return years_; }

 private:
  Year open_year_;
  std::vector<Year> years_;
};

/// Keys of all residents, in rising order.
std::vector<Key> resident_keys(const Population& population);

/// After each year that both runs have closed: of all people who were there at the start (`start`, in rising order) or
/// to whom something has happened since in either run, the share to whom exactly the same has happened in both.
std::vector<double> shares_of_identical_lives(const std::vector<Key>& start, const LifeHashes& one,
                                              const LifeHashes& other);

}  // namespace kinfold
