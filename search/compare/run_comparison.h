// SPDX-License-Identifier: MIT
// Runs a comparison's studies, one after another, each in a record of its own.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "search/compare/analysis.h"
#include "search/study/build_study.h"

namespace wattle::search {

/// Told before and after each study. `record` is of one that has ended.
class ComparisonObserver {
 public:
  virtual ~ComparisonObserver() = default;
  virtual void warming_up() {}
  virtual void study_started(const Arm& /*arm*/, const PlannedRun& /*run*/) {}
  virtual void study_ended(const Arm& /*arm*/, const PlannedRun& /*run*/,
                           const StudyRecord& /*record*/) {}
};

struct ComparisonSurroundings {
  /// For one study: books that begin at nothing.
  std::function<Result<std::unique_ptr<energy::Metering>>()> start_metering;
  const energy::Clock& clock;
  ComparisonObserver& observer;
  /// Builds a study of one of the comparison's scenarios.
  std::function<Result<std::unique_ptr<Study>>(const Scenario&)> build;
};

struct ComparisonOptions {
  int jobs = 1;                  ///< trials at once, within a study
  std::filesystem::path folder;  ///< of the records, and of results that studies share
  const std::atomic<bool>* cancel = nullptr;
  nlohmann::json context = nlohmann::json::object();  ///< of every study
};

/// Runs what has not been run: studies that have ended, in `folder`, stay as they are, and one that
/// was cut off goes on. A training that several studies ask for is run once and counted for each
/// (trial_cache.h), unless a budget of joules or seconds ends the studies. Before the first study
/// one trial warms the machine up, and is not counted. kCancelled when it was cancelled; what had
/// ended is kept. Else fails as the studies do, and with kInvalidArgument when an arm's scenario is
/// not valid, starts warm, or limits GPUs.
Result<std::vector<ArmStudies>> run_comparison(const Scenario& scenario, const ComparisonPlan& plan,
                                               const ComparisonSurroundings& surroundings,
                                               const ComparisonOptions& options);

}  // namespace wattle::search
