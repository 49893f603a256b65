// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace kinfold {

/// The worker threads of one simulation. The only place in the project that knows TBB.
///
/// Work is handed out by shard or by market cell, never by person: nothing a person
/// experiences may depend on which thread met her first.
class Workers {
 public:
  /// `threads` = 0 takes every processor this process may use.
  explicit Workers(int threads);
  ~Workers();

  int threads() const;

  /// Calls `task(i)` once for each i in [0, count), in parallel and in no particular order.
  /// The first exception of a task is thrown here after all tasks have ended.
  void for_each(std::size_t count, const std::function<void(std::size_t)>& task) const;

 private:
  struct Arena;
  std::unique_ptr<Arena> arena_;
};

}  // namespace kinfold
