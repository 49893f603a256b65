// SPDX-License-Identifier: Apache-2.0
#include "population/place/family_history.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "population/place/columns.hpp"

namespace kinfold {
namespace {

Names numbered(const std::string& stem, int first, std::size_t count) {
  Names names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(stem + std::to_string(first + static_cast<int>(i)));
  return names;
}

/// The entry of a year; those outside are read as the first or last. ModelError if the table is empty.
template <class Entry>
const Entry& entry_of(const std::vector<Entry>& entries, int number, const char* table) {
  if (entries.empty()) throw ModelError(std::string{"the place has no "} + table);
  return entries[static_cast<std::size_t>(std::clamp<int>(number, 0, static_cast<int>(entries.size()) - 1))];
}

}  // namespace

double FamilyHistory::death_probability(Sex sex, int age, int year) const {
  const int period = (std::max(year, first_year_of_deaths_) - first_year_of_deaths_) / years_a_period_;
  return entry_of(
      deaths_, period,
      "mortality_history.csv")[static_cast<std::size_t>(sex)][static_cast<std::size_t>(std::min(age, oldest_age))];
}

int FamilyHistory::last_year_of_deaths() const {
  return first_year_of_deaths_ + years_a_period_ * static_cast<int>(deaths_.size()) - 1;
}

const FamilyHistory::MothersAges& FamilyHistory::mothers_ages(int year) const {
  return entry_of(mothers_ages_, year - first_year_of_births_, "mothers_age.csv");
}

const FamilyHistory::MothersAges& FamilyHistory::cumulated_mothers_ages(int year) const {
  return entry_of(cumulated_mothers_ages_, year - first_year_of_births_, "mothers_age.csv");
}

const FamilyHistory::Children& FamilyHistory::children_of_mothers(int born, Residence residence) const {
  return entry_of(children_[static_cast<std::size_t>(residence)], born - first_cohort_, "mothers_by_children.csv");
}

/// Reads the three tables one by one.
class FamilyHistoryReader {
 public:
  FamilyHistoryReader(std::filesystem::path folder, Problems& problems)
      : folder_{std::move(folder)}, problems_{problems} {}

  FamilyHistory read() {
    read_deaths();
    read_mothers_ages();
    read_children();
    return std::move(history_);
  }

 private:
  void read_deaths() {
    const Table table = Table::read(
        folder_ / "mortality_history.csv",
        std::vector{calendar_year("first_year"), words("sex"), age(0, oldest_age), share("death_probability")},
        problems_);
    const std::vector<int> periods = periods_of(table);
    history_.first_year_of_deaths_ = periods.empty() ? 0 : periods.front();
    if (periods.size() > 1) history_.years_a_period_ = periods[1] - periods[0];
    history_.deaths_.assign(periods.size(), {});
    const Names sexes = list(sex_names);
    Sequence ages(table, "age", 0, oldest_age, pairs(words_of(periods), sexes), problems_);
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const auto sex = choice(table, row, "sex", sexes, problems_);
      if (!sex) continue;
      const auto period =
          std::lower_bound(periods.begin(), periods.end(), static_cast<int>(table.whole(row, "first_year"))) -
          periods.begin();
      if (const auto age = ages.accept(row, static_cast<std::size_t>(period) * sex_count + *sex))
        history_.deaths_[static_cast<std::size_t>(period)][*sex][static_cast<std::size_t>(*age)] =
            table.number(row, "death_probability");
    }
    ages.finish();
  }

  /// First years of the periods, which must all be as long as the first.
  std::vector<int> periods_of(const Table& table) {
    std::vector<int> periods;
    for (std::size_t row = 0; row < table.row_count(); ++row)
      periods.push_back(static_cast<int>(table.whole(row, "first_year")));
    std::sort(periods.begin(), periods.end());
    periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
    for (std::size_t i = 2; i < periods.size() && table.is_sound(); ++i)
      if (periods[i] - periods[i - 1] != periods[1] - periods[0])
        problems_.add(
            {{table.file()},
             "a period from " + std::to_string(periods[i - 1]) + " to " + std::to_string(periods[i]),
             "all periods must be as long as the first, " + std::to_string(periods[1] - periods[0]) + " years",
             "add the rows that are missing"});
    return periods;
  }

  static Names words_of(const std::vector<int>& periods) {
    Names words;
    for (const int period : periods) words.push_back(std::to_string(period));
    return words;
  }

  void read_mothers_ages() {
    const Names ages = numbered("age_", first_mothers_age, mothers_age_count);
    const Table table = Table::read(folder_ / "mothers_age.csv", with({calendar_year()}, ages, share), problems_);
    Sequence years(table, "year", std::nullopt, std::nullopt, {""}, problems_);
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const auto year = years.accept(row);
      const auto shares = shares_of<mothers_age_count>(table, row, ages, problems_);
      if (!year) continue;
      if (history_.mothers_ages_.empty()) history_.first_year_of_births_ = *year;
      history_.mothers_ages_.push_back(shares);
      auto& cumulated = history_.cumulated_mothers_ages_.emplace_back();
      std::partial_sum(shares.begin(), shares.end(), cumulated.begin());
    }
  }

  void read_children() {
    const Names columns = numbered("children_", 1, most_children), residences = list(residence_names);
    const Table table = Table::read(folder_ / "mothers_by_children.csv",
                                    with({calendar_year("born"), words("residence")}, columns, share), problems_);
    Sequence cohorts(table, "born", std::nullopt, std::nullopt, residences, problems_);
    std::array<int, residence_count> first{};
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      const auto residence = choice(table, row, "residence", residences, problems_);
      const auto shares = shares_of<most_children>(table, row, columns, problems_);
      if (!residence) continue;
      const auto born = cohorts.accept(row, *residence);
      if (!born) continue;
      auto& children = history_.children_[*residence];
      if (children.empty()) first[*residence] = *born;
      children.push_back(shares);
    }
    history_.first_cohort_ = first[0];
    check_residences(table, first);
  }

  void check_residences(const Table& table, const std::array<int, residence_count>& first) {
    const auto& [urban, rural] = history_.children_;
    if (!table.is_sound() || (urban.size() == rural.size() && first[0] == first[1])) return;
    problems_.add({{table.file()},
                   "rows of urban mothers born " + std::to_string(first[0]) + " and later, of rural mothers born " +
                       std::to_string(first[1]) + " and later, " + std::to_string(urban.size()) + " and " +
                       std::to_string(rural.size()),
                   "must tell of the same cohorts",
                   "add the rows that are missing"});
  }

  std::filesystem::path folder_;
  Problems& problems_;
  FamilyHistory history_;
};

FamilyHistory read_family_history(const std::filesystem::path& folder, Problems& problems) {
  return FamilyHistoryReader{folder, problems}.read();
}

}  // namespace kinfold
