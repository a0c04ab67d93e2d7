// SPDX-License-Identifier: MIT
// A PostgreSQL server that keeps studies, in a schema of its own.
#pragma once

#include <string>

#include "search/store/sql_connection.h"

namespace wattle::search {

class PostgresqlConnection final : public SqlConnection {
 public:
  /// `url` as libpq reads it; messages show it without its password.
  explicit PostgresqlConnection(std::string url);

  /// Makes the schema and its tables when they are not there. kUnavailable when SOCI's driver is
  /// not installed, kIo when the server cannot be reached.
  Result<void> open_to_write();
  /// Changes nothing. kNotFound when it has no such schema.
  Result<void> open_to_read();

  const char* now() const override {
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)";
  }
  void read_one_moment() override;
  void lock_studies() override;
  Error translate(const soci::soci_error& error) const override;

 private:
  void connect();
  /// 0: none yet. Fails when it is a newer Wattle's.
  Result<int> version();
  Result<void> prepare_tables();

  const std::string url_;
};

}  // namespace wattle::search
