// SPDX-License-Identifier: MIT
#include "search/store/sql_write.h"

#include <string>

#include "search/store/layer_energy_json.h"
#include "search/store/record_json.h"

namespace wattle::search {
namespace {

using soci::into;
using soci::use;

/// A trial's measurement as its column has it.
struct MeasurementColumn {
  explicit MeasurementColumn(const Trial& trial)
      : text(trial.measurement ? measurement_to_json(*trial.measurement).dump() : ""),
        present(trial.measurement ? soci::i_ok : soci::i_null) {}
  std::string text;
  soci::indicator present;
};

struct OriginColumns {
  explicit OriginColumns(const Trial& trial)
      : origin(trial.origin.value_or(Origin())),
        present(trial.origin ? soci::i_ok : soci::i_null) {}
  Origin origin;
  soci::indicator present;
};

/// Why something failed may be in bytes that are no UTF-8.
std::string text_of(const nlohmann::json& column) {
  return column.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void insert_study(soci::session& session, int study, const StudyRecord& record) {
  const std::string scenario = record.scenario.dump();
  const std::string context = record.context.dump();
  const std::string state = record.strategy_state.dump();
  const int paused = record.paused ? 1 : 0;
  session << "INSERT INTO study VALUES (:id, :name, :scenario, :context, :state, :stopped, 0, 0,"
             " :paused)",
      use(study), use(record.name), use(scenario), use(context), use(state),
      use(record.stopped_because), use(paused);
}

void insert_trial(soci::session& session, int study, int worker, const Trial& trial) {
  const std::string state(to_string(trial.state));
  const std::string parameters = trial.parameters.json().dump();
  MeasurementColumn measurement(trial);
  OriginColumns origin(trial);
  session << "INSERT INTO trial VALUES (:study, :number, :session,"
             " (SELECT revision FROM study WHERE id = :id), :state, :parameters, :measurement,"
             " :reason, :started, :ended, :attempts, :resumed, :origin, :origin_trial,"
             " :lease, :worker)",
      use(study), use(trial.number), use(worker), use(study), use(state), use(parameters),
      use(measurement.text, measurement.present), use(trial.reason), use(trial.started_at.value),
      use(trial.ended_at.value), use(trial.attempts), use(trial.resumed_step),
      use(origin.origin.study, origin.present), use(origin.origin.trial), use(trial.lease.id),
      use(trial.lease.worker);
}

bool update_ended_trial(soci::session& session, int study, int worker, const Trial& trial) {
  const std::string state(to_string(trial.state));
  MeasurementColumn measurement(trial);
  OriginColumns origin(trial);
  soci::statement update =
      (session.prepare << "UPDATE trial SET revision = (SELECT revision FROM study WHERE id = :id),"
                          " state = :state, measurement = :measurement, reason = :reason,"
                          " ended_at_seconds = :ended, resumed_step = :resumed,"
                          " origin_study = :origin, origin_trial = :origin_trial"
                          " WHERE study = :study AND number = :number AND session = :session"
                          " AND state = 'running'",
       use(study), use(state), use(measurement.text, measurement.present), use(trial.reason),
       use(trial.ended_at.value), use(trial.resumed_step), use(origin.origin.study, origin.present),
       use(origin.origin.trial), use(study), use(trial.number), use(worker));
  update.execute(true);
  return update.get_affected_rows() == 1;
}

void put_step(soci::session& session, int study, int trial, const Step& step) {
  const std::string metrics = metrics_to_json(step.metrics).dump();
  const int shared = step.shared ? 1 : 0;
  session << "INSERT INTO step VALUES (:study, :trial, :step, :metrics, :joules, :seconds, :low,"
             " :high, :gross, :shared) ON CONFLICT (study, trial, step) DO UPDATE SET"
             " metrics = excluded.metrics, joules = excluded.joules, seconds = excluded.seconds,"
             " low_joules = excluded.low_joules, high_joules = excluded.high_joules,"
             " gross_joules = excluded.gross_joules, shared = excluded.shared",
      use(study), use(trial), use(step.step), use(metrics), use(step.joules.value),
      use(step.seconds.value), use(step.low.value), use(step.high.value),
      use(step.gross_joules.value), use(shared);
}

void insert_finalist(soci::session& session, int study, const Finalist& finalist) {
  const std::string state(to_string(finalist.state));
  nlohmann::json column = measurement_to_json(finalist.measurement);
  if (finalist.layers) column[kLayerEnergy] = layer_energy_to_json(*finalist.layers);
  const std::string measurement = text_of(column);
  session << "INSERT INTO finalist VALUES (:study,"
             " (SELECT COALESCE(MAX(position), 0) + 1 FROM finalist WHERE study = :counted),"
             " :trial, :state, :measurement, :reason)",
      use(study), use(study), use(finalist.trial), use(state), use(measurement),
      use(finalist.reason);
}

bool update_layers(soci::session& session, int study, int trial, const LayerEnergy& layers) {
  std::string measurement;
  session << "SELECT measurement FROM finalist WHERE study = :study AND trial = :trial",
      into(measurement), use(study), use(trial);
  if (!session.got_data()) return false;
  nlohmann::json column = nlohmann::json::parse(measurement);
  column[kLayerEnergy] = layer_energy_to_json(layers);
  measurement = text_of(column);
  session << "UPDATE finalist SET measurement = :measurement WHERE study = :study"
             " AND trial = :trial",
      use(measurement), use(study), use(trial);
  return true;
}

}  // namespace wattle::search
