// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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

/// Number of the banner of somebody of whom no home is known: kin elsewhere, the dead.
inline constexpr std::int64_t no_home = -1;

/// Kilometres by road between the seats of banners, [banner][banner].
using RoadsKm = std::vector<std::vector<double>>;

/// Where a person stands. Looked up, never walked.
using RowsOfPersons = std::unordered_map<PersonId, PersonIndex>;

/// The kin table of a results file, one entry a person in each column.
struct KinColumns {
  std::span<const PersonId> person, mother, father, spouse;
  std::span<const std::int64_t> birth_month;  ///< 202011
  std::span<const std::int64_t> sex;          ///< number of a `Sex`
  std::span<const std::int64_t> presence;     ///< number of a `Presence`
  std::span<const std::int64_t> home;         ///< number of the banner, or `no_home`
};

/// Which kin count.
struct WhichKin {
  std::string_view among;           ///< all, living, resident
  std::optional<double> within_km;  ///< of ego's home; then only kin with a known home count, and of such an ego alone
};

/// Kin of several egos: those of the i-th are `kin[offsets[i]]` up to, not including, `kin[offsets[i + 1]]`.
struct KinLists {
  std::vector<std::int64_t> offsets{0};
  std::vector<PersonId> kin;
};

/// Answers questions about many people at once from a kin table. `no_person` may be asked about, and has no kin.
class KinTable {
 public:
  /// DataError if columns differ in length, a person is there twice, or a relative or home is not there.
  KinTable(const KinColumns& columns, RoadsKm roads);

  std::size_t size() const { return people_.row_count(); }

  // ScenarioError if a person is not in the table, or the kind or `among` (all, living, resident) has no such name.
  KinLists kin(std::span<const PersonId> egos, std::string_view kind, const WhichKin& which) const;
  KinLists ancestors(std::span<const PersonId> egos, int generations, const WhichKin& which) const;
  KinLists descendants(std::span<const PersonId> egos, int generations, const WhichKin& which) const;
  KinLists kin_within(std::span<const PersonId> egos, int steps, const WhichKin& which) const;
  /// For a kind that one can have once: that person, or `no_person`.
  std::vector<PersonId> one_each(std::span<const PersonId> egos, std::string_view kind, const WhichKin& which) const;
  /// How many kin of the kind each person of the table has, in the order of its rows.
  std::vector<std::int64_t> counts(std::string_view kind, const WhichKin& which) const;

 private:
  void check_homes() const;
  bool live_within(PersonIndex one, PersonIndex other, std::optional<double> km) const;
  std::vector<PersonIndex> rows_of(std::span<const PersonId> persons) const;
  template <class Ask>
  KinLists lists(std::span<const PersonId> egos, const WhichKin& which, Ask ask) const;

  RowsOfPersons row_of_;
  KinSnapshot people_;
  std::vector<std::int64_t> home_;  ///< by row: number of the banner, or `no_home`
  RoadsKm roads_;
};

/// Whether a kind (or path) is one that a person can have several of; ScenarioError if there is no such kind.
bool is_plural(std::string_view kind);

}  // namespace kinfold
