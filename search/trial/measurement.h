// SPDX-License-Identifier: MIT
// What came of a trial.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "energy/reading.h"

namespace wattle::search {

/// Named numbers. An ended trial has "seconds", and "train_joules" unless nobody counted joules.
using Metrics = std::map<std::string, double>;

/// Net joules of one training.
inline constexpr const char* kTrainJoules = "train_joules";
/// Net joules of a thousand answers of the trained model.
inline constexpr const char* kInferenceJoules = "inference_joules_per_1000";

/// The metric of that name, if it is there and finite.
inline std::optional<double> finite_metric(const Metrics& metrics, const std::string& name) {
  const auto it = metrics.find(name);
  if (it == metrics.end() || !std::isfinite(it->second)) return std::nullopt;
  return it->second;
}

/// Values on the way: one per `TrialContext::report`.
struct Step {
  int step = 0;
  Metrics metrics;
  Joules joules;    ///< of the trial, from its start to this step
  Seconds seconds;  ///< likewise
  Joules low{};     ///< bounds of `joules`
  Joules high{};
  Joules gross_joules{};  ///< with the trial's share of the idle power
  bool shared = false;    ///< other trials ran meanwhile
};

struct Measurement {
  Metrics metrics;
  energy::EnergyReading energy;  ///< net of idle
  Joules gross_joules;           ///< with the trial's share of the idle power
  Seconds seconds;
  std::string retried_after;  ///< why the attempt before the last one was lost; empty: none was.
                              ///< Its joules and seconds are counted in
};

}  // namespace wattle::search
