// SPDX-License-Identifier: MIT
#include "search/service/answers.h"

#include <utility>

#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Of a study that nobody works on.
std::string state_after(const std::string& because) {
  if (because == kWasStopped) return "stopped";
  return because.empty() || is_interruption(because) ? "interrupted" : "finished";
}

std::string state_at_work(bool paused) { return paused ? "paused" : "running"; }

std::string state_of(const RunStanding& standing, bool paused) {
  if (standing.error) return "failed";
  return standing.over ? state_after(standing.because) : state_at_work(paused);
}

std::string state_of(const StoredStudy& study) {
  const StudyRecord& record = study.record;
  return study.running ? state_at_work(record.paused) : state_after(record.stopped_because);
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

json summary(const std::string& name, const std::string& state, const std::string& because,
             const Progress& progress, std::size_t leases) {
  return {{"name", name},
          {"state", state},
          {"because", because},
          {"begun", progress.begun},
          {"ended", progress.ended},
          {"leases", leases},
          {"best_trial", optional_json(progress.best)},
          {"best_value", progress.best ? number_json(progress.best_value) : json()},
          {"joules", number_json(progress.ledger.total.value)},
          {"elapsed_seconds", number_json(progress.elapsed.value)}};
}

}  // namespace

json running_summary(const std::string& name, HostedStudy& study) {
  const RunStanding standing = study.standing();
  return summary(name, state_of(standing, study.paused()), standing.because, standing.progress,
                 study.workers().leases().size());
}

json kept_summary(const StoredStudy& study, const Findings& findings) {
  const StudyRecord& record = study.record;
  return summary(record.name, state_of(study), record.stopped_because,
                 progress_of(record, findings.best, findings.goal), 0);
}

json study_answer(json summary, const StudyRecord& record, const Findings& findings) {
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
