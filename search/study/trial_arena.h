// SPDX-License-Identifier: MIT
// Where trials run: a TBB arena with one slot a trial.
#pragma once

#include <functional>
#include <memory>

namespace wattle::search {

/// Up to `slots` tasks at once on TBB's workers; the calling thread takes no slot until it waits.
class TrialArena {
 public:
  explicit TrialArena(int slots);
  /// Waits for the tasks that were started.
  ~TrialArena();
  TrialArena(const TrialArena&) = delete;
  TrialArena& operator=(const TrialArena&) = delete;

  /// Runs `task`, which must not throw, as soon as a slot is free.
  void start(std::function<void()> task);
  /// Returns when every started task has returned.
  void wait();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace wattle::search
