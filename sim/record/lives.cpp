// SPDX-License-Identifier: Apache-2.0
#include "record/lives.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace kinfold {
namespace {

using Keys = std::vector<Key>;  // in rising order, each once

/// Sums the hashes of each key: sums do not depend on the order of events.
void fold(LifeHashes::Year& entries) {
  std::sort(entries.begin(), entries.end());
  std::size_t kept = 0;
  for (const auto& [key, hash] : entries) {
    if (kept > 0 && entries[kept - 1].first == key)
      entries[kept - 1].second += hash;
    else
      entries[kept++] = {key, hash};
  }
  entries.resize(kept);
}

Keys unite(const Keys& one, const Keys& other) {
  Keys all;
  std::set_union(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(all));
  return all;
}

Keys keys_of(const LifeHashes::Year& year) {
  Keys keys;
  for (const auto& [key, hash] : year) keys.push_back(key);
  return keys;
}

/// Those whose year was not the same in both runs, or happened in one alone.
Keys differing(const LifeHashes::Year& one, const LifeHashes::Year& other) {
  LifeHashes::Year entries;
  std::set_symmetric_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(entries));
  Keys keys = keys_of(entries);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

void EventLog::add_month(std::span<const Journal> journals, Month month) {
  const auto first = static_cast<std::ptrdiff_t>(events_.size());
  for (const Journal& journal : journals)
    for (const Event& event : journal.events()) events_.push_back({month, event});
  std::sort(events_.begin() + first, events_.end(), [](const DatedEvent& a, const DatedEvent& b) {
    return std::tie(a.event.person, a.event.kind, a.event.other, a.event.detail) <
           std::tie(b.event.person, b.event.kind, b.event.other, b.event.detail);
  });
}

void LifeHashes::add_month(std::span<const Journal> journals, Month month) {
  for (const Journal& journal : journals)
    for (const Event& event : journal.events()) {
      const std::uint64_t hash = Journal::hash(event, month);
      open_year_.emplace_back(event.person, hash);
      if (event.other != 0) open_year_.emplace_back(event.other, hash);
    }
}

void LifeHashes::close_year() {
  fold(open_year_);
  years_.emplace_back(open_year_.begin(), open_year_.end());
  open_year_.clear();
}

std::vector<Key> resident_keys(const Population& population) {
  Keys keys;
  for (PersonIndex person = 0; person < population.row_count(); ++person)
    if (population.is_resident(person)) keys.push_back(population.key[person]);
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::vector<double> shares_of_identical_lives(const std::vector<Key>& start, const LifeHashes& one,
                                              const LifeHashes& other) {
  std::vector<double> shares;
  Keys everybody = start;
  Keys changed;
  for (std::size_t year = 0; year < std::min(one.years().size(), other.years().size()); ++year) {
    const LifeHashes::Year& here = one.years()[year];
    const LifeHashes::Year& there = other.years()[year];
    everybody = unite(unite(everybody, keys_of(here)), keys_of(there));
    changed = unite(changed, differing(here, there));
    shares.push_back(1.0 - static_cast<double>(changed.size()) / static_cast<double>(everybody.size()));
  }
  return shares;
}

}  // namespace kinfold
