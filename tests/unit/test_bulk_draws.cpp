// SPDX-License-Identifier: Apache-2.0
// Many draws at once are the same draws.
#include <gtest/gtest.h>

#include <vector>

#include "core/bulk_draws.hpp"

namespace kinfold {
namespace {

const Random random_numbers{{7, 3}};

std::vector<Draws> addresses(std::size_t count) {
  std::vector<Draws> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back(address_of(mix(i), static_cast<std::int32_t>(i * 37) - 1000, static_cast<std::uint32_t>(i % 20)));
  return all;
}

TEST(BulkDraws, AreThoseOfTheirAddresses) {
  // Around the four that are drawn together: none, some, one more.
  for (const std::size_t count : {0u, 1u, 3u, 4u, 5u, 8u, 11u, 1000u}) {
    std::vector<Draws> words = addresses(count);
    draw_in_place(random_numbers, words);
    for (std::size_t i = 0; i < count; ++i)
      ASSERT_EQ(words[i], random_numbers.draws(mix(i), static_cast<std::int32_t>(i * 37) - 1000,
                                               static_cast<std::uint32_t>(i % 20)))
          << i << " of " << count;
  }
}

TEST(BulkDraws, AreTheSameWithoutWideRegisters) {
  std::vector<Draws> wide = addresses(10'001);
  std::vector<Draws> narrow = wide;
  draw_in_place(random_numbers, wide);
  draw_in_place_one_by_one(random_numbers, narrow);
  EXPECT_EQ(wide, narrow);
}

TEST(BulkDraws, FollowTheSeedAndTheReplicate) {
  std::vector<Draws> one = addresses(8);
  std::vector<Draws> other = one;
  draw_in_place(Random{{7, 3}}, one);
  draw_in_place(Random{{7, 4}}, other);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_NE(one[i], other[i]);
}

}  // namespace
}  // namespace kinfold
