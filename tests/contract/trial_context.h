// SPDX-License-Identifier: MIT
// The context of a trial that no study runs.
#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <utility>
#include <vector>

#include "search/objective/objective.h"

namespace wattle::contract {

/// Notes what is reported, and says stop or cancelled when the test wants.
class LooseContext final : public search::TrialContext {
 public:
  std::uint64_t seed_value = 1;
  int number_value = 0;
  int stop_at = 0;    ///< the step that is answered by stop; 0: none
  int cancel_at = 0;  ///< the step whose report cancels the trial; 0: none
  std::atomic<bool> cancel{false};
  std::atomic<double> joules_value{0.0};
  std::filesystem::path artifacts;
  std::filesystem::path output;

  int number() const override { return number_value; }
  std::uint64_t seed() const override { return seed_value; }
  int threads() const override { return 1; }
  bool report(int step, const search::Metrics& metrics) override {
    const std::scoped_lock lock(mutex_);
    steps_.emplace_back(step, metrics);
    if (step == cancel_at) cancel = true;
    return stop_at == 0 || step < stop_at;
  }
  bool cancelled() const override { return cancel; }
  energy::ThreadGroup& thread_group() override { return group_; }
  std::filesystem::path artifact_directory() const override { return artifacts; }
  std::filesystem::path output_directory() const override { return output; }
  Joules joules() override { return Joules(joules_value); }

  std::vector<std::pair<int, search::Metrics>> steps() const {
    const std::scoped_lock lock(mutex_);
    return steps_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<int, search::Metrics>> steps_;
  energy::ThreadGroup group_;
};

}  // namespace wattle::contract
