// SPDX-License-Identifier: MIT
// Which process works on a study, and whether it still does.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace wattle::search {

/// A process, told apart from every other one at any time on any machine.
struct WorkerIdentity {
  std::string host;               ///< its name, for people
  std::string boot;               ///< of the kernel; another one after a restart
  std::string process_namespace;  ///< within which `process` counts
  long long process = 0;
  unsigned long long started = 0;  ///< tells a number that is used again

  static WorkerIdentity of_this_process();
  /// Throws nlohmann::json::exception for another shape.
  static WorkerIdentity from_json(const nlohmann::json& json);
  nlohmann::json json() const;
  /// "process 4711 on heron"
  std::string in_words() const;
};

/// Whether the process is there; nullopt when that cannot be seen from here: it is on another
/// machine or in another container.
std::optional<bool> is_there(const WorkerIdentity& worker);

}  // namespace wattle::search
