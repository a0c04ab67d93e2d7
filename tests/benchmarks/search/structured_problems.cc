// SPDX-License-Identifier: MIT
// Mixed and conditional spaces, finite tables, and failures.
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

}  // namespace

std::vector<ProblemRow> structured_problems() {
  return {
      {"conditional_training", conditional_training},
      {"table5000", table5000},
      {"crashing_levy4", crashing_levy4},
  };
}

}  // namespace wattle::search::benchmarks
