// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/month.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Takes a person without spouse out of the place for good, and finds a home for the children who stay behind. Whoever
/// dies does so in `death_month`, this month; whoever leaves to live elsewhere will die later.
void leave_place(Population& population, PersonIndex person, Month death_month, Month now);

/// Moves a person and her or his minor children of the same household into a new household of their own, in the same
/// area, and finds a home for children who stay behind alone.
void found_household(Population& population, PersonIndex person, Month now);

/// The minors of a household without an adult move in with a parent, else a grandparent, else an adult sibling who
/// lives in the place; if there is none, into a children's home (a collective household). `leaver` takes nobody in.
void settle_minors(Population& population, PersonIndex housemate, Month now, PersonIndex leaver = nobody);

/// The person, the spouse and the minor children of both, as far as they live in one household with the person: those
/// who move together. The person comes first.
std::vector<PersonIndex> family_in_household(const Population& population, PersonIndex person, Month now);

/// The same, and the spouse with the family in her or his household, wherever that is: those who leave together.
std::vector<PersonIndex> whole_family(const Population& population, PersonIndex person, Month now);

/// Whether two people with rows live in one household.
bool live_together(const Population& population, PersonIndex one, PersonIndex other);

/// The grandparent of a child with a row, living or not; nobody if not known, or the additional one.
PersonIndex grandparent_of(const Population& population, PersonIndex child, Grandparent which);

/// Whether two people have a grandparent, parent or each other as a link within three generations, as far as known.
bool are_close_kin(const Population& population, PersonIndex one, PersonIndex other);

}  // namespace kinfold
