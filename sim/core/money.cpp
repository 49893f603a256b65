// SPDX-License-Identifier: Apache-2.0
#include "core/money.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kinfold {

void split(Fen amount, std::span<const double> shares, std::span<Fen> parts) {
  std::vector<double> remainders(shares.size());
  Fen given = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double exact = static_cast<double>(amount) * shares[i];
    parts[i] = static_cast<Fen>(std::floor(exact));
    remainders[i] = exact - std::floor(exact);
    given += parts[i];
  }
  for (; given < amount; ++given) {
    const auto largest = std::max_element(remainders.begin(), remainders.end());
    ++parts[static_cast<std::size_t>(largest - remainders.begin())];
    *largest = -1.0;
  }
}

}  // namespace kinfold
