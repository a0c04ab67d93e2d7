// SPDX-License-Identifier: MIT
// A connection to a database, and what one database does differently from another.
#pragma once

#include <soci/soci.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "energy/error.h"

namespace wattle::search {

class SqlConnection {
 public:
  /// `place` is for messages: a file, or a server.
  explicit SqlConnection(std::string place) : place_(std::move(place)) {}
  virtual ~SqlConnection() = default;
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;

  soci::session& session() { return session_; }
  const std::string& place() const { return place_; }

  /// SQL for the seconds since 1970 by the database's clock, which all who use it share.
  virtual const char* now() const = 0;
  /// Within a transaction that has only begun: lets all it reads be of one moment.
  virtual void read_one_moment() {}
  /// Likewise: nobody else creates a study until its end.
  virtual void lock_studies() = 0;
  virtual Error translate(const soci::soci_error& error) const = 0;

 private:
  std::string place_;
  soci::session session_;
};

/// Runs `work`, which may throw what SOCI and nlohmann throw, and translates.
template <class T>
Result<T> guarded(const SqlConnection& connection, const std::function<Result<T>()>& work) {
  try {
    return work();
  } catch (const soci::soci_error& error) {
    return tl::unexpected<Error>(connection.translate(error));
  } catch (const nlohmann::json::exception& error) {
    return fail(
        ErrorCode::kCorrupt,
        connection.place() + ": a column does not hold the JSON it should: " + error.what());
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInternal, connection.place() + ": " + error.what());
  }
}

}  // namespace wattle::search
