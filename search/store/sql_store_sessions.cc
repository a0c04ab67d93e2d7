// SPDX-License-Identifier: MIT
// How sessions join a study, hear of each other, keep their totals and leave.
#include <algorithm>
#include <string>
#include <vector>

#include "search/store/record_sessions.h"
#include "search/store/sql_load.h"
#include "search/store/sql_store.h"
#include "search/store/worker_identity.h"

namespace wattle::search {

using soci::into;
using soci::use;

namespace {

tl::unexpected<Error> others_work(const SqlConnection& connection, const WorkerIdentity& other) {
  return fail(
      ErrorCode::kLocked, connection.place() + ": " + other.in_words() + " works on this study",
      "wait for it to end, or work on it together with --join. If it is gone without a "
      "word, its part ends " +
          std::to_string(static_cast<int>(kLease.value)) + " s after its last sign of life");
}

}  // namespace

void SqlStore::insert_session(int study, const Session& session) {
  const std::string worker = WorkerIdentity::of_this_process().json().dump();
  const std::string context = session.context.dump();
  const int ended = session.ended ? 1 : 0;
  connection_->session()
      << "INSERT INTO session VALUES (:study, :id, :worker, :context, " << connection_->now()
      << ", :lease, :ended, :trials, :overhead, :idle, :total, :joined, :elapsed)",
      use(study), use(session.id), use(worker), use(context), use(kLease.value), use(ended),
      use(session.ledger.trials.value), use(session.ledger.overhead.value),
      use(session.ledger.idle.value), use(session.ledger.total.value), use(session.joined.value),
      use(session.elapsed.value);
}

void SqlStore::write_totals(const energy::LedgerTotals& ledger, Seconds elapsed) {
  connection_->session() << "UPDATE session SET ended = 0, seen_at = " << connection_->now()
                         << " WHERE study = :study AND id = :id",
      use(study_), use(self_);
  // Threads do not come in the order in which they looked at the books.
  connection_->session() << "UPDATE session SET trials_joules = :trials,"
                            " overhead_joules = :overhead, idle_joules = :idle,"
                            " total_joules = :total, elapsed_seconds = :elapsed"
                            " WHERE study = :study AND id = :id AND elapsed_seconds <= :now",
      use(ledger.trials.value), use(ledger.overhead.value), use(ledger.idle.value),
      use(ledger.total.value), use(elapsed.value), use(study_), use(self_), use(elapsed.value);
}

std::vector<OpenSession> SqlStore::others_at_work() {
  std::vector<OpenSession> others;
  for (const OpenSession& open : open_sessions(*connection_, study_)) {
    if (open.id == self_) continue;
    if (open.live()) {
      others.push_back(open);
    } else {
      end_session(*connection_, study_, open.id);
    }
  }
  others_ = static_cast<int>(others.size());
  return others;
}

void SqlStore::take_over_books(const Joining& joining) {
  if (!joining.spent || !joining.elapsed) return;
  soci::session& session = connection_->session();
  session << "UPDATE session SET trials_joules = 0, overhead_joules = 0, idle_joules = 0,"
             " total_joules = 0, elapsed_seconds = 0 WHERE study = :study",
      use(study_);
  session << "UPDATE session SET trials_joules = :trials, overhead_joules = :overhead,"
             " idle_joules = :idle, total_joules = :total, elapsed_seconds = :elapsed"
             " WHERE study = :study AND id = (SELECT MAX(id) FROM session WHERE study = :same)",
      use(joining.spent->trials.value), use(joining.spent->overhead.value),
      use(joining.spent->idle.value), use(joining.spent->total.value), use(joining.elapsed->value),
      use(study_), use(study_);
}

Result<StudyRecord> SqlStore::join_now(const Joining& joining) {
  soci::session& session = connection_->session();
  take_over_books(joining);  // before the others' books are read
  const std::vector<OpenSession> others = others_at_work();
  if (!others.empty() && !joining.with_others) {
    return others_work(*connection_, others.front().worker);
  }
  if (others.empty()) {
    const std::string scenario = joining.scenario.dump();
    const std::string context = joining.context.dump();
    session << "UPDATE study SET scenario = :scenario, context = :context, stopped_because = '',"
               " stop_requested = 0 WHERE id = :id",
        use(scenario), use(context), use(study_);
  }
  int id = 0;
  session << "SELECT COALESCE(MAX(id), 0) + 1 FROM session WHERE study = :study", into(id),
      use(study_);
  Result<StudyRecord> record = load_record(*connection_, study_);
  if (!record) return record;
  record->elapsed = study_clock(record->elapsed, others);
  insert_session(study_, new_session(id, joining.context, record->elapsed));
  self_ = id;
  session << "SELECT revision FROM study WHERE id = :id", into(seen_), use(study_);
  return record;
}

Result<StudyRecord> SqlStore::join(const Joining& joining) {
  const std::scoped_lock lock(mutex_);
  Result<StudyRecord> record;
  const Result<void> joined = guarded_transaction([&]() -> Result<void> {
    if (self_ != 0) end_session(*connection_, study_, self_);
    record = join_now(joining);
    if (!record) return tl::unexpected<Error>(record.error());
    return {};
  });
  if (joined) return record;
  self_ = 0;  // also when the commit failed
  return tl::unexpected<Error>(joined.error());
}

bool SqlStore::somebody_died() {
  for (const OpenSession& open : open_sessions(*connection_, study_)) {
    if (open.id != self_ && !open.live()) return true;
  }
  return false;
}

News SqlStore::read_news() {
  const soci::transaction snapshot(connection_->session());
  connection_->read_one_moment();
  News news;
  long long revision = 0;
  std::string state;
  connection_->session() << "SELECT revision, strategy_state FROM study WHERE id = :id",
      into(revision), into(state), use(study_);
  if (revision != seen_ || others_ > 0) {
    news.trials = load_changed_trials(*connection_, study_, seen_, self_);
    news.sessions = load_sessions(*connection_, study_, self_);
    if (!news.trials.empty()) news.strategy_state = nlohmann::json::parse(state);
    // Not by their leases: whoever died since it was looked for is looked for again.
    others_ = static_cast<int>(std::count_if(news.sessions->begin(), news.sessions->end(),
                                             [](const Session& each) { return !each.ended; }));
  }
  seen_ = revision;
  news.others = others_;
  return news;
}

Result<News> SqlStore::news() {
  const std::scoped_lock lock(mutex_);
  return guarded<News>(*connection_, [&]() -> Result<News> {
    if (self_ == 0) return fail(ErrorCode::kInternal, "this process has not joined the study");
    if (others_ > 0 && somebody_died()) {
      const long long seen = seen_;
      const auto ended = transaction([&]() -> Result<void> {
        others_at_work();
        return {};
      });
      if (!ended) return tl::unexpected<Error>(ended.error());
      seen_ = seen;  // that their trials wait is news
    }
    return read_news();
  });
}

Result<void> SqlStore::check_in(const energy::LedgerTotals& ledger, Seconds elapsed) {
  return change([&]() -> Result<void> {
    write_totals(ledger, elapsed);
    return {};
  });
}

Result<bool> SqlStore::retire() {
  const std::scoped_lock lock(mutex_);
  bool last = true;
  const long long seen = seen_;
  const Result<void> done = guarded_transaction([&]() -> Result<void> {
    last = others_at_work().empty();
    if (!last) end_session(*connection_, study_, self_);
    return {};
  });
  if (!done) return tl::unexpected<Error>(done.error());
  seen_ = seen;  // that the trials of those who died wait is news
  if (!last) self_ = 0;
  return last;
}

Result<void> SqlStore::leave(const std::string& because) {
  const std::scoped_lock lock(mutex_);
  Result<void> left = guarded_transaction([&]() -> Result<void> {
    end_session(*connection_, study_, self_);
    // A wish to stop is for all: it is kept also if the others have died and cannot.
    const bool alone = others_at_work().empty();
    connection_->session() << "UPDATE study SET stopped_because = :because WHERE id = :id"
                              " AND (stop_requested = 1 OR :alone = 1)",
        use(because), use(study_), use(static_cast<int>(alone));
    return {};
  });
  if (left) self_ = 0;
  return left;
}

}  // namespace wattle::search
