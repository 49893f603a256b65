// SPDX-License-Identifier: Apache-2.0
#include "experiment_individuals.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <string>

#include "kinship/kin_snapshot.hpp"

namespace kinfold {
namespace {

/// Columns along one axis, one number a row.
class Columns {
 public:
  Columns(std::string_view axis, std::size_t rows, const Description& description, ResultsFile& file)
      : file_{file}, axis_{file.dimension(axis, numbers(rows), description)} {}

  void add(std::string_view name, const std::vector<std::int64_t>& values, const Description& description) {
    file_.variable(std::string{axis_.name()} + "_" + std::string{name}, {axis_}, std::span<const std::int64_t>{values},
                   description);
  }

 private:
  static std::vector<std::int64_t> numbers(std::size_t rows) {
    std::vector<std::int64_t> numbers(rows);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
  }

  ResultsFile& file_;
  Dimension axis_;
};

/// 202011 for November 2020.
std::int64_t readable(Month month) { return month.year() * 100 + month.month_of_year(); }

/// "0 = male, 1 = female".
template <class Names>
std::string numbered(const Names& names) {
  std::string text;
  for (std::size_t number = 0; number < names.size(); ++number)
    text += (number == 0 ? "" : ", ") + std::to_string(number) + " = " + std::string{names[number]};
  return text;
}

const std::string key_meaning =
    "the 64 bits of the person's key as a signed number; the same person has the same key in every scenario";
const std::string scenario_meaning = "Number of the scenario on its axis, from 0; first replicate.";
const std::string month_meaning = "Calendar month as year times 100 plus month: 202011.";
const std::string place_meaning = "Number of the banner on the axis place, from 0.";
const std::string residence_meaning = numbered(residence_names) + ".";
const std::string sex_meaning = numbered(sex_names) + ".";

/// An event and the scenario in which it happened.
struct EventRow {
  std::size_t scenario;
  const DatedEvent* dated;
};

void add_events(const std::vector<EventRow>& rows, ResultsFile& file) {
  Columns columns{"event", rows.size(), {"1", "event", "事件", "Events in the order of scenarios and months."}, file};
  const auto add = [&](std::string_view name, auto value_of, const Description& description) {
    std::vector<std::int64_t> values;
    for (const EventRow& row : rows) values.push_back(static_cast<std::int64_t>(value_of(row)));
    columns.add(name, values, description);
  };
  const auto of_event = [](auto member) { return [member](const EventRow& row) { return row.dated->event.*member; }; };
  add("scenario", [](const EventRow& row) { return row.scenario; }, {"1", "scenario", "情景", scenario_meaning});
  add("month", [](const EventRow& row) { return readable(row.dated->month); }, {"1", "month", "月份", month_meaning});
  add("kind", of_event(&Event::kind), {"1", "kind of event", "事件类型", numbered(event_kind_names) + "."});
  add("person", of_event(&Event::person),
      {"1", "person", "当事人",
       "To whom it happened; the child at a birth, at a union the wife, or the husband if she lives elsewhere: " +
           key_meaning + "."});
  add("other", of_event(&Event::other),
      {"1", "other person", "另一当事人",
       "Mother at a birth, spouse at a union or its end, who died at a widowhood, 0 for none: " + key_meaning + "."});
  add("age", of_event(&Event::age),
      {"year", "age", "年龄", "Completed years of the person; of the mother at a birth."});
  add("sex", of_event(&Event::sex), {"1", "sex", "性别", sex_meaning});
  add("place", [](const EventRow& row) { return row.dated->event.area.banner(); },
      {"1", "place", "旗区", place_meaning});
  add("residence", [](const EventRow& row) { return row.dated->event.area.residence(); },
      {"1", "urban or rural", "城乡", residence_meaning});
  add("detail", of_event(&Event::detail),
      {"1", "detail", "附注",
       "Birth order (birth), parity (stillbirth), number of the banner left (move), 1 if she was trying (conception), "
       "2 = miscarriage or 3 = abortion (pregnancy_loss); at a union the sum of 1 = the wife comes from outside, 2 = "
       "the "
       "husband does, 4 = her first, 8 = his first, 16 = the resident leaves the place."});
}

/// A person and the scenario in which she lives.
struct PersonRow {
  std::size_t scenario;
  const Population* population;
  PersonIndex person;
};

/// A key is never taken to be "none": 0 is a key like others, -1 one in 2^64.
std::int64_t key_or_none(const Population& population, PersonIndex person) {
  return person == nobody ? -1 : std::bit_cast<std::int64_t>(population.key_of(person));
}

/// Fills the columns of one axis from its rows, a person each.
class PersonColumns {
 public:
  PersonColumns(std::string_view axis, const std::vector<PersonRow>& rows, const Description& description,
                ResultsFile& file)
      : rows_{rows}, columns_{axis, rows.size(), description, file} {
    std::vector<std::int64_t> scenarios;
    for (const PersonRow& row : rows_) scenarios.push_back(static_cast<std::int64_t>(row.scenario));
    columns_.add("scenario", scenarios, {"1", "scenario", "情景", scenario_meaning});
  }

  /// `value_of(population, person)`.
  template <class ValueOf>
  void add(std::string_view name, ValueOf value_of, const Description& description) {
    std::vector<std::int64_t> values;
    for (const PersonRow& row : rows_)
      values.push_back(static_cast<std::int64_t>(value_of(*row.population, row.person)));
    columns_.add(name, values, description);
  }

  /// A column of the population as it is.
  template <class Value>
  void add(std::string_view name, std::vector<Value> Population::*column, const Description& description) {
    add(
        name, [column](const Population& population, PersonIndex person) { return (population.*column)[person]; },
        description);
  }

