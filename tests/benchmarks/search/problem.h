// SPDX-License-Identifier: MIT
// Problems that know their optimum, to measure strategies on.
#pragma once

#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/space/value.h"
#include "search/trial/measurement.h"

namespace wattle::search::benchmarks {

/// The metric "value" is to be minimised over `space`; "constraint" and "train_joules" are there
/// where the goal speaks of them.
struct Problem {
  std::string name;
  nlohmann::json space;  ///< as a scenario writes it
  nlohmann::json goal;   ///< likewise
  /// Without noise; nullopt where a trial fails.
  std::function<std::optional<Metrics>(const Parameters&)> measure;
  /// The least feasible value; for `pareto` the hypervolume that the whole front dominates.
  double optimum = 0.0;
  double noise = 0.0;  ///< standard deviation of what a trial adds to its value
  /// For `pareto`: value and log10(train_joules), both worse than all that counts.
  std::array<double, 2> reference{};
};

/// Names in the order of docs/benchmarks.md.
std::vector<std::string> problem_names();
/// nullopt when there is none of that name. Takes milliseconds where the optimum is found by
/// listing a finite space.
std::optional<Problem> make_problem(std::string_view name);

/// The numbers x0, x1, ... up to the first name that is missing.
std::vector<double> inputs(const Parameters& parameters);
/// x0 .. x(d-1), each from `low` to `high`.
nlohmann::json cube(int dimension, double low, double high);
/// The function called `name` in search/objective/test_functions.h at x - shift.
double shifted(std::string_view name, std::vector<double> x, const std::vector<double>& shift);
/// amplitude x sin(phase + j) for j = 0 .. d-1: moves an optimum away from the middle, from the
/// diagonal and from round numbers.
std::vector<double> sine_shift(int dimension, double amplitude, double phase);

/// One row of the table that `make_problem` reads.
struct ProblemRow {
  std::string_view name;
  Problem (*make)();
};
std::vector<ProblemRow> continuous_problems();
std::vector<ProblemRow> structured_problems();
std::vector<ProblemRow> trade_off_problems();

}  // namespace wattle::search::benchmarks
