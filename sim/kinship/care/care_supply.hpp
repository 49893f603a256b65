// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/declaration.hpp"
#include "population/person.hpp"

namespace kinfold {

/// All that a grandparent's willingness to mind a grandchild hangs on.
struct Carer {
  Sex sex = Sex::female;
  bool is_retired = false;        ///< or not employed
  bool has_limitation = false;    ///< in an activity of daily living (ADL)
  double minutes_away = 0.0;      ///< from the grandchild, one way
  int others_minded = 0;          ///< other grandchildren under six already cared for
  bool minds_own_family = false;  ///< an own parent or the spouse
  bool is_paternal = false;
  Residence residence = Residence::urban;  ///< of the grandchild
  bool moved_in = false;
  double stipend = 0.0;            ///< CNY a month, at prices of 2020
  bool has_portable_cover = true;  ///< medical insurance that pays where the grandchild lives
};

/// How many grandparents are willing: a logit, whose coefficients are parameters of the section `grandparent_care`.
///
/// It does not know how many children a couple can mind: that is for the allocation.
/// Source: behavioural model, 2.5; effects of retirement after Feng and Zhang,
/// doi 10.1080/13545701.2017.1370120 (29 points for women, 21 for men).
class CareSupply {
 public:
  explicit CareSupply(Reader& reader);

  /// Chance in (0, 1) that the grandparent is willing to mind the grandchild.
  double probability(const Carer& carer) const;

 private:
  double intercept_;
  std::array<double, sex_count> retired_;
  double limitation_;
  double distance_;
  double others_;
  double own_family_;
  std::array<double, residence_count> paternal_;
  double moved_in_;
  double stipend_;
  double no_cover_;
};

}  // namespace kinfold
