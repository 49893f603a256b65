// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "population/households/households.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Age in months from which parents who need help are looked after by a child.
inline constexpr int elder_from_months = 12 * 60;

/// Whether the person, who may be nobody, is an old resident.
bool is_elder(const Population& population, PersonIndex person, Month now);

/// Whether the person is a resident child who is to be minded.
bool is_to_be_minded(const Population& population, PersonIndex person, Month now);

/// The husband or wife with whom a living grandparent minds grandchildren; nobody if alone. Of two who both live
/// elsewhere: the parents of the first child.
PersonIndex minds_together_with(const Population& population, PersonIndex grandparent);

/// Asks the processor for the rows of the grandparents, and before them the parents, of children who come up soon.
void fetch_grandparents_ahead(const Population& population, std::span<const PersonIndex> children, std::size_t at);

/// The children whose care must be settled anew, since something has changed for one of them: with each child all who
/// share a living grandparent, or the grandparent's spouse, with it, and so on.
class CareCircles {
 public:
  /// A child who has come to the month in which something about its care changes by itself. It may have left.
  void add_child(const Population& population, PersonIndex child);
  /// All children whose care may hang on the person, but for those whom `take` finds: the small child itself, or
  /// cousins of one who has left; children, grandchildren and great-grandchildren of others, and those of brothers and
  /// sisters, who share the care of old parents.
  void add_around(const Population& population, PersonIndex person, Month now);

  /// All of them with their circles, in no order. Forgets them.
  std::vector<PersonIndex> take(const Population& population);

 private:
  void add_descendants(const Population& population, PersonIndex person, int generations);
  void add_cousins(const Population& population, PersonIndex child);
  void add_sharers(const Population& population, PersonIndex child);

  std::vector<PersonIndex> found_;
  std::vector<bool> is_found_;  ///< by row
};

}  // namespace kinfold
