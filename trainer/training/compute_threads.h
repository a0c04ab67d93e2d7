// SPDX-License-Identifier: MIT
// The threads a training computes with.
#pragma once

#include <memory>

#include "trainer/trainer.h"

namespace wattle::trainer {

/// For its lifetime, libtorch's loops on the calling thread run on `threads` threads, and the
/// observer knows each helper: on_thread_begin and on_thread_end are called on the helper itself.
/// The helpers are OpenMP's and belong to the calling thread, so neighbours do not share them.
///
/// OpenMP may end a helper between two loops and start another one later: one that ends says so
/// itself, a new one is met at the next call of meet_helpers(). Work of a new helper before that is
/// not told to the observer.
class ComputeThreads {
 public:
  ComputeThreads(int threads, TrainingObserver& observer);
  ~ComputeThreads();
  ComputeThreads(const ComputeThreads&) = delete;
  ComputeThreads& operator=(const ComputeThreads&) = delete;

  /// Tells the observer of helpers that it does not know yet. Cost: one empty parallel loop.
  void meet_helpers();

 private:
  int threads_;
  int threads_before_;  ///< the calling thread's setting, put back at the end
  class Roster;
  std::shared_ptr<Roster> roster_;
};

/// For its lifetime, libtorch computes on the calling thread alone.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int threads_before_;
};

/// OpenBLAS built on its own threads has one pool for the whole process: trainings side by side
/// would wait for each other and spin on cores that are not theirs. Sets it to one thread; leaves
/// a BLAS without such a pool alone. Process-wide; call it before the first training.
void keep_blas_single_threaded();

}  // namespace wattle::trainer
