// SPDX-License-Identifier: Apache-2.0
#include "measures/measure.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinfold {
namespace {

constexpr const char* policy_document = "the policy document";

/// Amounts beyond this are slips of the pen.
constexpr double highest_amount = 10'000'000.0;

/// No policy is announced so long before or after its start: a slip in the year.
constexpr int longest_notice_years = 10;

/// Stands for a start that is missing or wrong, which is a problem already.
constexpr Date some_day{2000, 1, 1};

/// Calendar years for which amounts follow prices or incomes; earlier and later ones take the nearest.
constexpr int first_index_year = 1990;
constexpr int last_index_year = 2100;

template <std::size_t count>
std::vector<std::string> words(const std::array<std::string_view, count>& names) {
  return {names.begin(), names.end()};
}

std::vector<std::int64_t> all_birth_orders() {
  std::vector<std::int64_t> orders(last_birth_order);
  std::iota(orders.begin(), orders.end(), 1);
  return orders;
}

void read_dates(Reader& reader, MeasureFacts& facts) {
  facts.start = reader
                    .date({.name = "start",
                           .required = true,
                           .meaning = {"first day in force", "施行之日"},
                           .source = policy_document})
                    .value_or(some_day);
  facts.end = reader.date(
      {.name = "end",
       .meaning = {"first day no longer in force; without it the measure stays", "停止施行之日；不写则一直有效"},
       .source = policy_document});
  facts.announced = reader
                        .date({.name = "announced",
                               .meaning = {"day on which people learn of it; without it, the day of start",
                                           "公布之日；不写则为施行之日"},
                               .source = policy_document})
                        .value_or(facts.start);
  if (facts.end && *facts.end <= facts.start)
    reader.refuse("end", "is not after start = " + facts.start.text(), "must be a day after the start");
  if (facts.end && facts.announced >= *facts.end)
    reader.refuse("announced", "is not before end = " + facts.end->text(), "must be a day before the end");
  if (std::abs(facts.announced.year - facts.start.year) > longest_notice_years)
    reader.refuse("announced", "lies far from start = " + facts.start.text(),
                  "must lie within " + std::to_string(longest_notice_years) + " years of the start");
}

void read_birth_days(Reader& reader, CashTerm& term) {
  term.born_from =
      reader.date({.name = "born_from",
                   .meaning = {"first birth day of the children covered", "所覆盖子女的最早出生日期（含）"},
                   .source = policy_document});
  term.born_until = reader.date({.name = "born_until",
                                 .meaning = {"first birth day no longer covered", "不再覆盖的最早出生日期（不含）"},
                                 .source = policy_document});
  if (term.born_from && term.born_until && *term.born_until <= *term.born_from)
    reader.refuse("born_until", "is not after born_from = " + term.born_from->text(), "must be a day after born_from");
}

void read_eligibility(Reader& reader, CashTerm& term, HukouRule hukou) {
  read_birth_days(reader, term);
  term.birth_orders = reader.integers({.name = "birth_order",
                                       .unit = "of the mother's live births",
                                       .standard = all_birth_orders(),
                                       .range = {1, last_birth_order},
                                       .meaning = {"birth orders of the children covered; 9 includes later ones",
                                                   "所覆盖子女的孩次；9表示第九孩及以上"},
                                       .source = policy_document});
  const std::size_t rule =
      reader.choice({.name = "hukou",
                     .choices = words(hukou_rule_names),
                     .standard = std::string{hukou_rule_names[static_cast<std::size_t>(hukou)]},
                     .meaning = {"whose household registration in the city is asked for", "要求谁具有本市户籍"},
                     .source = policy_document});
  term.hukou = static_cast<HukouRule>(rule);
}

void read_stacking(Reader& reader, Measure& measure) {
  const std::size_t rule = reader.choice(
      {.name = "stacking",
       .choices = words(stacking_names),
       .standard = "sum",
       .meaning = {"how payments of one stacking group combine: all; the highest alone; the highest, "
                   "of which each level of government pays what those above it leave open; what began last "
                   "alone",
                   "同组补贴如何合并：叠加；就高不就低；就高，由上级先付、下级补足差额；后实施者替代先实施者"},
       .source = policy_document});
  measure.term.stacking = static_cast<Stacking>(rule);
  measure.stacking_group =
      reader.words({.name = "stacking_group",
                    .standard = "",
                    .meaning = {"measures that name the same group combine by their stacking rule; "
                                "empty: the measure stands alone",
                                "同组措施按合并规则执行；空则单独执行"},
                    .source = policy_document});
}

void read_payers(Reader& reader, CashTerm& term) {
  const std::vector<double> shares =
      reader.shares({.name = "paid_by",
                     .names = words(payer_names),
                     .whole_by_default = "city",
                     .meaning = {"who pays, as shares of the cost", "出资方及其分担比例"},
                     .source = policy_document});
  std::copy(shares.begin(), shares.end(), term.payer_shares.begin());
}

/// Disposable income a head of the place (CNY a year): of town and country, weighted by the residents of the census.
double income_per_head(const Place& place, Month month) {
  double urban = 0.0, rural = 0.0;
  for (const Banner& banner : place.banners) {
    urban += static_cast<double>(banner.urban_persons);
    rural += static_cast<double>(banner.rural_persons);
  }
  const Economy& economy = place.economy;
  return (urban * economy.income_per_head(Residence::urban, month) +
          rural * economy.income_per_head(Residence::rural, month)) /
         (urban + rural);
}

void set_index(CashTerm& term, Indexation indexation, const Place& place) {
  if (indexation == Indexation::none) return;
  const auto level = [&](int year) {
    const Month month = Month::of(year, 1);
    return indexation == Indexation::prices ? place.economy.price_index(month) : income_per_head(place, month);
  };
  term.first_index_year = first_index_year;
  const double at_start = level(term.start.year);
  for (int year = first_index_year; year <= last_index_year; ++year)
    term.index_by_year.push_back(level(year) / at_start);
}

std::optional<AssumedRange> read_assumed(Reader& reader, Fen amount, const std::string& amount_key) {
  const double yuan = static_cast<double>(amount) / fen_per_yuan;
  AssumedRange range;
  range.lowest = read_amount(reader, "assumed_lowest", "CNY", yuan,
                             {"lowest amount that is believed, where no document states it; by default the amount",
                              "金额未公布时，可信的最低金额；默认等于金额本身"});
  range.highest = read_amount(reader, "assumed_highest", "CNY", yuan,
                              {"highest amount that is believed, where no document states it; by default the amount",
                               "金额未公布时，可信的最高金额；默认等于金额本身"});
  range.why = reader.words({.name = "assumed_why",
                            .standard = "",
                            .meaning = {"why an amount that no document states is believed", "金额未公布时的假定理由"},
                            .source = policy_document});
  const auto written = [&](std::string_view key) { return reader.is_written(key); };
  if (!written("assumed_lowest") && !written("assumed_highest") && !written("assumed_why")) return std::nullopt;
  if (range.lowest > amount) reader.refuse("assumed_lowest", "lies above " + amount_key, "must not exceed the amount");
  if (range.highest < amount)
    reader.refuse("assumed_highest", "lies below " + amount_key, "must not be less than the amount");
  if (range.why.empty())
    reader.refuse("assumed_why", "is missing", "an amount that is an assumption has a reason in words");
  return range;
}

}  // namespace

