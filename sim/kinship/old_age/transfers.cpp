// SPDX-License-Identifier: Apache-2.0
#include "kinship/old_age/transfers.hpp"

#include <utility>

namespace kinfold {

GrandparentTransfers::GrandparentTransfers(Reader& reader) {
  const auto share = [&](const char* name, double standard, Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = "share of the income",
                          .standard = standard,
                          .range = {0.0, 0.3},
                          .meaning = std::move(meaning),
                          .source = "assumption of behavioural model 2.5; sign after a survey of migrants' parents"});
  };
  employed_ = share("transfer_employed", 0.06,
                    {"given to the grandchild's parents by an employed grandparent", "在职祖辈给予子女家庭的收入份额"});
  retired_ = share("transfer_retired", 0.02,
                   {"given to the grandchild's parents after retirement", "退休祖辈给予子女家庭的收入份额"});
}

}  // namespace kinfold
