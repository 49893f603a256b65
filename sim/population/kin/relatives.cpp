// SPDX-License-Identifier: Apache-2.0
#include "population/kin/relatives.hpp"

#include <algorithm>

#include "core/errors.hpp"

namespace kinfold {
namespace {

/// Grows by an eighth: doubling would hold twice the memory.
template <class Column>
void append_row(Column& column) {
  if (column.size() == column.capacity()) column.reserve(std::max<std::size_t>(column.size() * 9 / 8, 64));
  column.emplace_back();
}

template <class Column>
std::size_t bytes_of(const Column& column) {
  return column.capacity() * sizeof(column[0]);
}

}  // namespace

PersonIndex Relatives::add(Sex sex, Month birth_month, Month death_month) {
  if (free_slots_.empty()) {
    if (slot_count() >= no_tie) throw ModelError("more relatives than can be told apart");
    free_slots_.push_back(person_at(slot_count()));
    for_columns(*this, [](auto& column) { append_row(column); });
  }
  const PersonIndex relative = free_slots_.back();
  free_slots_.pop_back();
  const std::size_t slot = slot_of(relative);
  first_child_[slot] = nobody;
  facts_[slot] = (no_tie << 1) | static_cast<std::uint32_t>(sex);
  birth_month_[slot] = birth_month;
  death_month_[slot] = death_month;
  return relative;
}

void Relatives::give_ties(PersonIndex relative, Key key) {
  const std::uint32_t tie = take_tie();
  std::uint32_t& facts = facts_[slot_of(relative)];
  facts = (tie << 1) | (facts & 1u);
  key_[tie] = key;
  mother_[tie] = father_[tie] = next_maternal_[tie] = next_paternal_[tie] = nobody;
}

void Relatives::remove(PersonIndex relative) {
  const std::size_t slot = slot_of(relative);
  if (has_ties(relative)) free_ties_.push_back(tie_of(relative));
  birth_month_[slot] = death_month_[slot] = never;
  facts_[slot] = no_tie << 1;
  free_slots_.push_back(relative);
}

std::size_t Relatives::bytes() const {
  std::size_t bytes = bytes_of(free_slots_) + bytes_of(free_ties_);
  for_columns(*this, [&](const auto& column) { bytes += bytes_of(column); });
  for_tie_columns(*this, [&](const auto& column) { bytes += bytes_of(column); });
  return bytes;
}

void Relatives::rebuild() {
  free_slots_.clear();
  free_ties_.clear();
  std::vector<bool> is_taken(tie_count());
  for (std::size_t slot = 0; slot < slot_count(); ++slot) {
    const PersonIndex relative = person_at(slot);
    if (!exists(relative))
      free_slots_.push_back(relative);
    else if (has_ties(relative))
      is_taken[tie_of(relative)] = true;
  }
  for (std::size_t tie = 0; tie < tie_count(); ++tie)
    if (!is_taken[tie]) free_ties_.push_back(static_cast<std::uint32_t>(tie));
}

std::uint32_t Relatives::take_tie() {
  if (free_ties_.empty()) {
    free_ties_.push_back(static_cast<std::uint32_t>(tie_count()));
    for_tie_columns(*this, [](auto& column) { append_row(column); });
  }
  const std::uint32_t tie = free_ties_.back();
  free_ties_.pop_back();
  return tie;
}

}  // namespace kinfold
