// SPDX-License-Identifier: Apache-2.0
#include "experiment_money.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "core/errors.hpp"

namespace kinfold {
namespace {

/// Ids of the measures of all scenarios, sorted: the axis `measure`.
std::vector<std::string> measure_ids(const ExperimentRecord& record) {
  std::set<std::string> ids;
  for (const Scenario& scenario : record.scenarios)
    for (const MeasureText& measure : scenario.measures) ids.insert(measure.id);
  return {ids.begin(), ids.end()};
}

/// For each entry of the axis, the measure of the scenario with that id, or its number of measures if it has none.
std::vector<std::size_t> positions_in(const Scenario& scenario, const std::vector<std::string>& ids) {
  std::vector<std::size_t> positions;
  for (const std::string& id : ids) {
    const auto same = [&](const MeasureText& measure) { return measure.id == id; };
    const auto found = std::find_if(scenario.measures.begin(), scenario.measures.end(), same);
    positions.push_back(static_cast<std::size_t>(found - scenario.measures.begin()));
  }
  return positions;
}

/// Payers who pay something in some run; all of them if nobody pays.
std::vector<std::size_t> payers_who_pay(const ExperimentRecord& record) {
  std::set<std::size_t> found;
  for (const auto& run : record.runs)
    for (std::size_t measure = 0; measure < run->ledger.measure_count(); ++measure)
      for (std::size_t payer = 0; payer < payer_count; ++payer) {
        const std::vector<Fen> paid = run->ledger.spend(measure, payer);
        if (std::any_of(paid.begin(), paid.end(), [](Fen amount) { return amount != 0; })) found.insert(payer);
      }
  if (found.empty())
    for (std::size_t payer = 0; payer < payer_count; ++payer) found.insert(payer);
  return {found.begin(), found.end()};
}

/// Writes the ledgers of all runs, rearranged from one series of cells (month, banner, birth order) for each measure or
/// payment into one row of measures (and payers) for each cell.
class LedgerWriter {
 public:
  LedgerWriter(const ExperimentRecord& record, const MoneyAxes& axes, ResultsFile& file)
      : record_{record},
        file_{file},
        ids_{measure_ids(record)},
        payers_{payers_who_pay(record)},
        axes_{axes},
        measure_{file.dimension("measure", ids_, {"1", "measure", "措施", "The measure's id in the scenario."})},
        payer_{payer_axis()} {}

  void add_all() {
    add_facts();
    add_spend();
    add_children("recipients", &Ledger::recipients,
                 {"child", "children paid for", "受益儿童数",
                  "Children for whom the measure paid something in the month, by residence and birth order."});
    add_children("first_payments", &Ledger::first_payments,
                 {"child", "children first paid for", "新增受益儿童数",
                  "Children for whom the measure paid in the month but not in the month before, by residence and birth "
                  "order."});
  }

 private:
  Dimension payer_axis();
  void add_facts();
  void add_spend();
  void add_children(std::string_view name, std::vector<std::int64_t> (Ledger::*numbers)() const,
                    const Description& description);

  std::size_t cell_count() const { return axes_.time.size() * axes_.place.size() * axes_.birth_order.size(); }
  const Scenario& scenario_of(std::size_t run) const { return record_.scenarios[run / record_.replicate_count()]; }

