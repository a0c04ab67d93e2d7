// SPDX-License-Identifier: MIT
#include "search/service/answers.h"

#include <utility>

#include "search/report/findings.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

std::string state_of(const RunStanding& standing, bool paused) {
  if (standing.error) return "failed";
  if (standing.over) return standing.because == "interrupted" ? "interrupted" : "finished";
  return paused ? "paused" : "running";
}

std::string state_of(const StoredStudy& study) {
  if (study.running) return study.record.paused ? "paused" : "running";
  const std::string& because = study.record.stopped_because;
  return because.empty() || because == "interrupted" ? "interrupted" : "finished";
}

json optional_json(const std::optional<int>& number) { return number ? json(*number) : json(); }

json handout_json(const Handout& trial) {
  json object = {{"trial", trial.number},
                 {"attempt", trial.attempt},
                 {"lease", trial.lease.id},
                 {"parameters", trial.parameters.json()},
                 {"seed", trial.seed},
                 {"threads", trial.environment.threads},
                 {"planned_steps", optional_json(trial.planned_steps)}};
  if (trial.limits.seconds) object["seconds_limit"] = trial.limits.seconds->value;
  if (trial.limits.joules) object["joules_limit"] = trial.limits.joules->value;
  return object;
}

}  // namespace

json running_summary(const std::string& name, HostedStudy& study) {
  const RunStanding standing = study.standing();
  const Progress& progress = standing.progress;
  return {{"name", name},
          {"state", state_of(standing, study.paused())},
          {"because", standing.because},
          {"begun", progress.begun},
          {"ended", progress.ended},
          {"leases", study.workers().leases().size()},
          {"best_trial", optional_json(progress.best)},
          {"best_value", progress.best ? number_json(progress.best_value) : json()},
          {"joules", number_json(progress.ledger.total.value)},
          {"elapsed_seconds", number_json(progress.elapsed.value)}};
}

json kept_summary(const StoredStudy& study) {
  const StudyRecord& record = study.record;
  const Findings findings = find_out(record);
  int begun = 0;
  int ended = 0;
  for (const Trial& trial : record.trials) {
    begun += was_suggested(trial);
    ended += was_suggested(trial) && is_ended(trial.state);
  }
  json summary = {{"name", record.name},
                  {"state", state_of(study)},
                  {"because", record.stopped_because},
                  {"begun", begun},
                  {"ended", ended},
                  {"leases", 0},
                  {"best_trial", nullptr},
                  {"best_value", nullptr},
                  {"joules", number_json(record.ledger.total.value)},
                  {"elapsed_seconds", number_json(record.elapsed.value)}};
  if (findings.best != nullptr) {
    summary["best_trial"] = findings.best->number;
    summary["best_value"] =
        number_json(findings.best->measurement->metrics.at(findings.goal.metric()));
  }
  return summary;
}

json study_answer(json summary, const StudyRecord& record) {
  const Findings findings = find_out(record);
  json trials = json::object();
  for (const auto& [state, count] : findings.counts) trials[std::string(to_string(state))] = count;
  summary["goal"] = record.scenario.at("goal");
  summary["strategy"] = record.scenario.at("strategy");
  summary["budget"] = record.scenario.value("budget", json::object());
  summary["trials"] = std::move(trials);
  summary["best"] = best_json(findings);
  summary["ledger"] = ledger_json(record.ledger, findings.joules_known);
  return summary;
}

json ask_answer(const AskAnswer& answer, Seconds lease_seconds) {
  json trials = json::array();
  for (const Handout& trial : answer.trials) trials.push_back(handout_json(trial));
  return {{"trials", std::move(trials)},
          {"over", answer.over},
          {"because", answer.because},
          {"lease_seconds", lease_seconds.value}};
}

json report_answer(const std::optional<std::string>& stop) {
  if (!stop) return {{"go_on", true}};
  return {{"go_on", false}, {"because", *stop}};
}

json ended_answer(TrialState state) { return {{"state", to_string(state)}}; }

json leases_answer(const std::vector<HeldLease>& leases, Seconds now) {
  json list = json::array();
  for (const HeldLease& held : leases) {
    list.push_back({{"lease", held.lease.id},
                    {"worker", held.lease.worker},
                    {"trial", held.trial},
                    {"step", held.step},
                    {"seconds", number_json((now - held.since).value)},
                    {"silent_seconds", number_json(held.silent.value)}});
  }
  return {{"leases", std::move(list)}};
}

}  // namespace wattle::search
