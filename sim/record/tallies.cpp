// SPDX-License-Identifier: Apache-2.0
#include "record/tallies.hpp"

namespace kinfold {
namespace {

/// A row of the table of axes.
struct AxisRow {
  std::string_view name;
  std::size_t size;  ///< 0: as many as there are banners
  std::int64_t first_value;
  std::vector<std::string> labels;
  Description description;
};

const std::array<AxisRow, axis_count>& axis_rows() {
  static const std::array<AxisRow, axis_count> rows{{
      {"place",
       0,
       0,
       {},
       {"1", "banner or district", "旗区", "County-level unit of residence, by its name in the tables."}},
      {"age", age_count, 0, {}, {"year", "age", "年龄", "Completed years; the last class is 100 and over."}},
      {"sex", sex_count, 0, {sex_names.begin(), sex_names.end()}, {"1", "sex", "性别", "Male or female."}},
      {"parity",
       parity_count,
       0,
       {},
       {"child", "parity", "已生育子女数", "Live births a woman has had; the last class is 5 and over."}},
      {"birth_order",
       birth_order_count,
       1,
       {},
       {"1", "birth order", "孩次", "Order among the live births of the mother; the last class is 5 and over."}},
      {"mother_age",
       fecund_age_count,
       first_fecund_age,
       {},
       {"year", "age of the woman", "妇女年龄", "Completed years of the mother or of a woman who may become one."}},
      {"wife_age",
       wife_age_class_count,
       0,
       {"under_20", "20_24", "25_29", "30_34", "35_39", "40_44", "45_49", "50_and_over", "not_resident"},
       {"1", "age of the wife", "妻子年龄组",
        "Completed years of the wife in the month of the union, in five-year classes; apart, wives who live outside "
        "the place."}},
      {"origin",
       2,
       0,
       {"both_from_the_place", "one_from_outside"},
       {"1", "origin of the spouses", "夫妻来源", "Whether both lived in the place before, or one came from outside."}},
      {"intention",
       2,
       0,
       {"not_trying", "trying"},
       {"1", "intention", "生育意愿状态", "Whether the woman was trying to conceive in the month of conception."}},
      {"fate",
       2,
       0,
       {"miscarriage", "abortion"},
       {"1", "how the pregnancy ended", "妊娠结局", "Miscarriage or induced abortion; stillbirths are counted apart."}},
      {"grandparents_alive",
       grandparent_counts,
       0,
       {},
       {"person", "living grandparents", "健在的祖辈人数", "Parents of the mother and the father who are alive."}},
      {"grandparents_here",
       grandparent_counts,
       0,
       {},
       {"person", "grandparents in the place", "在本地居住的祖辈人数",
        "Parents of the mother and the father who are alive and live in the place."}},
      {"grandparents_willing",
       grandparent_counts,
       0,
       {},
       {"person", "willing grandparents", "愿意照料的祖辈人数",
        "Grandparents who would mind the child, whether or not they have a place left; 4 and over."}},
      {"grandparents_caring",
       grandparent_counts,
       0,
       {},
       {"person", "caring grandparents", "实际照料的祖辈人数",
        "Grandparents who mind the child for half a week or more."}},
      {"child_age", minded_years, 0, {}, {"year", "age of the child", "儿童年龄", "Completed years."}},
      {"care_asked",
       half_place_counts,
       0,
       {},
       {"half place", "care asked for", "所需祖辈照料", "Half places (25 hours a week) that the parents ask for."}},
      {"care_given",
       half_place_counts,
       0,
       {},
       {"half place", "care given", "获得的祖辈照料", "Half places (25 hours a week) that grandparents give."}},
      {"grandparent",
       grandparent_kinds,
       0,
       {grandparent_names.begin(), grandparent_names.end()},
       {"1", "grandparent", "祖辈", "Who gives the care; the additional grandmother exists in experiments alone."}},
      {"carer_home",
       carer_home_count,
       0,
       {"same_household", "same_banner", "other_banner", "moved_in", "took_child"},
       {"1", "home of the grandparent", "祖辈住处",
        "Where the grandparent lives, seen from the child; who lives too far away for every day has come to stay with "
        "the child, or has taken it to live with her or him."}},
      {"gift_flow",
       gift_flow_count,
       0,
       {gift_flow_names.begin(), gift_flow_names.end()},
       {"1", "flow of gifts", "资助方向",
        "From a grandparent, who works or no longer does, to the family of a grown child; or from the grown child to "
        "the grandparent."}},
      {"grandparent_home",
       grandparent_home_count,
       0,
       {grandparent_home_names.begin(), grandparent_home_names.end()},
       {"1", "residence of the grandparent", "祖辈常住地",
        "Whether the grandparent lives in an urban or rural part of the place, or elsewhere."}},
      {"household_view",
       household_view_count,
       0,
       {"as_counted", "as_lived"},
       {"1", "view of the household", "家庭户口径",
        "The members as a census counts them; or those who live there day by day, with grandparents who have come to "
        "mind a child, and without children who live with grandparents for their care."}},
      {"household_size", household_size_count, 1, {}, {"person", "people", "户规模", "The last class is 10 and over."}},
      {"generations",
       generation_count,
       1,
       {},
       {"1", "generations", "代数", "Generations of a family under one roof; the last class is 4 and over."}},
      {"residence",
       residence_count,
       0,
       {residence_names.begin(), residence_names.end()},
       {"1", "urban or rural", "城乡", "Urban or rural part of the banner."}},
      {"hukou",
       hukou_class_count,
       0,
       {"in_the_city", "elsewhere"},
       {"1", "household registration", "户籍",
        "Whether the mother is registered (hukou) in the city; the child where no mother lives in the place."}},
      {"income_fifth",
       income_class_count,
       0,
       {},
       {"1", "fifth by income", "收入五等份组",
        "Fifth by permanent household income, 1 the lowest, 0 where no parent lives in the place; cut so that the "
        "women "
        "of 20 to 44 in a union at month zero are as many in each."}},
  }};
  return rows;
}

/// A row of the table of tallies.
struct TallyRow {
  std::string_view name;
  std::vector<Axis> axes;
  Description description;
};

const std::array<TallyRow, tally_count>& tally_rows() {
  using enum Axis;
  static const std::array<TallyRow, tally_count> rows{{
      {"births",
       {place, birth_order, mother_age},
       {"birth", "live births", "出生人数",
        "Live births in the month to women resident at delivery, by the mother's residence, the order among her live "
        "births and her completed years."}},
      {"births_by_sex",
       {place, sex},
       {"birth", "live births by sex", "分性别出生人数",
        "Live births in the month to women resident at delivery, by the mother's residence and the sex of the child."}},
      {"stillbirths",
       {place},
       {"stillbirth", "stillbirths", "死产数", "Stillbirths in the month to resident women, by residence."}},
      {"conceptions",
       {place, intention},
       {"conception", "conceptions", "受孕数",
        "Pregnancies of resident women that began in the month, whatever became of them, by residence and intention."}},
      {"pregnancy_losses",
       {place, fate},
       {"pregnancy", "pregnancies lost", "妊娠丢失数",
        "Pregnancies of resident women that ended in the month in miscarriage or induced abortion, by residence."}},
      {"deaths",
       {place, sex},
       {"death", "deaths", "死亡人数", "Deaths of residents in the month, by residence and sex."}},
      {"arrivals",
       {place, sex},
       {"person", "arrivals", "迁入人数",
        "Persons who came to live in the place from outside in the month, by the banner they came to and sex."}},
      {"departures",
       {place, sex},
       {"person", "departures", "迁出人数",
        "Residents who left the place in the month, by the banner they left and sex."}},
      {"moves_in",
       {place, sex},
       {"person", "moves into a banner", "旗区间迁入人数",
        "Residents who moved from another banner of the place in the month, by the banner they moved to."}},
      {"moves_out",
       {place, sex},
       {"person", "moves out of a banner", "旗区间迁出人数",
        "Residents who moved to another banner of the place in the month, by the banner they left."}},
      {"unions_formed",
       {place, wife_age, origin},
       {"union", "unions formed", "结婚数",
        "Unions formed in the month with at least one resident, by residence and age of the wife, and whether one of "
        "the two came from outside the place."}},
      {"first_marriages",
       {place, sex},
       {"person", "first marriages of residents", "居民初婚人数",
        "Residents of the sex who formed their first union in the month, by residence; spouses from outside are not "
        "counted."}},
      {"unions_dissolved",
       {place},
       {"union", "unions dissolved", "离婚数", "Unions ended by divorce in the month, by residence of the wife."}},
      {"widowhoods",
       {place, sex},
       {"person", "persons widowed", "丧偶人数",
        "Residents whose spouse died in the month, by residence and sex of who is left."}},
      {"population",
       {place, sex},
       {"person", "population", "常住人口", "Residents at the end of the month, by residence and sex."}},
      {"exposure_by_month",
       {parity, mother_age},
       {"woman-year", "exposure of women by month", "妇女暴露人年数（按月）",
        "Years lived in the month by resident women aged 12–54: the mean of those at its start and those at its end, "
        "divided by twelve."}},
      {"population_by_age",
       {place, age, sex},
       {"person", "population by age", "分年龄常住人口",
        "Residents at the end of the calendar year, or of the last simulated month where the year is incomplete, by "
        "residence, completed years and sex."}},
      {"deaths_by_age",
       {place, age, sex},
       {"death", "deaths by age", "分年龄死亡人数",
        "Deaths of residents in the simulated months of the calendar year, by residence, completed years and sex."}},
      {"arrivals_by_age",
       {place, age, sex},
       {"person", "arrivals by age", "分年龄迁入人数",
        "Persons who came to live in the place from outside in the simulated months of the calendar year, by the "
        "banner "
        "they came to, completed years and sex."}},
      {"departures_by_age",
       {place, age, sex},
       {"person", "departures by age", "分年龄迁出人数",
        "Residents who left the place in the simulated months of the calendar year, by the banner they left, completed "
        "years and sex."}},
      {"exposure",
       {place, parity, mother_age},
       {"woman-year", "exposure of women", "妇女暴露人年数",
        "Years lived by resident women aged 12–54 in the simulated months of the calendar year, by residence, parity "
        "and completed years: each month counts the mean of those at its start and those at its end."}},
      {"person_exposure",
       {place, age, sex},
       {"person-year", "exposure", "暴露人年数",
        "Years lived by residents in the simulated months of the calendar year, by residence, completed years and sex: "
        "each month counts the mean of those at its start and those at its end."}},
      {"small_children",
       {place, grandparents_alive, grandparents_here},
       {"child", "children under three by grandparents", "按祖辈人数分的三岁以下儿童",
        "Resident children under three at the end of the calendar year, by residence and by how many of their four "
        "grandparents are alive and how many of these live in the place; 0 in a year whose December was not "
        "simulated."}},
      {"grandparents_for_children",
       {place, grandparents_willing, grandparents_caring},
       {"child", "children under three by willing and caring grandparents",
        "按愿意和实际照料的祖辈人数分的三岁以下儿童",
        "Resident children under three at the end of the calendar year, by residence and by how many grandparents "
        "would mind them and how many do; 0 in a year whose December was not simulated."}},
      {"minded_children",
       {place, child_age, care_asked, care_given},
       {"child", "children under six by grandparents' care", "按祖辈照料分的六岁以下儿童",
        "Resident children under six at the end of the calendar year, by residence, completed years, and the half "
        "places of grandparents' care that their parents ask for and that they have; 0 in a year whose December was "
        "not simulated."}},
      {"grandparent_care",
       {place, grandparent, carer_home},
       {"half place", "grandparents' care", "祖辈照料",
        "Half places (25 hours a week) that grandparents give to resident children under six at the end of the "
        "calendar year, by the child's residence, who gives them and where she or he lives; 0 in a year whose "
        "December was not simulated."}},
      {"family_gifts",
       {place, sex, gift_flow, grandparent_home},
       {"fen", "gifts within families", "家庭内代际经济支持",
        "Money that living grandparents and the families of their grown children with resident children under six give "
        "each other in a year, as things stand in December, nominal, in hundredths of a yuan: by the residence of the "
        "family's youngest child, the sex of the giver, the direction, and where the grandparent lives; 0 in a year "
        "whose December was not simulated."}},
      {"households",
       {place, household_view, household_size, generations},
       {"household", "households", "家庭户数",
        "Households of families at the end of the calendar year, by residence, people and generations, each once as a "
        "census counts and once as people live; as people live, one may be empty. 0 in a year whose December was not "
        "simulated."}},
      {"births_by_group",
       {place, birth_order, residence, hukou, income_fifth},
       {"birth", "births by group", "分群体出生人数",
        "Live births in the simulated months of the calendar year, by the mother's residence, the order among her live "
        "births, her household registration and the income of her household."}},
      {"spend_by_group",
       {place, birth_order, residence, hukou, income_fifth},
       {"fen", "spending by group", "分群体支出",
        "Paid for resident children in the simulated months of the calendar year by all measures and payers together, "
        "nominal, in hundredths of a yuan: by the child's residence and birth order, the mother's household "
        "registration "
        "and the income of the household."}},
  }};
  return rows;
}

const AxisRow& row_of(Axis axis) { return axis_rows()[static_cast<std::size_t>(axis)]; }
const TallyRow& row_of(Tally tally) { return tally_rows()[static_cast<std::size_t>(tally)]; }

}  // namespace

std::size_t size_of(Axis axis, std::size_t banner_count) {
  return axis == Axis::place ? banner_count : row_of(axis).size;
}

const std::vector<Axis>& axes_of(Tally tally) { return row_of(tally).axes; }

std::size_t cell_count(Tally tally, std::size_t banner_count) {
  std::size_t cells = 1;
  for (const Axis axis : axes_of(tally)) cells *= size_of(axis, banner_count);
  return cells;
}

std::string_view name_of(Tally tally) { return row_of(tally).name; }
Description description_of(Tally tally) { return row_of(tally).description; }

std::string_view name_of(Axis axis) { return row_of(axis).name; }
Description description_of(Axis axis) { return row_of(axis).description; }

std::vector<std::string> labels_of(Axis axis) { return row_of(axis).labels; }
std::int64_t first_value_of(Axis axis) { return row_of(axis).first_value; }

}  // namespace kinfold