  const ExperimentRecord& record_;
  ResultsFile& file_;
  std::vector<std::string> ids_;
  std::vector<std::size_t> payers_;
  MoneyAxes axes_;
  Dimension measure_;
  Dimension payer_;
};

Dimension LedgerWriter::payer_axis() {
  std::vector<std::string> names;
  for (const std::size_t payer : payers_) names.emplace_back(payer_names[payer]);
  return file_.dimension("payer", names, {"1", "payer", "出资方", "Who pays; those who pay nothing are left out."});
}

/// What the scenarios say of each measure; empty (or 0) where a scenario has none of the id.
void LedgerWriter::add_facts() {
  std::vector<std::string> kinds, clauses, starts;
  std::vector<std::int64_t> amounts;
  for (std::size_t scenario = 0; scenario < record_.scenarios.size(); ++scenario)
    for (const std::size_t position : positions_in(record_.scenarios[scenario], ids_)) {
      const std::vector<MeasureFacts>& all = record_.run(scenario, 0).measures;
      const bool is_there = position < all.size();
      kinds.push_back(is_there ? all[position].kind : "");
      clauses.push_back(is_there ? all[position].clause : "");
      starts.push_back(is_there ? all[position].start.text() : "");
      amounts.push_back(is_there ? all[position].amount : 0);
    }
  const std::vector<Dimension> axes{axes_.scenario, measure_};
  file_.variable(
      "measure_kind", axes, kinds,
      {"1", "kind of measure", "措施类型", "Kind of the measure; empty where the scenario has none of the id."});
  file_.variable(
      "measure_clause", axes, clauses,
      {"1", "clause", "文件条款", "Clause of the policy document that the measure implements, if one is named."});
  file_.variable(
      "measure_start", axes, starts,
      {"1", "start", "开始日期", "First day in force, as year-month-day; empty where there is none of the id."});
  file_.variable("measure_amount", axes, std::span<const std::int64_t>{amounts},
                 {"fen", "amount", "金额", "Nominal amount a year or once, in hundredths of a yuan."});
}

void LedgerWriter::add_spend() {
  const std::size_t per_cell = ids_.size() * payers_.size();
  std::vector<std::int64_t> spend(record_.run_count() * cell_count() * per_cell);
  for (std::size_t run = 0; run < record_.run_count(); ++run) {
    const std::vector<std::size_t> positions = positions_in(scenario_of(run), ids_);
    for (std::size_t column = 0; column < per_cell; ++column) {
      const std::size_t measure = positions[column / payers_.size()];
      if (measure == scenario_of(run).measures.size()) continue;
      const std::vector<Fen> paid = record_.runs[run]->ledger.spend(measure, payers_[column % payers_.size()]);
      for (std::size_t cell = 0; cell < paid.size(); ++cell)
        spend[(run * cell_count() + cell) * per_cell + column] = paid[cell];
    }
  }
  file_.variable("spend",
                 {axes_.scenario, axes_.replicate, axes_.time, axes_.place, axes_.birth_order, measure_, payer_},
                 std::span<const std::int64_t>{spend},
                 {"fen", "spending", "支出",
                  "Payments in the month for resident children, nominal, in hundredths of a yuan, by the child's "
                  "residence and birth order, the measure and the payer."});
}

void LedgerWriter::add_children(std::string_view name, std::vector<std::int64_t> (Ledger::*numbers)() const,
                                const Description& description) {
  std::vector<std::int64_t> children(record_.run_count() * cell_count() * ids_.size());
  for (std::size_t run = 0; run < record_.run_count(); ++run) {
    const std::vector<std::size_t> positions = positions_in(scenario_of(run), ids_);
    const std::vector<std::int64_t> counted = (record_.runs[run]->ledger.*numbers)();
    for (std::size_t column = 0; column < ids_.size(); ++column)
      for (std::size_t cell = 0; cell < cell_count() && positions[column] < scenario_of(run).measures.size(); ++cell)
        children[(run * cell_count() + cell) * ids_.size() + column] = counted[positions[column] * cell_count() + cell];
  }
  file_.variable(name, {axes_.scenario, axes_.replicate, axes_.time, axes_.place, axes_.birth_order, measure_},
                 std::span<const std::int64_t>{children}, description);
}

void check_shape(const ExperimentRecord& record, const MoneyAxes& axes) {
  for (const auto& run : record.runs)
    if (run->ledger.month_count() != axes.time.size() || run->ledger.banner_count() != axes.place.size())
      throw ModelError("a ledger has other months or banners than the counts of its run");
}

}  // namespace

void add_money(const ExperimentRecord& record, const MoneyAxes& axes, ResultsFile& file) {
  if (measure_ids(record).empty()) return;
  check_shape(record, axes);
  LedgerWriter{record, axes, file}.add_all();
}

}  // namespace kinfold
