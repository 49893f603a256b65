// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/month.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Those who live under one roof.
struct UnderOneRoof {
  int people = 0;
  int generations = 0;  ///< of one family, along the links from parents to children

  bool operator==(const UnderOneRoof&) const = default;
};

/// The members of a household, as a census counts them. Grandparents who raise a grandchild are two generations.
UnderOneRoof members_of_household(const Population& population, PersonIndex member, Month now);

/// Those who live there day by day: with grandparents who have come to mind a child, without children who live with
/// grandparents for their care, and the same of the household that they have come from or gone to. Of a couple only who
/// minds a child has come.
UnderOneRoof people_at_home(const Population& population, PersonIndex member, Month now);

}  // namespace kinfold
