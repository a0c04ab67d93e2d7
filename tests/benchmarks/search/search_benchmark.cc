// SPDX-License-Identifier: MIT
// What the search costs and how well it does: flags in, a table or JSON out. docs/benchmarks.md
// says how to read it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "search/study/threads.h"
#include "tests/benchmarks/search/children.h"
#include "tests/benchmarks/search/contest.h"
#include "tests/benchmarks/search/floor.h"
#include "tests/benchmarks/search/regret_table.h"
#include "tests/benchmarks/search/suggestion_cost.h"

namespace wattle::search::benchmarks {
namespace {

/// "bayesian,random", or one strategy as a scenario writes it: {"kind": "bayesian", ...}.
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

void print_json(const char* benchmark, const std::vector<nlohmann::json>& results) {
  const nlohmann::json document = {{"benchmark", benchmark}, {"results", results}};
  std::cout << document.dump(1) << "\n";
}

void show_progress(const nlohmann::json& line) { std::cerr << line.dump() << "\n"; }

void silent(const nlohmann::json&) {}

struct SuggestFlags {
  std::vector<std::string> strategies{"bayesian"};
  std::vector<int> dimensions{20};
  std::vector<int> trials{100, 200, 500, 1000};
  CostOptions common;
  bool json = false;
};

std::string strategy_name(const nlohmann::json& strategy) {
  return strategy.size() == 1 ? strategy.at("kind").get<std::string>() : strategy.dump();
}

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
  const auto results = run_in_children(tasks, 1, flags.json ? silent : print_cost_row);
  if (flags.json) print_json("suggest", results);
}

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
  command->add_flag("--json", flags->json, "Print JSON");
  command->callback([flags] { run_suggest(*flags); });
}

struct RegretFlags {
  std::vector<std::string> strategies{"bayesian", "random"};
  std::vector<std::string> problems = problem_names();
  std::vector<int> trials{30, 60};
  int seeds = 10;
  int first_seed = 1;
  int jobs = 1;
  int processes = 1;
  bool json = false;
};

nlohmann::json play_json(const std::string& name, const ContestOptions& options) {
  const ContestResult result = play(*make_problem(name), options);
  nlohmann::json regrets = nlohmann::json::array();
  for (const double regret : result.regrets) {
    regrets.push_back(std::isfinite(regret) ? nlohmann::json(regret) : nullptr);
  }
  return {{"problem", name},
          {"strategy", options.strategy},
          {"seed", options.seed},
          {"jobs", options.jobs},
          {"trials", options.checkpoints},
          {"regrets", regrets},
          {"suggest_cpu_seconds", result.suggest_cpu_seconds}};
}

void run_regret(RegretFlags flags) {
  std::sort(flags.trials.begin(), flags.trials.end());
  std::vector<Task> tasks;
  for (const std::string& problem : flags.problems) {
    for (const nlohmann::json& strategy : read_strategies(flags.strategies)) {
      for (int i = 0; i < flags.seeds; ++i) {
        ContestOptions options;
        options.strategy = strategy;
        options.checkpoints = flags.trials;
        options.seed = static_cast<std::uint64_t>(flags.first_seed + i);
        options.jobs = flags.jobs;
        tasks.emplace_back([problem, options] { return play_json(problem, options); });
      }
    }
  }
  const auto runs = run_in_children(tasks, flags.processes, show_progress);
  const std::vector<nlohmann::json> rows = summarise_runs(runs);
  if (flags.json) {
    print_json("regret", rows);
  } else {
    print_regret_table(rows);
  }
}

void add_regret(CLI::App& app) {
  auto* const command =
      app.add_subcommand("regret", "How far from the optimum after so many trials");
  auto flags = std::make_shared<RegretFlags>();
  command->add_option("--strategy", flags->strategies, "Kinds with commas, or one as in a scenario")
      ->capture_default_str();
  command->add_option("--problem", flags->problems, "Problems")
      ->delimiter(',')
      ->check(CLI::IsMember(problem_names()))
      ->capture_default_str();
  command->add_option("--trials", flags->trials, "Checkpoints")
      ->delimiter(',')
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seeds", flags->seeds, "Runs of each")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--first-seed", flags->first_seed, "The others follow")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--jobs", flags->jobs, "Trials at once, simulated")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--processes", flags->processes, "Runs at once")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_flag("--json", flags->json, "Print JSON");
  command->callback([flags] { run_regret(*flags); });
}

void add_floor(CLI::App& app) {
  auto* const command = app.add_subcommand(
      "floor", "CPU milliseconds of LAPACK's dpotrf + dpotri, the least that a fit repeats");
  auto sizes = std::make_shared<std::vector<int>>(std::vector<int>{200, 500, 1000});
  command->add_option("--n", *sizes, "Rows")->delimiter(',')->capture_default_str();
  command->callback([sizes] {
    std::vector<nlohmann::json> rows;
    for (const int size : *sizes) rows.push_back({{"n", size}, {"cpu_ms", floor_cpu_ms(size)}});
    print_json("floor", rows);
  });
}

int run(int argc, char** argv) {
  CLI::App app("What Wattle's search costs, and how well it does");
  app.require_subcommand(1);
  add_suggest(app);
  add_regret(app);
  add_floor(app);
  CLI11_PARSE(app, argc, argv);
  return 0;
}

}  // namespace
}  // namespace wattle::search::benchmarks

int main(int argc, char** argv) {
  try {
    wattle::search::keep_blas_single_threaded();
    return wattle::search::benchmarks::run(argc, argv);
  } catch (const std::exception& exception) {
    std::cerr << "search_benchmark: " << exception.what() << "\n";
    return 1;
  }
}
