// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/parallel.hpp"
#include "kinship/care/care_market.hpp"

namespace kinfold {

/// Who minds whom: child-proposing deferred acceptance (Gale and Shapley 1962) in half places. All places of care,
/// child by child in the market's order and from the best-liked carer down.
///
/// Each half place that a child asks for is proposed to the child's best carer that has not refused it. A carer takes
/// it if a half place is free, or if it goes to the lowest-ranked child in care there and that child ranks lower: that
/// one loses half a place and proposes again. Carers rank the youngest child first, of equal months the smaller key.
/// So where one half is left, the child takes it and asks its next carer for the other half; if none has one, half care
/// is what it gets.
///
/// Nobody would rather have it otherwise: there is no child and willing carer such that the child lacks a half place
/// or has one with a carer whom it ranks lower, while the carer has a half place free or gives one to a child that
/// ranks lower (a stable allocation, Baïou and Balinski 2002). Of all stable ones each child has the one that it likes
/// best, so that neither the order of lists nor that of proposals matters. As long as all carers rank by age there is
/// only one: that of children who choose in turn, the youngest first.
///
/// Components of the network are solved each by itself, side by side.
std::vector<CarePlace> allocate_care(const CareMarket& market, const Workers& workers);

/// The same on one thread.
std::vector<CarePlace> allocate_care(const CareMarket& market);

}  // namespace kinfold
