// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/random.hpp"

namespace kinfold::benchmarks {

/// Levels of the x86-64 instruction set for which the draws are compiled. Elsewhere there is the baseline alone.
enum class InstructionSet : std::uint8_t { baseline, avx2, avx512 };

std::string_view name_of(InstructionSet set);

/// What this processor can run, narrowest first; never empty.
const std::vector<InstructionSet>& instruction_sets();

/// Many addressed draws in one go: `words[i]` becomes the first word of (`keys[i]`, moment, decision), the same as from
/// `Random::draws` and on every instruction set.
using BulkDraws = void (*)(const Random& random, const Key* keys, std::size_t count, int moment, std::uint32_t decision,
                           std::uint32_t* words);

/// The bulk draws compiled for an instruction set that this processor can run.
BulkDraws bulk_draws(InstructionSet set);

}  // namespace kinfold::benchmarks
