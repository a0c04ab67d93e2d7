// SPDX-License-Identifier: MIT
// A strategy, a pruner, a meter and an objective that Wattle does not have, as an embedder would
// write them: against the public headers alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "search/search.h"

namespace own {

using namespace wattle;
using namespace wattle::search;

/// Every other trial a small step from the best one so far, else a random point.
class HillClimber final : public Strategy {
 public:
  static Result<std::unique_ptr<Strategy>> create(const SearchSpace& space, const Goal& goal,
                                                  std::uint64_t seed) {
    auto random = make_strategy({{"kind", "random"}}, space, goal, seed);
    if (!random) return random;
    return std::unique_ptr<Strategy>(new HillClimber(space, goal, std::move(*random)));
  }

  std::string_view kind() const override { return "hill_climber"; }

  Result<Parameters> suggest(const History& history, Rng& rng) override {
    const auto best = goal_.best(history);
    if (best && next_number(history) % 2 == 1) {
      const Parameters step = near(find_trial(history, *best)->parameters, rng);
      if (space_.contains(step) && !history.has_point(step)) return step;
    }
    return random_->suggest(history, rng);  // which also says when the space is used up
  }

 private:
  HillClimber(const SearchSpace& space, const Goal& goal, std::unique_ptr<Strategy> random)
      : space_(space), goal_(goal), random_(std::move(random)) {}

  Parameters near(const Parameters& best, Rng& rng) const {
    nlohmann::json values = best.json();
    for (const Parameter& parameter : space_.parameters()) {
      const Value* const value = best.find(parameter.name);
      const double at = value == nullptr ? rng.uniform() : parameter.to_unit(*value);
      values[parameter.name] = parameter.from_unit(at + 0.1 * rng.normal());
    }
    return space_.restrict_to_active(values);
  }

  const SearchSpace& space_;
  const Goal& goal_;
  std::unique_ptr<Strategy> random_;
};

/// Stops a trial whose metric has risen twice in a row.
class RisingPruner final : public Pruner {
 public:
  explicit RisingPruner(const Goal& goal) : goal_(goal) {}
  std::string_view kind() const override { return "rising"; }

  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& /*context*/) const override {
    if (trial.steps.size() < 3) return std::nullopt;
    std::optional<double> before;
    for (std::size_t i = trial.steps.size() - 3; i < trial.steps.size(); ++i) {
      const auto metric = finite_metric(trial.steps[i].metrics, goal_.metric());
      if (!metric) return std::nullopt;
      const double loss = goal_.maximise() ? -*metric : *metric;
      if (before && loss <= *before) return std::nullopt;
      before = loss;
    }
    const int last = trial.steps.back().step;
    return goal_.metric() + " got worse from step " + std::to_string(last - 2) + " to step " +
           std::to_string(last);
  }

 private:
  const Goal& goal_;
};

/// A machine that always draws 10 W, give or take one.
class TenWatts final : public energy::EnergyMeter {
 public:
  explicit TenWatts(std::shared_ptr<const energy::Clock> clock)
      : clock_(std::move(clock)), opened_(clock_->now()) {
    info_.name = "ten_watts";
    info_.source = energy::Source::kEstimated;
    info_.domains = {"wall"};
    info_.resolution = Seconds(1e-3);
    info_.explanation = "10 W times the time";
  }
  const energy::MeterInfo& info() const override { return info_; }
  Result<energy::CumulativeEnergy> read() override {
    const Seconds passed = clock_->now() - opened_;
    return energy::CumulativeEnergy{Watts(10) * passed, Watts(9) * passed, Watts(11) * passed};
  }

 private:
  std::shared_ptr<const energy::Clock> clock_;
  Seconds opened_;
  energy::MeterInfo info_;
};

/// Gradient descent on x^2 with a step size to find: ten steps, each reported.
class Descent final : public Objective {
 public:
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override {
    const auto rate = parameters.get<double>("rate");
    if (rate <= 0) return fail(ErrorCode::kInvalidArgument, "a rate must be above 0");
    double x = 1.0;
    Metrics metrics;
    for (int step = 1; step <= kSteps; ++step) {
      if (context.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
      x -= rate * 2 * x;
      metrics = {{"value", x * x}};
      if (!context.report(step, metrics)) break;
    }
    if (context.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
    return Evaluation{metrics, std::nullopt};
  }
  std::optional<int> planned_steps(const Parameters& /*parameters*/) const override {
    return kSteps;
  }

 private:
  static constexpr int kSteps = 10;
};

}  // namespace own
