// SPDX-License-Identifier: Apache-2.0
#include "processes/care/care_round.hpp"

#include <algorithm>
#include <optional>

#include "kinship/care/care_allocation.hpp"
#include "processes/care/care_circles.hpp"

namespace kinfold {
namespace {

/// What an additional grandmother is found by: apart from all persons.
std::uint64_t additional_for(PersonIndex person) { return (std::uint64_t{1} << 32) | person; }

}  // namespace

Month CareRound::enter(PersonIndex child, int half_places_asked) {
  GrandparentsCare care;
  care.ask(half_places_asked);
  Month next_change = never;
  std::optional<Offerer> takes_child;
  for (std::size_t i = 0; i < grandparent_kinds; ++i) {
    const auto which = static_cast<Grandparent>(i);
    Minder* minder = minder_of(child, which);
    if (minder == nullptr) continue;
    next_change = std::min(next_change, minder->next_change);
    const MindersAnswer answer = minders_.answer(world_, *minder, child, which);
    if (!answer.is_willing) continue;
    const Offerer offerer{minder, which, answer.arrangement, answer.score};
    if (answer.arrangement != CareArrangement::child_goes)
      agree(offerer, care);
    else if (!takes_child || offerer.score > takes_child->score)
      takes_child = offerer;
  }
  if (takes_child && care.willing_count() == 0) agree(*takes_child, care);  // it goes only if nobody minds it at home
  market_.children.push_back({world_.population.key[child], world_.population.birth_month[child], half_places_asked});
  children_.push_back(child);
  care_.push_back(care);
  return next_change;
}

void CareRound::agree(const Offerer& offerer, GrandparentsCare& care) {
  ++offerer.minder->others_cared_for;
  care.make_willing(offerer.which);
  if (care.asked() > 0) offer(offerer);
}

void CareRound::hand_out(Population& population) {
  std::size_t first_offer = 0;
  for (const CarePlace& place : allocate_care(market_, world_.workers)) {
    while (market_.offers[first_offer].child < place.child) ++first_offer;
    std::size_t taken = first_offer;
    while (market_.offers[taken].carer != place.carer) ++taken;
    const Offerer& carer = who_offers_[taken];
    for (int i = 0; i < place.half_places; ++i) care_[place.child].give(carer.which, carer.arrangement);
  }
  for (std::size_t i = 0; i < children_.size(); ++i) population.care[children_[i]] = care_[i];
}

/// The grandparent, if she or he lives, may come to the child, and is among those of the experiment.
Minder* CareRound::minder_of(PersonIndex child, Grandparent which) {
  if (there_ == GrandparentsThere::none) return nullptr;
  if (which == Grandparent::additional_grandmother)
    return there_ == GrandparentsThere::one_more ? additional_minder(child) : nullptr;
  const PersonIndex grandparent = grandparent_of(world_.population, child, which);
  if (grandparent == nobody || !world_.population.is_living(grandparent)) return nullptr;
  if (minders_.stays_away(world_, grandparent, child)) return nullptr;
  const auto [found, is_new] = minders_at_.try_emplace(grandparent, all_minders_.size());
  if (is_new) {
    all_minders_.push_back(minders_.at(world_, grandparent));
    all_minders_.back().carer = carer_of(grandparent);
  }
  return &all_minders_[found->second];
}

/// One for all children of a mother, or for a child without one.
Minder* CareRound::additional_minder(PersonIndex child) {
  const PersonIndex mother = world_.population.mother[child];
  const PersonIndex shared_by = mother == nobody ? child : mother;
  const auto [found, is_new] = minders_at_.try_emplace(additional_for(shared_by), all_minders_.size());
  if (is_new) {
    const Key key = derived_key(world_.population.key_of(shared_by), static_cast<Key>(Decision::grandparent_care));
    all_minders_.push_back(Minders::additional(key));
    all_minders_.back().carer = add_carer(key);
  }
  return &all_minders_[found->second];
}

/// The number in the market of those who mind together; a new one, unless the other of them is there already.
std::uint32_t CareRound::carer_of(PersonIndex grandparent) {
  const Population& population = world_.population;
  const PersonIndex together = minds_together_with(population, grandparent);
  if (const auto found = minders_at_.find(together); together != nobody && found != minders_at_.end())
    return all_minders_[found->second].carer;
  const bool is_named_after = together == nobody || population.sex_of(grandparent) == Sex::female;
  return add_carer(population.key_of(is_named_after ? grandparent : together));
}

std::uint32_t CareRound::add_carer(Key key) {
  market_.carers.push_back({key});
  return static_cast<std::uint32_t>(market_.carers.size() - 1);
}

/// Of two who mind together, the one whom the parents like better.
void CareRound::offer(const Offerer& offerer) {
  const auto child = static_cast<std::uint32_t>(market_.children.size());
  const std::uint32_t carer = offerer.minder->carer;
  for (std::size_t i = market_.offers.size(); i > 0 && market_.offers[i - 1].child == child; --i) {
    CareOffer& other = market_.offers[i - 1];
    if (other.carer != carer) continue;
    if (offerer.score > other.score) {
      other.score = offerer.score;
      who_offers_[i - 1] = offerer;
    }
    return;
  }
  market_.offers.push_back({child, carer, offerer.score});
  who_offers_.push_back(offerer);
}

}  // namespace kinfold
