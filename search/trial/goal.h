// SPDX-License-Identifier: MIT
// What counts as good. Here, and only here, a metric's direction is turned into "minimise".
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/trial/goal_output.h"
#include "search/trial/history.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// A goal in terms a strategy understands. A trial yields `outputs.size()` numbers z (each is
/// modelled on its own); every objective is a linear combination of them, to be minimised, subject
/// to z[i] <= limit.
struct GoalForm {
  struct Constraint {
    int output = 0;
    double limit = 0.0;
  };
  std::vector<std::string> outputs;  ///< "-val_accuracy", "log10(train_joules)"
  std::vector<std::vector<double>>
      objectives;  ///< one row of weights (1 x outputs); two rows for `pareto`
  std::vector<Constraint> constraints;

  /// Objective `row` of a trial's z, which has as many numbers as there are `outputs`.
  double objective(std::size_t row, const std::vector<double>& z) const;
};

// clang-format off
/// What a scenario's `goal` asks for, by its `kind`. With m = metric, or -metric when it is to be maximised:
///   best      minimise m
///   weighted  minimise m + r log10(E / 1 J), r = points_per_decade: ten times the energy must buy r points
///   equal     minimise (u + v) / 2: metric and energy count the same. With a `reference` of two values of each, u and v
///             run linearly in m and in log10(E) from 0 at the better value to 1 at the worse one. Without, they are the
///             log10 of what is bad about each, against any reference, which cancels: u = log10(m) of a metric to be
///             minimised, log10(1 - metric) of an accuracy, else -log10(metric); v = log10(E)
///   within    minimise m subject to bound_metric <= at_most
///   cheapest  minimise log10(E) subject to the metric reaching `at_least` (or `at_most` when minimised)
///   pareto    the front of m and log10(E)
/// E is `energy_metric`: "train_joules" unless a study's schedule asks for repeatable decisions. With a `lifetime`,
///   E = retrainings * energy_metric + requests / 1000 * inference_joules_per_1000.
// clang-format on
class Goal {
 public:
  /// Reads a scenario's `goal`, whose form has been validated. `energy_metric` names the joules to
  /// decide by.
  static Goal from_json(const nlohmann::json& goal,
                        const std::string& energy_metric = kTrainJoules);

  const std::string& kind() const { return kind_; }
  const std::string& metric() const { return metric_; }
  /// The metric that stands for E; empty when a study asked for a repeatable one and has none.
  const std::string& energy_metric() const { return energy_metric_; }
  bool maximise() const { return maximise_; }
  const GoalForm& form() const { return form_; }
  /// Whether there are two objectives, so that the results are a front: `pareto`.
  bool seeks_front() const { return form_.objectives.size() == 2; }
  /// Metrics that a trial must have for this goal.
  std::vector<std::string> needs() const;
  bool uses_energy() const;
  /// True when E is that of a lifetime, not of one training.
  bool over_lifetime() const { return over_lifetime_; }
  /// E; nullopt when a metric of it is missing or it is not finite. For every kind of goal.
  std::optional<double> joules(const Metrics& metrics) const;

  /// The modelled outputs z of a trial that has all needed metrics, all finite (and what is taken
  /// the logarithm of above 0); else nullopt.
  std::optional<std::vector<double>> outputs(const Metrics& metrics) const;
  /// Why there are no `outputs`: the first defect of a metric, as a clause; empty when there are.
  std::string defect(const Metrics& metrics) const;
  /// The first objective, minimised; nullopt as above. For `pareto`: -metric or metric.
  std::optional<double> loss(const Metrics& metrics) const;
  bool feasible(const Metrics& metrics) const;
  /// True when a trial with these metrics after a step is done: `cheapest`, unless told otherwise
  /// (`"stop_when_reached": false`), is the energy to the metric's bound, and every further step
  /// only adds to E. False for every other kind, and without a finite metric. O(log metrics).
  bool reached(const Metrics& metrics) const;

  /// True when `a` is strictly better than `b`: complete before not, feasible before infeasible,
  /// then by loss (infeasible: by violation). For `pareto`, by the metric, then by E: the end of
  /// the front (`front`). Ties: neither.
  bool better(const Trial& a, const Trial& b) const;
  /// True for a complete trial with every metric the goal needs: one that can be the best.
  bool ranks(const Trial& trial) const;
  /// Number of the best trial that ranks; the lowest number wins ties. nullopt when there is none.
  std::optional<int> best(const History& trials) const;
  /// Numbers of complete, feasible trials that no other one dominates in (m, E), by ascending E.
  /// For every kind of goal.
  std::vector<int> front(const History& trials) const;

 private:
  void minimise_metric();
  void weight_energy(double points_per_decade);
  void balance(const nlohmann::json& goal);
  void bound_metric(const nlohmann::json& goal);
  void require_metric(const nlohmann::json& goal);
  void trade_off();
  void read_energy(const nlohmann::json& goal);
  void set_outputs(std::vector<GoalOutput> outputs);
  GoalOutput metric_output() const;
  GoalOutput energy_output() const;
  /// What is bad about the metric, on a scale of ratios: `equal` without a reference.
  GoalOutput ratio_output() const;
  /// Sum over the constraints of how far each is missed, in output units; infinite without outputs.
  double violation(const Metrics& metrics) const;

  std::string kind_;
  std::string metric_;
  bool maximise_ = true;
  bool stop_when_reached_ = false;
  std::string energy_metric_;
  bool over_lifetime_ = false;
  std::vector<GoalTerm> energy_;  ///< E is their sum
  std::vector<GoalOutput> outputs_;
  GoalForm form_;
};

}  // namespace wattle::search
