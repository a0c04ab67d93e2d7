// SPDX-License-Identifier: MIT
// Who works on trials: threads that run them, or virtual workers that replay them.
#pragma once

#include <functional>
#include <mutex>

#include "search/study/trial_course.h"

namespace wattle::search {

/// Told once how a started trial ended, from any thread; must not throw. An error is not the
/// trial's, but of what it was run with: memory ran out.
using TrialEnded = std::function<void(Result<TrialEnd>)>;

/// Works on the trials that a study starts.
class TrialWorkers {
 public:
  virtual ~TrialWorkers() = default;
  /// Begins with a trial and returns. The study starts no more at once than there are workers.
  virtual void start(TrialJob job, TrialEnded ended) = 0;
  /// Waits until a trial may have ended, or a short while. `lock` is held on entry and on return,
  /// and not in between. Only while a trial is under way.
  virtual void wait(std::unique_lock<std::mutex>& lock) = 0;
  /// Returns when every trial that was started has ended.
  virtual void finish() = 0;
};

}  // namespace wattle::search
