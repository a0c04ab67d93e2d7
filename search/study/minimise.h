// SPDX-License-Identifier: MIT
// The shortest way in: the minimum of a function of named parameters.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>

#include "search/study/study.h"

namespace wattle::search {

/// How to search. Everything has a default.
struct MinimiseOptions {
  int trials = 50;
  std::uint64_t seed = 0;  ///< with one job the same seed gives the same trials
  nlohmann::json strategy = {{"kind", "bayesian"}};  ///< as in a scenario
  nlohmann::json forbid = nullptr;                   ///< likewise
  int jobs = 1;                                      ///< calls of the function at once
  const std::atomic<bool>* cancel = nullptr;         ///< set to true to end early
  energy::Metering* metering = nullptr;  ///< counts the calls' joules; null: nobody does
  const energy::Clock* clock = nullptr;  ///< null: the steady clock
  StudyObserver* observer = nullptr;     ///< told of every trial; null: nobody is
};

/// The best that was found, and all that was seen on the way.
struct Minimum {
  Parameters parameters;
  double value = 0.0;            ///< the function's there
  energy::EnergyReading energy;  ///< of that call, if somebody counted
  RunSummary summary;
  StudyRecord record;  ///< every trial and the ledger; enough for write_report
};

/// Calls `function` at `trials` points of `space` (a scenario's `space` member) and returns the
/// best. A call that throws or returns no finite number is a failed trial, and the search keeps
/// away from points like it. It ends earlier when the space is used up or it is cancelled.
/// Fails with kInvalidArgument, before any call, for faults of the space or the options, all of
/// them told, one a line; when no call gave a number with kCancelled or kNotFound; and as
/// `run_study` does. All that `options` points to must outlive the call.
Result<Minimum> minimise(const std::function<double(const Parameters&)>& function,
                         const nlohmann::json& space, const MinimiseOptions& options = {});

}  // namespace wattle::search
