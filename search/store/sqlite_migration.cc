// SPDX-License-Identifier: MIT
#include "search/store/sqlite_migration.h"

#include <array>

#include "search/store/sql_schema.h"
#include "search/store/worker_identity.h"

namespace wattle::search {
namespace {

using soci::use;

constexpr std::array kTables1{"study", "trial", "step", "finalist"};

/// Fills this version's tables from those of version 1, whose names begin with `prefix`. Its one
/// process becomes a session that nobody has heard of since, so that its running trials wait when
/// somebody joins.
void fill_from_1(soci::session& session, const std::string& prefix) {
  session << "INSERT INTO study SELECT 1, name, scenario, context, strategy_state, stopped_because,"
             " 0, 0, 0 FROM "
          << prefix << "study";
  WorkerIdentity unknown;
  unknown.host = "an unknown machine";
  const std::string worker = unknown.json().dump();
  session << "INSERT INTO session SELECT 1, 1, :worker, context, 0.0, 0.0, 0, trials_joules,"
             " overhead_joules, idle_joules, total_joules, 0.0, elapsed_seconds FROM "
          << prefix << "study",
      use(worker);
  session << "INSERT INTO trial SELECT 1, number, 1, 0, state, parameters, measurement, reason,"
             " started_at_seconds, ended_at_seconds, attempts, resumed_step, NULL, 0, '',"
             " '' FROM "
          << prefix << "trial";
  session << "INSERT INTO step SELECT 1, trial, step, metrics, joules, seconds, low_joules,"
             " high_joules, gross_joules, shared FROM "
          << prefix << "step";
  session << "INSERT INTO finalist SELECT 1, position, trial, state, measurement, reason FROM "
          << prefix << "finalist";
}

void migrate_from_1(soci::session& session) {
  for (const char* table : kTables1) {
    session << "ALTER TABLE " << table << " RENAME TO old_" << table;
  }
  create_tables(session);
  fill_from_1(session, "old_");
  for (const char* table : {"finalist", "step", "trial", "study"}) {
    session << "DROP TABLE old_" << table;
  }
}

}  // namespace

void create_tables(soci::session& session) {
  for (const char* statement : kSchema) session << statement;
}

void migrate(soci::session& session, int version) {
  if (version == 1) migrate_from_1(session);
  if (version != 2) return;
  for (const char* statement : kSchemaFrom2) session << statement;
}

void copy_from_1(soci::session& session, const std::string& path) {
  session << "ATTACH DATABASE :path AS old", use(path);
  create_tables(session);
  fill_from_1(session, "old.");
}

}  // namespace wattle::search
