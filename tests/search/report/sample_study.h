// SPDX-License-Identifier: MIT
// A made-up study for tests of the report and of the live view: 24 trials of a small network, with
// failures, prunes, an infeasible trial and a finalist. Two workers; everything by formula.
#pragma once

#include <cmath>
#include <string>

#include "search/store/store.h"

namespace wattle::search::testing {

inline nlohmann::json sample_goal() {
  return {{"kind", "weighted"},
          {"metric", "val_accuracy"},
          {"direction", "maximize"},
          {"points_per_decade", 0.02}};
}

inline TrialState sample_state(int number) {
  if (number == 5 || number == 13 || number == 20) return TrialState::kFailed;
  if (number == 8 || number == 15 || number == 19) return TrialState::kPruned;
  return number == 11 ? TrialState::kInfeasible : TrialState::kComplete;
}

inline std::string sample_reason(int number) {
  switch (sample_state(number)) {
    case TrialState::kFailed:
      return number == 20 ? "out of memory: 3.1 GB asked for, 2 GB allowed"
                          : "the loss is no longer a finite number";
    case TrialState::kPruned:
      return "below the median of the others at step 2";
    case TrialState::kInfeasible:
      return "the batch is larger than the data";
    default:
      return "";
  }
}

inline Parameters sample_parameters(int number) {
  constexpr int kWidths[] = {16, 32, 64, 128};
  nlohmann::json values = {{"learning_rate", std::pow(10.0, -4.0 + 0.17 * ((number * 7) % 24))},
                           {"batch_size", 16 + (number * 37) % 241},
                           {"width", kWidths[(number * 5) % 4]},
                           {"epochs", 3 + (number * 11) % 28},
                           {"optimizer", number % 3 == 0 ? "sgd" : "adam"}};
  if (number % 3 == 0) values["momentum"] = 0.03 * number;
  return Parameters(values);
}

inline Measurement sample_measurement(int number, double share_done) {
  const nlohmann::json values = sample_parameters(number).json();
  const double epochs = share_done * values["epochs"].get<double>();
  const double width = values["width"].get<double>();
  const double off = std::log10(values["learning_rate"].get<double>()) + 2.0;
  const double accuracy =
      0.975 - 0.05 * off * off - 0.25 / (epochs + 1.0) - 0.9 / width + 0.0004 * number;
  const double joules = 1.4 * epochs * std::pow(width / 16.0, 1.2);
  Measurement result;
  result.metrics = {{"val_accuracy", accuracy},
                    {"val_loss", 2.0 * (1.0 - accuracy)},
                    {"train_joules", joules},
                    {"seconds", joules / 21.0}};
  result.energy.joules = Joules(joules);
  result.energy.low = Joules(0.62 * joules);
  result.energy.high = Joules(1.55 * joules);
  result.energy.domains = {"package"};
  result.energy.source = energy::Source::kEstimated;
  result.energy.shared = number > 0;
  result.energy.window = Seconds(joules / 21.0);
  result.gross_joules = Joules(1.3 * joules);
  result.seconds = Seconds(joules / 21.0);
  return result;
}

inline Step sample_step(int number, int step) {
  const Measurement part = sample_measurement(number, 0.25 * step);
  return {
      step, {{"val_accuracy", part.metrics.at("val_accuracy")}}, part.energy.joules, part.seconds};
}

inline Trial sample_trial(int number, Seconds started_at) {
  Trial trial;
  trial.number = number;
  trial.state = sample_state(number);
  trial.parameters = sample_parameters(number);
  trial.reason = sample_reason(number);
  trial.started_at = started_at;
  trial.ended_at = started_at;
  if (trial.state == TrialState::kInfeasible) return trial;
  const int steps = trial.state == TrialState::kComplete ? 4 : 2;
  for (int step = 1; step <= steps; ++step) trial.steps.push_back(sample_step(number, step));
  trial.measurement = sample_measurement(number, 0.25 * steps);
  trial.ended_at = started_at + trial.measurement->seconds;
  if (trial.state == TrialState::kFailed) {
    trial.measurement->metrics["val_accuracy"] = std::nan("");
    trial.measurement->metrics["val_loss"] = INFINITY;
  }
  return trial;
}

/// Without finalists, see add_finalist.
inline StudyRecord sample_study(int trials = 24) {
  StudyRecord study;
  study.name = "digits, small networks";
  study.scenario = {{"name", "digits, small networks"},
                    {"goal", sample_goal()},
                    {"strategy", {{"kind", "bayesian"}}},
                    {"budget", {{"trials", trials}}},
                    {"seed", 7}};
  study.context = {{"machine", {{"processor", "Example 2-core"}, {"processors", 2}}},
                   {"versions", {{"wattle", "0.1.0"}, {"compiler", "12.2.0"}}},
                   {"meter", {{"name", "estimate"}, {"source", "estimated"}, {"idle_watts", 6.5}}},
                   {"coverage", {"package"}},
                   {"jobs", 2},
                   {"seed", 7}};
  study.stopped_because = std::to_string(trials) + " trials";
  double free_at[2] = {0.0, 0.0};
  for (int number = 0; number < trials; ++number) {
    double& worker = free_at[0] <= free_at[1] ? free_at[0] : free_at[1];
    study.trials.push_back(sample_trial(number, Seconds(worker)));
    worker = study.trials.back().ended_at.value + 0.05;
    if (study.trials.back().measurement) {
      study.ledger.trials += study.trials.back().measurement->energy.joules;
    }
  }
  study.elapsed = Seconds(std::max(free_at[0], free_at[1]) + 4.0);
  study.ledger.overhead = Joules(0.08 * study.ledger.trials.value);
  study.ledger.idle = 6.5 * study.elapsed.value * Joules(1.0);
  study.ledger.total = study.ledger.trials + study.ledger.overhead + study.ledger.idle;
  return study;
}

/// The trial's second run: 6 % cheaper, because nobody disturbed it.
inline void add_finalist(StudyRecord& study, int number) {
  Finalist finalist;
  finalist.trial = number;
  finalist.measurement = sample_measurement(number, 1.0);
  energy::EnergyReading& energy = finalist.measurement.energy;
  energy.shared = false;
  energy.joules = 0.94 * energy.joules;
  finalist.measurement.metrics["train_joules"] = energy.joules.value;
  study.finalists.push_back(finalist);
}

/// The same, replayed from a table without joules.
inline StudyRecord sample_study_without_joules(int trials = 24) {
  StudyRecord study = sample_study(trials);
  study.scenario["objective"] = {{"kind", "table"}, {"file", "t.csv"}};
  study.scenario["goal"] = {
      {"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}};
  study.context["energy_metric"] = "";
  study.context["meter"] = {{"name", "table"}, {"source", "unknown"}};
  study.ledger = {};
  for (Trial& trial : study.trials) {
    if (!trial.measurement) continue;
    trial.measurement->energy = {};
    trial.measurement->energy.source = energy::Source::kUnknown;
    trial.measurement->gross_joules = Joules(0.0);
    trial.measurement->metrics.erase("train_joules");
  }
  return study;
}

}  // namespace wattle::search::testing