  void add_month_of_birth() {
    add("birth_month",
        [](const Population& population, PersonIndex person) { return readable(population.birth_month_of(person)); },
        {"1", "month of birth", "出生月份", month_meaning});
  }

  void add_closest_kin() {
    add_relative("spouse", spouse_of, {"1", "spouse", "配偶", "-1 for none: " + key_meaning + "."});
    add_relative("mother", mother_of, {"1", "mother", "母亲", "-1 if not known: " + key_meaning + "."});
    add_relative("father", father_of, {"1", "father", "父亲", "-1 if not known: " + key_meaning + "."});
  }

 private:
  void add_relative(std::string_view name, PersonIndex relative_of(const Population&, PersonIndex),
                    const Description& description) {
    add(
        name,
        [relative_of](const Population& population, PersonIndex person) {
          return key_or_none(population, relative_of(population, person));
        },
        description);
  }

  const std::vector<PersonRow>& rows_;
  Columns columns_;
};

void add_persons(const std::vector<PersonRow>& rows, ResultsFile& file) {
  PersonColumns columns{"person",
                        rows,
                        {"1", "person", "个人", "Residents at the end of the run, in the order of scenarios and keys."},
                        file};
  columns.add("key", &Population::key, {"1", "key", "个人编码", key_meaning + "."});
  columns.add_month_of_birth();
  columns.add("sex", &Population::sex, {"1", "sex", "性别", sex_meaning});
  columns.add("place",
              [](const Population& population, PersonIndex person) { return population.area[person].banner(); },
              {"1", "place", "旗区", place_meaning});
  columns.add("residence",
              [](const Population& population, PersonIndex person) { return population.area[person].residence(); },
              {"1", "urban or rural", "城乡", residence_meaning});
  columns.add("registration", &Population::registration,
              {"1", "place of registration (hukou)", "户籍地", numbered(registration_names) + "."});
  columns.add("education", &Population::education, {"1", "education", "受教育程度", numbered(education_names) + "."});
  columns.add("marital", &Population::marital, {"1", "marital state", "婚姻状况", numbered(marital_names) + "."});
  columns.add("parity", &Population::parity, {"child", "parity", "已生育子女数", "Live births a woman has had."});
  columns.add_closest_kin();
}

std::int64_t readable_death_month(const Population& population, PersonIndex person) {
  return is_living(population, person) ? 0 : readable(population.relatives.death_month(person));
}

std::int64_t marital_or_unknown(const Population& population, PersonIndex person) {
  return is_row(person) ? static_cast<std::int64_t>(population.marital[person]) : -1;
}

/// The kin table: who is whose mother, father and spouse, with all that such a link leads to.
void add_kin(const std::vector<PersonRow>& rows, ResultsFile& file) {
  PersonColumns columns{
      "kin",
      rows,
      {"1", "person with kin", "亲属表个人",
       "Residents at the end of the run, their kin elsewhere, and the dead through whom they are related, in the order "
       "of scenarios and keys."},
      file};
  columns.add("key", [](const Population& population, PersonIndex person) { return population.key_of(person); },
              {"1", "key", "个人编码", key_meaning + "."});
  columns.add_month_of_birth();
  columns.add("death_month", readable_death_month,
              {"1", "month of death", "死亡月份", "0 for the living. " + month_meaning});
  columns.add("sex", [](const Population& population, PersonIndex person) { return population.sex_of(person); },
              {"1", "sex", "性别", sex_meaning});
  columns.add("presence", presence_of, {"1", "presence", "居住状态", numbered(presence_names) + "; nobody is vacant."});
  columns.add(
      "marital", marital_or_unknown,
      {"1", "marital state", "婚姻状况", numbered(marital_names) + "; -1 if not known (kin elsewhere, the dead)."});
  columns.add(
      "union_month",
      [](const Population& population, PersonIndex person) {
        const bool has_spouse = spouse_of(population, person) != nobody;
        return has_spouse ? readable(population.union_month[person]) : 0;
      },
      {"1", "month of union", "结婚月份", "When the present union began, 0 if there is none. " + month_meaning});
  columns.add_closest_kin();
}

/// Adds those who belong, in the order of their keys, since rows mean nothing.
template <class Belongs>
void append_people(std::vector<PersonRow>& rows, std::size_t scenario, const Population& population, Belongs belongs) {
  const auto first = static_cast<std::ptrdiff_t>(rows.size());
  for (std::size_t position = 0; position < positions_of(population); ++position)
    if (const PersonIndex person = person_at(population, position); belongs(person))
      rows.push_back({scenario, &population, person});
  std::sort(rows.begin() + first, rows.end(), [](const PersonRow& a, const PersonRow& b) {
    return a.population->key_of(a.person) < b.population->key_of(b.person);
  });
}

}  // namespace

void add_individuals(const ExperimentRecord& record, ResultsFile& file) {
  std::vector<EventRow> events;
  std::vector<PersonRow> residents, everybody;
  for (std::size_t scenario = 0; scenario < record.scenarios.size(); ++scenario) {
    const RunRecord& run = record.run(scenario, 0);
    if (run.events)
      for (const DatedEvent& dated : run.events->events()) events.push_back({scenario, &dated});
    if (!run.persons) continue;
    const Population& people = *run.persons;
    append_people(residents, scenario, people, [&](PersonIndex person) { return is_resident(people, person); });
    append_people(everybody, scenario, people, [&](PersonIndex person) { return exists(people, person); });
  }
  if (!events.empty()) add_events(events, file);
  if (!residents.empty()) add_persons(residents, file);
  if (!everybody.empty()) add_kin(everybody, file);
}

}  // namespace kinfold
