// SPDX-License-Identifier: Apache-2.0
#include "experiment_jobs.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "experiment.hpp"

namespace kinfold {
namespace {

constexpr std::chrono::milliseconds between_questions{50};

/// Threads that work through a list of jobs. None outlives the crew.
class Crew {
 public:
  Crew(std::size_t count, std::size_t threads, const Job& job) : count_{count}, at_work_{threads}, job_{job} {
    for (std::size_t thread = 0; thread < threads; ++thread) threads_.emplace_back([this] { work(); });
  }
  ~Crew() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /// Waits until all work is done, but not longer than a moment; whether it is done.
  bool is_done_soon() {
    std::unique_lock lock{mutex_};
    return all_done_.wait_for(lock, between_questions, [this] { return at_work_ == 0; });
  }

  void rethrow_failure() {
    std::scoped_lock lock{mutex_};
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void work() {
    try {
      for (std::size_t number = next_++; number < count_ && !stop_; number = next_++) job_(number, stop_);
    } catch (...) {
      std::scoped_lock lock{mutex_};
      if (!failure_) failure_ = std::current_exception();
      stop_ = true;
    }
    std::scoped_lock lock{mutex_};
    if (--at_work_ == 0) all_done_.notify_all();
  }

  std::size_t count_;
  std::size_t at_work_;
  const Job& job_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::condition_variable all_done_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace

void do_jobs(std::size_t count, int threads, const Job& job, const std::function<bool()>& go_on) {
  Crew crew{count, std::min(count, static_cast<std::size_t>(threads)), job};
  while (!crew.is_done_soon())
    if (!go_on()) throw Interrupted{};
  crew.rethrow_failure();
}

}  // namespace kinfold
