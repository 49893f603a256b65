// SPDX-License-Identifier: Apache-2.0
// What grandparents and grown children give each other: a share of their income, of grandparents less after retirement.
#include <gtest/gtest.h>

#include "kinship/old_age/transfers.hpp"
#include "unit/read_defaults.hpp"

namespace kinfold {
namespace {

TEST(Transfers, AreSixPerCentOfIncomeAtWorkAndTwoAfterRetirement) {
  WrittenSection section;
  Reader reader = section.reader();
  const GrandparentTransfers transfers{reader};
  EXPECT_EQ(transfers.given(500'000, true), 30'000);  // 5,000 yuan a month: 300
  EXPECT_EQ(transfers.given(350'000, false), 7'000);  // 3,500 yuan: 70
  EXPECT_EQ(transfers.given(333'333, true), 20'000);  // 19,999.98 fen
  EXPECT_EQ(transfers.given(333'333, false), 6'667);  // 6,666.66 fen
  EXPECT_EQ(transfers.given(0, true), 0);
}

TEST(Transfers, ToAParentAreFivePerCentFromHalfOfTheChildren) {
  WrittenSection section;
  Reader reader = section.reader();
  const TransfersToParents transfers{reader};
  EXPECT_EQ(transfers.given(5'861'500, 0.499), 293'075);  // 58,615 yuan a year: 2,930.75
  EXPECT_EQ(transfers.given(5'861'500, 0.5), 0);
}

TEST(Transfers, AreAskedOfTheScenario) {
  WrittenSection section{{{"transfer_employed", 0.1}, {"transfer_retired", 0.0}}};
  Reader reader = section.reader();
  const GrandparentTransfers transfers{reader};
  EXPECT_EQ(transfers.given(500'000, true), 50'000);
  EXPECT_EQ(transfers.given(500'000, false), 0);
}

}  // namespace
}  // namespace kinfold
