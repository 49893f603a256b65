// SPDX-License-Identifier: Apache-2.0
// Large pages are a wish: whatever the system makes of it, what lies in memory stays.
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "population/huge_pages.hpp"

namespace kinfold {
namespace {

TEST(HugePages, LeaveWhatIsThere) {
  std::vector<int> numbers(4'000'000);
  std::iota(numbers.begin(), numbers.end(), 0);
  const std::vector<int> before = numbers;
  wish_for_huge_pages(numbers.data(), numbers.size() * sizeof(int));
  EXPECT_EQ(numbers, before);
  numbers.back() = -1;
  EXPECT_EQ(numbers.back(), -1);
}

TEST(HugePages, AreNotAskedForWhereNoneFits) {
  std::vector<int> few(10, 7);
  wish_for_huge_pages(few.data(), few.size() * sizeof(int));
  wish_for_huge_pages(nullptr, 0);
  EXPECT_EQ(few, std::vector<int>(10, 7));
}

}  // namespace
}  // namespace kinfold
