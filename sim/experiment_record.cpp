// SPDX-License-Identifier: Apache-2.0
#include "experiment_record.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/random.hpp"

namespace kinfold {

std::vector<PlaceTable> tables_in(const std::filesystem::path& place_folder) {
  std::vector<PlaceTable> tables;
  for (const auto& entry : std::filesystem::directory_iterator(place_folder)) {
    if (entry.path().extension() != ".csv") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    tables.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return tables;
}

std::uint64_t ExperimentRecord::fingerprint() const {
  std::uint64_t all = 0;
  for (const auto& run : runs) all = mix(all ^ run->fingerprint);
  return all;
}

std::string text_of_fingerprint(std::uint64_t fingerprint) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, fingerprint >>= 4) *digit = digits[fingerprint & 0xf];
  return text;
}

}  // namespace kinfold
