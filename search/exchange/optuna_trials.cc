// SPDX-License-Identifier: MIT
#include "search/exchange/optuna_trials.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "energy/text/join.h"
#include "search/study/told_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// A goal may not name metrics of a test set, and these are Wattle's own.
std::string own_name(const std::string& name) {
  constexpr std::array kTaken{"step", "infeasible", "seconds", kTrainJoules, kInferenceJoules};
  const bool taken =
      name.starts_with("test_") || std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end();
  return taken ? "optuna_" + name : name;
}

/// Of the user attributes.
std::set<std::string> further_metrics(const OptunaStudy& study) {
  std::set<std::string> names;
  for (const OptunaTrial& trial : study.trials) {
    for (const auto& [name, value] : trial.user_attributes) {
      if (value.is_number() && !name.empty()) names.insert(own_name(name));
    }
  }
  return names;
}

/// A study's name in the letters that a scenario's may have.
std::string scenario_name(const std::string& name) {
  constexpr std::size_t kLongest = 64;
  std::string plain;
  for (const char c : name.substr(0, kLongest)) {
    const auto letter = static_cast<unsigned char>(c);
    const bool fits = letter < 0x80 && (std::isalnum(letter) != 0 || c == '_' || c == '-');
    plain += fits ? static_cast<char>(std::tolower(letter)) : '_';
  }
  return plain.empty() ? "optuna" : plain;
}

class TrialReader {
 public:
  TrialReader(const OptunaStudy& study, int objective,
              const std::map<std::string, std::string>& names, const Scenario& scenario)
      : study_(study), objective_(objective), names_(names), scenario_(scenario) {
    metrics_ = metrics_of(study);
    metrics_[static_cast<std::size_t>(objective)] = scenario.document.at("goal").at("metric");
    for (const OptunaTrial& trial : study.trials) {
      if (trial.started) first_start_ = std::min(first_start_, *trial.started);
    }
  }

  Validated<ImportedTrials> read() {
    for (const OptunaTrial& trial : study_.trials) add(trial);
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    if (left_out_ > 0) {
      imported_.notes.push_back(std::to_string(left_out_) +
                                " trials that do not have all their parameters were left out");
    }
    return std::move(imported_);
  }

 private:
  /// Milliseconds are what the storage is read to.
  Seconds since_start(double time) const {
    return Seconds(std::round(1000.0 * (time - first_start_)) / 1000.0);
  }

  json values_of(const OptunaTrial& trial) const {
    json values = json::object();
    for (const OptunaParameter& parameter : trial.parameters) {
      values[names_.at(parameter.name)] = value_of(parameter);
    }
    if (trial.state != "WAITING" || !trial.fixed_parameters.is_object()) return values;
    for (const auto& [name, value] : trial.fixed_parameters.items()) {
      const auto known = names_.find(name);
      values[known == names_.end() ? name : known->second] = value;
    }
    return values;
  }

  void add(const OptunaTrial& trial) {
    json values = values_of(trial);
    add_constants(scenario_.space, values);
    const std::string place = "trial " + std::to_string(trial.number);
    auto point = read_point(values, scenario_.space, place);
    if (!point && trial.state != "COMPLETE" && trial.state != "PRUNED") {
      ++left_out_;  // it ended, or has yet to go on, before all were drawn
    } else if (!point) {
      faults_.insert(faults_.end(), point.error().begin(), point.error().end());
    } else {
      imported_.trials.push_back(made_of(trial, std::move(*point)));
    }
  }

  Trial made_of(const OptunaTrial& from, Parameters point) const {
    Trial trial;
    trial.number = static_cast<int>(imported_.trials.size());
    trial.parameters = std::move(point);
    trial.state = from.state == "COMPLETE" ? TrialState::kComplete
                  : from.state == "PRUNED" ? TrialState::kPruned
                  : from.state == "FAIL"   ? TrialState::kFailed
                                           : TrialState::kWaiting;
    if (from.started) trial.started_at = since_start(*from.started);
    trial.ended_at = trial.started_at;
    if (!is_ended(trial.state)) return trial;
    if (from.ended) trial.ended_at = std::max(since_start(*from.ended), trial.started_at);
    if (trial.state == TrialState::kPruned) trial.reason = "pruned in Optuna";
    if (trial.state == TrialState::kFailed) trial.reason = "failed in Optuna";
    trial.steps = steps_of(from);
    trial.measurement = measurement_of(from, trial);
    return trial;
  }

