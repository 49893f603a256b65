// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_supply.hpp"

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

/// A way of half an hour halves what a doorstep costs once more: the unit of distance.
constexpr double minutes_of_distance = 30.0;
constexpr double cny_of_stipend = 1000.0;

double coefficient(Reader& reader, const char* name, double standard, const char* en, const char* zh) {
  return reader.number({.name = name,
                        .unit = "logit",
                        .standard = standard,
                        .range = {-5.0, 5.0},
                        .meaning = {en, zh},
                        .source = "behavioural model, 2.5"});
}

}  // namespace

CareSupply::CareSupply(Reader& reader)
    : intercept_{coefficient(reader, "intercept", -1.2, "grandparents' willingness to mind a grandchild: level",
                             "祖辈照料意愿:截距")},
      retired_{coefficient(reader, "retired_men", 1.0, "… of retired men", "祖辈照料意愿:已退休男性"),
               coefficient(reader, "retired_women", 1.3, "… of retired women", "祖辈照料意愿:已退休女性")},
      limitation_{coefficient(reader, "limitation", -1.5, "… with a limitation in daily living",
                              "祖辈照料意愿:日常生活能力受限")},
      distance_{coefficient(reader, "distance", -0.9, "… for each unit of ln(1 + minutes ÷ 30)",
                            "祖辈照料意愿:距离ln(1+分钟/30)")},
      others_{coefficient(reader, "other_grandchild", -0.5, "… for each other grandchild under six already minded",
                          "祖辈照料意愿:已照料的其他六岁以下孙辈")},
      own_family_{coefficient(reader, "own_family", -0.6, "… of who cares for an own parent or the spouse",
                              "祖辈照料意愿:照料自己的父母或配偶")},
      paternal_{
          coefficient(reader, "paternal_urban", 0.4, "… of the father's parents, in towns", "祖辈照料意愿:父系(城镇)"),
          coefficient(reader, "paternal_rural", 0.8, "… of the father's parents, in the country",
                      "祖辈照料意愿:父系(乡村)")},
      moved_in_{
          coefficient(reader, "moved_in", 0.4, "… of who has moved in with the family", "祖辈照料意愿:已搬来同住")},
      stipend_{coefficient(reader, "stipend", 0.10, "… for each 1,000 CNY a month of stipend",
                           "祖辈照料意愿:每月每千元津贴")},
      no_cover_{coefficient(reader, "no_portable_cover", -0.3, "… without portable medical cover",
                            "祖辈照料意愿:无异地医保")} {}

double CareSupply::probability(const Carer& carer) const {
  double utility = intercept_ + distance_ * logarithm(1.0 + carer.minutes_away / minutes_of_distance) +
                   others_ * carer.others_minded + stipend_ * carer.stipend / cny_of_stipend;
  if (carer.is_retired) utility += retired_[static_cast<std::size_t>(carer.sex)];
  if (carer.has_limitation) utility += limitation_;
  if (carer.minds_own_family) utility += own_family_;
  if (carer.is_paternal) utility += paternal_[static_cast<std::size_t>(carer.residence)];
  if (carer.moved_in) utility += moved_in_;
  if (!carer.has_portable_cover) utility += no_cover_;
  return logistic(utility);
}

}  // namespace kinfold
