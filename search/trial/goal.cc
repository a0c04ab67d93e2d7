// SPDX-License-Identifier: MIT
#include "search/trial/goal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace wattle::search {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

/// The metric if it is there and finite.
std::optional<double> finite(const Metrics& metrics, const std::string& name) {
  const auto it = metrics.find(name);
  if (it == metrics.end() || !std::isfinite(it->second)) return std::nullopt;
  return it->second;
}

const Metrics* metrics_of(const Trial& trial) {
  if (trial.state != TrialState::kComplete || !trial.measurement) return nullptr;
  return &trial.measurement->metrics;
}

}  // namespace

Goal Goal::from_json(const nlohmann::json& goal, const std::string& energy_metric) {
  Goal result;
  result.kind_ = goal.at("kind").get<std::string>();
  result.metric_ = goal.at("metric").get<std::string>();
  result.maximise_ = goal.value("direction", "maximize") == "maximize";
  result.energy_metric_ = energy_metric;
  if (result.kind_ == "weighted")
    result.weight_energy(goal.at("points_per_decade").get<double>());
  else if (result.kind_ == "within")
    result.bound_metric(goal);
  else if (result.kind_ == "cheapest")
    result.require_metric(goal);
  else if (result.kind_ == "pareto")
    result.trade_off();
  else
    result.minimise_metric();
  return result;
}

std::string Goal::metric_output() const { return (maximise_ ? "-" : "") + metric_; }

void Goal::minimise_metric() {
  outputs_ = {{metric_, maximise_, false}};
  form_.outputs = {metric_output()};
  form_.objectives = {{1.0}};
}

void Goal::weight_energy(double points_per_decade) {
  outputs_ = {{metric_, maximise_, false}, {energy_metric_, false, true}};
  form_.outputs = {metric_output(), "log10(" + energy_metric_ + ")"};
  form_.objectives = {{1.0, points_per_decade}};
}

void Goal::bound_metric(const nlohmann::json& goal) {
  std::string bounded = goal.value("bound_metric", "train_joules");
  if (bounded == "train_joules") bounded = energy_metric_;
  const double at_most = goal.at("at_most").get<double>();
  const bool logarithmic = bounded == energy_metric_ && at_most > 0.0;
  outputs_ = {{metric_, maximise_, false}, {bounded, false, logarithmic}};
  form_.outputs = {metric_output(), logarithmic ? "log10(" + bounded + ")" : bounded};
  form_.objectives = {{1.0, 0.0}};
  form_.constraints = {{1, logarithmic ? std::log10(at_most) : at_most}};
}

void Goal::require_metric(const nlohmann::json& goal) {
  const double bound =
      maximise_ ? -goal.at("at_least").get<double>() : goal.at("at_most").get<double>();
  outputs_ = {{metric_, maximise_, false}, {energy_metric_, false, true}};
  form_.outputs = {metric_output(), "log10(" + energy_metric_ + ")"};
  form_.objectives = {{0.0, 1.0}};
  form_.constraints = {{0, bound}};
  stop_when_reached_ = goal.value("stop_when_reached", true);
}

void Goal::trade_off() {
  outputs_ = {{metric_, maximise_, false}, {energy_metric_, false, true}};
  form_.outputs = {metric_output(), "log10(" + energy_metric_ + ")"};
  form_.objectives = {{1.0, 0.0}, {0.0, 1.0}};
}

std::vector<std::string> Goal::needs() const {
  std::vector<std::string> names;
  for (const Output& output : outputs_) names.push_back(output.metric);
  return names;
}

bool Goal::uses_energy() const {
  return std::any_of(outputs_.begin(), outputs_.end(),
                     [&](const Output& output) { return output.metric == energy_metric_; });
}

std::optional<std::vector<double>> Goal::outputs(const Metrics& metrics) const {
  std::vector<double> values;
  for (const Output& output : outputs_) {
    const std::optional<double> raw = finite(metrics, output.metric);
    if (!raw || (output.logarithmic && *raw <= 0.0)) return std::nullopt;
    const double value = output.logarithmic ? std::log10(*raw) : *raw;
    values.push_back(output.negated ? -value : value);
  }
  return values;
}

std::optional<double> Goal::loss(const Metrics& metrics) const {
  const auto values = outputs(metrics);
  if (!values) return std::nullopt;
  double sum = 0.0;
  for (std::size_t i = 0; i < values->size(); ++i) sum += form_.objectives[0][i] * (*values)[i];
  return sum;
}

double Goal::violation(const Metrics& metrics) const {
  const auto values = outputs(metrics);
  if (!values) return kUnbounded;
  double sum = 0.0;
  for (const auto& [output, limit] : form_.constraints) {
    sum += std::max(0.0, (*values)[static_cast<std::size_t>(output)] - limit);
  }
  return sum;
}

bool Goal::feasible(const Metrics& metrics) const { return violation(metrics) == 0.0; }

bool Goal::reached(const Metrics& metrics) const {
  if (!stop_when_reached_) return false;
  const std::optional<double> value = finite(metrics, metric_);
  return value && (maximise_ ? -*value : *value) <= form_.constraints.front().limit;
}

bool Goal::better(const Trial& a, const Trial& b) const {
  const Metrics* const of_a = metrics_of(a);
  const Metrics* const of_b = metrics_of(b);
  const double violation_a = of_a == nullptr ? kUnbounded : violation(*of_a);
  const double violation_b = of_b == nullptr ? kUnbounded : violation(*of_b);
  if (violation_a != violation_b) return violation_a < violation_b;
  if (violation_a > 0.0) return false;
  return *loss(*of_a) < *loss(*of_b);
}

bool Goal::ranks(const Trial& trial) const {
  const Metrics* const metrics = metrics_of(trial);
  return metrics != nullptr && outputs(*metrics).has_value();
}

std::optional<int> Goal::best(const std::vector<Trial>& trials) const {
  const Trial* best = nullptr;
  for (const Trial& trial : trials) {
    if (!ranks(trial)) continue;
    if (best == nullptr || better(trial, *best)) best = &trial;
  }
  return best == nullptr ? std::nullopt : std::optional<int>(best->number);
}

std::vector<int> Goal::front(const std::vector<Trial>& trials) const {
  struct Point {
    double joules;
    double loss;
    int number;
  };
  std::vector<Point> points;
  for (const Trial& trial : trials) {
    const Metrics* const metrics = metrics_of(trial);
    if (metrics == nullptr || !feasible(*metrics)) continue;
    const auto joules = finite(*metrics, energy_metric_);
    const auto value = finite(*metrics, metric_);
    if (joules && value) points.push_back({*joules, maximise_ ? -*value : *value, trial.number});
  }
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return std::tie(a.joules, a.loss, a.number) < std::tie(b.joules, b.loss, b.number);
  });
  std::vector<int> front;
  double best_so_far = kUnbounded;
  for (const Point& point : points) {
    if (point.loss >= best_so_far) continue;
    best_so_far = point.loss;
    front.push_back(point.number);
  }
  return front;
}

}  // namespace wattle::search
