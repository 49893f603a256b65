// SPDX-License-Identifier: Apache-2.0
#include "kinship/old_age/transfers.hpp"

#include <string>
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

TransfersToParents::TransfersToParents(Reader& reader) {
  const std::string source =
      "assumption; that money flows to parents without a pension: Lei and others 2012 (World Bank WPS 6076, CHARLS)";
  giving_children_ = reader.number(
      {.name = "giving_children",
       .unit = "share",
       .standard = 0.5,
       .range = {0.0, 1.0},
       .meaning = {"grown children who give money to an old parent", "给予老年父母经济支持的成年子女比例"},
       .source = source});
  of_income_ = reader.number({.name = "transfer_to_parent",
                              .unit = "share of the income a head",
                              .standard = 0.05,
                              .range = {0.0, 0.3},
                              .meaning = {"given by a grown child to each parent of 60 and over without an employee's "
                                          "pension",
                                          "成年子女给予每位60岁及以上且无职工养老金父母的收入份额"},
                              .source = source});
}

}  // namespace kinfold
