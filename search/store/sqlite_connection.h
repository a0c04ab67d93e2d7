// SPDX-License-Identifier: MIT
// A study's SQLite file.
#pragma once

#include <string>

#include "search/store/sql_connection.h"
#include "search/store/store.h"

namespace wattle::search {

class SqliteConnection final : public SqlConnection {
 public:
  explicit SqliteConnection(std::string path) : SqlConnection(std::move(path)) {}
  /// Leaves one plain file, which can be read where nothing can be written, when it is the last one
  /// that was open to write.
  ~SqliteConnection() override;

  /// Makes the file and its tables when they are not there; brings older tables to this version.
  /// A file that is refused stays as it is.
  Result<void> open_to_write(Durability durability);
  /// Changes nothing; older tables are read as if they had this version.
  Result<void> open_to_read();

  const char* now() const override { return "((julianday('now') - 2440587.5) * 86400.0)"; }
  void lock_studies() override;
  Error translate(const soci::soci_error& error) const override;

 private:
  /// 0: an empty file. Fails when it is not ours, or a newer Wattle's.
  Result<int> schema_version();
  /// kCorrupt when its pages are not what they should be.
  Result<void> check_pages();
  Result<void> prepare_tables();
  Result<void> prepare_to_write(Durability durability);

  bool written_ = false;
};

}  // namespace wattle::search
