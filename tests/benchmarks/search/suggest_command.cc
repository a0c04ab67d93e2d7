// SPDX-License-Identifier: MIT
// `search_benchmark suggest` and `history`.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "tests/benchmarks/search/children.h"
#include "tests/benchmarks/search/flags.h"
#include "tests/benchmarks/search/problem.h"
#include "tests/benchmarks/search/suggestion_cost.h"

namespace wattle::search::benchmarks {
namespace {

struct SuggestFlags {
  std::vector<std::string> strategies{"bayesian"};
  std::vector<int> dimensions{20};
  std::vector<int> trials{100, 200, 500, 1000};
  CostOptions common;
  bool json = false;
};

void print_cost_row(const nlohmann::json& row) {
  std::printf("%-10s %4d %6d %10.2f %10.2f %10.2f %10.2f %8.1f\n",
              strategy_name(row.at("strategy")).c_str(), row.at("d").get<int>(),
              row.at("n").get<int>(), row.at("cpu_ms").get<double>(),
              row.at("wall_ms").get<double>(), row.at("worst_cpu_ms").get<double>(),
              row.at("cold_cpu_ms").get<double>(), row.at("peak_mb").get<double>());
  std::fflush(stdout);
}

void run_suggest(const SuggestFlags& flags) {
  std::vector<Task> tasks;
  for (const nlohmann::json& strategy : read_strategies(flags.strategies)) {
    for (const int dimensions : flags.dimensions) {
      for (const int trials : flags.trials) {
        CostOptions options = flags.common;
        options.strategy = strategy;
        options.dimensions = dimensions;
        options.trials = trials;
        tasks.emplace_back([options] { return measure_cost(options); });
      }
    }
  }
  if (!flags.json) {
    std::printf("%-10s %4s %6s %10s %10s %10s %10s %8s\n", "strategy", "d", "n", "cpu ms",
                "wall ms", "worst cpu", "cold cpu", "peak MB");
    std::fflush(stdout);  // or the children would write it too
  }
  // One at a time: two would share the caches that they measure.
  const auto results =
      run_in_children(tasks, 1, flags.json ? [](const nlohmann::json&) {} : print_cost_row);
  if (flags.json) print_json("suggest", results);
}

nlohmann::json history_row(const Trial& trial) {
  return {{"x", inputs(trial.parameters)}, {"value", trial.measurement->metrics.at("value")}};
}

void run_history(const CostOptions& options) {
  const CostProblem problem(options.dimensions, options.goal);
  const auto seed = static_cast<std::uint64_t>(options.first_seed);
  std::vector<nlohmann::json> rows;
  for (const Trial& trial : make_history(problem, options.history, options.trials, seed)) {
    rows.push_back(history_row(trial));
  }
  print_json("history", rows);
}

}  // namespace

void add_suggest(CLI::App& app) {
  auto* const command = app.add_subcommand("suggest", "Milliseconds and memory of one suggestion");
  auto flags = std::make_shared<SuggestFlags>();
  command->add_option("--strategy", flags->strategies, "Kinds with commas, or one as in a scenario")
      ->capture_default_str();
  command->add_option("--d", flags->dimensions, "Dimensions")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--n", flags->trials, "Ended trials")->delimiter(',')->capture_default_str();
  command->add_option("--goal", flags->common.goal, "What is aimed at")
      ->check(CLI::IsMember({"best", "pareto"}))
      ->capture_default_str();
  command->add_option("--history", flags->common.history, "How the ended trials lie")
      ->check(CLI::IsMember({"uniform", "clustered"}))
      ->capture_default_str();
  command->add_option("--suggestions", flags->common.suggestions, "Counted, in a row")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--repeats", flags->common.repeats, "Histories")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--first-seed", flags->common.first_seed, "The other repeats' follow")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_flag("--json", flags->json, "Print JSON");
  command->callback([flags] { run_suggest(*flags); });
}

void add_history(CLI::App& app) {
  auto* const command =
      app.add_subcommand("history", "The ended trials of one repeat of `suggest`, for peers");
  auto options = std::make_shared<CostOptions>();
  command->add_option("--d", options->dimensions, "Dimensions")->capture_default_str();
  command->add_option("--n", options->trials, "Ended trials")->capture_default_str();
  command->add_option("--history", options->history, "How they lie")
      ->check(CLI::IsMember({"uniform", "clustered"}))
      ->capture_default_str();
  command->add_option("--seed", options->first_seed, "The repeat's")->capture_default_str();
  command->callback([options] { run_history(*options); });
}

}  // namespace wattle::search::benchmarks
