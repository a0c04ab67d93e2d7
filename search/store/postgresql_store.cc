// SPDX-License-Identifier: MIT
#include <utility>

#include "search/store/postgresql_connection.h"
#include "search/store/sql_store.h"
#include "search/store/store.h"

namespace wattle::search {
Result<std::unique_ptr<Store>> open_postgresql_store(const std::string& url,
                                                     const std::string& study) {
  auto connection = std::make_unique<PostgresqlConnection>(url);
  if (const auto opened = connection->open_to_write(); !opened) {
    return tl::unexpected<Error>(opened.error());
  }
  return std::make_unique<SqlStore>(std::move(connection), study);
}

Result<StoredStudy> read_postgresql_store(const std::string& url, const std::string& study) {
  auto connection = std::make_unique<PostgresqlConnection>(url);
  if (const auto opened = connection->open_to_read(); !opened) {
    return tl::unexpected<Error>(opened.error());
  }
  return SqlStore(std::move(connection), study).load().map(stored_study);
}

Result<std::vector<std::string>> list_postgresql_studies(const std::string& url) {
  PostgresqlConnection connection(url);
  return connection.open_to_read().and_then([&] {
    return guarded<std::vector<std::string>>(connection, [&]() -> Result<std::vector<std::string>> {
      const soci::rowset<std::string> names = connection.session().prepare
                                              << "SELECT name FROM study ORDER BY id";
      return std::vector<std::string>(names.begin(), names.end());
    });
  });
}

Result<void> remove_postgresql_study(const std::string& url, const std::string& study) {
  PostgresqlConnection connection(url);
  return connection.open_to_write().and_then([&] {
    return guarded<void>(connection, [&]() -> Result<void> {
      soci::session& session = connection.session();
      soci::transaction changes(session);
      int id = 0;
      session << "SELECT COALESCE(MIN(id), 0) FROM study WHERE name = :name", soci::into(id),
          soci::use(study);
      if (id == 0) return fail(ErrorCode::kNotFound, connection.place() + " has no study " + study);
      for (const char* table : {"finalist", "step", "trial", "session"}) {
        session << "DELETE FROM " << table << " WHERE study = :id", soci::use(id);
      }
      session << "DELETE FROM study WHERE id = :id", soci::use(id);
      changes.commit();
      return {};
    });
  });
}

}  // namespace wattle::search
