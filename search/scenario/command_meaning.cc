// SPDX-License-Identifier: MIT
#include "search/scenario/command_meaning.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace wattle::search {
namespace {

using nlohmann::json;

void check_run(const json& run, Faults& faults) {
  for (std::size_t i = 0; i < run.size(); ++i) {
    const std::string pointer = "/objective/run/" + std::to_string(i);
    if (i == 0 && (!run[i].is_string() || run[i].get_ref<const std::string&>().empty())) {
      faults.push_back(fault_at(pointer, run[i], "the name of a program"));
    } else if (!run[i].is_string() && !run[i].is_number()) {
      faults.push_back(fault_at(pointer, run[i], "a text or a number; or a $name of the space"));
    }
  }
}

/// Members of a result that mean something else, and metrics that every trial has from Wattle.
void check_name(const std::string& pointer, const std::string& name, std::set<std::string>& seen,
                Faults& faults) {
  constexpr std::array kTaken{"step", "infeasible", "seconds", "train_joules"};
  if (std::ranges::find(kTaken, name) != kTaken.end()) {
    faults.push_back(fault_at(pointer, name, "another name: Wattle gives " + name + " a meaning"));
  } else if (!seen.insert(name).second) {
    faults.push_back(fault_at(pointer, name, "each metric once"));
  }
}

}  // namespace

Faults check_command(const json& objective) {
  Faults faults;
  check_run(objective.at("run"), faults);
  std::set<std::string> seen;
  check_name("/objective/metric", objective.at("metric"), seen, faults);
  const json metrics = objective.value("metrics", json::array());
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    check_name("/objective/metrics/" + std::to_string(i), metrics[i], seen, faults);
  }
  if (objective.at("pass") == "file") return faults;
  for (std::size_t i = 0; i < objective.at("run").size(); ++i) {
    const json& part = objective.at("run")[i];
    if (!part.is_string() || part.get_ref<const std::string&>().find("{file}") == std::string::npos)
      continue;
    faults.push_back(fault_at("/objective/run/" + std::to_string(i), part,
                              "no {file} without \"pass\": \"file\""));
  }
  return faults;
}

}  // namespace wattle::search
