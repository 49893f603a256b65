// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "core/random.hpp"

namespace kinfold {

/// Puts in the place of each address its words, the same as `Random::draws` gives, on every processor; with AVX2 in a
/// third of the time.
void draw_in_place(const Random& random, std::span<Draws> addresses);

/// The same without AVX2: what other processors do, and what a test compares with.
void draw_in_place_one_by_one(const Random& random, std::span<Draws> addresses);

}  // namespace kinfold
