// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace kinfold {

/// Asks the system to keep the memory in large pages where it can: who is looked up here and there in a large
/// population then costs fewer look-ups of addresses. A wish: nothing happens if the system does not know it or has
/// none to spare.
void wish_for_huge_pages(const void* first, std::size_t bytes);

}  // namespace kinfold
