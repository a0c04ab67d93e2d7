// SPDX-License-Identifier: MIT
// Runs trials as TBB tasks, each with an account of its own.
#pragma once

#include <condition_variable>

#include "search/study/trial_arena.h"
#include "search/study/trial_runner.h"
#include "search/study/trial_workers.h"

namespace wattle::search {

class ThreadWorkers final : public TrialWorkers {
 public:
  /// `slots`: trials at once. References must outlive the workers.
  ThreadWorkers(int slots, Objective& objective, const Goal& goal, energy::Metering& metering,
                const energy::Clock& clock)
      : objective_(objective), goal_(goal), metering_(metering), clock_(clock), arena_(slots) {}

  void start(TrialJob job, TrialEnded ended) override;
  void wait(std::unique_lock<std::mutex>& lock) override;
  void finish() override { arena_.wait(); }

 private:
  Objective& objective_;
  const Goal& goal_;
  energy::Metering& metering_;
  const energy::Clock& clock_;
  std::condition_variable changed_;
  TrialArena arena_;  // last: its tasks use the others
};

}  // namespace wattle::search
