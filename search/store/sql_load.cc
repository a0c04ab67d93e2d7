// SPDX-License-Identifier: MIT
#include "search/store/sql_load.h"

#include <cstddef>
#include <limits>
#include <string>
#include <utility>

#include "search/store/layer_energy_json.h"
#include "search/store/record_json.h"
#include "search/store/record_sessions.h"
#include "search/store/sql_sessions.h"

namespace wattle::search {
namespace {

using soci::into;
using soci::use;

/// False when there is none.
bool load_study(soci::session& session, int id, StudyRecord& study) {
  std::string scenario;
  std::string context;
  std::string state;
  int paused = 0;
  session << "SELECT name, scenario, context, strategy_state, stopped_because, paused FROM study"
             " WHERE id = :id",
      into(study.name), into(scenario), into(context), into(state), into(study.stopped_because),
      into(paused), use(id);
  if (!session.got_data()) return false;
  study.scenario = nlohmann::json::parse(scenario);
  study.context = nlohmann::json::parse(context);
  study.strategy_state = nlohmann::json::parse(state);
  study.paused = paused != 0;
  return true;
}

/// One row of the table `trial` after another; bound to a statement by `into`.
struct TrialRow {
  Trial trial;
  std::string state;
  std::string parameters;
  std::string measurement;
  soci::indicator measured = soci::i_null;
  Origin origin;
  soci::indicator elsewhere = soci::i_null;

  Trial read() const {
    Trial read = trial;
    read.state = trial_state_from_string(state).value_or(TrialState::kFailed);
    read.parameters = Parameters(nlohmann::json::parse(parameters));
    if (measured == soci::i_ok) {
      read.measurement = measurement_from_json(nlohmann::json::parse(measurement));
    }
    if (elsewhere == soci::i_ok) read.origin = origin;
    return read;
  }
};

/// Those of a study, by number, that were changed after a revision by others than a session.
std::vector<Trial> select_trials(soci::session& session, int study, long long revision,
                                 int not_session) {
  TrialRow row;
  soci::statement rows =
      (session.prepare
           << "SELECT number, state, parameters, measurement, reason, started_at_seconds,"
              " ended_at_seconds, attempts, resumed_step, origin_study, origin_trial, lease, worker"
              " FROM trial"
              " WHERE study = :study AND revision > :revision AND session <> :session"
              " ORDER BY number",
       use(study), use(revision), use(not_session), into(row.trial.number), into(row.state),
       into(row.parameters), into(row.measurement, row.measured), into(row.trial.reason),
       into(row.trial.started_at.value), into(row.trial.ended_at.value), into(row.trial.attempts),
       into(row.trial.resumed_step), into(row.origin.study, row.elsewhere), into(row.origin.trial),
       into(row.trial.lease.id), into(row.trial.lease.worker));
  rows.execute();
  std::vector<Trial> trials;
  while (rows.fetch()) trials.push_back(row.read());
  return trials;
}

/// One row of the table `step` after another.
struct StepRow {
  int trial = 0;
  Step step;
  std::string metrics;
  int shared = 0;

  Step read() const {
    Step read = step;
    read.shared = shared != 0;
    read.metrics = metrics_from_json(nlohmann::json::parse(metrics));
    return read;
  }
};

/// Calls `take(row)` for the steps of the trials from `first` to `last`, in their order.
template <class Take>
void select_steps(soci::session& session, int study, int first, int last, const Take& take) {
  StepRow row;
  soci::statement rows =
      (session.prepare << "SELECT trial, step, metrics, joules, seconds, low_joules, high_joules,"
                          " gross_joules, shared FROM step WHERE study = :study"
                          " AND trial BETWEEN :first AND :last ORDER BY trial, step",
       use(study), use(first), use(last), into(row.trial), into(row.step.step), into(row.metrics),
       into(row.step.joules.value), into(row.step.seconds.value), into(row.step.low.value),
       into(row.step.high.value), into(row.step.gross_joules.value), into(row.shared));
  rows.execute();
  while (rows.fetch()) take(row);
}

void load_all_steps(soci::session& session, int study, std::vector<Trial>& trials) {
  const auto add = [&](const StepRow& row) {
    trials.at(static_cast<std::size_t>(row.trial)).steps.push_back(row.read());
  };
  select_steps(session, study, 0, std::numeric_limits<int>::max(), add);
}

void load_steps(soci::session& session, int study, Trial& trial) {
  select_steps(session, study, trial.number, trial.number,
               [&](const StepRow& row) { trial.steps.push_back(row.read()); });
}

void load_finalists(soci::session& session, int id, StudyRecord& study) {
  Finalist finalist;
  std::string state;
  std::string measurement;
  soci::statement rows =
      (session.prepare << "SELECT trial, state, measurement, reason FROM finalist"
                          " WHERE study = :study ORDER BY position",
       use(id), into(finalist.trial), into(state), into(measurement), into(finalist.reason));
  rows.execute();
  while (rows.fetch()) {
    finalist.state = trial_state_from_string(state).value_or(TrialState::kFailed);
    const nlohmann::json column = nlohmann::json::parse(measurement);
    finalist.measurement = measurement_from_json(column);
    finalist.layers.reset();
    if (column.contains(kLayerEnergy)) {
      finalist.layers = layer_energy_from_json(column.at(kLayerEnergy));
    }
    study.finalists.push_back(finalist);
  }
}

}  // namespace

Result<StudyRecord> load_record(SqlConnection& connection, int study) {
  StudyRecord record;
  soci::session& session = connection.session();
  if (!load_study(session, study, record)) {
    return fail(ErrorCode::kNotFound, connection.place() + " holds no study");
  }
  record.trials = select_trials(session, study, -1, -1);
  for (std::size_t i = 0; i < record.trials.size(); ++i) {
    if (record.trials[i].number != static_cast<int>(i)) {
      return fail(ErrorCode::kCorrupt,
                  connection.place() + ": trial " + std::to_string(i) + " is missing");
    }
  }
  load_all_steps(session, study, record.trials);
  load_finalists(session, study, record);
  record.sessions = load_sessions(connection, study);
  add_up_sessions(record);
  return record;
}

std::vector<Trial> load_changed_trials(SqlConnection& connection, int study, long long revision,
                                       int session) {
  std::vector<Trial> trials = select_trials(connection.session(), study, revision, session);
  for (Trial& trial : trials) load_steps(connection.session(), study, trial);
  return trials;
}

}  // namespace wattle::search
