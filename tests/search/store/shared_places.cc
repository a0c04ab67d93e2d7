// SPDX-License-Identifier: MIT
#include "tests/search/store/shared_places.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/support/postgresql_server.h"
#include "tests/support/temporary_directory.h"

namespace wattle::test {
namespace {

class SqlitePlace final : public SharedPlace {
 public:
  Result<std::unique_ptr<search::Store>> open() override {
    return search::open_sqlite_store(path());
  }
  void execute(const std::string& sql) override {
    soci::session session(soci::sqlite3, "dbname=\"" + path() + "\" timeout=10");
    session << sql;
  }

 private:
  std::string path() const { return directory_.path() / "study.db"; }
  TemporaryDirectory directory_;
};

/// A database of its own on one server for all tests of this program.
class PostgresqlPlace final : public SharedPlace {
 public:
  PostgresqlPlace() {
    if (!missing()) url_ = server().new_database();
  }
  std::optional<std::string> missing() const override { return server().missing(); }
  Result<std::unique_ptr<search::Store>> open() override {
    return search::open_postgresql_store(url_, "sample");
  }
  void execute(const std::string& sql) override {
    soci::session session("postgresql", url_);
    session << "SET search_path TO wattle";
    session << sql;
  }

 private:
  static PostgresqlServer& server() {
    static PostgresqlServer started;
    return started;
  }
  std::string url_;
};

}  // namespace

std::unique_ptr<SharedPlace> shared_place(const std::string& kind) {
  if (kind == "sqlite") return std::make_unique<SqlitePlace>();
  return std::make_unique<PostgresqlPlace>();
}

}  // namespace wattle::test
