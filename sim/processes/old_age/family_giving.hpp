// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "kinship/old_age/later_income.hpp"
#include "kinship/old_age/transfers.hpp"
#include "population/gift_account.hpp"
#include "processes/old_age/later_life.hpp"

namespace kinfold {

/// Three generations between whom money flows: a living grandparent, one of her or his grown children, who may have
/// died or live elsewhere, and that one's youngest resident child under six, who lives where the family has its home.
struct ThreeGenerations {
  PersonIndex grandparent = nobody;
  PersonIndex parent = nobody;
  PersonIndex child = nobody;
};

/// What grandparents and the families of their grown children with small children give each other in a year, as things
/// stand. Everything follows from the present state and from draws for life.
class FamilyGiving {
 public:
  /// `later_life` must outlive the object.
  FamilyGiving(Reader& reader, const LaterLife& later_life);

  /// What the income of a living old person hangs on.
  LaterEarner earner_of(const World& world, PersonIndex person) const;
  /// The same person's, fen a year.
  Fen income_of_old(const World& world, PersonIndex person) const;
  /// Of a grown child, fen a year: the mean of where she or he lives, of the towns if elsewhere.
  static Fen income_of_grown_child(const World& world, PersonIndex person);

  /// To one of `families`, which are all those of one grandparent with small children: they get the same, to
  /// the fen.
  FamilyGift from_grandparent(const World& world, std::span<const ThreeGenerations> families, std::size_t which,
                              const LaterEarner& giver) const;
  /// A grown child who lives may give to an old parent.
  FamilyGift to_grandparent(const World& world, const ThreeGenerations& family, const LaterEarner& grandparent) const;

 private:
  const LaterLife& later_life_;
  GrandparentTransfers of_grandparents_;
  TransfersToParents to_parents_;
};

}  // namespace kinfold
