// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/month.hpp"
#include "population/person.hpp"

namespace kinfold {

/// Who is to be asked in which of the next fifteen months. Entries may be out of date: whoever is asked decides anew
/// whether it is really her month, so that a superfluous entry changes nothing.
class Calendar {
 public:
  static constexpr int months_ahead = 15;

  void enter(Month month, PersonIndex person) { pages_[page(month)].push_back(person); }
  const std::vector<PersonIndex>& at(Month month) const { return pages_[page(month)]; }
  void tear_off(Month month) { pages_[page(month)].clear(); }

  std::size_t bytes() const {
    std::size_t bytes = 0;
    for (const auto& entries : pages_) bytes += entries.capacity() * sizeof(PersonIndex);
    return bytes;
  }

 private:
  static constexpr int page_count = months_ahead + 1;
  static std::size_t page(Month month) { return static_cast<std::size_t>(month.index() % page_count); }

  std::array<std::vector<PersonIndex>, page_count> pages_;
};

}  // namespace kinfold
