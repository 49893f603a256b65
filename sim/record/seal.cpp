// SPDX-License-Identifier: Apache-2.0
#include "record/seal.hpp"

#include "record/checksum.hpp"

namespace kinfold {

std::string seal_of(std::span<const std::byte> content) {
  std::string seal = std::string(seal_mark) + sha256(content) + " bytes=" + std::to_string(content.size());
  seal.resize(seal_bytes - 1, ' ');
  return seal + '\n';
}

}  // namespace kinfold
