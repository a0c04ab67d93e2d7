// SPDX-License-Identifier: MIT
#include "search/trial/goal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace wattle::search {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();
constexpr double kRequestsMeasured = 1000.0;  // of kInferenceJoules

const Metrics* metrics_of(const Trial& trial) {
  if (trial.state != TrialState::kComplete || !trial.measurement) return nullptr;
  return &trial.measurement->metrics;
}

}  // namespace

double GoalForm::objective(std::size_t row, const std::vector<double>& z) const {
  const std::vector<double>& weights = objectives[row];
  double sum = 0.0;
  for (std::size_t i = 0; i < z.size(); ++i) sum += weights[i] * z[i];
  return sum;
}

Goal Goal::from_json(const nlohmann::json& goal, const std::string& energy_metric) {
  Goal result;
  result.kind_ = goal.at("kind").get<std::string>();
  result.metric_ = goal.at("metric").get<std::string>();
  result.maximise_ = goal.value("direction", "maximize") == "maximize";
  result.energy_metric_ = energy_metric;
  result.read_energy(goal);
  if (result.kind_ == "weighted")
    result.weight_energy(goal.at("points_per_decade").get<double>());
  else if (result.kind_ == "equal")
    result.balance(goal);
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

void Goal::read_energy(const nlohmann::json& goal) {
  over_lifetime_ = goal.contains("lifetime");
  if (!over_lifetime_) {
    energy_ = {{energy_metric_}};
    return;
  }
  const nlohmann::json& lifetime = goal.at("lifetime");
  const double retrainings = lifetime.value("retrainings", 1.0);
  const double requests = lifetime.value("requests", 0.0);
  if (retrainings > 0.0) energy_.push_back({energy_metric_, retrainings});
  if (requests > 0.0) energy_.push_back({kInferenceJoules, requests / kRequestsMeasured});
}

void Goal::set_outputs(std::vector<GoalOutput> outputs) {
  outputs_ = std::move(outputs);
  for (const GoalOutput& output : outputs_) form_.outputs.push_back(output.name());
}

GoalOutput Goal::metric_output() const {
  return {{{metric_}}, GoalScale::kPlain, 0.0, maximise_ ? -1.0 : 1.0};
}

GoalOutput Goal::energy_output() const { return {energy_, GoalScale::kLogarithm}; }

GoalOutput Goal::ratio_output() const {
  if (!maximise_) return {{{metric_}}, GoalScale::kLogarithm};
  if (metric_.ends_with("accuracy")) return {{{metric_}}, GoalScale::kLogError};
  return {{{metric_}}, GoalScale::kLogarithm, 0.0, -1.0};
}

void Goal::minimise_metric() {
  set_outputs({metric_output()});
  form_.objectives = {{1.0}};
}

void Goal::weight_energy(double points_per_decade) {
  set_outputs({metric_output(), energy_output()});
  form_.objectives = {{1.0, points_per_decade}};
}

void Goal::balance(const nlohmann::json& goal) {
  GoalOutput metric = ratio_output();
  GoalOutput energy = energy_output();
  if (goal.contains("reference")) {
    const nlohmann::json& reference = goal.at("reference");
    auto [better, worse] = reference.at("metric").get<std::array<double, 2>>();
    if (maximise_) std::swap(better, worse);
    metric = {{{metric_}}, GoalScale::kPlain, better, worse};
    const auto [least, most] = reference.at("joules").get<std::array<double, 2>>();
    energy = {energy_, GoalScale::kLogarithm, std::log10(least), std::log10(most)};
  }
  set_outputs({metric, energy});
  form_.objectives = {{0.5, 0.5}};
}

void Goal::bound_metric(const nlohmann::json& goal) {
  const std::string bounded = goal.value("bound_metric", kTrainJoules);
  const double at_most = goal.at("at_most").get<double>();
  const bool of_energy = bounded == kTrainJoules;
  const bool logarithmic = of_energy && at_most > 0.0;
  set_outputs({metric_output(),
               {of_energy ? energy_ : std::vector<GoalTerm>{{bounded}},
                logarithmic ? GoalScale::kLogarithm : GoalScale::kPlain}});
  form_.objectives = {{1.0, 0.0}};
  form_.constraints = {{1, logarithmic ? std::log10(at_most) : at_most}};
}

void Goal::require_metric(const nlohmann::json& goal) {
  const double bound =
      maximise_ ? -goal.at("at_least").get<double>() : goal.at("at_most").get<double>();
  set_outputs({metric_output(), energy_output()});
  form_.objectives = {{0.0, 1.0}};
  form_.constraints = {{0, bound}};
  stop_when_reached_ = goal.value("stop_when_reached", true);
}

void Goal::trade_off() {
  set_outputs({metric_output(), energy_output()});
  form_.objectives = {{1.0, 0.0}, {0.0, 1.0}};
}

std::vector<std::string> Goal::needs() const {
  std::vector<std::string> names;
  for (const GoalOutput& output : outputs_) {
    for (const GoalTerm& term : output.terms) names.push_back(term.metric);
  }
  return names;
}

bool Goal::uses_energy() const {
  const std::vector<std::string> names = needs();
  return std::any_of(energy_.begin(), energy_.end(), [&](const GoalTerm& term) {
    return std::find(names.begin(), names.end(), term.metric) != names.end();
  });
}

std::optional<double> Goal::joules(const Metrics& metrics) const {
  return sum_of(energy_, metrics);
}

std::optional<std::vector<double>> Goal::outputs(const Metrics& metrics) const {
  std::vector<double> values;
  for (const GoalOutput& output : outputs_) {
    const std::optional<double> value = output.value(metrics);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

std::string Goal::defect(const Metrics& metrics) const {
  for (const GoalOutput& output : outputs_) {
    if (std::string defect = output.defect(metrics); !defect.empty()) return defect;
  }
  return {};
}

std::optional<double> Goal::loss(const Metrics& metrics) const {
  const auto values = outputs(metrics);
  if (!values) return std::nullopt;
  return form_.objective(0, *values);
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
  const std::optional<double> value = finite_metric(metrics, metric_);
  return value && (maximise_ ? -*value : *value) <= form_.constraints.front().limit;
}

bool Goal::better(const Trial& a, const Trial& b) const {
  const Metrics* const of_a = metrics_of(a);
  const Metrics* const of_b = metrics_of(b);
  const double violation_a = of_a == nullptr ? kUnbounded : violation(*of_a);
  const double violation_b = of_b == nullptr ? kUnbounded : violation(*of_b);
  if (violation_a != violation_b) return violation_a < violation_b;
  if (violation_a > 0.0) return false;
  const double loss_a = *loss(*of_a);
  const double loss_b = *loss(*of_b);
  if (loss_a != loss_b || !seeks_front()) return loss_a < loss_b;
  // Of the trials with the best metric the one on the front.
  return *joules(*of_a) < *joules(*of_b);
}

bool Goal::ranks(const Trial& trial) const {
  const Metrics* const metrics = metrics_of(trial);
  return metrics != nullptr && outputs(*metrics).has_value();
}

std::optional<int> Goal::best(const History& trials) const {
  const Trial* best = nullptr;
  for (const Trial& trial : trials) {
    if (!ranks(trial)) continue;
    if (best == nullptr || better(trial, *best)) best = &trial;
  }
  return best == nullptr ? std::nullopt : std::optional<int>(best->number);
}

std::vector<int> Goal::front(const History& trials) const {
  struct Point {
    double joules;
    double loss;
    int number;
  };
  std::vector<Point> points;
  for (const Trial& trial : trials) {
    const Metrics* const metrics = metrics_of(trial);
    if (metrics == nullptr || !feasible(*metrics)) continue;
    const auto energy = joules(*metrics);
    const auto value = finite_metric(*metrics, metric_);
    if (energy && value) points.push_back({*energy, maximise_ ? -*value : *value, trial.number});
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
