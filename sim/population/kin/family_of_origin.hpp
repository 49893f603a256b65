// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.hpp"
#include "population/kin/lifespans.hpp"
#include "population/place/place.hpp"
#include "population/population.hpp"

namespace kinfold {

/// Whom newcomers leave behind: a mother and a father, living or dead, brothers and sisters, and grandparents as far as
/// alive. All are entered as relatives elsewhere, drawn with the newcomer's key from the history of the place.
class FamilyOfOrigin {
 public:
  /// `decision` is the last part of the address of the draws.
  FamilyOfOrigin(const Place& place, const Lifespans& lifespans, const Random& random, std::uint32_t decision)
      : place_{place}, lifespans_{lifespans}, random_{random}, decision_{decision} {}

  /// The newcomer must not have parents yet.
  void enter(Population& population, PersonIndex newcomer) const;

 private:
  double uniform(Key key, int which) const { return random_.uniform(key, which, decision_); }
  std::size_t drawn_sibship(Key key, Month mothers_birth) const;
  void enter_grandparents(Population& population, PersonIndex parent, Key key) const;
  PersonIndex enter_if_living(Population& population, Sex sex, Month birth, Month alive_in, double place) const;
  void enter_siblings(Population& population, PersonIndex newcomer, PersonIndex mother, PersonIndex father) const;

  const Place& place_;
  const Lifespans& lifespans_;
  const Random& random_;
  std::uint32_t decision_;
};

}  // namespace kinfold
