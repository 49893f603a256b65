// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace kinfold {

/// One piece of work, by its number. It looks at `stop` now and then and returns early once it is set.
using Job = std::function<void(std::size_t number, const std::atomic<bool>& stop)>;

/// Does the jobs 0 to `count` − 1, at most `threads` at a time, each on a thread that is none of the others' business.
///
/// Meanwhile the calling thread asks `go_on` about every 50 ms. When that returns false, all jobs are told to stop, and
/// Interrupted is thrown once they have. The first exception of a job, or of `go_on`, stops the others too and is
/// thrown here.
void do_jobs(std::size_t count, int threads, const Job& job, const std::function<bool()>& go_on);

}  // namespace kinfold
