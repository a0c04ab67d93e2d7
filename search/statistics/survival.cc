// SPDX-License-Identifier: MIT
#include "search/statistics/survival.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "search/statistics/distributions.h"

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Products of a few hundred factors are off by less.
constexpr double kRounding = 1e-12;

std::string defect_of(std::span<const RunToTarget> runs) {
  if (runs.empty()) return "there is no run";
  for (const RunToTarget& run : runs) {
    if (!std::isfinite(run.spent)) return "what a run spent is not finite";
    if (run.spent < 0.0) return "what a run spent is below 0";
  }
  return "";
}

/// d / (n (n - d)), the step's share of Greenwood's sum.
double greenwood_term(const SurvivalStep& step) {
  const double at_risk = step.at_risk;
  return step.reached / (at_risk * (at_risk - step.reached));
}

ConfidenceInterval log_log_interval(double surviving, double greenwood, double confidence) {
  const double z = normal_quantile(0.5 + 0.5 * confidence);
  const double shift = z * std::sqrt(greenwood) / std::abs(std::log(surviving));
  return {std::pow(surviving, std::exp(shift)), std::pow(surviving, std::exp(-shift)), confidence};
}

/// The amounts at which `bound` of the curve falls to the level, infinite when it does not.
template <class Bound>
double first_at_most(const SurvivalCurve& curve, double level, const Bound& bound) {
  for (const SurvivalStep& step : curve.steps) {
    if (bound(step) <= level + kRounding) return step.spent;
  }
  return kInfinity;
}

}  // namespace

double SurvivalCurve::surviving(double spent) const {
  double result = 1.0;
  for (const SurvivalStep& step : steps) {
    if (step.spent > spent) break;
    result = step.surviving;
  }
  return result;
}

SurvivalCurve kaplan_meier(std::span<const RunToTarget> runs, double confidence) {
  SurvivalCurve curve;
  curve.confidence = confidence;
  curve.runs = static_cast<int>(runs.size());
  curve.reason = defect_of(runs);
  if (!curve.reason.empty()) return curve;

  std::vector<RunToTarget> sorted(runs.begin(), runs.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const RunToTarget& a, const RunToTarget& b) { return a.spent < b.spent; });
  curve.furthest = sorted.back().spent;
  double surviving = 1.0;
  double greenwood = 0.0;
  for (std::size_t first = 0; first < sorted.size();) {
    SurvivalStep step;
    step.spent = sorted[first].spent;
    step.at_risk = static_cast<int>(sorted.size() - first);
    for (; first < sorted.size() && sorted[first].spent == step.spent; ++first) {
      step.reached += sorted[first].reached ? 1 : 0;
    }
    if (step.reached == 0) continue;
    curve.reached += step.reached;
    surviving *= 1.0 - static_cast<double>(step.reached) / step.at_risk;
    step.surviving = surviving;
    if (step.reached < step.at_risk) {
      greenwood += greenwood_term(step);
      step.standard_error = surviving * std::sqrt(greenwood);
      step.interval = log_log_interval(surviving, greenwood, confidence);
    }
    curve.steps.push_back(step);
  }
  return curve;
}

Estimate survival_quantile(const SurvivalCurve& curve, double p) {
  Estimate estimate;
  estimate.n = curve.runs;
  estimate.reason = curve.reason;
  if (!estimate.reason.empty()) return estimate;
  const double level = 1.0 - p;
  const double value =
      first_at_most(curve, level, [](const SurvivalStep& step) { return step.surviving; });
  if (std::isinf(value)) {
    estimate.reason = "too few runs reached the target";
    return estimate;
  }
  estimate.value = value;
  // Where S is 0 the interval's formula does not hold: it ends the lower bound, not the upper one.
  const ConfidenceInterval ended{0.0, kInfinity, curve.confidence};
  const double low = first_at_most(
      curve, level, [&](const SurvivalStep& step) { return step.interval.value_or(ended).low; });
  const double high = first_at_most(
      curve, level, [&](const SurvivalStep& step) { return step.interval.value_or(ended).high; });
  estimate.interval = {low, high, curve.confidence};
  estimate.method = StatisticalMethod::kNormal;
  return estimate;
}

Estimate restricted_mean(const SurvivalCurve& curve, double horizon) {
  Estimate estimate;
  estimate.n = curve.runs;
  estimate.reason = curve.reason;
  if (!estimate.reason.empty()) return estimate;
  const bool ended = curve.reached > 0 && curve.steps.back().surviving == 0.0;
  if (!(horizon > 0.0)) {
    estimate.reason = "the horizon is not above 0";
  } else if (horizon > curve.furthest && !ended) {
    estimate.reason = "no run spent as much as the horizon";
  }
  if (!estimate.reason.empty()) return estimate;

  // From the horizon backwards: the area of S to the right of each step.
  double area = 0.0;
  double variance = 0.0;
  double right = horizon;
  for (auto step = curve.steps.rbegin(); step != curve.steps.rend(); ++step) {
    if (step->spent > horizon) continue;
    area += step->surviving * (right - step->spent);
    right = step->spent;
    if (step->reached < step->at_risk) variance += area * area * greenwood_term(*step);
  }
  area += right;
  estimate.value = area;
  const double half_width = normal_quantile(0.5 + 0.5 * curve.confidence) * std::sqrt(variance);
  estimate.interval = {area - half_width, area + half_width, curve.confidence};
  estimate.method = StatisticalMethod::kNormal;
  return estimate;
}

}  // namespace wattle::search
