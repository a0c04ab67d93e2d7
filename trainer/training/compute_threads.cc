// SPDX-License-Identifier: MIT
#include "trainer/training/compute_threads.h"

#include <ATen/Parallel.h>
#include <omp.h>

#include <mutex>
#include <utility>

// Weak: null where the BLAS that libtorch brings is not OpenBLAS.
extern "C" {
__attribute__((weak)) int openblas_get_parallel();
__attribute__((weak)) void openblas_set_num_threads(int threads);
}

namespace wattle::trainer {

/// The helpers of one training. A helper holds it too, so that one which OpenMP ends late never
/// speaks to an observer that is gone.
class ComputeThreads::Roster {
 public:
  explicit Roster(TrainingObserver& observer) : observer_(&observer) {}

  void enter() {
    const std::scoped_lock lock(mutex_);
    if (observer_ != nullptr) {
      observer_->on_thread_begin();
    }
  }
  void leave() {
    const std::scoped_lock lock(mutex_);
    if (observer_ != nullptr) {
      observer_->on_thread_end();
    }
  }
  void close() {
    const std::scoped_lock lock(mutex_);
    observer_ = nullptr;
  }

  /// The roster that the current helper is on; leaves it when the thread ends.
  struct Place {
    std::shared_ptr<Roster> roster;

    void take(const std::shared_ptr<Roster>& next) {
      if (roster != next) {
        give_up();
        roster = next;
        roster->enter();
      }
    }
    void give_up() {
      if (roster) {
        std::exchange(roster, nullptr)->leave();
      }
    }
    Place() = default;
    ~Place() { give_up(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
  };

  static Place& place() {
    thread_local Place place;
    return place;
  }

 private:
  std::mutex mutex_;
  TrainingObserver* observer_;
};

ComputeThreads::ComputeThreads(int threads, TrainingObserver& observer)
    // Asking first makes libtorch set this thread up; otherwise its first loop would do so later
    // and replace our number by the one that some other thread set last.
    : threads_(threads),
      threads_before_(at::get_num_threads()),
      roster_(std::make_shared<Roster>(observer)) {
  at::set_num_threads(threads_);
  meet_helpers();
}

void ComputeThreads::meet_helpers() {
  if (threads_ > 1) {
    const std::shared_ptr<Roster>& roster = roster_;
#pragma omp parallel num_threads(threads_)
    if (omp_get_thread_num() != 0) {
      Roster::place().take(roster);
    }
  }
}

ComputeThreads::~ComputeThreads() {
  if (threads_ > 1) {
#pragma omp parallel num_threads(threads_)
    if (omp_get_thread_num() != 0) {
      Roster::place().give_up();
    }
  }
  roster_->close();
  at::set_num_threads(threads_before_);
}

OneThread::OneThread() : threads_before_(at::get_num_threads()) { at::set_num_threads(1); }

OneThread::~OneThread() { at::set_num_threads(threads_before_); }

void keep_blas_single_threaded() {
  constexpr int kOwnThreads = 1;  // openblas_get_parallel(): 0 none, 1 its own, 2 OpenMP
  if (openblas_get_parallel != nullptr && openblas_set_num_threads != nullptr &&
      openblas_get_parallel() == kOwnThreads) {
    openblas_set_num_threads(1);
  }
}

}  // namespace wattle::trainer
