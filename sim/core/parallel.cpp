// SPDX-License-Identifier: Apache-2.0
#include "core/parallel.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <optional>

namespace kinfold {

struct Workers::Arena {
  explicit Arena(int threads) : arena{threads > 0 ? threads : tbb::info::default_concurrency()} {
    // Without leave, TBB refuses more threads than processors, and says so on the user's screen.
    if (threads > tbb::info::default_concurrency())
      leave.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
  }
  std::optional<tbb::global_control> leave;
  tbb::task_arena arena;
};

Workers::Workers(int threads) : arena_{std::make_unique<Arena>(threads)} {}
Workers::~Workers() = default;

int Workers::threads() const { return arena_->arena.max_concurrency(); }

void Workers::for_each(std::size_t count, const std::function<void(std::size_t)>& task) const {
  if (threads() == 1) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  arena_->arena.execute([&] {
    // Grain one: a shard is already a good piece of work, and a debugger sees one shard a call.
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, 1), [&](const auto& range) {
      for (std::size_t i = range.begin(); i != range.end(); ++i) task(i);
    });
  });
}

}  // namespace kinfold
