// SPDX-License-Identifier: MIT
// Who works on trials: threads that run them, virtual workers that replay them, or programs
// elsewhere that ask for them.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "search/study/trial_course.h"

namespace wattle::search {

/// What became of a trial's end.
enum class Recorded {
  kYes,
  kNotOurs,  ///< somebody else has taken the trial over
  kFailed,   ///< the store failed, or what was told is an error: the study ends by it
};

/// Told once how a started trial ended, from any thread; must not throw. An error is not the
/// trial's, but of what it was run with: memory ran out.
using TrialEnded = std::function<Recorded(Result<TrialEnd>)>;

/// Works on the trials that a study starts.
class TrialWorkers {
 public:
  virtual ~TrialWorkers() = default;
  /// Whether a trial would be worked on if it was started now; one that is new, or waits without a
  /// lease, by an empty one. False: it is kept until `wait` has returned.
  virtual bool wants(const Lease& /*lease*/) const { return true; }
  /// How many that are new would be.
  virtual int wanted() const { return 1; }
  /// Under what lease it will be worked on, asked before it is begun, or started again; the one it
  /// has when its holder goes on with it. nullopt: nobody wants it any more.
  virtual std::optional<Lease> lease_for(const Trial& /*trial*/) { return Lease(); }
  /// Begins with a trial and returns. The study starts no more at once than there are workers.
  virtual void start(TrialJob job, TrialEnded ended) = 0;
  /// Waits until a trial may have ended or may be wanted, or a short while. `lock` is held on entry
  /// and on return, and not in between. Only while a trial is under way, or none is wanted.
  virtual void wait(std::unique_lock<std::mutex>& lock) = 0;
  /// When nothing is left to begin: waits until a trial that was started is released (true), or all
  /// have ended or are to end now (false).
  virtual bool wait_for_released() { return false; }
  /// Returns when every trial that was started has ended.
  virtual void finish() = 0;
};

}  // namespace wattle::search
