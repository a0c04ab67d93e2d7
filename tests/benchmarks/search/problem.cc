// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/problem.h"

#include <cmath>
#include <stdexcept>

#include "search/objective/test_functions.h"
#include "search/space/names_of.h"

namespace wattle::search::benchmarks {
namespace {

std::vector<ProblemRow> all_problems() {
  std::vector<ProblemRow> rows = continuous_problems();
  for (const auto& more : {structured_problems(), trade_off_problems()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

}  // namespace

std::vector<std::string> problem_names() { return names_of(all_problems(), &ProblemRow::name); }

std::optional<Problem> make_problem(std::string_view name) {
  for (const ProblemRow& row : all_problems()) {
    if (row.name != name) continue;
    Problem problem = row.make();
    problem.name = name;
    return problem;
  }
  return std::nullopt;
}

std::vector<double> inputs(const Parameters& parameters) {
  std::vector<double> x;
  while (const Value* value = parameters.find("x" + std::to_string(x.size()))) {
    x.push_back(value->get<double>());
  }
  return x;
}

nlohmann::json cube(int dimension, double low, double high) {
  nlohmann::json space = nlohmann::json::object();
  for (int j = 0; j < dimension; ++j) {
    space["x" + std::to_string(j)] = {{"type", "float"}, {"low", low}, {"high", high}};
  }
  return space;
}

double shifted(std::string_view name, std::vector<double> x, const std::vector<double>& shift) {
  const TestFunction* const function = find_test_function(name);
  if (function == nullptr || x.size() != shift.size()) {
    throw std::invalid_argument("no such function of this dimension: " + std::string(name));
  }
  for (std::size_t j = 0; j < x.size(); ++j) x[j] -= shift[j];
  return function->value(x);
}

std::vector<double> sine_shift(int dimension, double amplitude, double phase) {
  std::vector<double> shift;
  for (int j = 0; j < dimension; ++j) shift.push_back(amplitude * std::sin(phase + j));
  return shift;
}

}  // namespace wattle::search::benchmarks
