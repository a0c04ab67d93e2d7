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
    session.ended = ended != 0;
    session.live = !session.ended && is_there(identity).value_or(silent <= lease);
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
      (connection.session().prepare << "SELECT id, worker, " << connection.now()
                                    << " - seen_at, lease_seconds, elapsed_seconds FROM session"
                                       " WHERE study = :study AND ended = 0",
       use(study), into(session.id), into(worker), into(session.silent_seconds),
       into(session.lease_seconds), into(session.elapsed.value));
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

Seconds study_clock(Seconds shown, const std::vector<OpenSession>& at_work) {
  Seconds latest = shown;
  for (const OpenSession& open : at_work) {
    latest = std::max(latest, open.elapsed + Seconds(std::max(0.0, open.silent_seconds)));
  }
  return latest;
}

}  // namespace wattle::search
