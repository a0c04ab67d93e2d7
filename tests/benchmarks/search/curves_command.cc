// SPDX-License-Identifier: MIT
// `search_benchmark curves`.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tests/benchmarks/search/children.h"
#include "tests/benchmarks/search/curve_contest.h"
#include "tests/benchmarks/search/flags.h"
#include "tests/benchmarks/search/regret_table.h"

namespace wattle::search::benchmarks {
namespace {

struct CurvesFlags : ContestFlags {
  CurvesFlags() {
    strategies = {"bayesian", R"({"kind": "bayesian", "fidelity": true})", "random"};
    problems = curve_problem_names();
    seeds = 20;
  }
  std::vector<std::string> pruners{"asha"};
  std::vector<int> trainings{5, 10, 20};
};

/// In the words of regret_table.h; "trials" are whole trainings' worth of steps.
nlohmann::json run_json(const std::string& problem, const CurveContestOptions& options) {
  const ContestResult result = play(*make_curve_problem(problem), options);
  nlohmann::json regrets = nlohmann::json::array();
  for (const double regret : result.regrets) {
    regrets.push_back(std::isfinite(regret) ? nlohmann::json(regret) : nullptr);
  }
  return {{"problem", problem + " " + strategy_name(options.pruner)},
          {"strategy", options.strategy},
          {"seed", options.seed},
          {"trials", options.checkpoints},
          {"regrets", regrets},
          {"suggest_cpu_seconds", result.suggest_cpu_seconds}};
}

std::vector<Task> tasks_of(const CurvesFlags& flags) {
  std::vector<Task> tasks;
  for (const std::string& problem : flags.problems) {
    for (const nlohmann::json& pruner : read_strategies(flags.pruners)) {
      for (const nlohmann::json& strategy : read_strategies(flags.strategies)) {
        for (int i = 0; i < flags.seeds; ++i) {
          const CurveContestOptions options{strategy, pruner, flags.trainings,
                                            static_cast<std::uint64_t>(flags.first_seed + i)};
          tasks.emplace_back([problem, options] { return run_json(problem, options); });
        }
      }
    }
  }
  return tasks;
}

void run_curves(CurvesFlags flags) {
  std::sort(flags.trainings.begin(), flags.trainings.end());
  const auto show = [&](const nlohmann::json& run) {
    if (!flags.json) std::cerr << run.dump() << "\n";
  };
  const auto rows = summarise_runs(run_in_children(tasks_of(flags), flags.processes, show));
  if (flags.json) {
    print_json("curves", rows);
  } else {
    print_regret_table(rows);
  }
}

}  // namespace

void add_curves(CLI::App& app) {
  auto* const command = app.add_subcommand(
      "curves", "How far from the optimum after steps worth so many trainings, with a pruner");
  auto flags = std::make_shared<CurvesFlags>();
  add_contest_flags(*command, *flags, "--trainings", flags->trainings);
  command->add_option("--pruner", flags->pruners, "As strategies")->capture_default_str();
  command->callback([flags] { run_curves(*flags); });
}

}  // namespace wattle::search::benchmarks
