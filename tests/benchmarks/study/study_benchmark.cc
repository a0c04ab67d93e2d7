// SPDX-License-Identifier: MIT
// What a study costs beside its trials: an objective that does nothing, metered and recorded as any
// other. Prints JSON: milliseconds a trial for each thousand of them, and the memory they took.
#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "energy/detect.h"
#include "energy/metering.h"
#include "search/study/study.h"
#include "tests/benchmarks/search/resource_usage.h"

namespace wattle::search::benchmarks {
namespace {

using nlohmann::json;

constexpr int kBlock = 1000;
constexpr double kMebibyte = 1024.0 * 1024.0;

/// Adds up its numbers.
class NoWork final : public Objective {
 public:
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& /*context*/) override {
    double sum = 0.0;
    for (const auto& value : parameters.json()) {
      if (value.is_number()) sum += value.get<double>();
    }
    return Evaluation{{{"value", sum}}, std::nullopt};
  }
};

/// Takes the time at the end of each block of trials.
class Blocks final : public StudyObserver {
 public:
  explicit Blocks(const energy::Clock& clock) : clock_(clock), last_(clock.now()) {}
  void trial_ended(const Trial& /*trial*/, const Progress& now) override {
    if (now.ended % kBlock != 0) return;
    milliseconds_.push_back(1e3 * (clock_.now() - last_).value / kBlock);
    last_ = clock_.now();
    megabytes_ = resident_megabytes();  // while the study holds its trials
  }
  double megabytes() const { return megabytes_; }
  const std::vector<double>& milliseconds_a_trial() const { return milliseconds_; }

 private:
  const energy::Clock& clock_;
  Seconds last_;
  std::vector<double> milliseconds_;
  double megabytes_ = 0.0;
};

json space_of_six() {
  return {{"rate", {{"type", "float"}, {"low", 1e-5}, {"high", 1.0}, {"scale", "log"}}},
          {"decay", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}}},
          {"momentum", {{"type", "float"}, {"low", 0.0}, {"high", 0.99}}},
          {"width", {{"type", "int"}, {"low", 8}, {"high", 512}}},
          {"layers", {{"type", "int"}, {"low", 1}, {"high", 8}}},
          {"optimizer", {{"type", "categorical"}, {"choices", {"sgd", "adam", "rmsprop"}}}}};
}

std::unique_ptr<Study> study_of(int trials, const std::string& strategy) {
  auto study = std::make_unique<Study>();
  study->name = "benchmark";
  study->scenario = {{"name", "benchmark"}, {"space", space_of_six()}};
  study->space = *SearchSpace::from_json(space_of_six(), nullptr);
  study->goal = Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
  study->objective = std::make_shared<NoWork>();
  study->pruner = make_pruner({{"kind", "none"}}, study->goal);
  study->budget.trials = trials;
  study->finalists = 0;
  study->strategy = *make_strategy({{"kind", strategy}}, study->space, study->goal, study->seed,
                                   study->budget, 1);
  return study;
}

struct Flags {
  int trials = kBlock;
  int jobs = 1;
  std::string strategy = "random";
  std::filesystem::path store;
};

json run(const Flags& flags) {
  const energy::SteadyClock clock;
  auto meter = energy::open_meter("estimate", {});
  if (!meter) throw std::runtime_error(meter.error().message);
  const auto metering = energy::start_metering(std::move(meter->meter), clock);
  if (!metering) throw std::runtime_error(metering.error().message);
  const auto store = flags.store.empty() ? make_memory_store() : [&] {
    auto opened = open_sqlite_store(flags.store);
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(*opened);
  }();
  const auto study = study_of(flags.trials, flags.strategy);
  RunOptions options;
  options.jobs = flags.jobs;
  const double before = resident_megabytes();
  const double cpu_before = cpu_seconds();
  Blocks blocks(clock);
  const Seconds started = clock.now();
  const auto summary = run_study(*study, {*store, **metering, clock, blocks}, options);
  if (!summary) throw std::runtime_error(summary.error().message);
  const double wall = (clock.now() - started).value;
  return {{"trials", flags.trials},
          {"complete", summary->complete},
          {"wall_ms_a_trial", 1e3 * wall / flags.trials},
          {"cpu_ms_a_trial", 1e3 * (cpu_seconds() - cpu_before) / flags.trials},
          {"ms_a_trial_by_thousand", blocks.milliseconds_a_trial()},
          {"resident_bytes_a_trial", kMebibyte * (blocks.megabytes() - before) / flags.trials}};
}

}  // namespace
}  // namespace wattle::search::benchmarks

int main(int argc, char** argv) {
  CLI::App app("What a study costs beside its trials");
  wattle::search::benchmarks::Flags flags;
  app.add_option("--trials", flags.trials)->check(CLI::PositiveNumber);
  app.add_option("--jobs", flags.jobs)->check(CLI::PositiveNumber);
  app.add_option("--strategy", flags.strategy);
  app.add_option("--store", flags.store, "an SQLite file to be made; without it, memory");
  CLI11_PARSE(app, argc, argv);
  try {
    std::cout << wattle::search::benchmarks::run(flags).dump() << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  return 0;
}
