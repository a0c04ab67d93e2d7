// SPDX-License-Identifier: MIT
#include "search/command/json_events.h"

#include <utility>

#include "search/report/trial_json.h"
#include "search/store/layer_energy_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json totals_json(const LiveTotals& totals, bool joules_known) {
  json object = {{"best", nullptr},
                 {"trial_joules", joules_json(totals.trial_joules, joules_known)},
                 {"total_joules", joules_json(totals.total_joules, joules_known)},
                 {"elapsed_seconds", number_json(totals.elapsed.value)},
                 {"seconds_left", nullptr},
                 {"ended", totals.done},
                 {"of", nullptr}};
  if (totals.best) {
    object["best"] = {{"trial", *totals.best}, {"value", number_json(totals.best_value)}};
  }
  if (totals.left) object["seconds_left"] = number_json(totals.left->value);
  if (totals.of) object["of"] = *totals.of;
  return object;
}

}  // namespace

void JsonEvents::begin(const LiveHeader& header) {
  joules_known_ = header.joules_known;
  write("study_started", {{"study", header.study},
                          {"strategy", header.strategy},
                          {"goal", header.goal},
                          {"budget", header.budget},
                          {"meter", header.meter},
                          {"jobs", header.jobs},
                          {"metric", header.metric},
                          {"parameters", header.parameters}});
}

void JsonEvents::trial_started(const Trial& trial) {
  write("trial_started", {{"number", trial.number},
                          {"parameters", trial.parameters.json()},
                          {"started_at", number_json(trial.started_at.value)},
                          {"attempts", trial.attempts}});
}

void JsonEvents::trial_step(int number, const Step& step) {
  json members = step_json(step, joules_known_);
  members["number"] = number;
  write("trial_step", std::move(members));
}

void JsonEvents::trial_ended(const Trial& trial, const LiveTotals& totals) {
  json members = {{"trial", trial_json(trial, joules_known_)},
                  {"totals", totals_json(totals, joules_known_)}};
  // They have been told one by one.
  members["trial"].erase("steps");
  write("trial_ended", std::move(members));
}

void JsonEvents::finalist_started(int trial) { write("finalist_started", {{"trial", trial}}); }

void JsonEvents::finalist_ended(const Finalist& finalist) {
  write("finalist_ended", {{"finalist", finalist_json(finalist)}});
}

void JsonEvents::profile_started(int trial) { write("profile_started", {{"trial", trial}}); }

void JsonEvents::profile_ended(int trial, const LayerEnergy& layers) {
  write("profile_ended", {{"trial", trial}, {kLayerEnergy, layer_energy_to_json(layers)}});
}

void JsonEvents::end(const std::string& stopped_because) {
  write("study_ended", {{"stopped_because", stopped_because}});
}

void JsonEvents::write(const char* event, json members) {
  members["event"] = event;
  const std::string line = json_text(members) + "\n";
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

}  // namespace wattle::search
