// SPDX-License-Identifier: MIT
// What the search costs and how well it does: flags in, a table or JSON out. docs/benchmarks.md
// says how to read it.
#include <exception>
#include <iostream>
#include <memory>
#include <vector>

#include "search/strategy/strategy.h"
#include "search/study/threads.h"
#include "tests/benchmarks/search/flags.h"
#include "tests/benchmarks/search/floor.h"

namespace wattle::search::benchmarks {
namespace {

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

void add_kinds(CLI::App& app) {
  auto* const command = app.add_subcommand("kinds", "The strategies that this program knows");
  command->callback([] {
    std::vector<nlohmann::json> kinds(strategy_kinds().begin(), strategy_kinds().end());
    print_json("kinds", kinds);
  });
}

int run(int argc, char** argv) {
  CLI::App app("What Wattle's search costs, and how well it does");
  app.require_subcommand(1);
  add_suggest(app);
  add_history(app);
  add_regret(app);
  add_referee(app);
  add_curves(app);
  add_floor(app);
  add_kinds(app);
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
