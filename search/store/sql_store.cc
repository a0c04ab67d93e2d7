// SPDX-License-Identifier: MIT
#include "search/store/sql_store.h"

#include <algorithm>
#include <condition_variable>
#include <utility>

#include "search/store/record_sessions.h"
#include "search/store/sql_load.h"
#include "search/store/sql_write.h"

namespace wattle::search {

using soci::into;
using soci::use;

namespace {

tl::unexpected<Error> holds_one_already(const SqlConnection& connection) {
  return fail(ErrorCode::kInvalidArgument, connection.place() + " holds a study already");
}

}  // namespace

Result<void> SqlStore::find_study() const {
  soci::session& session = connection_->session();
  if (study_ == 0 && name_.empty()) {
    session << "SELECT COALESCE(MIN(id), 0) FROM study", into(study_);
  } else if (study_ == 0) {
    session << "SELECT COALESCE(MIN(id), 0) FROM study WHERE name = :name", into(study_),
        use(name_);
  }
  if (study_ != 0) return {};
  return fail(ErrorCode::kNotFound, connection_->place() + " holds no study");
}

Result<void> SqlStore::transaction(const Work& work) {
  if (auto found = find_study(); !found) return found;
  soci::session& session = connection_->session();
  soci::transaction changes(session);
  session << "UPDATE study SET revision = revision + 1 WHERE id = :id", use(study_);
  long long revision = 0;
  session << "SELECT revision FROM study WHERE id = :id", into(revision), use(study_);
  Result<void> done = work();
  if (!done) return done;
  changes.commit();
  if (revision == seen_ + 1) seen_ = revision;  // nobody else has changed anything since
  return {};
}

Result<void> SqlStore::guarded_transaction(const Work& work) {
  return guarded<void>(*connection_, [&] { return transaction(work); });
}

struct SqlStore::Change {
  const Work& work;
  Result<void> result;
  bool done = false;
  bool leads = false;  ///< its caller commits it, with those that wait
  std::condition_variable told;
};

Result<void> SqlStore::change(const Work& work) {
  Change own{work, {}, false, false, {}};
  std::unique_lock lock(queue_mutex_);
  queue_.push_back(&own);
  own.leads = !std::exchange(committing_, true);
  own.told.wait(lock, [&] { return own.done || own.leads; });
  if (own.done) return own.result;
  const std::vector<Change*> changes = std::exchange(queue_, {});
  lock.unlock();
  commit(changes);
  lock.lock();
  for (Change* const change : changes) {
    change->done = true;
    change->told.notify_one();
  }
  committing_ = !queue_.empty();
  if (committing_) {
    queue_.front()->leads = true;
    queue_.front()->told.notify_one();
  }
  return own.result;
}

void SqlStore::commit(const std::vector<Change*>& changes) {
  const std::scoped_lock lock(mutex_);
  const Result<void> committed = guarded_transaction([&]() -> Result<void> {
    for (Change* const change : changes) change->result = change->work();
    return changes.size() == 1 ? changes.front()->result : Result<void>();
  });
  if (committed) return;
  for (Change* const change : changes) change->result = committed;
}

Result<void> SqlStore::create(const StudyRecord& study) {
  const std::scoped_lock lock(mutex_);
  return guarded<void>(*connection_, [&]() -> Result<void> {
    soci::session& session = connection_->session();
    soci::transaction changes(session);
    connection_->lock_studies();
    if (find_study()) return holds_one_already(*connection_);
    int id = 0;
    session << "SELECT COALESCE(MAX(id), 0) + 1 FROM study", into(id);
    insert_study(session, id, study);
    std::vector<Trial> trials = study.trials;
    let_running_wait(trials);
    for (const Trial& trial : trials) {
      insert_trial(session, id, 0, trial);
      for (const Step& step : trial.steps) put_step(session, id, trial.number, step);
    }
    for (const Finalist& finalist : study.finalists) insert_finalist(session, id, finalist);
    if (const auto earlier = earlier_session(study)) insert_session(id, *earlier);
    changes.commit();
    study_ = id;
    return {};
  });
}

Result<StudyRecord> SqlStore::load() const {
  const std::scoped_lock lock(mutex_);
  return guarded<StudyRecord>(*connection_, [&]() -> Result<StudyRecord> {
    if (auto found = find_study(); !found) return tl::unexpected<Error>(found.error());
    const soci::transaction snapshot(connection_->session());
    connection_->read_one_moment();
    return load_record(*connection_, study_);
  });
}

Result<void> SqlStore::begin_trial(const Trial& trial, const nlohmann::json& strategy_state) {
  return change([&]() -> Result<void> {
    soci::session& session = connection_->session();
    int taken = 0;
    session << "SELECT COUNT(*) FROM trial WHERE study = :study AND number = :number", into(taken),
        use(study_), use(trial.number);
    if (taken > 0) {
      return fail(ErrorCode::kConflict,
                  "somebody else has begun trial " + std::to_string(trial.number));
    }
    insert_trial(session, study_, self_, trial);
    const std::string strategy = strategy_state.dump();
    session << "UPDATE study SET strategy_state = :state WHERE id = :id", use(strategy),
        use(study_);
    return {};
  });
}

tl::unexpected<Error> SqlStore::lost(int number) {
  // What became of it is news.
  seen_ = 0;
  others_ = std::max(others_, 1);
  return fail(ErrorCode::kConflict,
              "trial " + std::to_string(number) + " is not this process's any more",
              "it had given no sign of life for so long that another has taken the trial over");
}

Result<void> SqlStore::restart_trial(const Trial& trial) {
  return change([&]() -> Result<void> {
    soci::session& session = connection_->session();
    int same_lease = 0;
    session << "SELECT COUNT(*) FROM trial WHERE study = :study AND number = :number"
               " AND lease = :lease",
        into(same_lease), use(study_), use(trial.number), use(trial.lease.id);
    soci::statement update =
        (session.prepare
             << "UPDATE trial SET state = 'running', session = :session, attempts = :attempts,"
                " started_at_seconds = :started, lease = :lease, worker = :worker,"
                " revision = (SELECT revision FROM study WHERE id = :id)"
                " WHERE study = :study AND number = :number"
                " AND (state = 'waiting' OR (state = 'running' AND session = :own))",
         use(self_), use(trial.attempts), use(trial.started_at.value), use(trial.lease.id),
         use(trial.lease.worker), use(study_), use(study_), use(trial.number), use(self_));
    update.execute(true);
    if (update.get_affected_rows() != 1) return lost(trial.number);
    if (!trial.lease.id.empty() && same_lease == 0) {
      session << "DELETE FROM step WHERE study = :study AND trial = :trial", use(study_),
          use(trial.number);
    }
    return {};
  });
}

Result<void> SqlStore::release_trial(int number) {
  return change([&]() -> Result<void> {
    soci::statement update =
        (connection_->session().prepare
             << "UPDATE trial SET state = 'waiting', session = 0, lease = '', worker = '',"
                " revision = (SELECT revision FROM study WHERE id = :id)"
                " WHERE study = :study AND number = :number AND state = 'running'"
                " AND session = :own",
         use(study_), use(study_), use(number), use(self_));
    update.execute(true);
    if (update.get_affected_rows() == 1) return {};
    return lost(number);
  });
}

Result<void> SqlStore::add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                                Seconds elapsed) {
  return change([&]() -> Result<void> {
    soci::statement touch =
        (connection_->session().prepare << "UPDATE trial SET revision ="
                                           " (SELECT revision FROM study WHERE id = :id)"
                                           " WHERE study = :study AND number = :number"
                                           " AND session = :session AND state = 'running'",
         use(study_), use(study_), use(number), use(self_));
    touch.execute(true);
    if (touch.get_affected_rows() != 1) return lost(number);
    put_step(connection_->session(), study_, number, step);
    write_totals(ledger, elapsed);
    return {};
  });
}

