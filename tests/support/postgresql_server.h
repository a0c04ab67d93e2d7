// SPDX-License-Identifier: MIT
// A PostgreSQL server for one test program: of Debian's packages, on a socket in a folder of its
// own, gone with the object.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/temporary_directory.h"

namespace wattle::test {

class PostgresqlServer {
 public:
  PostgresqlServer() {
    if (missing_) return;
    std::filesystem::permissions(directory_.path(), std::filesystem::perms::all);
    const std::string data = (directory_.path() / "data").string();
    const std::string log = (directory_.path() / "log").string();
    const bool started = run(programs_ + "/initdb -D " + data +
                             " -U wattle -A trust --no-sync --locale=C --encoding=UTF8") &&
                         run(programs_ + "/pg_ctl -w -D " + data + " -l " + log +
                             " -o \"-c listen_addresses='' -c fsync=off -k " +
                             directory_.path().string() + "\" start");
    if (!started) missing_ = "PostgreSQL's server does not start here";
  }
  ~PostgresqlServer() {
    if (missing_) return;
    run(programs_ + "/pg_ctl -m immediate -D " + (directory_.path() / "data").string() + " stop");
    run("rm -rf " + (directory_.path() / "data").string());
  }
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  /// Why there is none.
  const std::optional<std::string>& missing() const { return missing_; }

  /// Creates one and returns its URL.
  std::string new_database() {
    const std::string name = "test" + std::to_string(++databases_);
    run(programs_ + "/createdb -h " + directory_.path().string() + " -U wattle " + name);
    return "postgresql:///" + name + "?user=wattle&host=" + directory_.path().string();
  }

 private:
  /// The newest version's programs.
  static std::string find_programs() {
    std::string newest;
    std::error_code none;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
      const std::string programs = (version.path() / "bin").string();
      if (std::filesystem::exists(programs + "/initdb", none)) newest = std::max(newest, programs);
    }
    return newest;
  }

  /// A server does not run as root, so root lets Debian's user run it.
  static bool run(const std::string& command) {
    const std::string as = ::geteuid() == 0 ? "runuser -u postgres -- " : "";
    return std::system((as + command + " >/dev/null 2>&1").c_str()) == 0;
  }

  const std::string programs_ = find_programs();
  std::optional<std::string> missing_ =
      programs_.empty() ? std::optional<std::string>("Debian's package postgresql is not installed")
                        : std::nullopt;
  TemporaryDirectory directory_;
  int databases_ = 0;
};

}  // namespace wattle::test
