// SPDX-License-Identifier: MIT
#include "trainer/training/compute_threads.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>

#include "tests/trainer/training/silent_observer.h"

namespace wattle::trainer {
namespace {

class ThreadCounter final : public SilentObserver {
 public:
  void on_thread_begin() override {
    const std::scoped_lock lock(mutex_);
    EXPECT_TRUE(present_.insert(std::this_thread::get_id()).second);
    ++begun_;
  }
  void on_thread_end() override {
    const std::scoped_lock lock(mutex_);
    EXPECT_EQ(present_.erase(std::this_thread::get_id()), 1U);
  }
  const std::set<std::thread::id>& present() const { return present_; }
  int begun() const { return begun_; }

 private:
  std::mutex mutex_;
  std::set<std::thread::id> present_;
  int begun_ = 0;
};

TEST(ComputeThreads, OfOneHaveNoHelper) {
  ThreadCounter observer;
  const ComputeThreads threads(1, observer);
  EXPECT_EQ(observer.begun(), 0);
  EXPECT_EQ(at::get_num_threads(), 1);
}

TEST(ComputeThreads, TellOfEachHelperOnItself) {
  ThreadCounter observer;
  {
    ComputeThreads threads(3, observer);
    EXPECT_EQ(observer.present().size(), 2U);
    EXPECT_FALSE(observer.present().contains(std::this_thread::get_id()));
    threads.meet_helpers();
    EXPECT_EQ(observer.begun(), 2);
  }
  EXPECT_TRUE(observer.present().empty());
}

TEST(ComputeThreads, PutTheSettingBack) {
  ThreadCounter observer;
  const int before = at::get_num_threads();
  { const ComputeThreads threads(before + 2, observer); }
  EXPECT_EQ(at::get_num_threads(), before);
}

TEST(ComputeThreads, AreTheCallersOwnBesideANeighbour) {
  ThreadCounter observer;
  ThreadCounter other;
  const ComputeThreads threads(2, observer);
  int seen = 0;
  std::jthread([&] {
    const ComputeThreads neighbour(3, other);
    seen = at::get_num_threads();
  }).join();
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(at::get_num_threads(), 2);
  EXPECT_EQ(other.begun(), 2);
}

// OpenMP ends the threads that a smaller loop does not need and starts new ones for a larger one.
TEST(ComputeThreads, FollowHelpersThatOpenMpReplaces) {
  ThreadCounter observer;
  {
    ComputeThreads threads(4, observer);
    at::set_num_threads(2);
    at::parallel_for(0, 2, 1, [](std::int64_t, std::int64_t) {});
    at::set_num_threads(4);
    threads.meet_helpers();
    EXPECT_GE(observer.begun(), 3);
  }
  EXPECT_GE(observer.begun(), 3);
}

}  // namespace
}  // namespace wattle::trainer
