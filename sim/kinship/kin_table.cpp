// SPDX-License-Identifier: Apache-2.0
#include "kinship/kin_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

#include "core/errors.hpp"

namespace kinfold {
namespace {

constexpr std::array<std::string_view, 3> among_names{"all", "living", "resident"};
constexpr std::size_t most_problems_told = 4;

Among among_of(std::string_view name) {
  const auto found = std::find(among_names.begin(), among_names.end(), name);
  if (found != among_names.end()) return static_cast<Among>(found - among_names.begin());
  const std::vector<std::string> names{among_names.begin(), among_names.end()};
  throw ScenarioError(Problem{.where = {},
                              .found = "among = '" + std::string{name} + "'",
                              .allowed = "must be one of " + joined(names),
                              .advice = did_you_mean(name, names)});
}

[[noreturn]] void refuse_table(std::string found, std::string allowed) {
  throw DataError(Problem{.where = {"kin table"},
                          .found = std::move(found),
                          .allowed = std::move(allowed),
                          .advice = "the file was not written by Kinfold, or was changed; run again"});
}

void check_lengths(const KinColumns& columns) {
  for (const std::size_t length :
       {columns.mother.size(), columns.father.size(), columns.spouse.size(), columns.birth_month.size(),
        columns.sex.size(), columns.presence.size(), columns.home.size()})
    if (length != columns.person.size()) refuse_table("columns differ in length", "all must have an entry a person");
}

RowsOfPersons numbered(std::span<const PersonId> persons) {
  RowsOfPersons row_of;
  row_of.reserve(persons.size());
  for (const PersonId person : persons)
    if (!row_of.emplace(person, static_cast<PersonIndex>(row_of.size())).second)
      refuse_table("person " + std::to_string(person) + " is there twice", "each person must be there once");
  return row_of;
}

/// A number of the file as one of an enumeration's first `count` values.
template <class Enum>
Enum one_of(std::int64_t number, std::size_t count, const char* name) {
  if (number < 0 || number >= static_cast<std::int64_t>(count))
    refuse_table(std::string{name} + " = " + std::to_string(number),
                 "must be between 0 and " + std::to_string(count - 1));
  return static_cast<Enum>(number);
}

Month month_of(std::int64_t readable) {
  const auto year = static_cast<int>(readable / 100), month = static_cast<int>(readable % 100);
  return Month::of(year, month);
}

std::vector<KinSnapshot::Person> people_of(const KinColumns& columns, const RowsOfPersons& row_of) {
  const auto row_or_nobody = [&](PersonId relative) {
    if (relative == no_person) return nobody;
    const auto found = row_of.find(relative);
    if (found == row_of.end())
      refuse_table("relative " + std::to_string(relative) + " is not there", "all relatives must be in the table");
    return found->second;
  };
  std::vector<KinSnapshot::Person> people;
  people.reserve(columns.person.size());
  for (std::size_t row = 0; row < columns.person.size(); ++row)
    people.push_back({.key = std::bit_cast<Key>(columns.person[row]),
                      .mother = row_or_nobody(columns.mother[row]),
                      .father = row_or_nobody(columns.father[row]),
                      .spouse = row_or_nobody(columns.spouse[row]),
                      .birth_month = month_of(columns.birth_month[row]),
                      .sex = one_of<Sex>(columns.sex[row], sex_count, "sex"),
                      .presence = one_of<Presence>(columns.presence[row], presence_count, "presence")});
  return people;
}

[[noreturn]] void refuse_persons(const std::vector<std::size_t>& unknown, std::span<const PersonId> persons,
                                 std::size_t in_table) {
  std::string found;
  for (const std::size_t position : std::span{unknown}.first(std::min(unknown.size(), most_problems_told)))
    found += (found.empty() ? "" : ", ") + ("persons[" + std::to_string(position) + "] = ") +
             std::to_string(persons[position]);
  if (unknown.size() > most_problems_told)
    found += " and " + std::to_string(unknown.size() - most_problems_told) + " more";
  throw ScenarioError(Problem{.where = {},
                              .found = found + ": not in the kin table",
                              .allowed = "must be among its " + std::to_string(in_table) + " persons, or -1 for nobody",
                              .advice = "take them from the column person of run.persons(), for the same scenario"});
}

}  // namespace

KinTable::KinTable(const KinColumns& columns, RoadsKm roads)
    : home_{columns.home.begin(), columns.home.end()}, roads_{std::move(roads)} {
  check_lengths(columns);
  check_homes();
  row_of_ = numbered(columns.person);
  people_ = KinSnapshot{people_of(columns, row_of_)};
}

void KinTable::check_homes() const {
  for (const std::int64_t banner : home_)
    if (banner != no_home && (banner < 0 || banner >= static_cast<std::int64_t>(roads_.size())))
      refuse_table("home = " + std::to_string(banner),
                   "must be -1 or the number of one of " + std::to_string(roads_.size()) + " banners");
}

/// Only banners are known of homes: two in one banner are 0 km apart.
bool KinTable::live_within(PersonIndex one, PersonIndex other, std::optional<double> km) const {
  if (!km) return true;
  if (home_[one] == no_home || home_[other] == no_home) return false;
  return roads_[static_cast<std::size_t>(home_[one])][static_cast<std::size_t>(home_[other])] <= *km;
}

std::vector<PersonIndex> KinTable::rows_of(std::span<const PersonId> persons) const {
  std::vector<PersonIndex> rows;
  std::vector<std::size_t> unknown;
  rows.reserve(persons.size());
  for (std::size_t position = 0; position < persons.size(); ++position) {
    const auto found = row_of_.find(persons[position]);
    rows.push_back(found == row_of_.end() ? nobody : found->second);
    if (found == row_of_.end() && persons[position] != no_person) unknown.push_back(position);
  }
  if (!unknown.empty()) refuse_persons(unknown, persons, size());
  return rows;
}

/// `ask(queries, row, among)` gives the kin of one person.
template <class Ask>
KinLists KinTable::lists(std::span<const PersonId> egos, const WhichKin& which, Ask ask) const {
  KinLists lists;
  KinQueries<KinSnapshot> queries{people_};
  const Among among = among_of(which.among);
  for (const PersonIndex ego : rows_of(egos)) {
    visit_if_known(ego, [&](PersonIndex row) {
      for (const PersonIndex relative : ask(queries, row, among))
        if (live_within(row, relative, which.within_km))
          lists.kin.push_back(std::bit_cast<PersonId>(key_of(people_, relative)));
    });
    lists.offsets.push_back(static_cast<std::int64_t>(lists.kin.size()));
  }
  return lists;
}

KinLists KinTable::kin(std::span<const PersonId> egos, std::string_view kind, const WhichKin& which) const {
  return lists(
      egos, which, [kind = kin_kind(kind)](auto& queries, PersonIndex ego, Among among) -> const auto& {
        return queries.kin(ego, kind, among);
      });
}

KinLists KinTable::ancestors(std::span<const PersonId> egos, int generations, const WhichKin& which) const {
  return lists(
      egos, which, [generations](auto& queries, PersonIndex ego, Among among) -> const auto& {
        return queries.ancestors(ego, generations, among);
      });
}

KinLists KinTable::descendants(std::span<const PersonId> egos, int generations, const WhichKin& which) const {
  return lists(
      egos, which, [generations](auto& queries, PersonIndex ego, Among among) -> const auto& {
        return queries.descendants(ego, generations, among);
      });
}

KinLists KinTable::kin_within(std::span<const PersonId> egos, int steps, const WhichKin& which) const {
  return lists(
      egos, which, [steps](auto& queries, PersonIndex ego, Among among) -> const auto& {
        return queries.kin_within(ego, steps, among);
      });
}

std::vector<PersonId> KinTable::one_each(std::span<const PersonId> egos, std::string_view kind,
                                         const WhichKin& which) const {
  const KinLists all = kin(egos, kind, which);
  std::vector<PersonId> ones;
  ones.reserve(egos.size());
  for (std::size_t ego = 0; ego < egos.size(); ++ego) {
    const bool has_one = all.offsets[ego] < all.offsets[ego + 1];
    ones.push_back(has_one ? all.kin[static_cast<std::size_t>(all.offsets[ego])] : no_person);
  }
  return ones;
}

std::vector<std::int64_t> KinTable::counts(std::string_view kind, const WhichKin& which) const {
  const KinKind asked = kin_kind(kind);
  const Among among = among_of(which.among);
  KinQueries<KinSnapshot> queries{people_};
  std::vector<std::int64_t> counts(size());
  for (PersonIndex ego = 0; ego < counts.size(); ++ego)
    counts[ego] = std::ranges::count_if(queries.kin(ego, asked, among), [&](PersonIndex relative) {
      return live_within(ego, relative, which.within_km);
    });
  return counts;
}

bool is_plural(std::string_view kind) { return kin_kind(kind).number == KinNumber::many; }

}  // namespace kinfold
