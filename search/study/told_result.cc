// SPDX-License-Identifier: MIT
#include "search/study/told_result.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "search/scenario/faults.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using Reason = Refusal::Reason;

bool same_number(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Puts the joules among the metrics.
Answer<void> add_joules(std::optional<Joules> joules, Metrics& metrics) {
  const auto written = metrics.find(kTrainJoules);
  const bool as_metric = written != metrics.end();
  if (as_metric && joules && !same_number(written->second, joules->value)) {
    return refuse(Reason::kInvalid, "the joules are told twice, with different values",
                  {fault_at(child_pointer("/metrics", kTrainJoules), written->second,
                            "the same number as in joules, or none")});
  }
  if (joules) metrics[kTrainJoules] = joules->value;
  if (metrics.count(kTrainJoules) == 0 || !(metrics.at(kTrainJoules) < 0.0)) return {};
  return refuse(Reason::kInvalid, "joules are never negative",
                {fault_at(as_metric ? child_pointer("/metrics", kTrainJoules) : "/joules",
                          metrics.at(kTrainJoules), "a number of at least 0")});
}

/// Refuses metrics that lack `needed`, and points at one whose name is nearly that.
tl::unexpected<Refusal> missing(const std::string& needed, const Metrics& metrics) {
  if (needed == kTrainJoules) {
    return refuse(Reason::kMissingJoules, "the goal decides by joules, and there are none",
                  {missing_at("/joules", "a number above 0: the energy that the trial took")});
  }
  const auto misspelt = std::find_if(metrics.begin(), metrics.end(), [&](const auto& metric) {
    return !nearest_of(metric.first, {needed}).empty();
  });
  const std::string expected = "a number: the goal decides by the metric " + needed;
  const Fault fault = misspelt == metrics.end()
                          ? missing_at(child_pointer("/metrics", needed), expected)
                          : fault_at(child_pointer("/metrics", misspelt->first), misspelt->second,
                                     expected, needed);
  return refuse(Reason::kMissingMetric, "there is no metric named " + needed, {fault});
}

bool same_metrics(const Metrics& a, const Metrics& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
    return one.first == other.first && same_number(one.second, other.second);
  });
}

}  // namespace

Answer<TrialEnd> judge(const Goal& goal, Metrics metrics, std::optional<Joules> joules) {
  if (auto added = add_joules(joules, metrics); !added) return tl::unexpected(added.error());
  for (const std::string& name : goal.needs()) {
    if (metrics.count(name) == 0) return missing(name, metrics);
  }
  for (auto& [name, value] : metrics) {
    if (!std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
  }
  TrialEnd end;
  end.reason = goal.defect(metrics);
  end.state = end.reason.empty() ? TrialState::kComplete : TrialState::kFailed;
  end.measurement.emplace();
  end.measurement->energy.source = energy::Source::kReported;
  if (const auto spent = metrics.find(kTrainJoules); spent != metrics.end()) {
    const Joules told(spent->second);
    end.measurement->energy.joules = end.measurement->energy.low = told;
    end.measurement->energy.high = end.measurement->gross_joules = told;
  }
  end.measurement->metrics = std::move(metrics);
  return end;
}

bool same_end(const Trial& trial, const TrialEnd& end) {
  if (trial.state != end.state || trial.reason != end.reason) return false;
  if (trial.measurement.has_value() != end.measurement.has_value()) return false;
  return !end.measurement || same_metrics(trial.measurement->metrics, end.measurement->metrics);
}

}  // namespace wattle::search
