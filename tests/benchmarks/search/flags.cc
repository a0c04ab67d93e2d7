// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/flags.h"

#include <iostream>
#include <sstream>

namespace wattle::search::benchmarks {

void add_contest_flags(CLI::App& command, ContestFlags& flags, const std::string& checkpoints,
                       std::vector<int>& at) {
  command.add_option("--strategy", flags.strategies, "Kinds with commas, or one as in a scenario")
      ->capture_default_str();
  command.add_option("--problem", flags.problems, "Problems")
      ->delimiter(',')
      ->check(CLI::IsMember(flags.problems))
      ->capture_default_str();
  command.add_option(checkpoints, at, "Checkpoints")
      ->delimiter(',')
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--seeds", flags.seeds, "Runs of each")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--first-seed", flags.first_seed, "The others follow")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--processes", flags.processes, "Runs at once")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_flag("--json", flags.json, "Print JSON");
}

std::vector<nlohmann::json> read_strategies(const std::vector<std::string>& texts) {
  std::vector<nlohmann::json> strategies;
  for (const std::string& text : texts) {
    if (text.rfind('{', 0) == 0) {
      strategies.push_back(nlohmann::json::parse(text));
      continue;
    }
    std::istringstream kinds(text);
    for (std::string kind; std::getline(kinds, kind, ',');) strategies.push_back({{"kind", kind}});
  }
  return strategies;
}

std::string strategy_name(const nlohmann::json& strategy) {
  return strategy.size() == 1 ? strategy.at("kind").get<std::string>() : strategy.dump();
}

void print_json(const std::string& benchmark, const std::vector<nlohmann::json>& results) {
  const nlohmann::json document = {{"benchmark", benchmark}, {"results", results}};
  std::cout << document.dump(1) << "\n";
}

}  // namespace wattle::search::benchmarks
