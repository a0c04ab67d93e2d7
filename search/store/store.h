// SPDX-License-Identifier: MIT
// The crash-safe record of a study.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/ledger.h"
#include "search/store/session.h"
#include "search/trial/layer_energy.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// A finalist's second run, alone on the machine.
struct Finalist {
  int trial = 0;
  TrialState state = TrialState::kComplete;
  Measurement measurement;
  std::string reason;
  /// What its model's layers cost, measured afterwards; nullopt: nobody has tried.
  std::optional<LayerEnergy> layers = std::nullopt;
};

/// Everything known about a study; enough to write its report.
struct StudyRecord {
  std::string name;
  nlohmann::json scenario;          ///< complete, with defaults
  nlohmann::json context;           ///< of the session that began it or went on with it alone
  nlohmann::json strategy_state;    ///< after the last suggestion
  std::string stopped_because;      ///< empty while the study runs, and after a crash
  bool paused = false;              ///< no trial is to be begun
  energy::LedgerTotals ledger;      ///< of all sessions, combined
  Seconds elapsed;                  ///< over all sessions; those side by side count once
  std::vector<Trial> trials;        ///< by number
  std::vector<Finalist> finalists;  ///< in the order they were run
  std::vector<Session> sessions;    ///< by id
};

/// How a process begins to work on a study.
struct Joining {
  nlohmann::json scenario;   ///< what may have changed since (budget, wider space); kept when alone
  nlohmann::json context;    ///< of this session
  bool with_others = false;  ///< others may be at work on it
  /// What all earlier sessions are from now on taken to have spent; nullopt: what they said. A
  /// replay starts cut-off trials anew, so they have cost nothing.
  std::optional<energy::LedgerTotals> spent = std::nullopt;
  std::optional<Seconds> elapsed = std::nullopt;
};

/// What others did to a study since this was last asked for.
struct News {
  std::vector<Trial> trials;  ///< those that others began or changed, by number, with their steps
  nlohmann::json strategy_state;  ///< after the last suggestion; null when there are no trials
  /// All but this one, without their contexts; nullopt: as before.
  std::optional<std::vector<Session>> sessions;
  int others = 0;  ///< sessions beside this one that have not ended
};

/// Keeps one study, on which several processes may work at once. Every call is one durable
/// transaction: when it has returned, a crash loses nothing of it. Thread-safe.
///
/// A process joins, and from then on has a session, whose trials nobody else touches while it is
/// live: its process is there or, where that cannot be seen from here, it has written within the
/// last kLease. Running trials of sessions that are not go back to waiting, once.
///
/// Errors: kLocked, kIo (disk full, read-only, server gone), kCorrupt; kConflict where it says so.
/// Calls that change a trial need a session.
class Store {
 public:
  virtual ~Store() = default;

  /// Writes a whole study, its trials included: running ones wait, and its sessions are kept as one
  /// that is over. Fails with kInvalidArgument when there is a study already.
  virtual Result<void> create(const StudyRecord& study) = 0;
  /// kNotFound when there is none yet.
  virtual Result<StudyRecord> load() const = 0;

  /// This process begins to work: the study has no reason to have stopped any more. Returns the
  /// study without this session, `elapsed` being what its clock shows now. kLocked when others are
  /// at work and `with_others` is not set. One session at a time: a second one ends the first.
  virtual Result<StudyRecord> join(const Joining& joining) = 0;
  /// Also gives trials of sessions that died back to waiting. Cheap when nobody else is there.
  virtual Result<News> news() = 0;
  /// Says that this session is alive, and what it has spent; of several sayings, also those of other
  /// calls, the one of the latest `elapsed` counts.
  virtual Result<void> check_in(const energy::LedgerTotals& ledger, Seconds elapsed) = 0;