Result<void> SqlStore::end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                                 Seconds elapsed) {
  return change([&]() -> Result<void> {
    soci::session& session = connection_->session();
    if (!update_ended_trial(session, study_, self_, trial)) return lost(trial.number);
    if (trial.attempts > 1 || trial.origin) {
      session << "DELETE FROM step WHERE study = :study AND trial = :trial", use(study_),
          use(trial.number);
      for (const Step& step : trial.steps) put_step(session, study_, trial.number, step);
    }
    write_totals(ledger, elapsed);
    return {};
  });
}

Result<void> SqlStore::add_finalist(const Finalist& finalist) {
  return change([&]() -> Result<void> {
    insert_finalist(connection_->session(), study_, finalist);
    return {};
  });
}

Result<void> SqlStore::set_layers(int trial, const LayerEnergy& layers) {
  return change([&]() -> Result<void> {
    if (update_layers(connection_->session(), study_, trial, layers)) return {};
    return fail(ErrorCode::kNotFound, "trial " + std::to_string(trial) + " is no finalist");
  });
}

Result<void> SqlStore::request_stop() {
  return change([&]() -> Result<void> {
    connection_->session() << "UPDATE study SET stop_requested = 1 WHERE id = :id", use(study_);
    return {};
  });
}

Result<bool> SqlStore::flag(const char* column) const {
  const std::scoped_lock lock(mutex_);
  return guarded<bool>(*connection_, [&]() -> Result<bool> {
    if (auto found = find_study(); !found) return tl::unexpected<Error>(found.error());
    int set = 0;
    connection_->session() << "SELECT " << column << " FROM study WHERE id = :id", into(set),
        use(study_);
    return set != 0;
  });
}

Result<bool> SqlStore::stop_requested() const { return flag("stop_requested"); }

Result<void> SqlStore::set_paused(bool paused) {
  const int value = paused ? 1 : 0;
  return change([&]() -> Result<void> {
    connection_->session() << "UPDATE study SET paused = :paused WHERE id = :id", use(value),
        use(study_);
    return {};
  });
}

Result<bool> SqlStore::paused() const { return flag("paused"); }

}  // namespace wattle::search
