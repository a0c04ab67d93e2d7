// SPDX-License-Identifier: MIT
#include "search/study/thread_workers.h"

#include <chrono>
#include <memory>
#include <utility>

#include "search/study/thrown.h"

namespace wattle::search {
namespace {

/// How often a waiting study looks whether it was cancelled: a signal handler can set a flag, but
/// not notify.
constexpr std::chrono::milliseconds kCancelPoll{50};

Result<TrialEnd> run_safely(const TrialJob& job, Objective& objective, const Goal& goal,
                            energy::Metering& metering, const energy::Clock& clock) {
  try {
    return run_trial(job, objective, goal, metering, clock);
  } catch (...) {
    return tl::unexpected<Error>(thrown());  // not the objective's, which are caught closer
  }
}

}  // namespace

void ThreadWorkers::start(TrialJob job, TrialEnded ended) {
  // Shared, since a task is copied.
  const auto shared = std::make_shared<const TrialJob>(std::move(job));
  arena_.start([this, shared, ended = std::move(ended)] {
    ended(run_safely(*shared, objective_, goal_, metering_, clock_));
    changed_.notify_all();
  });
}

void ThreadWorkers::wait(std::unique_lock<std::mutex>& lock) {
  changed_.wait_for(lock, kCancelPoll);
}

}  // namespace wattle::search
