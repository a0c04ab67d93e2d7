// SPDX-License-Identifier: MIT
#include "search/store/sqlite_connection.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <chrono>
#include <string>
#include <thread>

#include "search/store/sql_schema.h"
#include "search/store/sqlite_migration.h"

namespace wattle::search {
namespace {

using soci::into;

/// For others' transactions, which take milliseconds.
constexpr std::chrono::seconds kPatience{5};
constexpr std::chrono::milliseconds kTryAgainAfter{5};

/// SOCI reads blanks in an unquoted name as the end of it.
std::string connection_text(const std::string& path) {
  return "dbname=\"" + path + "\" timeout=" + std::to_string(kPatience.count());
}

/// SQLite's primary result code [sqlite.org/rescode.html].
int code_of(const soci::soci_error& error) {
  const auto* const sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  return sqlite == nullptr ? SQLITE_ERROR : sqlite->result() & 0xff;
}

/// SQLite itself does not always wait where two make the same change of the journal at once.
void log_ahead(soci::session& session) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    try {
      session << "PRAGMA journal_mode = WAL";
      return;
    } catch (const soci::soci_error& error) {
      if (code_of(error) != SQLITE_BUSY || std::chrono::steady_clock::now() > until) throw;
      std::this_thread::sleep_for(kTryAgainAfter);
    }
  }
}

}  // namespace

SqliteConnection::~SqliteConnection() {
  if (!written_) return;
  try {
    session() << "PRAGMA busy_timeout = 0";
    session() << "PRAGMA journal_mode = DELETE";
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): somebody uses it now
  }
}

Result<void> SqliteConnection::open_to_write(Durability durability) {
  return guarded<void>(*this, [&]() -> Result<void> {
    session().open(soci::sqlite3, connection_text(place()));
    const auto version = schema_version();
    if (!version) return tl::unexpected<Error>(version.error());
    if (auto sound = check_pages(); !sound) return sound;
    return prepare_to_write(durability);
  });
}

Result<void> SqliteConnection::check_pages() {
  std::string verdict;
  session() << "PRAGMA quick_check(1)", into(verdict);
  if (verdict == "ok") return {};
  return fail(ErrorCode::kCorrupt, place() + ": the file was damaged: " + verdict,
              "nothing was changed; a backup, or sqlite3's .recover, may help");
}

Result<void> SqliteConnection::prepare_to_write(Durability durability) {
  log_ahead(session());
  const bool full = durability == Durability::kMachineCrash;
  session() << (full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  session() << "PRAGMA foreign_keys = ON";
  if (auto prepared = prepare_tables(); !prepared) return prepared;
  // A result is not given up as soon as an opening is.
  session() << "PRAGMA busy_timeout = 45000";
  written_ = true;
  return {};
}

Result<void> SqliteConnection::prepare_tables() {
  Result<int> version = schema_version();
  if (!version) return tl::unexpected<Error>(version.error());
  if (*version == kSchemaVersion) return {};
  session() << "BEGIN IMMEDIATE";
  version = schema_version();  // somebody may have been first
  if (version && *version == 0) create_tables(session());
  if (version && *version > 0) migrate(session(), *version);
  if (version) session() << "PRAGMA user_version = " << kSchemaVersion;
  session() << (version ? "COMMIT" : "ROLLBACK");
  if (!version) return tl::unexpected<Error>(version.error());
  return {};
}

Result<void> SqliteConnection::open_to_read() {
  return guarded<void>(*this, [&]() -> Result<void> {
    session().open(soci::sqlite3, connection_text(place()));
    const Result<int> version = schema_version();
    if (!version) return tl::unexpected<Error>(version.error());
    if (*version == 0) return fail(ErrorCode::kNotFound, place() + " holds no study");
    if (*version == kSchemaVersion) return {};
    if (*version == 2) {
      for (const std::string& view : views_of_2("main")) session() << view;
      return {};
    }
    session().close();
    session().open(soci::sqlite3, "dbname=:memory:");
    copy_from_1(session(), place());
    return {};
  });
}

void SqliteConnection::lock_studies() {
  // The first statement of a transaction that may write takes the file's only right to write.
  session() << "UPDATE study SET revision = revision WHERE id = -1";
}

Result<int> SqliteConnection::schema_version() {
  int version = 0;
  int tables = 0;
  // In one statement: somebody may be making the tables.
  session() << "SELECT user_version, (SELECT COUNT(*) FROM sqlite_master) FROM pragma_user_version",
      into(version), into(tables);
  if (version == 0 && tables > 0) {
    return fail(ErrorCode::kCorrupt, place() + " is another program's database",
                "choose another folder with --out; the file was not changed");
  }
  return known_schema(version, place(), "the file was not changed");
}

Error SqliteConnection::translate(const soci::soci_error& error) const {
  const std::string message = place() + ": " + error.get_error_message();
  switch (code_of(error)) {
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

}  // namespace wattle::search
