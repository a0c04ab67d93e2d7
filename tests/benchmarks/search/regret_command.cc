// SPDX-License-Identifier: MIT
// `search_benchmark regret` and `referee`.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tests/benchmarks/search/children.h"
#include "tests/benchmarks/search/contest.h"
#include "tests/benchmarks/search/flags.h"
#include "tests/benchmarks/search/regret_table.h"

namespace wattle::search::benchmarks {
namespace {

struct RegretFlags : ContestFlags {
  RegretFlags() {
    strategies = {"bayesian", "random"};
    problems = problem_names();
  }
  std::vector<int> trials{30, 60};
  int jobs = 1;
};

nlohmann::json run_json(const std::string& problem, const ContestOptions& options,
                        const ContestResult& result) {
  nlohmann::json regrets = nlohmann::json::array();
  for (const double regret : result.regrets) {
    regrets.push_back(std::isfinite(regret) ? nlohmann::json(regret) : nullptr);
  }
  return {{"problem", problem},
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
        options.seed = static_cast<std::uint64_t>(flags.first_seed) + static_cast<std::uint64_t>(i);
        options.jobs = flags.jobs;
        tasks.emplace_back([problem, options] {
          return run_json(problem, options, play(*make_problem(problem), options));
        });
      }
    }
  }
  const auto show = [&](const nlohmann::json& run) {
    if (!flags.json) std::cerr << run.dump() << "\n";
  };
  const auto runs = run_in_children(tasks, flags.processes, show);
  const std::vector<nlohmann::json> rows = summarise_runs(runs);
  if (flags.json) {
    print_json("regret", rows);
  } else {
    print_regret_table(rows);
  }
}

struct RefereeFlags {
  std::string problem;
  ContestOptions options;
};

/// What came of the trial before: null for the first one, and where it failed.
nlohmann::json last_metrics(const History& history) {
  if (history.empty() || !history.back().measurement) return nullptr;
  return history.back().measurement->metrics;
}

/// A player on the other end of a pipe.
Result<Parameters> ask_player(const History& history, Rng&) {
  const nlohmann::json question = {{"number", history.size()}, {"last", last_metrics(history)}};
  std::cout << question.dump() << std::endl;
  std::string answer;
  if (!std::getline(std::cin, answer)) return fail(ErrorCode::kExhausted, "the player has left");
  return Parameters(nlohmann::json::parse(answer));
}

void run_referee(const RefereeFlags& flags) {
  const Problem problem = *make_problem(flags.problem);
  const nlohmann::json rules = {{"space", problem.space}, {"goal", problem.goal}};
  std::cout << rules.dump() << std::endl;
  const ContestResult result = play(problem, flags.options, ask_player);
  const nlohmann::json end = {{"result", run_json(flags.problem, flags.options, result)}};
  std::cout << end.dump() << std::endl;
}

}  // namespace

void add_regret(CLI::App& app) {
  auto* const command =
      app.add_subcommand("regret", "How far from the optimum after so many trials");
  auto flags = std::make_shared<RegretFlags>();
  add_contest_flags(*command, *flags, "--trials", flags->trials);
  command->add_option("--jobs", flags->jobs, "Trials at once, simulated")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->callback([flags] { run_regret(*flags); });
}

void add_referee(CLI::App& app) {
  auto* const command = app.add_subcommand(
      "referee", "A run of `regret` for a player at the other end of a pipe, in JSON lines");
  auto flags = std::make_shared<RefereeFlags>();
  flags->options.checkpoints = {30, 60};
  command->add_option("--problem", flags->problem, "The problem")
      ->required()
      ->check(CLI::IsMember(problem_names()));
  command->add_option("--trials", flags->options.checkpoints, "Checkpoints, ascending")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", flags->options.seed, "Of the noise")->capture_default_str();
  command->callback([flags] { run_referee(*flags); });
}

}  // namespace wattle::search::benchmarks
