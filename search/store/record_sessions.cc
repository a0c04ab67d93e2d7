// SPDX-License-Identifier: MIT
#include "search/store/record_sessions.h"

#include <algorithm>

namespace wattle::search {

Session new_session(int id, const nlohmann::json& context, Seconds joined) {
  Session session;
  session.id = id;
  session.context = context;
  session.joined = session.elapsed = joined;
  return session;
}

std::optional<Session> earlier_session(const StudyRecord& study) {
  const bool has_cost = study.elapsed > Seconds(0) || study.ledger.total > Joules(0);
  if (!has_cost) return std::nullopt;
  Session earlier = new_session(1, study.context, Seconds(0));
  earlier.ended = true;
  earlier.ledger = study.ledger;
  earlier.elapsed = study.elapsed;
  return earlier;
}

void add_up_sessions(StudyRecord& study) {
  study.ledger = combined_ledger(study.sessions);
  study.elapsed = Seconds(0);
  for (const Session& session : study.sessions) {
    study.elapsed = std::max(study.elapsed, session.elapsed);
  }
}

void let_running_wait(std::vector<Trial>& trials) {
  for (Trial& trial : trials) {
    if (trial.state == TrialState::kRunning) trial.state = TrialState::kWaiting;
  }
}

}  // namespace wattle::search
