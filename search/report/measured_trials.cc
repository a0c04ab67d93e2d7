// SPDX-License-Identifier: MIT
#include "search/report/measured_trials.h"

#include <algorithm>
#include <cmath>

#include "search/statistics/subset.h"

namespace wattle::search {
namespace {

/// Apart from the streams of the trials, which begin at 0.
constexpr std::uint64_t kSampleStream = 0x73616d706c65;

bool is_complete(const Trial& trial) {
  return trial.state == TrialState::kComplete && trial.measurement.has_value();
}

void add(const Trial& trial, double value, MeasuredTrials& measured) {
  measured.trials.push_back(&trial);
  measured.values.push_back(value);
}

}  // namespace

MeasuredTrials metric_of_trials(const StudyRecord& study, const Findings& findings) {
  MeasuredTrials measured;
  measured.quantity = findings.goal.metric();
  for (const Trial& trial : study.trials) {
    if (!is_complete(trial)) continue;
    const auto value = finite_metric(trial.measurement->metrics, measured.quantity);
    if (value) add(trial, *value, measured);
  }
  return measured;
}

MeasuredTrials joules_of_trials(const StudyRecord& study, const Findings& findings) {
  MeasuredTrials measured;
  measured.quantity = kTrainJoules;
  if (!findings.joules_known) measured.reason = "nobody counted joules";
  if (!findings.incomparable.empty()) {
    measured.reason = "the trials' joules are different quantities (" + findings.incomparable + ")";
  }
  if (!measured.reason.empty()) return measured;
  for (const Trial& trial : study.trials) {
    if (!is_complete(trial)) continue;
    const energy::EnergyReading& energy = trial.measurement->energy;
    const bool counted = energy.source != energy::Source::kUnknown;
    if (counted && std::isfinite(energy.joules.value) && energy.joules.value > 0.0) {
      add(trial, energy.joules.value, measured);
    }
  }
  return measured;
}

MeasuredTrials logarithms_of(MeasuredTrials joules) {
  joules.quantity = "log10(" + joules.quantity + ")";
  for (double& value : joules.values) value = std::log10(value);
  return joules;
}

MeasuredTrials sampled(const MeasuredTrials& all, std::size_t most, std::uint64_t seed) {
  if (all.trials.size() <= most) return all;
  Rng rng(seed, kSampleStream);
  std::vector<std::size_t> chosen = random_subset(all.trials.size(), most, rng);
  std::sort(chosen.begin(), chosen.end());
  MeasuredTrials some{all.quantity, {}, {}, all.reason};
  for (const std::size_t i : chosen) {
    some.trials.push_back(all.trials[i]);
    some.values.push_back(all.values[i]);
  }
  return some;
}

std::uint64_t seed_of(const StudyRecord& study) {
  const auto seed = study.scenario.find("seed");
  const bool written = seed != study.scenario.end() && seed->is_number_integer();
  return written ? seed->get<std::uint64_t>() : 0;
}

}  // namespace wattle::search
