// SPDX-License-Identifier: MIT
#include "search/command/study_text.h"

#include <map>
#include <sstream>
#include <vector>

#include "search/report/number_text.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Trials by state; those that ran when their process was killed are "cut off".
std::map<std::string, int> counts(const StoredStudy& study) {
  std::map<std::string, int> numbers;
  for (const Trial& trial : study.record.trials) {
    const bool cut_off = trial.state == TrialState::kRunning && !study.running;
    ++numbers[cut_off ? "cut off" : std::string(to_string(trial.state))];
  }
  return numbers;
}

/// The trials that run now.
std::vector<const Trial*> at_work(const StoredStudy& study) {
  std::vector<const Trial*> trials;
  for (const Trial& trial : study.record.trials) {
    if (study.running && trial.state == TrialState::kRunning) trials.push_back(&trial);
  }
  return trials;
}

/// "12 complete, 2 running"
std::string counts_text(const StoredStudy& study) {
  std::string text;
  for (const auto& [state, number] : counts(study)) {
    text += (text.empty() ? "" : ", ") + std::to_string(number) + " " + state;
  }
  return text.empty() ? "none yet" : text;
}

std::string metrics_text(const Metrics& metrics) {
  std::string text;
  for (const auto& [name, value] : metrics) {
    text += (text.empty() ? "" : ", ") + name + " " + number_text(value);
  }
  return text;
}

std::string step_text(const Step& step, bool joules_known) {
  std::string text = "step " + std::to_string(step.step) + ": " + metrics_text(step.metrics);
  if (joules_known) text += "; " + joules_text(step.joules);
  // Imported steps have no time.
  if (step.seconds > Seconds(0)) text += (joules_known ? ", " : "; ") + seconds_text(step.seconds);
  return text;
}

std::string ledger_text(const energy::LedgerTotals& ledger) {
  return joules_text(ledger.total) + ": " + joules_text(ledger.trials) + " in trials, " +
         joules_text(ledger.overhead) + " in the search, " + joules_text(ledger.idle) +
         " idle and other programs";
}

}  // namespace

std::string standing(const StoredStudy& study) {
  if (study.running) return "running";
  return study.record.stopped_because.empty() ? "interrupted" : study.record.stopped_because;
}

json status_json(const StoredStudy& study) {
  const StudyRecord& record = study.record;
  const Findings findings = find_out(record);
  json working = json::array();
  for (const Trial* trial : at_work(study)) {
    json about = {
        {"number", trial->number}, {"parameters", trial->parameters.json()}, {"step", nullptr}};
    if (!trial->steps.empty()) {
      about["step"] = step_json(trial->steps.back(), findings.joules_known);
    }
    working.push_back(std::move(about));
  }
  return {{"name", record.name},
          {"state", standing(study)},
          {"running", study.running},
          {"trials", counts(study)},
          {"best", best_json(findings)},
          {"ledger", ledger_json(record.ledger, findings.joules_known)},
          {"elapsed_seconds", number_json(record.elapsed.value)},
          {"at_work", std::move(working)}};
}

std::string status_text(const StoredStudy& study) {
  const StudyRecord& record = study.record;
  std::ostringstream text;
  text << record.name << ": " << standing(study) << "\n"
       << "  trials   " << counts_text(study) << ", in " << seconds_text(record.elapsed) << "\n";
  const Findings findings = find_out(record);
  const bool joules_known = findings.joules_known;
  if (joules_known) text << "  energy   " << ledger_text(record.ledger) << "\n";
  const std::string best = best_text(findings);
  text << "  best     " << (best.empty() ? "none yet" : best) << "\n";
  for (const Trial* trial : at_work(study)) {
    text << "  trial " << trial->number << ": " << parameters_text(trial->parameters) << "\n";
    if (!trial->steps.empty()) {
      text << "    " << step_text(trial->steps.back(), joules_known) << "\n";
    }
  }
  return text.str();
}

std::string trial_text(const Trial& trial, const StudyRecord& study) {
  std::ostringstream text;
  text << study.name << ", trial " << trial.number << ": " << to_string(trial.state);
  if (!trial.reason.empty()) text << ", " << trial.reason;
  text << "\n  parameters  " << parameters_text(trial.parameters) << "\n";
  if (trial.measurement) {
    text << "  metrics     " << metrics_text(trial.measurement->metrics) << "\n"
         << "  energy      " << reading_text(trial.measurement->energy) << "\n"
         << "  time        " << seconds_text(trial.measurement->seconds) << "\n";
  }
  const bool joules_known = find_out(study).joules_known;
  for (const Step& step : trial.steps) text << "  " << step_text(step, joules_known) << "\n";
  return text.str();
}

std::string best_text(const Findings& findings) {
  if (findings.best == nullptr) return {};
  const Measurement& measurement = best_measurement(findings);
  return "trial " + std::to_string(findings.best->number) + ", " + findings.goal.metric() + " " +
         number_text(findings.best->measurement->metrics.at(findings.goal.metric())) + ", " +
         reading_text(measurement.energy) + ": " + parameters_text(findings.best->parameters);
}

}  // namespace wattle::search
