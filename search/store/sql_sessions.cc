// SPDX-License-Identifier: MIT
#include "search/store/sql_sessions.h"

#include <algorithm>
#include <string>

namespace wattle::search {
namespace {

using soci::into;
using soci::use;

}  // namespace

std::vector<Session> load_sessions(SqlConnection& connection, int study, int but) {
  std::vector<Session> sessions;
  Session session;
  std::string worker;
  std::string context;
  int ended = 0;
  double silent = 0.0;
  double lease = 0.0;
  soci::statement rows =
      (connection.session().prepare
           << "SELECT id, worker, " << (but == 0 ? "context" : "'null'") << ", ended, "
           << connection.now()
           << " - seen_at, lease_seconds, trials_joules, overhead_joules, idle_joules,"
              " total_joules, joined_at_seconds, elapsed_seconds FROM session"
              " WHERE study = :study AND id <> :but ORDER BY id",
       use(study), use(but), into(session.id), into(worker), into(context), into(ended),
       into(silent), into(lease), into(session.ledger.trials.value),
       into(session.ledger.overhead.value), into(session.ledger.idle.value),
       into(session.ledger.total.value), into(session.joined.value), into(session.elapsed.value));
  rows.execute();
  while (rows.fetch()) {
    const auto identity = WorkerIdentity::from_json(nlohmann::json::parse(worker));
    session.worker = identity.in_words();
    session.machine = identity.boot;
    session.live = ended == 0 && is_there(identity).value_or(silent <= lease);
    session.context = nlohmann::json::parse(context);
    sessions.push_back(session);
  }
  return sessions;
}

std::vector<OpenSession> open_sessions(SqlConnection& connection, int study) {
  std::vector<OpenSession> sessions;
  OpenSession session;
  std::string worker;
  soci::statement rows =
      (connection.session().prepare
           << "SELECT id, worker, " << connection.now()
           << " - seen_at, lease_seconds FROM session WHERE study = :study AND ended = 0",
       use(study), into(session.id), into(worker), into(session.silent_seconds),
       into(session.lease_seconds));
  rows.execute();
  while (rows.fetch()) {
    session.worker = WorkerIdentity::from_json(nlohmann::json::parse(worker));
    sessions.push_back(session);
  }
  return sessions;
}

void end_session(SqlConnection& connection, int study, int session) {
  connection.session() << "UPDATE session SET ended = 1 WHERE study = :study AND id = :id",
      use(study), use(session);
  connection.session() << "UPDATE trial SET state = 'waiting', session = 0,"
                          " revision = (SELECT revision FROM study WHERE id = :id)"
                          " WHERE study = :study AND session = :session AND state = 'running'",
      use(study), use(study), use(session);
}

Seconds study_clock(SqlConnection& connection, int study) {
  double ended = 0.0;
  connection.session()
      << "SELECT COALESCE(MAX(elapsed_seconds), 0.0) FROM session WHERE study = :study",
      into(ended), use(study);
  double latest = ended;
  for (const OpenSession& open : open_sessions(connection, study)) {
    if (!open.live()) continue;
    double shown = 0.0;
    connection.session() << "SELECT elapsed_seconds FROM session WHERE study = :study AND id = :id",
        into(shown), use(study), use(open.id);
    latest = std::max(latest, shown + std::max(0.0, open.silent_seconds));
  }
  return Seconds(latest);
}

}  // namespace wattle::search
