// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kinship/kin_queries.hpp"
#include "kinship/kin_snapshot.hpp"

namespace kinfold {

/// A person as files and Python name her: the bits of her key as a signed number.
using PersonId = std::int64_t;
/// No person, in files and in answers. (That a key has these bits happens once in 2^64.)
inline constexpr PersonId no_person = -1;

/// Where a person stands. Looked up, never walked.
using RowsOfPersons = std::unordered_map<PersonId, PersonIndex>;

/// The kin table of a results file, one entry a person in each column.
struct KinColumns {
  std::span<const PersonId> person, mother, father, spouse;
  std::span<const std::int64_t> birth_month;  ///< 202011
  std::span<const std::int64_t> sex;          ///< number of a `Sex`
  std::span<const std::int64_t> presence;     ///< number of a `Presence`
};

/// Kin of several egos: those of the i-th are `kin[offsets[i]]` up to, not including, `kin[offsets[i + 1]]`.
struct KinLists {
  std::vector<std::int64_t> offsets{0};
  std::vector<PersonId> kin;
};

/// Answers questions about many people at once from a kin table. `no_person` may be asked about, and has no kin.
class KinTable {
 public:
  /// DataError if columns differ in length, a person is there twice, or a relative is not there.
  explicit KinTable(const KinColumns& columns);

  std::size_t size() const { return people_.row_count(); }

  // ScenarioError if a person is not in the table, or the kind or `among` (all, living, resident) has no such name.
  KinLists kin(std::span<const PersonId> egos, std::string_view kind, std::string_view among) const;
  KinLists ancestors(std::span<const PersonId> egos, int generations, std::string_view among) const;
  KinLists descendants(std::span<const PersonId> egos, int generations, std::string_view among) const;
  KinLists kin_within(std::span<const PersonId> egos, int steps, std::string_view among) const;
  /// For a kind that one can have once: that person, or `no_person`.
  std::vector<PersonId> one_each(std::span<const PersonId> egos, std::string_view kind, std::string_view among) const;
  /// How many kin of the kind each person of the table has, in the order of its rows.
  std::vector<std::int64_t> counts(std::string_view kind, std::string_view among) const;

 private:
  std::vector<PersonIndex> rows_of(std::span<const PersonId> persons) const;
  template <class Ask>
  KinLists lists(std::span<const PersonId> egos, Ask ask) const;

  RowsOfPersons row_of_;
  KinSnapshot people_;
};

/// Whether a kind (or path) is one that a person can have several of; ScenarioError if there is no such kind.
bool is_plural(std::string_view kind);

}  // namespace kinfold
