// SPDX-License-Identifier: MIT
// Mixed and conditional spaces, finite tables, failures, constraints and two objectives.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "search/space/rng.h"
#include "tests/benchmarks/search/problem.h"

namespace wattle::search::benchmarks {
namespace {

using std::numbers::pi;

const nlohmann::json kLeastValue = {
    {"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}};

double square(double x) { return x * x; }

nlohmann::json real(double low, double high) {
  return {{"type", "float"}, {"low", low}, {"high", high}};
}

nlohmann::json logarithmic(const char* type, const nlohmann::json& low,
                           const nlohmann::json& high) {
  return {{"type", type}, {"low", low}, {"high", high}, {"scale", "log"}};
}

nlohmann::json training_space() {
  nlohmann::json space = {
      {"optimizer", {{"type", "categorical"}, {"choices", {"sgd", "adam", "rmsprop"}}}},
      {"learning_rate", logarithmic("float", 1e-5, 1.0)},
      {"batch_size", logarithmic("int", 8, 512)},
      {"layers", {{"type", "int"}, {"low", 1}, {"high", 4}}},
      {"dropout", real(0.0, 0.6)},
      {"momentum", real(0.0, 0.99)},
  };
  space["momentum"]["when"] = {{"optimizer", "sgd"}};
  for (int layer = 1; layer <= 4; ++layer) {
    nlohmann::json& width = space["width_" + std::to_string(layer)];
    width = logarithmic("int", 8, 512);
    if (layer > 1) width["when"] = {{"layers", {{"at_least", layer}}}};
  }
  return space;
}

/// A made-up validation loss with the shape that training has: a best learning rate for each
/// optimizer that grows with the batch size, ripples, conditional widths. Least, 0, for sgd with 3
/// layers at its best momentum (0.9), widths (64), batch size (64), dropout (0.2) and rate (0.1).
double training_loss(const Parameters& parameters) {
  const auto number = [&](const std::string& name) { return parameters.find(name)->get<double>(); };
  const std::string optimizer = parameters.find("optimizer")->get<std::string>();
  const double offset = optimizer == "sgd" ? 0.0 : optimizer == "adam" ? 0.05 : 0.15;
  const double best_rate = optimizer == "sgd" ? -1.0 : optimizer == "adam" ? -3.0 : -3.5;
  const double doublings = std::log2(number("batch_size") / 64.0);
  const double rate = std::log10(number("learning_rate")) - best_rate - 0.15 * doublings;
  double loss = offset + 0.2 * square(rate) + 0.03 * (1.0 - std::cos(4.0 * rate));
  loss += 0.02 * square(doublings) + 0.8 * square(number("dropout") - 0.2);
  loss += 0.04 * square(number("layers") - 3.0);
  for (int layer = 1; layer <= parameters.find("layers")->get<int>(); ++layer) {
    loss += 0.03 * square(std::log2(number("width_" + std::to_string(layer)) / 64.0));
  }
  if (optimizer == "sgd") loss += 0.4 * square(number("momentum") - 0.9);
  return loss;
}

Problem conditional_training() {
  Problem problem;
  problem.space = training_space();
  problem.goal = kLeastValue;
  problem.measure = [](const Parameters& parameters) {
    return std::optional<Metrics>({{"value", training_loss(parameters)}});
  };
  return problem;
}

/// A draw from a Gaussian process with a squared-exponential kernel (length scale 0.35 on the unit
/// cube), by random Fourier features [Rahimi2007].
class RandomSmoothFunction {
 public:
  RandomSmoothFunction(int dimension, std::uint64_t seed) {
    Rng rng(seed);
    for (int k = 0; k < kFeatures; ++k) {
      std::vector<double> frequencies;
      for (int j = 0; j < dimension; ++j) frequencies.push_back(rng.normal() / 0.35);
      frequencies_.push_back(std::move(frequencies));
      phases_.push_back(rng.uniform(0.0, 2.0 * pi));
    }
  }

  double operator()(const std::vector<double>& x) const {
    double sum = 0.0;
    for (std::size_t k = 0; k < phases_.size(); ++k) {
      double angle = phases_[k];
      for (std::size_t j = 0; j < x.size(); ++j) angle += frequencies_[k][j] * x[j];
      sum += std::cos(angle);
    }
    return sum * std::sqrt(2.0 / kFeatures);
  }

 private:
  static constexpr int kFeatures = 64;
  std::vector<std::vector<double>> frequencies_;
  std::vector<double> phases_;
};

constexpr int kTableLevels = 10;
constexpr int kTableChoices = 5;

/// What a table of 5,000 recorded runs looks like: three ordered columns of 10 values and one of 5
/// names. Each name has its own smooth function beside the common one.
class SmoothTable {
 public:
  SmoothTable() : common_(3, 2024) {
    for (std::uint64_t choice = 0; choice < kTableChoices; ++choice) {
      own_.emplace_back(3, mix_seed(2024, choice));
    }
  }

  double at(int x0, int x1, int x2, int choice) const {
    const std::vector<double> u{unit(x0), unit(x1), unit(x2)};
    return common_(u) + 0.5 * own_[static_cast<std::size_t>(choice)](u);
  }

  double least() const {
    double least = std::numeric_limits<double>::infinity();
    for (int x0 = 0; x0 < kTableLevels; ++x0)
      for (int x1 = 0; x1 < kTableLevels; ++x1)
        for (int x2 = 0; x2 < kTableLevels; ++x2)
          for (int choice = 0; choice < kTableChoices; ++choice)
            least = std::min(least, at(x0, x1, x2, choice));
    return least;
  }

 private:
  static double unit(int level) { return level / (kTableLevels - 1.0); }
  RandomSmoothFunction common_;
  std::vector<RandomSmoothFunction> own_;
};

Problem table5000() {
  Problem problem;
  const nlohmann::json level = {{"type", "int"}, {"low", 0}, {"high", kTableLevels - 1}};
  problem.space = {{"x0", level}, {"x1", level}, {"x2", level}};
  problem.space["choice"] = {{"type", "categorical"}, {"choices", {"a", "b", "c", "d", "e"}}};
  problem.goal = kLeastValue;
  const SmoothTable table;
  problem.optimum = table.least();
  problem.measure = [table](const Parameters& parameters) {
    const auto level_of = [&](const char* name) { return parameters.find(name)->get<int>(); };
    const int choice = parameters.find("choice")->get<std::string>().front() - 'a';
    const double value = table.at(level_of("x0"), level_of("x1"), level_of("x2"), choice);
    return std::optional<Metrics>({{"value", value}});
  };
  return problem;
}

/// Levy's function where a third of the box fails; the minimum lies near the edge of that third.
Problem crashing_levy4() {
  Problem problem;
  problem.space = cube(4, -10.0, 10.0);
  problem.goal = kLeastValue;
  problem.measure = [](const Parameters& parameters) -> std::optional<Metrics> {
    const std::vector<double> x = inputs(parameters);
    const std::vector<double> shift = sine_shift(4, 3.0, 2.0);
    const double beyond = x[0] + x[1] - (2.0 + shift[0] + shift[1]);
    if (beyond > 1.0) return std::nullopt;
    return Metrics{{"value", shifted("levy", x, shift)}};
  };
  return problem;
}

nlohmann::json within_zero() {
  return {{"kind", "within"},
          {"metric", "value"},
          {"direction", "minimize"},
          {"bound_metric", "constraint"},
          {"at_most", 0.0}};
}

/// x0 + x1 subject to 3/2 - x0 - 2 x1 - sin(2 pi (x0^2 - 2 x1)) / 2 <= 0; the bound is active at
/// the minimum, near (0.1951, 0.4047) [Gramacy2016].
Problem constrained_gramacy() {
  Problem problem;
  problem.space = cube(2, 0.0, 1.0);
  problem.goal = within_zero();
  problem.optimum = 0.59978805201;
  problem.measure = [](const Parameters& parameters) {
    const std::vector<double> x = inputs(parameters);
    const double bound =
        1.5 - x[0] - 2.0 * x[1] - 0.5 * std::sin(2.0 * pi * (x[0] * x[0] - 2.0 * x[1]));
    return std::optional<Metrics>({{"value", x[0] + x[1]}, {"constraint", bound}});
  };
  return problem;
}

/// Hartmann 6 inside the unit ball, 8 % of the box [Letham2019]; the minimum is inside.
Problem constrained_hartmann6() {
  Problem problem;
  problem.space = cube(6, 0.0, 1.0);
  problem.goal = within_zero();
  problem.optimum = -3.3223680114155147;
  problem.measure = [](const Parameters& parameters) {
    const std::vector<double> x = inputs(parameters);
    double squares = 0.0;
    for (const double v : x) squares += v * v;
    return std::optional<Metrics>({{"value", shifted("hartmann6", x, std::vector<double>(6, 0.0))},
                                   {"constraint", std::sqrt(squares) - 1.0}});
  };
  return problem;
}

Problem trade_off(nlohmann::json space,
                  std::function<std::array<double, 2>(const std::vector<double>&)> objectives) {
  Problem problem;
  problem.space = std::move(space);
  problem.goal = {{"kind", "pareto"}, {"metric", "value"}, {"direction", "minimize"}};
  problem.measure = [objectives = std::move(objectives)](const Parameters& parameters) {
    const auto [value, log_joules] = objectives(inputs(parameters));
    return std::optional<Metrics>({{"value", value}, {"train_joules", std::pow(10.0, log_joules)}});
  };
  return problem;
}

/// DTLZ2 in 6 dimensions [Deb2002]: (1 + g) (cos, sin)(pi x0 / 2), g = sum (x_j - 1/2)^2. The front
/// is a quarter of the unit circle, which leaves 1.1^2 - pi/4 below (1.1, 1.1).
Problem pareto_dtlz6() {
  Problem problem = trade_off(cube(6, 0.0, 1.0), [](const std::vector<double>& x) {
    double radius = 1.0;
    for (std::size_t j = 1; j < x.size(); ++j) radius += square(x[j] - 0.5);
    const double angle = 0.5 * pi * x[0];
    return std::array<double, 2>{radius * std::cos(angle), radius * std::sin(angle)};
  });
  problem.reference = {1.1, 1.1};
  problem.optimum = 1.21 - pi / 4.0;
  return problem;
}

double currin(double x0, double x1) {
  const double shade = x1 > 0.0 ? 1.0 - std::exp(-0.5 / x1) : 1.0;
  const double above = 2300.0 * x0 * x0 * x0 + 1900.0 * x0 * x0 + 2092.0 * x0 + 60.0;
  const double below = 100.0 * x0 * x0 * x0 + 500.0 * x0 * x0 + 4.0 * x0 + 20.0;
  return shade * above / below;
}

/// Branin and Currin on the unit square [Belakaria2019]; the hypervolume below (18, 6) is that of
/// BoTorch's table of test problems.
Problem pareto_branin_currin() {
  Problem problem = trade_off(cube(2, 0.0, 1.0), [](const std::vector<double>& x) {
    const std::vector<double> scaled{15.0 * x[0] - 5.0, 15.0 * x[1]};
    return std::array<double, 2>{shifted("branin", scaled, {0.0, 0.0}), currin(x[0], x[1])};
  });
  problem.reference = {18.0, 6.0};
  problem.optimum = 59.36011874867746;
  return problem;
}

}  // namespace

std::vector<ProblemRow> structured_problems() {
  return {
      {"conditional_training", conditional_training},
      {"table5000", table5000},
      {"crashing_levy4", crashing_levy4},
      {"constrained_gramacy", constrained_gramacy},
      {"constrained_hartmann6", constrained_hartmann6},
      {"pareto_dtlz6", pareto_dtlz6},
      {"pareto_branin_currin", pareto_branin_currin},
  };
}

}  // namespace wattle::search::benchmarks
