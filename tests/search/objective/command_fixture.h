// SPDX-License-Identifier: MIT
// Objectives that run a shell script.
#pragma once

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "search/objective/make_objective.h"
#include "tests/support/temporary_directory.h"

namespace wattle::test {

/// The members of a scenario's objective that its table of fields would write out.
inline nlohmann::json command_with(const nlohmann::json& members) {
  nlohmann::json objective = {{"kind", "command"},   {"run", {"sh", "script.sh"}},
                              {"pass", "arguments"}, {"variable_prefix", "WATTLE_PARAM_"},
                              {"results", "stdout"}, {"metric", "loss"},
                              {"directory", "."},    {"grace_seconds", 5}};
  objective.update(members);
  return objective;
}

/// A folder with a script; objectives run it there.
class ScriptFolder {
 public:
  explicit ScriptFolder(const std::string& script) {
    std::ofstream(folder_.path() / "script.sh") << script;
  }
  const std::filesystem::path& path() const { return folder_.path(); }

  std::shared_ptr<search::Objective> objective(
      const nlohmann::json& members = nlohmann::json::object()) const {
    search::ObjectiveSurroundings surroundings;
    surroundings.folder = folder_.path();
    return search::make_objective(command_with(members), surroundings).value();
  }

 private:
  TemporaryDirectory folder_;
};

}  // namespace wattle::test
