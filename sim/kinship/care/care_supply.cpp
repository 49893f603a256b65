// SPDX-License-Identifier: Apache-2.0
#include "kinship/care/care_supply.hpp"

#include <utility>

#include "core/arithmetic.hpp"

namespace kinfold {
namespace {

/// Travel time at which the term of distance has grown to ln 2 (behavioural model 2.5).
constexpr double minutes_of_distance = 30.0;
constexpr double yuan_of_stipend = 1000.0;

}  // namespace

CareSupply::CareSupply(Reader& reader) {
  const auto logit = [&](const char* name, const char* unit, double standard, Range range, Bilingual meaning,
                         const char* source = "behavioural model 2.5") {
    return reader.number({.name = name,
                          .unit = unit,
                          .standard = standard,
                          .range = range,
                          .meaning = std::move(meaning),
                          .source = source});
  };
  const char* const feng_zhang = "behavioural model 2.5; Feng and Zhang 2018, CHARLS 2011 and 2013";
  intercept_ = logit("intercept", "logit", -1.2, {-5.0, 3.0},
                     {"willingness of an employed grandparent, all else absent", "在职祖辈照料孙辈意愿的截距"});
  not_employed_woman_ =
      logit("not_employed_woman", "logit", 1.3, {0.0, 4.0},
            {"a grandmother who is retired or not employed", "祖母（外祖母）已退休或不在业"}, feng_zhang);
  not_employed_man_ =
      logit("not_employed_man", "logit", 1.0, {0.0, 4.0},
            {"a grandfather who is retired or not employed", "祖父（外祖父）已退休或不在业"}, feng_zhang);
  adl_limitation_ = logit("adl_limitation", "logit", -1.5, {-5.0, 0.0},
                          {"a limitation in activities of daily living", "日常生活活动能力受限"});
  distance_ = logit("distance", "logit for a unit of ln(1 + minutes / 30)", -0.9, {-3.0, 0.0},
                    {"time of travel to the grandchild", "到孙辈住处的路程时间"});
  other_grandchild_ = logit("other_grandchild", "logit a child", -0.5, {-3.0, 0.0},
                            {"each other grandchild under six already cared for", "每多照料一名其他六岁以下孙辈"},
                            "behavioural model 2.5; dilution across siblings after Zhao and Zhang 2019");
  elder_care_ = logit("elder_care", "logit", -0.6, {-3.0, 0.0},
                      {"minds an own parent or the spouse", "同时照料自己的父母或配偶"});
  paternal_ =
      logit("paternal", "logit", 0.4, {-2.0, 3.0}, {"a parent of the father, in town", "城镇中的父系祖辈（祖父母）"});
  paternal_rural_ = logit("paternal_rural", "logit", 0.8, {-2.0, 3.0},
                          {"a parent of the father, in the country", "农村中的父系祖辈（祖父母）"});
  moved_in_ =
      logit("moved_in", "logit", 0.4, {-1.0, 3.0}, {"has moved in with the child's parents", "已搬来与孙辈父母同住"});
  stipend_ = logit("stipend", "logit for 1,000 CNY a month", 0.10, {0.0, 1.0},
                   {"stipend for minding the grandchild", "隔代照料补贴"});
  no_portable_cover_ =
      logit("no_portable_cover", "logit", -0.3, {-2.0, 0.0},
            {"medical insurance that does not pay where the child lives", "医保不能在孙辈居住地直接结算"});
}

double CareSupply::probability(const GrandparentSituation& situation) const { return logistic(log_odds_of(situation)); }

double CareSupply::log_odds_of(const GrandparentSituation& situation) const {
  double log_odds = intercept_ + log_odds_of_kinship(situation);
  if (!situation.is_employed) log_odds += situation.sex == Sex::female ? not_employed_woman_ : not_employed_man_;
  if (situation.has_adl_limitation) log_odds += adl_limitation_;
  log_odds += distance_ * logarithm(1.0 + situation.minutes / minutes_of_distance);
  log_odds += stipend_ * situation.stipend_yuan / yuan_of_stipend;
  if (situation.lacks_portable_cover) log_odds += no_portable_cover_;
  return log_odds;
}

double CareSupply::log_odds_of_kinship(const GrandparentSituation& situation) const {
  double log_odds = other_grandchild_ * situation.others_cared_for;
  if (situation.cares_for_elder) log_odds += elder_care_;
  if (situation.is_paternal) log_odds += situation.is_rural ? paternal_rural_ : paternal_;
  if (situation.has_moved_in) log_odds += moved_in_;
  return log_odds;
}

}  // namespace kinfold
