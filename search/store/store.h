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
#include "search/trial/trial.h"

namespace wattle::search {

/// A finalist's second run, alone on the machine.
struct Finalist {
  int trial = 0;
  TrialState state = TrialState::kComplete;
  Measurement measurement;
  std::string reason;
};

/// Everything known about a study; enough to write its report.
struct StudyRecord {
  std::string name;
  nlohmann::json scenario;          ///< complete, with defaults
  nlohmann::json context;           ///< machine, versions, meter, coverage, seed
  nlohmann::json strategy_state;    ///< after the last suggestion
  std::string stopped_because;      ///< empty while the study runs, and after a crash
  energy::LedgerTotals ledger;      ///< over all sessions
  Seconds elapsed;                  ///< over all sessions
  std::vector<Trial> trials;        ///< by number
  std::vector<Finalist> finalists;  ///< in the order they were run
};

/// Keeps one study. Every call is one durable transaction: when it has returned, a crash loses
/// nothing of it. Thread-safe. Errors: kLocked, kIo (disk full, read-only), kCorrupt.
class Store {
 public:
  virtual ~Store() = default;

  /// Fails with kInvalidArgument when there is a study already.
  virtual Result<void> create(const StudyRecord& study) = 0;
  /// kNotFound when there is none yet.
  virtual Result<StudyRecord> load() const = 0;

  /// Records a suggestion as running, together with the strategy's state after it. The number must
  /// be the next one.
  virtual Result<void> begin_trial(const Trial& trial, const nlohmann::json& strategy_state) = 0;
  /// A waiting trial is started again: state running, attempts as given.
  virtual Result<void> restart_trial(int number, int attempts, Seconds started_at) = 0;
  /// With the study's totals so far. Replaces the step of that number if an earlier attempt made
  /// one.
  virtual Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                                Seconds elapsed) = 0;
  /// Records an ended trial (state, measurement, reason, ended_at, resumed_step) and the study's
  /// totals so far. Of a trial that was started again the steps are then the given one's: others
  /// were of an earlier attempt.
  virtual Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                                 Seconds elapsed) = 0;
  virtual Result<void> add_finalist(const Finalist& finalist) = 0;
  virtual Result<void> save_totals(const energy::LedgerTotals& ledger, Seconds elapsed) = 0;
  /// The study goes on in another session: what may have changed since (budget, machine, jobs), and
  /// no reason to have stopped.
  virtual Result<void> reopen(const nlohmann::json& scenario, const nlohmann::json& context) = 0;
  /// Why the study ended.
  virtual Result<void> set_stopped(const std::string& because) = 0;
  /// Trials left running by a process that is gone go back to waiting, with the steps that they
  /// made. Returns how many.
  virtual Result<int> requeue_running() = 0;
};

/// What a finished call of a store on disk survives.
enum class Durability {
  kMachineCrash,  ///< also a loss of power: about a millisecond a call
  kProcessCrash,  ///< the end of the process; after a loss of power the last calls may be missing,
                  ///< in their order. For what costs nothing to do again
};

/// Opens or creates an SQLite file (write-ahead log). One process at a time: a second opener gets
/// kLocked.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path,
                                                 Durability durability = Durability::kMachineCrash);
/// A study as its file holds it now.
struct StoredStudy {
  StudyRecord record;
  bool running = false;  ///< a process holds the file to work on it
};
/// Reads an SQLite file of `open_sqlite_store`, also while a process works on it. Changes nothing
/// of the record, and keeps nobody from opening it; after a crash SQLite folds its log into the
/// file. kNotFound when there is no file or no study in it.
Result<StoredStudy> read_sqlite_store(const std::string& path);

/// For embedders and tests: nothing survives the object.
std::unique_ptr<Store> make_memory_store();

}  // namespace wattle::search
