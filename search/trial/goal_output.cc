// SPDX-License-Identifier: MIT
#include "search/trial/goal_output.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace wattle::search {
namespace {

/// The shortest text that reads back as the same number, without a needless ".0".
std::string shortest(double value) {
  std::string text = nlohmann::json(value).dump();
  if (text.size() > 2 && text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

bool in_domain(double x, GoalScale scale) {
  switch (scale) {
    case GoalScale::kPlain:
      return true;
    case GoalScale::kLogarithm:
      return x > 0.0;
    case GoalScale::kLogError:
      return x >= 0.0 && x <= 1.0;
  }
  return false;
}

double scaled(double x, GoalScale scale) {
  switch (scale) {
    case GoalScale::kPlain:
      return x;
    case GoalScale::kLogarithm:
      return std::log10(x);
    case GoalScale::kLogError:
      return std::log10(std::max(1.0 - x, kLeastError));
  }
  return x;
}

}  // namespace

std::optional<double> sum_of(const std::vector<GoalTerm>& terms, const Metrics& metrics) {
  double sum = 0.0;
  for (const auto& [metric, factor] : terms) {
    const auto it = metrics.find(metric);
    if (it == metrics.end()) return std::nullopt;
    sum += factor * it->second;
  }
  return std::isfinite(sum) ? std::optional<double>(sum) : std::nullopt;
}

std::string to_text(const std::vector<GoalTerm>& terms) {
  std::string text;
  for (const auto& [metric, factor] : terms) {
    if (!text.empty()) text += " + ";
    if (factor != 1.0) text += shortest(factor) + " ";
    text += metric;
  }
  return text;
}

std::string GoalOutput::name() const {
  std::string text = to_text(terms);
  if (scale == GoalScale::kLogarithm) text = "log10(" + text + ")";
  if (scale == GoalScale::kLogError) text = "log10(1 - " + text + ")";
  if (zero == 0.0 && one == 1.0) return text;
  if (zero == 0.0 && one == -1.0) return "-" + text;
  return "(" + text + " - " + shortest(zero) + ") / (" + shortest(one) + " - " + shortest(zero) +
         ")";
}

std::optional<double> GoalOutput::value(const Metrics& metrics) const {
  const std::optional<double> x = sum_of(terms, metrics);
  if (!x || !in_domain(*x, scale)) return std::nullopt;
  const double z = (scaled(*x, scale) - zero) / (one - zero);
  return std::isfinite(z) ? std::optional<double>(z) : std::nullopt;
}

std::string GoalOutput::defect(const Metrics& metrics) const {
  if (value(metrics)) return {};
  for (const GoalTerm& term : terms) {
    const auto it = metrics.find(term.metric);
    if (it == metrics.end()) return "the objective gave no metric named " + term.metric;
    if (!std::isfinite(it->second)) return term.metric + " is not a finite number";
  }
  const std::optional<double> x = sum_of(terms, metrics);
  const std::string what = to_text(terms) + (x ? " is " + shortest(*x) : "");
  if (x && !in_domain(*x, scale)) {
    return scale == GoalScale::kLogarithm ? what + ", not above 0" : what + ", not from 0 to 1";
  }
  return what + " is out of the range of numbers";
}

}  // namespace wattle::search
