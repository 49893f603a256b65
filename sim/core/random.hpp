// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace kinfold {

/// The name under which a person, a candidate or a place draws. Never a running number.
using Key = std::uint64_t;

/// The seed of a run and the replicate (1, 2, …) within it.
struct Seed {
  std::uint32_t seed = 1;
  std::uint32_t replicate = 1;
};

/// A number in the open interval (0, 1), one of 2^32 equally spaced ones.
inline double unit_interval(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }

/// Four independent words that belong to one address.
using Draws = std::array<std::uint32_t, 4>;

/// The address of a draw, word by word as Philox counts: both halves of the key, the moment, the decision.
inline Draws address_of(Key key, std::int32_t moment, std::uint32_t decision) {
  return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(moment),
          decision};
}

/// Addressed random draws: the words for (key, moment, decision) are the same whoever asks, whenever and how often.
///
/// Philox4x32-10 (Salmon et al. 2011) as in Random123: the 64-bit Philox key is (seed, replicate), the 128-bit
/// counter is (person key, moment, decision). A `moment` is a month index or a year of age, as the decision says.
class Random {
 public:
  explicit Random(Seed seed) : key_{{seed.seed, seed.replicate}} {}

  Seed seed() const { return {key_[0], key_[1]}; }

  Draws draws(Key key, std::int32_t moment, std::uint32_t decision) const {
    using Philox = r123::Philox4x32;
    const Philox::ctr_type counter{{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32),
                                    static_cast<std::uint32_t>(moment), decision}};
    const Philox::ctr_type words = Philox{}(counter, key_);
    return {words[0], words[1], words[2], words[3]};
  }

  /// The same for an address in one piece (`address_of`).
  Draws draws_at(const Draws& address) const {
    return draws((static_cast<Key>(address[1]) << 32) | address[0], static_cast<std::int32_t>(address[2]), address[3]);
  }

  /// The first word of the address as a number in (0, 1).
  double uniform(Key key, std::int32_t moment, std::uint32_t decision) const {
    return unit_interval(draws(key, moment, decision)[0]);
  }

 private:
  r123::Philox4x32::key_type key_;
};

/// Mixes all bits of a word into all others (the finaliser of SplitMix64, Steele et al. 2014).
constexpr std::uint64_t mix(std::uint64_t word) {
  word += 0x9e3779b97f4a7c15;
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

/// A key made of a key and a number: a child of a mother and a birth order, a slot of a place and a month.
constexpr Key derived_key(Key parent, std::uint64_t number) { return mix(parent ^ mix(number)); }

}  // namespace kinfold
