// SPDX-License-Identifier: MIT
// `wattle serve`: studies over HTTP, whose trials workers elsewhere run.
#pragma once

#include <filesystem>
#include <string>

namespace wattle::search {

struct ServeOptions {
  std::string host = "127.0.0.1";
  int port = 8765;
  std::filesystem::path data = "wattle-studies";  ///< where studies are kept
  std::string store;                              ///< a PostgreSQL server's URL; empty: in `data`
  std::filesystem::path tokens;  ///< a file of roles and tokens; empty: WATTLE_TOKENS
  std::filesystem::path certificate;
  std::filesystem::path key;
  double lease_seconds = 60.0;
  double rate = 5000.0;  ///< requests a second of one address; 0: any number
  int connections = 1024;
  double body_megabytes = 4.0;
};

/// Serves until it is interrupted. Returns the exit code.
int serve(const ServeOptions& options);

}  // namespace wattle::search
