// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinship/old_age/disability.hpp"
#include "kinship/old_age/later_work.hpp"
#include "processes/process.hpp"

namespace kinfold {

/// Which grandparents there are: the experiments of behavioural model 2.8.
enum class GrandparentsThere : std::size_t { as_they_are, none, one_more };

/// Work and health of the old, the same for all processes that ask: who minds children, who gives money. Everything
/// follows from the present state and from draws for life.
class LaterLife {
 public:
  explicit LaterLife(Reader reader);

  GrandparentsThere grandparents() const { return grandparents_; }

  /// The first month without work; long ago for who has not worked for long.
  Month stops_work(const World& world, PersonIndex person) const;
  /// From when on she or he has a limitation in activities of daily living.
  Month limited_from(const World& world, PersonIndex person) const;

 private:
  LaterWork work_;
  Disability disability_;
  GrandparentsThere grandparents_;
};

}  // namespace kinfold
