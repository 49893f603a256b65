// SPDX-License-Identifier: Apache-2.0
#include "kinship/influence/peers.hpp"

#include <tuple>

#include "population/traits.hpp"

namespace kinfold {
namespace {

/// Bits below the schooling: the number for life.
constexpr int number_bits = 32;
constexpr int schooling_bits = 2;

/// The order of the ring: neighbours in it are alike.
std::uint64_t make_of(const Population& population, PersonIndex woman) {
  const auto schooling = static_cast<std::uint64_t>(schooling_level(population.education[woman]));
  const auto number = static_cast<std::uint64_t>(trait(population.key[woman], 0, Trait::place_among_peers) * 0x1p32);
  return (std::uint64_t{population.area[woman].code} << schooling_bits | schooling) << number_bits | number;
}

}  // namespace

void PeerRing::add(const Population& population, PersonIndex woman, const FamiliesAround& family) {
  women_.push_back({make_of(population, woman), population.key[woman], woman, population.area[woman].code, family});
}

void PeerRing::add(const PeerRing& more) { women_.insert(women_.end(), more.women_.begin(), more.women_.end()); }

void PeerRing::close() {
  std::sort(women_.begin(), women_.end(), [](const Woman& one, const Woman& other) {
    return std::tie(one.make, one.key) < std::tie(other.make, other.key);
  });
  for (const Woman& one : women_) {
    if (of_area_.size() <= one.area) of_area_.resize(one.area + 1u);
    of_area_[one.area] += one.family;
  }
}

FamiliesAround PeerRing::peers_at(std::size_t place) const {
  FamiliesAround together;
  for_peers(place, [&](PersonIndex, const FamiliesAround& family) { together += family; });
  return together;
}

FamiliesAround PeerRing::neighbours_at(std::size_t place) const {
  return of_area_[women_[place].area].without(women_[place].family);
}

}  // namespace kinfold
