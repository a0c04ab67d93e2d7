// SPDX-License-Identifier: MIT
// Who works on a study, by the rows of the table `session`.
#pragma once

#include <vector>

#include "search/store/sql_connection.h"
#include "search/store/store.h"
#include "search/store/worker_identity.h"

namespace wattle::search {

/// The sessions of a study by id, and whether they live by now; all but one,
/// without contexts (0: all, with them). Throws what
/// SOCI and nlohmann throw.
std::vector<Session> load_sessions(SqlConnection& connection, int study, int but = 0);

/// Those that have not said that they ended.
struct OpenSession {
  int id = 0;
  WorkerIdentity worker;
  double silent_seconds = 0.0;  ///< since it last wrote
  double lease_seconds = 0.0;
  Seconds elapsed;  ///< what the study's clock showed when it last wrote

  /// A process that can be seen is asked itself: a lease also ends by a sleep of the machine.
  bool live() const { return is_there(worker).value_or(silent_seconds <= lease_seconds); }
};
std::vector<OpenSession> open_sessions(SqlConnection& connection, int study);

/// Ends the given session, and lets the trials that it was running wait, as nobody's. Within a
/// transaction whose revision is the study's.
void end_session(SqlConnection& connection, int study, int session);

/// What the study's clock shows now, which runs on while somebody works; `shown` is the latest that
/// any session wrote.
Seconds study_clock(Seconds shown, const std::vector<OpenSession>& at_work);

}  // namespace wattle::search
