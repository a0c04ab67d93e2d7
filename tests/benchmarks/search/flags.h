// SPDX-License-Identifier: MIT
// What the subcommands of `search_benchmark` share.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wattle::search::benchmarks {

/// Who plays what, and how often.
struct ContestFlags {
  std::vector<std::string> strategies;
  std::vector<std::string> problems;  ///< all that there are, until it is told which
  int seeds = 10;
  int first_seed = 1;
  int processes = 1;
  bool json = false;
};

/// Options of `command` that fill `flags`, which must outlive it. `checkpoints` is the name of the
/// option for `at`.
void add_contest_flags(CLI::App& command, ContestFlags& flags, const std::string& checkpoints,
                       std::vector<int>& at);

/// "bayesian,random", or one strategy as a scenario writes it: {"kind": "bayesian", ...}.
std::vector<nlohmann::json> read_strategies(const std::vector<std::string>& texts);
/// The kind alone where nothing else is said, else the JSON.
std::string strategy_name(const nlohmann::json& strategy);
/// {"benchmark": ..., "results": [...]} on standard output.
void print_json(const std::string& benchmark, const std::vector<nlohmann::json>& results);

void add_suggest(CLI::App& app);
void add_history(CLI::App& app);
void add_regret(CLI::App& app);
void add_referee(CLI::App& app);
void add_curves(CLI::App& app);

}  // namespace wattle::search::benchmarks