  /// Records a suggestion as running, together with the strategy's state after it. The number must
  /// be the next one; kConflict when others were first to begin a trial of that number.
  virtual Result<void> begin_trial(const Trial& trial, const nlohmann::json& strategy_state) = 0;
  /// A trial that waits, or that this session runs, is started again: state running; attempts,
  /// started_at and lease as given. Under another lease than before its steps are gone: whoever has
  /// it now cannot go on from them. kConflict when it is somebody else's, or has ended.
  virtual Result<void> restart_trial(const Trial& trial) = 0;
  /// A trial that this session runs waits again, for anybody, without a lease. kConflict likewise.
  virtual Result<void> release_trial(int number) = 0;
  /// With this session's totals so far. Replaces the step of that number if an earlier attempt made
  /// one. kConflict when the trial is not this session's any more.
  virtual Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                                Seconds elapsed) = 0;
  /// Records an ended trial (state, measurement, reason, ended_at, resumed_step, origin) and this
  /// session's totals so far. Of a trial that was started again, or has an origin, the steps are
  /// then the given one's: others were of an earlier attempt. kConflict likewise.
  virtual Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                                 Seconds elapsed) = 0;
  virtual Result<void> add_finalist(const Finalist& finalist) = 0;
  /// Of the finalist of that trial: sets `layers`. kNotFound when there is none.
  virtual Result<void> set_layers(int trial, const LayerEnergy& layers) = 0;

  /// Ends this session, unless it is the only live one: then it is to finish the study, once it has
  /// looked at the news, which may be trials that wait. False when others go on. Of any number of
  /// processes that ask at the same time one is told true.
  virtual Result<bool> retire() = 0;
  /// Ends this session: its running trials wait for somebody. Unless others go on, `because` is why
  /// the study ended.
  virtual Result<void> leave(const std::string& because) = 0;

  /// Asks all who work on the study to stop; needs no session. Forgotten when somebody joins a
  /// study that nobody works on.
  virtual Result<void> request_stop() = 0;
  virtual Result<bool> stop_requested() const = 0;
  /// Says to all who work on the study whether trials are to be begun; needs no session. Kept until
  /// it is said otherwise.
  virtual Result<void> set_paused(bool paused) = 0;
  virtual Result<bool> paused() const = 0;
};

/// What a finished call of a store on disk survives.
enum class Durability {
  kMachineCrash,  ///< also a loss of power: about a millisecond a call
  kProcessCrash,  ///< the end of the process; after a loss of power the last calls may be missing,
                  ///< in their order. For what costs nothing to do again
};

/// Within which a session that is alive writes; for those that cannot be seen from here.
inline constexpr Seconds kLease{60.0};

/// Opens or creates an SQLite file (write-ahead log).
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                 Durability durability = Durability::kMachineCrash);
/// A study as it is kept now.
struct StoredStudy {
  StudyRecord record;
  bool running = false;  ///< somebody works on it
};
StoredStudy stored_study(StudyRecord record);

/// Reads an SQLite file of `open_sqlite_store`, also while processes work on it. Changes nothing of
/// the record; after a crash SQLite folds its log into the file. kNotFound when there is no file or
/// no study in it.
Result<StoredStudy> read_sqlite_store(const std::string& path);

/// A study of a PostgreSQL server ("postgresql://user@host/database", as libpq reads it), in its
/// schema `wattle`, which is made when it is not there. kUnavailable without SOCI's driver.
Result<std::unique_ptr<Store>> open_postgresql_store(const std::string& url,
                                                     const std::string& study);
/// kNotFound when there is none of that name.
Result<StoredStudy> read_postgresql_store(const std::string& url, const std::string& study);
/// Their names, in the order of their creation.
Result<std::vector<std::string>> list_postgresql_studies(const std::string& url);

/// Deletes one with all its trials. kNotFound when there is none of that name.
Result<void> remove_postgresql_study(const std::string& url, const std::string& study);

/// For embedders and tests: nothing survives the object, and nobody else can join.
std::unique_ptr<Store> make_memory_store();

}  // namespace wattle::search
