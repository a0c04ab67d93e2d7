// SPDX-License-Identifier: MIT
#include "search/store/postgresql_connection.h"

#include <string>
#include <utility>

#include "search/store/database_url.h"
#include "search/store/sql_schema.h"

namespace wattle::search {
namespace {

using soci::into;

/// Any number that no other program is likely to lock: "wattle" in ASCII.
constexpr const char* kCreationLock = "131260449320037";

}  // namespace

PostgresqlConnection::PostgresqlConnection(std::string url)
    : SqlConnection(without_password(url)), url_(std::move(url)) {}

Result<void> PostgresqlConnection::open_to_write() {
  return guarded<void>(*this, [&]() -> Result<void> {
    connect();
    // Nobody waits longer for one who is stopped within a transaction than a lease lasts.
    session() << "SET idle_in_transaction_session_timeout = '30s'";
    session() << "SET lock_timeout = '40s'";
    return prepare_tables();
  });
}

Result<void> PostgresqlConnection::open_to_read() {
  return guarded<void>(*this, [&]() -> Result<void> {
    connect();
    int tables = 0;
    session() << "SELECT COUNT(*) FROM information_schema.tables"
                 " WHERE table_schema = 'wattle' AND table_name = 'version'",
        into(tables);
    if (tables == 0) return fail(ErrorCode::kNotFound, place() + " holds no study");
    session() << "SET search_path TO wattle";
    return version().map([this](int version) {
      if (version != 2) return;
      for (const std::string& view : views_of_2("wattle")) session() << view;
    });
  });
}

void PostgresqlConnection::connect() {
  // By its name, so that SOCI loads the driver, and with it libpq, only here.
  session().open("postgresql", with_timeouts(url_));
  session() << "SET client_min_messages = error";
}

Result<int> PostgresqlConnection::version() {
  int version = 0;
  session() << "SELECT COALESCE(MAX(number), 0) FROM version", into(version);
  return known_schema(version, place(), "nothing was changed");
}

Result<void> PostgresqlConnection::prepare_tables() {
  soci::transaction changes(session());
  session() << "SELECT pg_advisory_xact_lock(" << kCreationLock << ")";
  session() << "CREATE SCHEMA IF NOT EXISTS wattle";
  session() << "SET search_path TO wattle";
  session() << "CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)";
  const Result<int> found = version();
  if (!found) return tl::unexpected<Error>(found.error());
  if (*found == 0) {
    for (const char* statement : kSchema) session() << statement;
    session() << "INSERT INTO version VALUES (" << kSchemaVersion << ")";
  } else if (*found == 2) {
    for (const char* statement : kSchemaFrom2) session() << statement;
    session() << "UPDATE version SET number = " << kSchemaVersion;
  }
  changes.commit();
  return {};
}

void PostgresqlConnection::read_one_moment() {
  session() << "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";
}

void PostgresqlConnection::lock_studies() {
  session() << "SELECT pg_advisory_xact_lock(" << kCreationLock << ")";
}

Error PostgresqlConnection::translate(const soci::soci_error& error) const {
  const std::string message = place() + ": " + error.get_error_message();
  switch (error.get_error_category()) {
    case soci::soci_error::connection_error:
      return {ErrorCode::kIo, message, "is the server running? The study can be resumed"};
    case soci::soci_error::no_privilege:
      return {ErrorCode::kPermissionDenied, message,
              "the user needs the right to create a schema in that database"};
    case soci::soci_error::system_error:
      return {ErrorCode::kIo, message, "see the server's log; the study can be resumed"};
    default:
      break;
  }
  // The driver does not sort all of them.
  if (message.find("connection") != std::string::npos) {
    return {ErrorCode::kIo, message, "is the server running? The study can be resumed"};
  }
  if (message.find("shared library") != std::string::npos ||
      message.find("Failed to find") != std::string::npos) {
    return {ErrorCode::kUnavailable, "SOCI's driver for PostgreSQL is not installed",
            "on Debian: apt-get install libsoci-postgresql4.0"};
  }
  return {ErrorCode::kInternal, message, {}};
}

}  // namespace wattle::search
