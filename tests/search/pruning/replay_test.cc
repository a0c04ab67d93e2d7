// SPDX-License-Identifier: MIT
// Studies of made-up learning curves: what a pruner saves, and whether it keeps the best trial.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "search/space/rng.h"
#include "tests/search/pruning/curves.h"

namespace wattle::search {
namespace {

constexpr int kStudies = 40;
constexpr int kTrials = 200;
constexpr int kSteps = 27;
constexpr std::uint64_t kSeed = 31;

/// One training as it would go to its end.
struct Curve {
  std::vector<double> accuracies;
  double joules_a_step = 1.0;
};

/// An error that falls from 0.9 before the first step to its own floor, 0.05 to 0.55, by a power of
/// the step that is its own, too, so that curves cross; noise of 0.01 that shrinks; 1 to 10 J a
/// step.
Curve draw(Rng& rng) {
  const double floor = 0.05 + 0.5 * rng.uniform();
  const double power = 0.5 + rng.uniform();
  Curve curve;
  curve.joules_a_step = std::pow(10.0, rng.uniform());
  for (int step = 1; step <= kSteps; ++step) {
    const double noise = 0.01 * rng.normal() / std::sqrt(step);
    curve.accuracies.push_back(1.0 - floor - (0.9 - floor) * std::pow(1 + step, -power) + noise);
  }
  return curve;
}

/// What one study came to.
struct Outcome {
  double steps = 0.0;      ///< share of all steps that were made
  double joules = 0.0;     ///< share of all joules that were spent
  bool kept_best = false;  ///< the trial that is best at its end was not pruned
  double lost = 0.0;       ///< accuracy between the best curve's end and the best complete trial
};

double end_of(const Curve& curve) { return curve.accuracies.back(); }

Trial after(int number, TrialState state, const Curve& curve, int steps) {
  return test::with_steps(number, state,
                          {curve.accuracies.begin(), curve.accuracies.begin() + steps},
                          curve.joules_a_step);
}

/// The trial as the pruner leaves it. Nobody is asked after the last step.
Trial run_trial(const Pruner& pruner, const History& history, const Curve& curve) {
  const int number = static_cast<int>(history.size());
  for (int made = 1; made < kSteps; ++made) {
    const Trial running = after(number, TrialState::kRunning, curve, made);
    if (pruner.should_stop(running, {history, kSteps})) {
      return after(number, pruner.stopped_state(), curve, made);
    }
  }
  return after(number, TrialState::kComplete, curve, kSteps);
}

/// Runs the curves one trial after another, as one worker does.
Outcome run_study(const Pruner& pruner, const std::vector<Curve>& curves) {
  Outcome outcome;
  double all_joules = 0.0;
  double best_kept = 0.0;
  History history;
  for (const Curve& curve : curves) {
    history.push_back(run_trial(pruner, history, curve));
    const auto made = static_cast<double>(history.back().steps.size());
    outcome.steps += made / (kSteps * kTrials);
    outcome.joules += made * curve.joules_a_step;
    all_joules += kSteps * curve.joules_a_step;
    if (history.back().state != TrialState::kComplete) continue;
    best_kept = std::max(best_kept, history.back().measurement->metrics.at("val_accuracy"));
  }
  outcome.joules /= all_joules;
  const auto best =
      std::max_element(curves.begin(), curves.end(),
                       [](const Curve& a, const Curve& b) { return end_of(a) < end_of(b); });
  outcome.kept_best =
      history[static_cast<std::size_t>(best - curves.begin())].state == TrialState::kComplete;
  outcome.lost = end_of(*best) - best_kept;
  return outcome;
}

/// What a pruner must come to on these curves.
struct Promise {
  const char* name;
  nlohmann::json options;
  double most_steps;   ///< share of the steps, in the mean
  double most_joules;  ///< share of the joules, in the mean
  double keeps_best;   ///< probability at least
  double most_lost;    ///< accuracy, in the mean
};

void PrintTo(const Promise& promise, std::ostream* out) { *out << promise.name; }

/// The largest count that kStudies studies miss with at most the probability kFalseAlarm when each
/// one counts with probability p.
int least_count(double p) {
  constexpr double kFalseAlarm = 1e-3;
  if (p >= 1.0) return kStudies;
  double below = 0.0;
  double term = std::pow(1.0 - p, kStudies);  // P(count = 0), then 1, 2, ...
  for (int count = 0; count < kStudies; ++count) {
    below += term;
    if (below > kFalseAlarm) return count;
    term *= (kStudies - count) / (count + 1.0) * p / (1.0 - p);
  }
  return kStudies;
}

class Replay : public testing::TestWithParam<Promise> {};

TEST_P(Replay, SavesAndKeepsTheBest) {
  const Promise& promise = GetParam();
  const auto pruner = make_pruner(promise.options, test::accuracy());
  Outcome mean;
  int kept = 0;
  for (int study = 0; study < kStudies; ++study) {
    Rng rng(kSeed, static_cast<std::uint64_t>(study));
    std::vector<Curve> curves;
    for (int number = 0; number < kTrials; ++number) curves.push_back(draw(rng));
    const Outcome outcome = run_study(*pruner, curves);
    mean.steps += outcome.steps / kStudies;
    mean.joules += outcome.joules / kStudies;
    mean.lost += outcome.lost / kStudies;
    kept += outcome.kept_best;
  }
  RecordProperty("steps", std::to_string(mean.steps));
  RecordProperty("joules", std::to_string(mean.joules));
  RecordProperty("kept", kept);
  RecordProperty("lost", std::to_string(mean.lost));
  EXPECT_LE(mean.steps, promise.most_steps);
  EXPECT_LE(mean.joules, promise.most_joules);
  EXPECT_GE(kept, least_count(promise.keeps_best)) << "of " << kStudies << ", seed " << kSeed;
  EXPECT_LE(mean.lost, promise.most_lost);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Replay,
    testing::Values(
        Promise{"median", {{"kind", "median"}}, 0.5, 0.5, 0.95, 0.001},
        Promise{"asha", {{"kind", "asha"}}, 0.15, 0.15, 0.95, 0.001},
        Promise{"asha_from_3", {{"kind", "asha"}, {"min_steps", 3}}, 0.3, 0.3, 0.95, 0.001},
        Promise{"hyperband", {{"kind", "hyperband"}}, 0.35, 0.35, 0.95, 0.001},
        // It ends trials as complete: what it may lose is what they would still have gained.
        Promise{"patience", {{"kind", "patience"}}, 0.99, 0.99, 1.0, 0.001},
        Promise{"patience_with_delta",
                {{"kind", "patience"}, {"min_delta", 0.01}},
                0.8,
                0.8,
                1.0,
                0.01},
        Promise{"energy", {{"kind", "energy"}}, 0.6, 0.5, 0.9, 0.001}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace wattle::search