Measure read_common(const MeasureSetup& setup, HukouRule hukou) {
  Measure measure;
  MeasureFacts& facts = measure.facts;
  CashTerm& term = measure.term;
  facts.id = setup.id;
  facts.clause =
      setup.reader.words({.name = "clause",
                          .standard = "",
                          .meaning = {"clause of the policy document that it implements", "所依据的政策文件条款"},
                          .source = policy_document});
  read_dates(setup.reader, facts);
  read_eligibility(setup.reader, term, hukou);
  read_stacking(setup.reader, measure);
  read_payers(setup.reader, term);
  term.announced = facts.announced;
  term.start = facts.start;
  term.end = facts.end;
  facts.birth_orders = term.birth_orders;
  return measure;
}

Fen read_amount(Reader& reader, const std::string& name, const std::string& unit, std::optional<double> standard,
                const Bilingual& meaning) {
  const double yuan = reader.number({.name = name,
                                     .unit = unit,
                                     .standard = standard,
                                     .range = {0.0, highest_amount},
                                     .meaning = meaning,
                                     .source = policy_document});
  return std::llround(yuan * fen_per_yuan);
}

OnceOrYearly read_once_or_yearly(Reader& reader, const std::string& what, const Bilingual& yearly,
                                 const std::string& duration) {
  const Fen per_year = read_amount(reader, "amount_per_year", "CNY a year", 0.0, yearly);
  const Fen once = read_amount(reader, "amount_once", "CNY", 0.0,
                               {"nominal amount paid once, at birth, in place of amount_per_year",
                                "出生时一次性发放的金额（名义值），与每年金额二选一"});
  const bool has_yearly = reader.is_written("amount_per_year"), has_once = reader.is_written("amount_once");
  if (has_yearly && has_once)
    reader.refuse("amount_once", "is written beside amount_per_year", what + " has one of the two");
  if (!has_yearly && !has_once)
    reader.refuse("amount_per_year", "is missing", "must be an amount in CNY a year, or amount_once in CNY");
  if (has_once && !has_yearly && reader.is_written(duration))
    reader.refuse(duration, "is written beside amount_once", "what is paid once is paid at birth",
                  "leave out " + duration + ", or write amount_per_year");
  return has_once ? OnceOrYearly{true, once, "amount_once"} : OnceOrYearly{false, per_year, "amount_per_year"};
}

void set_amount(const MeasureSetup& setup, Measure& measure, Fen amount, const std::string& amount_key) {
  measure.facts.amount = measure.term.amount = amount;
  measure.facts.yearly = measure.term.yearly;
  const std::size_t indexation = setup.reader.choice(
      {.name = "index",
       .choices = words(indexation_names),
       .standard = "none",
       .meaning = {"what the amount follows by calendar year from that of its start: nothing, consumer prices, or "
                   "disposable income a head (town and country weighted by residents)",
                   "金额自施行年份起逐年随何调整：不调整、消费价格，或人均可支配收入（城乡按常住人口加权）"},
       .source = policy_document});
  set_index(measure.term, static_cast<Indexation>(indexation), setup.place);
  measure.facts.assumed = read_assumed(setup.reader, amount, amount_key);
}

}  // namespace kinfold
