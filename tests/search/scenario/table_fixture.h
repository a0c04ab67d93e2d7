// SPDX-License-Identifier: MIT
// Tables on disk, and scenarios that replay them.
#pragma once

#include <fstream>
#include <string>

#include "tests/search/scenario/sample.h"
#include "tests/support/temporary_directory.h"

namespace wattle::test {

/// A folder with a table `t.csv`, as a scenario of its own would find it.
class TableFolder {
 public:
  explicit TableFolder(const std::string& text) { write(text); }
  void write(const std::string& text) const {
    std::ofstream(folder_.path() / "t.csv", std::ios::binary) << text;
  }
  const std::filesystem::path& path() const { return folder_.path(); }

  search::Validated<search::Scenario> load(const nlohmann::json& document) const {
    return search::validate_scenario(document, path());
  }
  std::vector<search::Fault> faults(const nlohmann::json& document) const {
    const auto scenario = load(document);
    return scenario ? std::vector<search::Fault>{} : scenario.error();
  }

 private:
  TemporaryDirectory folder_;
};

/// Replays the columns x, acc, J and s of t.csv.
inline nlohmann::json table_sample() {
  return nlohmann::json::parse(R"({
    "name": "sample",
    "objective": {"kind": "table", "file": "t.csv", "parameters": ["x"], "metric": "acc", "joules": "J", "seconds": "s"},
    "goal": {"kind": "best", "metric": "acc", "direction": "maximize"},
    "strategy": {"kind": "grid"},
    "budget": {"trials": 100}
  })");
}

/// The same for curves: with a column `epoch`.
inline nlohmann::json curve_sample() {
  return search::with(table_sample(), "/objective/step", "epoch");
}

}  // namespace wattle::test
