// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "kinship/kin_kinds.hpp"
#include "kinship/kin_links.hpp"
#include "kinship/kin_search.hpp"

namespace kinfold {

/// Which kin count.
enum class Among { all, living, resident };

/// Asks one store who is whose kin: the eldest first, twins by key, each person once, ego never. Rows do not matter.
/// Answers are lists of rows that the next question overwrites. A kind that one can have once gives one row or none.
template <KnowsKin Store>
class KinQueries {
 public:
  using List = std::vector<PersonIndex>;

  explicit KinQueries(const Store& store) : store_{&store} {}

  const List& kin(PersonIndex ego, const KinKind& kind, Among among = Among::all);
  /// By the name of the kind, or by a path such as `MMBD`; ScenarioError if it is neither.
  const List& kin(PersonIndex ego, std::string_view kind) { return kin(ego, kin_kind(kind)); }

  const List& ancestors(PersonIndex ego, int generations, Among among = Among::all);
  const List& descendants(PersonIndex ego, int generations, Among among = Among::all);
  /// Whoever is at most so many ties between parent and child away.
  const List& kin_within(PersonIndex ego, int steps, Among among = Among::all);

 private:
  void follow(PersonIndex ego, std::string_view path);
  void keep(const List& people, PersonIndex ego, Among among);
  void sort_found();

  const Store* store_;
  KinSearch search_;
  List found_, reached_, from_, to_;
};

}  // namespace kinfold
