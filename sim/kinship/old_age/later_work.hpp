// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/declaration.hpp"
#include "core/month.hpp"
#include "population/person.hpp"

namespace kinfold {

/// What it hangs on how long one works.
struct LaterWorker {
  Sex sex = Sex::female;
  Month birth_month;
  Education education = Education::no_schooling;
  Residence residence = Residence::urban;
};

/// Until when people work in later life. In town those who work retire by the schedule of 2025, women with tertiary
/// education as white-collar workers, others as workers; in the country they go on until a set age. The others have not
/// worked for long. Stand-in until jobs are modelled.
class LaterWork {
 public:
  explicit LaterWork(Reader& reader);

  /// The first month without work; long ago for who does not work. `trait` in (0, 1) is hers or his for life.
  Month stops_in(const LaterWorker& worker, double trait) const;

 private:
  double working_men_;
  double working_women_;
  int rural_until_months_;
  int later_months_;
};

}  // namespace kinfold
