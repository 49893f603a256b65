// SPDX-License-Identifier: Apache-2.0
#include "population/huge_pages.hpp"

#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace kinfold {

void wish_for_huge_pages([[maybe_unused]] const void* first, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
  constexpr std::uintptr_t page = 2 * 1024 * 1024;
  // Since Linux 6.1; Debian 12's headers do not name it.
  constexpr int collapse = 25;
  const std::uintptr_t from = (reinterpret_cast<std::uintptr_t>(first) + page - 1) / page * page;
  const std::uintptr_t to = (reinterpret_cast<std::uintptr_t>(first) + bytes) / page * page;
  if (from >= to) return;
  void* const start = reinterpret_cast<void*>(from);
  if (madvise(start, to - from, MADV_HUGEPAGE) == 0) madvise(start, to - from, collapse);
#endif
}

}  // namespace kinfold
