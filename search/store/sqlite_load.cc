// SPDX-License-Identifier: MIT
#include "search/store/sqlite_load.h"

#include <cstddef>
#include <utility>

#include "search/store/record_json.h"

namespace wattle::search {
namespace {

using soci::into;

/// False when there is none.
bool load_study(soci::session& session, StudyRecord& study) {
  std::string scenario;
  std::string context;
  std::string state;
  session << "SELECT name, scenario, context, strategy_state, stopped_because, trials_joules, "
             "overhead_joules,"
             " idle_joules, total_joules, elapsed_seconds FROM study",
      into(study.name), into(scenario), into(context), into(state), into(study.stopped_because),
      into(study.ledger.trials.value), into(study.ledger.overhead.value),
      into(study.ledger.idle.value), into(study.ledger.total.value), into(study.elapsed.value);
  if (!session.got_data()) return false;
  study.scenario = nlohmann::json::parse(scenario);
  study.context = nlohmann::json::parse(context);
  study.strategy_state = nlohmann::json::parse(state);
  return true;
}

void load_trials(soci::session& session, StudyRecord& study) {
  Trial trial;
  std::string state;
  std::string parameters;
  std::string measurement;
  soci::indicator present = soci::i_null;
  soci::statement rows =
      (session.prepare
           << "SELECT number, state, parameters, measurement, reason, started_at_seconds,"
              " ended_at_seconds, attempts, resumed_step FROM trial ORDER BY number",
       into(trial.number), into(state), into(parameters), into(measurement, present),
       into(trial.reason), into(trial.started_at.value), into(trial.ended_at.value),
       into(trial.attempts), into(trial.resumed_step));
  rows.execute();
  while (rows.fetch()) {
    trial.state = trial_state_from_string(state).value_or(TrialState::kFailed);
    trial.parameters = Parameters(nlohmann::json::parse(parameters));
    trial.measurement.reset();
    if (present == soci::i_ok)
      trial.measurement = measurement_from_json(nlohmann::json::parse(measurement));
    study.trials.push_back(trial);
  }
}

void load_steps(soci::session& session, StudyRecord& study) {
  int trial = 0;
  Step step;
  std::string metrics;
  int shared = 0;
  soci::statement rows =
      (session.prepare << "SELECT trial, step, metrics, joules, seconds, low_joules, "
                          "high_joules, gross_joules, shared FROM step ORDER BY trial, step",
       into(trial), into(step.step), into(metrics), into(step.joules.value),
       into(step.seconds.value), into(step.low.value), into(step.high.value),
       into(step.gross_joules.value), into(shared));
  rows.execute();
  while (rows.fetch()) {
    step.shared = shared != 0;
    step.metrics = metrics_from_json(nlohmann::json::parse(metrics));
    study.trials.at(static_cast<std::size_t>(trial)).steps.push_back(step);
  }
}

void load_finalists(soci::session& session, StudyRecord& study) {
  Finalist finalist;
  std::string state;
  std::string measurement;
  soci::statement rows =
      (session.prepare
           << "SELECT trial, state, measurement, reason FROM finalist ORDER BY position",
       into(finalist.trial), into(state), into(measurement), into(finalist.reason));
  rows.execute();
  while (rows.fetch()) {
    finalist.state = trial_state_from_string(state).value_or(TrialState::kFailed);
    finalist.measurement = measurement_from_json(nlohmann::json::parse(measurement));
    study.finalists.push_back(finalist);
  }
}

}  // namespace

Result<StudyRecord> load_record(soci::session& session, const std::string& path) {
  StudyRecord study;
  if (!load_study(session, study)) return fail(ErrorCode::kNotFound, path + " holds no study");
  load_trials(session, study);
  for (std::size_t i = 0; i < study.trials.size(); ++i) {
    if (study.trials[i].number != static_cast<int>(i)) {
      return fail(ErrorCode::kCorrupt, path + ": trial " + std::to_string(i) + " is missing");
    }
  }
  load_steps(session, study);
  load_finalists(session, study);
  return study;
}

}  // namespace wattle::search
