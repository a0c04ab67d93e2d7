// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/contest.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

#include "search/strategy/strategy.h"
#include "tests/benchmarks/search/hypervolume.h"
#include "tests/benchmarks/search/resource_usage.h"

namespace wattle::search::benchmarks {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Streams of random numbers besides the strategy's, which has the trial's number.
constexpr std::uint64_t kNoiseStream = 1ULL << 40;
constexpr std::uint64_t kDurationStream = 2ULL << 40;

class Contest {
 public:
  Contest(const Problem& problem, const ContestOptions& options, const SearchSpace& space,
          const Goal& goal, const Player& player)
      : problem_(problem), options_(options), space_(space), goal_(goal), player_(player) {}

  ContestResult run() {
    bool exhausted = false;
    while (result_.regrets.size() < options_.checkpoints.size() && result_.trials < wanted()) {
      while (!exhausted && running_ < options_.jobs) exhausted = !start_one();
      if (running_ == 0) break;
      end_one();
      if (result_.trials == options_.checkpoints[result_.regrets.size()]) {
        result_.regrets.push_back(regret());
      }
    }
    const double last = regret();
    result_.regrets.resize(options_.checkpoints.size(), last);
    return result_;
  }

 private:
  int wanted() const { return options_.checkpoints.back(); }

  /// False when the space is used up.
  bool start_one() {
    const auto number = static_cast<int>(history_.size());
    const auto stream = static_cast<std::uint64_t>(number);
    Rng rng(options_.seed, stream);
    const double before = cpu_seconds();
    Result<Parameters> parameters = player_(history_, rng);
    result_.suggest_cpu_seconds += cpu_seconds() - before;
    if (!parameters && parameters.error().code == ErrorCode::kExhausted) return false;
    if (!parameters) throw std::runtime_error(parameters.error().message);
    if (const auto fault = space_.violation(*parameters)) throw std::runtime_error(*fault);
    Trial trial;
    trial.number = number;
    trial.parameters = std::move(*parameters);
    trial.started_at = now_;
    trial.ended_at = now_ + duration(stream);  // known to the simulation, read by no strategy
    history_.push_back(std::move(trial));
    ++running_;
    return true;
  }

  Seconds duration(std::uint64_t stream) const {
    if (options_.jobs == 1) return Seconds(1.0);
    return Seconds(std::exp2(Rng(options_.seed, kDurationStream + stream).uniform(-1.0, 1.0)));
  }

  void end_one() {
    const Trial* first = nullptr;
    for (const Trial& trial : history_) {
      if (is_ended(trial.state)) continue;
      if (first == nullptr || trial.ended_at < first->ended_at) first = &trial;
    }
    now_ = first->ended_at;
    history_.change(static_cast<std::size_t>(first->number), [this](Trial& trial) { end(trial); });
    --running_;
    ++result_.trials;
  }

  void end(Trial& trial) const {
    std::optional<Metrics> metrics = problem_.measure(trial.parameters);
    trial.state = metrics ? TrialState::kComplete : TrialState::kFailed;
    if (!metrics) return;
    Rng noise(options_.seed, kNoiseStream + static_cast<std::uint64_t>(trial.number));
    metrics->at("value") += problem_.noise * noise.normal();
    trial.measurement = Measurement{std::move(*metrics), {}, {}, {}};
  }

  double regret() const {
    if (goal_.kind() == "pareto") return hypervolume_regret();
    const std::optional<int> best = goal_.best(history_);
    if (!best) return kInfinite;
    const Trial& trial = history_[static_cast<std::size_t>(*best)];
    if (!goal_.feasible(trial.measurement->metrics)) return kInfinite;
    return problem_.measure(trial.parameters)->at("value") - problem_.optimum;
  }

  double hypervolume_regret() const {
    std::vector<std::array<double, 2>> points;
    for (const Trial& trial : history_) {
      if (trial.state != TrialState::kComplete) continue;
      const std::vector<double> outputs = *goal_.outputs(*problem_.measure(trial.parameters));
      points.push_back({outputs[0], outputs[1]});
    }
    return 1.0 - hypervolume(points, problem_.reference) / problem_.optimum;
  }

  const Problem& problem_;
  const ContestOptions& options_;
  const SearchSpace& space_;
  const Goal& goal_;
  const Player& player_;
  History history_;
  int running_ = 0;
  Seconds now_;
  ContestResult result_;
};

}  // namespace

ContestResult play(const Problem& problem, const ContestOptions& options) {
  const SearchSpace space = *SearchSpace::from_json(problem.space, nullptr);
  const Goal goal = Goal::from_json(problem.goal);
  const auto strategy = make_strategy(options.strategy, space, goal, options.seed);
  if (!strategy) throw std::runtime_error(strategy.error().message);
  const Player player = [&](const History& history, Rng& rng) {
    return (*strategy)->suggest(history, rng);
  };
  return Contest(problem, options, space, goal, player).run();
}

ContestResult play(const Problem& problem, const ContestOptions& options, const Player& player) {
  const SearchSpace space = *SearchSpace::from_json(problem.space, nullptr);
  const Goal goal = Goal::from_json(problem.goal);
  return Contest(problem, options, space, goal, player).run();
}

}  // namespace wattle::search::benchmarks
