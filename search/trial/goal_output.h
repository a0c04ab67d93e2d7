// SPDX-License-Identifier: MIT
// The numbers that a goal is made of, each worked out from the metrics of one trial.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/trial/measurement.h"

namespace wattle::search {

/// One metric, times a factor.
struct GoalTerm {
  std::string metric;
  double factor = 1.0;
};

/// How a number enters a goal; x is a sum of terms.
enum class GoalScale {
  kPlain,      ///< t(x) = x
  kLogarithm,  ///< t(x) = log10(x), for x > 0
  kLogError,   ///< t(x) = log10(max(1 - x, kLeastError)), for a share x in [0, 1]
};

/// Errors below this count as this: no error at all has no logarithm, and validation sets of a
/// thousand examples, give or take, tell smaller ones from luck badly (a heuristic).
inline constexpr double kLeastError = 1e-3;

/// A number z that is modelled on its own and is better when it is smaller:
///   z = (t(x) - zero) / (one - zero), x = sum of factor * metric over the terms.
struct GoalOutput {
  std::vector<GoalTerm> terms;
  GoalScale scale = GoalScale::kPlain;
  double zero = 0.0;  ///< what becomes 0, after t
  double one = 1.0;   ///< what becomes 1; differs from `zero`. -1 with `zero` 0 negates

  /// "-val_accuracy", "log10(12 train_joules + 1000 inference_joules_per_1000)".
  std::string name() const;
  /// z; nullopt when a metric is missing or not finite, or x is outside the scale's domain.
  std::optional<double> value(const Metrics& metrics) const;
  /// Why there is no `value`, as a clause: "the objective gave no metric named train_joules";
  /// empty when there is one.
  std::string defect(const Metrics& metrics) const;
};

/// Sum of the terms; nullopt when a metric is missing or the sum is not finite.
std::optional<double> sum_of(const std::vector<GoalTerm>& terms, const Metrics& metrics);

/// "train_joules", "12 train_joules + 1000 inference_joules_per_1000".
std::string to_text(const std::vector<GoalTerm>& terms);

}  // namespace wattle::search
