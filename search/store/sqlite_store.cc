// SPDX-License-Identifier: MIT
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include "search/store/file_lock.h"
#include "search/store/record_json.h"
#include "search/store/sqlite_load.h"
#include "search/store/sqlite_schema.h"
#include "search/store/store.h"

namespace wattle::search {
namespace {

using soci::into;
using soci::use;

Error translate(const soci::soci_error& error, const std::string& path) {
  const auto* const sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  const int code = sqlite == nullptr ? SQLITE_ERROR : sqlite->result() & 0xff;
  const std::string message = path + ": " + error.get_error_message();
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kLocked, message,
              "another program holds the file; close it and try again"};
    case SQLITE_FULL:
      return {ErrorCode::kIo, message, "the disk is full; make room and resume the study"};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
      return {ErrorCode::kIo, message, "check that the folder can be written"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kCorrupt, message,
              "the file is not a study, or was damaged; nothing was changed"};
    default:
      return {ErrorCode::kInternal, message, {}};
  }
}

/// Runs `work`, which may throw what SOCI and nlohmann throw, and translates.
template <class T>
Result<T> guarded(const std::string& path, const std::function<Result<T>()>& work) {
  try {
    return work();
  } catch (const soci::soci_error& error) {
    return tl::unexpected<Error>(translate(error, path));
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::kCorrupt,
                path + ": a column does not hold the JSON it should: " + error.what());
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInternal, path + ": " + error.what());
  }
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, std::optional<FileLock> lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  /// Leaves one plain file, which can be read where nothing can be written.
  ~SqliteStore() override {
    if (!opened_) return;
    try {
      session_ << "PRAGMA busy_timeout = 0";
      session_ << "PRAGMA journal_mode = DELETE";
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): somebody reads it now
    }
  }
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  Result<void> open(Durability durability) {
    return guarded<void>(path_, [&]() -> Result<void> {
      // SOCI reads blanks in an unquoted name as the end of it.
      session_.open(soci::sqlite3, "dbname=\"" + path_ + "\" timeout=5");
      const Result<int> version = schema_version();
      if (!version) return tl::unexpected<Error>(version.error());
      session_ << "PRAGMA journal_mode = WAL";
      const bool full = durability == Durability::kMachineCrash;
      session_ << (full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
      session_ << "PRAGMA foreign_keys = ON";
      if (*version == 0) create_tables();
      opened_ = true;
      return {};
    });
  }

  /// All that it holds at one moment, with no lock: somebody may be writing. SQLite falls back to
  /// reading alone where it may not write.
  Result<StudyRecord> read() {
    return guarded<StudyRecord>(path_, [&]() -> Result<StudyRecord> {
      session_.open(soci::sqlite3, "dbname=\"" + path_ + "\" timeout=5");
      const soci::transaction snapshot(session_);
      const Result<int> version = schema_version();
      if (!version) return tl::unexpected<Error>(version.error());
      if (*version == 0) return fail(ErrorCode::kNotFound, path_ + " holds no study");
      return load_record(session_, path_);
    });
  }

  Result<void> create(const StudyRecord& study) override {
    return transaction([&]() -> Result<void> {
      int studies = 0;
      session_ << "SELECT COUNT(*) FROM study", into(studies);
      if (studies > 0) return fail(ErrorCode::kInvalidArgument, path_ + " holds a study already");
      const std::string scenario = study.scenario.dump();
      const std::string context = study.context.dump();
      const std::string state = study.strategy_state.dump();
      session_ << "INSERT INTO study VALUES (1, :name, :scenario, :context, :state, :stopped, "
                  ":trials, :overhead,"
                  " :idle, :total, :elapsed)",
          use(study.name), use(scenario), use(context), use(state), use(study.stopped_because),
          use(study.ledger.trials.value), use(study.ledger.overhead.value),
          use(study.ledger.idle.value), use(study.ledger.total.value), use(study.elapsed.value);
      return {};
    });
  }

  Result<StudyRecord> load() const override {
    const std::scoped_lock lock(mutex_);
    return guarded<StudyRecord>(path_, [&] { return load_record(session_, path_); });
  }

  Result<void> begin_trial(const Trial& trial, const nlohmann::json& strategy_state) override {
    return transaction([&]() -> Result<void> {
      const std::string state(to_string(trial.state));
      const std::string parameters = trial.parameters.json().dump();
      const std::string strategy = strategy_state.dump();
      session_ << "INSERT INTO trial VALUES (:number, :state, :parameters, NULL, '', :started, "
                  ":started2, :attempts, 0)",
          use(trial.number), use(state), use(parameters), use(trial.started_at.value),
          use(trial.started_at.value), use(trial.attempts);
      session_ << "UPDATE study SET strategy_state = :state", use(strategy);
      return {};
    });
  }

  Result<void> restart_trial(int number, int attempts, Seconds started_at) override {
    return transaction([&]() -> Result<void> {
      session_ << "UPDATE trial SET state = 'running', attempts = :attempts, started_at_seconds = "
                  ":started"
                  " WHERE number = :number",
          use(attempts), use(started_at.value), use(number);
      return {};
    });
  }

  Result<void> add_step(int number, const Step& step, const energy::LedgerTotals& ledger,
                        Seconds elapsed) override {
    return transaction([&]() -> Result<void> {
      write_step(number, step);
      write_totals(ledger, elapsed);
      return {};
    });
  }

  Result<void> end_trial(const Trial& trial, const energy::LedgerTotals& ledger,
                         Seconds elapsed) override {
    return transaction([&]() -> Result<void> {
      const std::string state(to_string(trial.state));
      const std::string measurement =
          trial.measurement ? measurement_to_json(*trial.measurement).dump() : "";
      soci::indicator present = trial.measurement ? soci::i_ok : soci::i_null;
      session_ << "UPDATE trial SET state = :state, measurement = :measurement, reason = :reason,"
                  " ended_at_seconds = :ended, resumed_step = :resumed WHERE number = :number",
          use(state), use(measurement, present), use(trial.reason), use(trial.ended_at.value),
          use(trial.resumed_step), use(trial.number);
      if (trial.attempts > 1) {
        session_ << "DELETE FROM step WHERE trial = :number", use(trial.number);
        for (const Step& step : trial.steps) write_step(trial.number, step);
      }
      write_totals(ledger, elapsed);
      return {};
    });
  }

  Result<void> add_finalist(const Finalist& finalist) override {
    return transaction([&]() -> Result<void> {
      const std::string state(to_string(finalist.state));
      const std::string measurement = measurement_to_json(finalist.measurement).dump();
      session_ << "INSERT INTO finalist (trial, state, measurement, reason) VALUES (:trial, "
                  ":state, :m, :reason)",
          use(finalist.trial), use(state), use(measurement), use(finalist.reason);
      return {};
    });
  }

  Result<void> save_totals(const energy::LedgerTotals& ledger, Seconds elapsed) override {
    return transaction([&]() -> Result<void> {
      write_totals(ledger, elapsed);
      return {};
    });
  }

  Result<void> reopen(const nlohmann::json& scenario, const nlohmann::json& context) override {
    return transaction([&]() -> Result<void> {
      const std::string scenario_text = scenario.dump();
      const std::string context_text = context.dump();
      session_ << "UPDATE study SET scenario = :scenario, context = :context, stopped_because = ''",
          use(scenario_text), use(context_text);
      return {};
    });
  }

  Result<void> set_stopped(const std::string& because) override {
    return transaction([&]() -> Result<void> {
      session_ << "UPDATE study SET stopped_because = :because", use(because);
      return {};
    });
  }

  Result<int> requeue_running() override {
    int count = 0;
    const Result<void> done = transaction([&]() -> Result<void> {
      session_ << "SELECT COUNT(*) FROM trial WHERE state = 'running'", into(count);
      session_ << "UPDATE trial SET state = 'waiting' WHERE state = 'running'";
      return {};
    });
    if (!done) return tl::unexpected<Error>(done.error());
    return count;
  }

 private:
  /// 0: an empty file. Fails when it is not ours, or a newer Wattle's.
  Result<int> schema_version() {
    int version = 0;
    int tables = 0;
    session_ << "PRAGMA user_version", into(version);
    session_ << "SELECT COUNT(*) FROM sqlite_master", into(tables);
    if (version > kSchemaVersion) return fail_newer(version);
    if (version == 0 && tables > 0) {
      return fail(ErrorCode::kCorrupt, path_ + " is another program's database",
                  "choose another folder with --out; the file was not changed");
    }
    return version;
  }

  tl::unexpected<Error> fail_newer(int version) const {
    return fail(ErrorCode::kInvalidArgument,
                path_ + " was written by a newer Wattle (schema " + std::to_string(version) +
                    ", this one knows " + std::to_string(kSchemaVersion) + ")",
                "update Wattle; the file was not changed");
  }

  /// One durable transaction: rolled back when `work` fails or throws.
  Result<void> transaction(const std::function<Result<void>()>& work) {
    const std::scoped_lock lock(mutex_);
    return guarded<void>(path_, [&]() -> Result<void> {
      soci::transaction changes(session_);
      Result<void> done = work();
      if (done) changes.commit();
      return done;
    });
  }

  void create_tables() {
    soci::transaction changes(session_);
    for (const char* statement : kSchema) session_ << statement;
    session_ << "PRAGMA user_version = " << kSchemaVersion;
    changes.commit();
  }

  void write_step(int number, const Step& step) {
    const std::string metrics = metrics_to_json(step.metrics).dump();
    const int shared = step.shared ? 1 : 0;
    session_ << "INSERT OR REPLACE INTO step VALUES (:trial, :step, :metrics, :joules, :seconds, "
                ":low, :high, :gross, :shared)",
        use(number), use(step.step), use(metrics), use(step.joules.value), use(step.seconds.value),
        use(step.low.value), use(step.high.value), use(step.gross_joules.value), use(shared);
  }

  void write_totals(const energy::LedgerTotals& ledger, Seconds elapsed) {
    session_ << "UPDATE study SET trials_joules = :trials, overhead_joules = :overhead, "
                "idle_joules = :idle,"
                " total_joules = :total, elapsed_seconds = :elapsed",
        use(ledger.trials.value), use(ledger.overhead.value), use(ledger.idle.value),
        use(ledger.total.value), use(elapsed.value);
  }

  std::string path_;
  std::optional<FileLock> lock_;  ///< declared before the session: given up after it is closed;
                                  ///< none for a reader
  bool opened_ = false;           ///< to write: it is ours
  mutable std::mutex mutex_;
  mutable soci::session session_;
};

}  // namespace

Result<StoredStudy> read_sqlite_store(const std::string& path) {
  std::error_code unreadable;
  if (!std::filesystem::exists(path, unreadable)) {
    return fail(ErrorCode::kNotFound, "there is no study at " + path);
  }
  SqliteStore store(path, std::nullopt);
  // Asked first: a study that ends meanwhile is then read whole.
  const bool running = FileLock::is_held(path + ".lock");
  return store.read().map([&](StudyRecord record) {
    return StoredStudy{std::move(record), running};
  });
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, Durability durability) {
  Result<FileLock> lock = FileLock::acquire(path + ".lock");
  if (!lock) return tl::unexpected<Error>(lock.error());
  auto store = std::make_unique<SqliteStore>(path, std::move(*lock));
  if (const Result<void> opened = store->open(durability); !opened)
    return tl::unexpected<Error>(opened.error());
  return store;
}

}  // namespace wattle::search
