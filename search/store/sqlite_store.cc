// SPDX-License-Identifier: MIT
#include <filesystem>
#include <system_error>
#include <utility>

#include "search/store/sql_store.h"
#include "search/store/sqlite_connection.h"
#include "search/store/store.h"

namespace wattle::search {

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, Durability durability) {
  auto connection = std::make_unique<SqliteConnection>(path);
  if (const auto opened = connection->open_to_write(durability); !opened) {
    return tl::unexpected<Error>(opened.error());
  }
  return std::make_unique<SqlStore>(std::move(connection), "");
}

Result<StoredStudy> read_sqlite_store(const std::string& path) {
  std::error_code unreadable;
  if (!std::filesystem::exists(path, unreadable)) {
    return fail(ErrorCode::kNotFound, "there is no study at " + path);
  }
  auto connection = std::make_unique<SqliteConnection>(path);
  if (const auto opened = connection->open_to_read(); !opened) {
    return tl::unexpected<Error>(opened.error());
  }
  return SqlStore(std::move(connection), "").load().map(stored_study);
}

}  // namespace wattle::search
