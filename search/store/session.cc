// SPDX-License-Identifier: MIT
#include "search/store/session.h"

#include <algorithm>
#include <utility>

namespace wattle::search {
namespace {

/// The part of a session, from 0 to 1, that lies after a moment; 1 for one without duration.
double part_after(const Session& session, Seconds moment) {
  const double span = (session.elapsed - session.joined).value;
  if (!(span > 0.0)) return 1.0;
  const double left = (session.elapsed - std::max(session.joined, moment)).value;
  return std::clamp(left / span, 0.0, 1.0);
}

std::vector<const Session*> pointers_to(const std::vector<Session>& sessions) {
  std::vector<const Session*> pointers;
  pointers.reserve(sessions.size());
  for (const Session& session : sessions) pointers.push_back(&session);
  return pointers;
}

energy::LedgerTotals combined(std::vector<const Session*> sessions) {
  std::stable_sort(sessions.begin(), sessions.end(), [](const Session* a, const Session* b) {
    return a->machine != b->machine ? a->machine < b->machine : a->joined < b->joined;
  });
  energy::LedgerTotals sum;
  bool overlap = false;
  const std::string* machine = nullptr;
  Seconds covered;
  for (const Session* session : sessions) {
    if (machine == nullptr || *machine != session->machine) covered = session->joined;
    machine = &session->machine;
    const double part = part_after(*session, covered);
    overlap = overlap || part < 1.0;
    sum.trials += session->ledger.trials;
    sum.overhead += session->ledger.overhead;
    sum.idle += session->ledger.idle;
    sum.total += session->ledger.total * part;
    covered = std::max(covered, session->elapsed);
  }
  if (!overlap) return sum;
  // A session's rest holds its neighbours' work, which is theirs.
  sum.total = std::max(sum.total, sum.trials + sum.overhead);
  sum.idle = sum.total - sum.trials - sum.overhead;
  return sum;
}

}  // namespace

energy::LedgerTotals combined_ledger(const std::vector<Session>& sessions) {
  return combined(pointers_to(sessions));
}

energy::LedgerTotals combined_ledger(const std::vector<Session>& others, const Session& own) {
  std::vector<const Session*> sessions = pointers_to(others);
  sessions.push_back(&own);
  return combined(std::move(sessions));
}

}  // namespace wattle::search