  std::vector<Step> steps_of(const OptunaTrial& from) const {
    std::vector<Step> steps;
    for (const auto& [number, value] : from.steps) {
      Step step;
      step.step = number;
      step.metrics[metrics_[static_cast<std::size_t>(objective_)]] = value;
      steps.push_back(std::move(step));
    }
    return steps;
  }

  Measurement measurement_of(const OptunaTrial& from, const Trial& trial) const {
    Measurement measurement;
    measurement.energy.source = energy::Source::kUnknown;
    measurement.seconds = trial.ended_at - trial.started_at;
    measurement.energy.window = measurement.seconds;
    for (const auto& [name, value] : from.user_attributes) {
      if (value.is_number()) measurement.metrics[own_name(name)] = value.get<double>();
    }
    if (!trial.steps.empty() && trial.state != TrialState::kFailed) {
      for (const auto& [name, value] : trial.steps.back().metrics) {
        measurement.metrics[name] = value;
      }
    }
    for (const auto& [objective, value] : from.values) {
      const auto index = static_cast<std::size_t>(objective);
      if (index < metrics_.size()) measurement.metrics[metrics_[index]] = value;
    }
    complete_metrics(measurement, from.started && from.ended);
    return measurement;
  }

  const OptunaStudy& study_;
  int objective_;
  const std::map<std::string, std::string>& names_;
  const Scenario& scenario_;
  std::vector<std::string> metrics_;
  double first_start_ = std::numeric_limits<double>::infinity();
  ImportedTrials imported_;
  int left_out_ = 0;
  Faults faults_;
};

}  // namespace

std::vector<std::string> metrics_of(const OptunaStudy& study) {
  const std::size_t count = study.directions.size();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    const bool named = study.metric_names.size() == count && !study.metric_names[i].empty();
    names.push_back(named        ? own_name(study.metric_names[i])
                    : count == 1 ? "value"
                                 : "value_" + std::to_string(i));
  }
  return names;
}

Validated<int> objective_of(const OptunaStudy& study, const std::string& metric) {
  const std::vector<std::string> names = metrics_of(study);
  const auto found = std::find(names.begin(), names.end(), metric);
  if (found == names.end() && (names.size() != 1 || !metric.empty())) {
    return tl::unexpected(Faults{fault_at(
        "--metric", metric,
        "one of " + join(names) +
            ": a goal of Wattle's judges by one metric, and by energy, which Optuna does not know; "
            "the others stay as metrics",
        nearest_of(metric, names))});
  }
  const auto index =
      static_cast<std::size_t>(found == names.end() ? 0 : std::distance(names.begin(), found));
  if (study.directions[index] == "MINIMIZE" || study.directions[index] == "MAXIMIZE") {
    return static_cast<int>(index);
  }
  return tl::unexpected(Faults{fault_at("study_directions", study.directions[index],
                                        "MINIMIZE or MAXIMIZE for " + names[index])});
}

Validated<json> scenario_of(const OptunaStudy& study, int objective,
                            const std::map<std::string, std::string>& names,
                            std::vector<std::string>& notes) {
  auto space = space_of(study, names);
  if (!space) return tl::unexpected(std::move(space.error()));
  notes.insert(notes.end(), space->notes.begin(), space->notes.end());
  const std::vector<std::string> metrics = metrics_of(study);
  const auto index = static_cast<std::size_t>(objective);
  std::set<std::string> further = further_metrics(study);
  further.insert(metrics.begin(), metrics.end());
  further.erase(metrics[index]);
  const bool maximise = study.directions[index] == "MAXIMIZE";
  return json{
      {"name", scenario_name(study.name)},
      {"objective", {{"kind", "imported"}, {"metric", metrics[index]}, {"metrics", further}}},
      {"space", space->space},
      {"goal",
       {{"kind", "best"},
        {"metric", metrics[index]},
        {"direction", maximise ? "maximize" : "minimize"}}},
      {"budget", {{"trials", std::max<std::size_t>(1, study.trials.size())}}},
      {"finalists", 0}};
}

Validated<ImportedTrials> optuna_trials(const OptunaStudy& study, int objective,
                                        const std::map<std::string, std::string>& names,
                                        const Scenario& scenario) {
  return TrialReader(study, objective, names, scenario).read();
}

}  // namespace wattle::search
