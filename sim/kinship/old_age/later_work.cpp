// SPDX-License-Identifier: Apache-2.0
#include "kinship/old_age/later_work.hpp"

#include <cmath>
#include <utility>

#include "kinship/old_age/retirement.hpp"

namespace kinfold {
namespace {

constexpr int tertiary = 3;

RetirementGroup group_of(const LaterWorker& worker) {
  if (worker.sex == Sex::male) return RetirementGroup::men;
  return schooling_level(worker.education) == tertiary ? RetirementGroup::women_white_collar
                                                       : RetirementGroup::women_blue_collar;
}

int in_months(double years) { return static_cast<int>(std::lround(12.0 * years)); }

}  // namespace

LaterWork::LaterWork(Reader& reader) {
  const auto share = [&](const char* name, double standard, Bilingual meaning) {
    return reader.number({.name = name,
                          .unit = "share",
                          .standard = standard,
                          .range = {0.0, 1.0},
                          .meaning = std::move(meaning),
                          .source = "assumption, near the census of 2020 for the ten years before retirement"});
  };
  working_men_ = share("working_men", 0.80, {"men in work until they retire", "退休前在业的男性比例"});
  working_women_ = share("working_women", 0.60, {"women in work until they retire", "退休前在业的女性比例"});
  rural_until_months_ =
      in_months(reader.number({.name = "rural_work_until",
                               .unit = "years of age",
                               .standard = 65.0,
                               .range = {50.0, 80.0},
                               .meaning = {"age at which people in the country stop working", "农村居民停止劳动的年龄"},
                               .source = "assumption"}));
  later_months_ = in_months(
      reader.number({.name = "retire_later",
                     .unit = "years",
                     .standard = 0.0,
                     .range = {0.0, 10.0},
                     .meaning = {"everybody stops working so much later: an experiment", "全体推迟退休的年数（实验）"},
                     .source = "experiment"}));
}

Month LaterWork::stops_in(const LaterWorker& worker, double trait) const {
  if (trait >= (worker.sex == Sex::female ? working_women_ : working_men_)) return long_ago;
  const Month stops = worker.residence == Residence::rural ? worker.birth_month + rural_until_months_
                                                           : retirement_month(group_of(worker), worker.birth_month);
  return stops + later_months_;
}

}  // namespace kinfold
