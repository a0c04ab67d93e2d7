// SPDX-License-Identifier: MIT
// Replays recorded runs on a simulated clock: nobody sleeps, and nothing is computed.
#pragma once

#include <map>
#include <memory>
#include <utility>

#include "energy/clock.h"
#include "energy/replayed_books.h"
#include "search/study/trial_workers.h"
#include "search/table/recorded_runs.h"

namespace wattle::search {

/// Any number of virtual workers on the calling thread. An event is a step or an end of a running
/// trial. `wait` moves the clock to the earliest one, by (time, trial number), and lets it happen:
/// the same starts give the same events. A step that ends its trial and the end are one event.
class VirtualWorkers final : public TrialWorkers {
 public:
  /// References must outlive the workers. The books are told a trial's joules at its steps and at
  /// its end.
  VirtualWorkers(const RecordedRuns& runs, const Goal& goal, energy::ReplayedBooks& books,
                 energy::ManualClock& clock);
  ~VirtualWorkers() override;
  VirtualWorkers(const VirtualWorkers&) = delete;
  VirtualWorkers& operator=(const VirtualWorkers&) = delete;

  /// Draws the trial's run by its seed. Parameters that were not recorded end, as infeasible, at
  /// once.
  void start(TrialJob job, TrialEnded ended) override;
  void wait(std::unique_lock<std::mutex>& lock) override;
  /// Stops at the next event once a trial says that it was cancelled.
  void finish() override;

 private:
  class ReplayedTrial;
  using EventKey = std::pair<Seconds, int>;  ///< when, and of which trial

  void schedule(std::unique_ptr<ReplayedTrial> trial);
  void next_event();
  void end(const ReplayedTrial& trial, TrialEnd how);

  const RecordedRuns& runs_;
  const Goal& goal_;
  energy::ReplayedBooks& books_;
  energy::ManualClock& clock_;
  std::map<EventKey, std::unique_ptr<ReplayedTrial>> events_;  ///< one of each running trial
};

}  // namespace wattle::search
