// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/declaration.hpp"
#include "core/random.hpp"
#include "population/person.hpp"

namespace kinfold {

/// What it hangs on whether one living grandparent would mind one small grandchild.
struct GrandparentSituation {
  Sex sex = Sex::female;
  bool is_employed = false;           ///< works and has not retired
  bool has_adl_limitation = false;    ///< needs help with an activity of daily living
  double minutes = 0.0;               ///< one way from door to door; 0 = in the same household
  int others_cared_for = 0;           ///< other grandchildren under six whom she or he minds already
  bool cares_for_elder = false;       ///< minds an own parent or the spouse
  bool is_paternal = false;           ///< a parent of the child's father
  bool is_rural = false;              ///< lives in a rural area
  bool has_moved_in = false;          ///< has come to live with the child's parents
  double stipend_yuan = 0.0;          ///< a month, paid for minding this child
  bool lacks_portable_cover = false;  ///< her or his medical insurance does not pay where the child lives
};

/// How willing grandparents are to mind small grandchildren: one logit for each pair of a grandparent and a grandchild.
/// Source: behavioural model 2.5.
class CareSupply {
 public:
  explicit CareSupply(Reader& reader);

  /// Probability that she or he is willing, in (0, 1).
  double probability(const GrandparentSituation& situation) const;

 private:
  double log_odds_of(const GrandparentSituation& situation) const;
  double log_odds_of_kinship(const GrandparentSituation& situation) const;

  double intercept_;
  double not_employed_woman_;
  double not_employed_man_;
  double adl_limitation_;
  double distance_;
  double other_grandchild_;
  double elder_care_;
  double paternal_;
  double paternal_rural_;
  double moved_in_;
  double stipend_;
  double no_portable_cover_;
};

/// The name under which a grandparent draws for a grandchild. Willing = the draw lies below the probability; the draw
/// is the same in all months, so that a willingness ends only when the situation changes.
constexpr Key willingness_key(Key grandparent, Key child) { return derived_key(grandparent, child); }

}  // namespace kinfold
