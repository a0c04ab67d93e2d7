// SPDX-License-Identifier: MIT
#include "search/pruning/energy_projection.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <vector>

namespace wattle::search {
namespace {

struct Sample {
  double mean = 0.0;
  double deviation = 0.0;
  double t = 0.0;  ///< quantile of Student's t for the 95 % interval
};

/// Requires two values or more.
Sample sample_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  Sample sample;
  sample.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values) squares += (value - sample.mean) * (value - sample.mean);
  sample.deviation = std::sqrt(squares / (count - 1.0));
  constexpr double kUpperTail = 0.975;
  sample.t = boost::math::quantile(boost::math::students_t(count - 1.0), kUpperTail);
  return sample;
}

}  // namespace

std::optional<EnergyProjection> project_rest(std::span<const Step> steps, int planned_steps) {
  if (steps.size() < 3 || planned_steps <= steps.back().step) return std::nullopt;
  std::vector<double> each;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const double made = steps[i].step - steps[i - 1].step;
    each.push_back((steps[i].joules - steps[i - 1].joules).value / made);
  }
  const Sample sample = sample_of(each);
  const double left = planned_steps - steps.back().step;
  const double expected = std::max(sample.mean * left, 0.0);
  const double half_width = sample.t * sample.deviation *
                            std::sqrt(left + left * left / static_cast<double>(each.size()));
  return EnergyProjection{Joules(expected), Joules(std::max(expected - half_width, 0.0)),
                          Joules(expected + half_width)};
}

std::optional<EnergyProjection> project_trial(std::span<const TrialCost> ended, double modelled) {
  std::vector<double> ratios;
  for (const TrialCost& each : ended) {
    if (each.joules > Joules(0) && each.modelled > 0.0) {
      ratios.push_back(std::log(each.joules.value / each.modelled));
    }
  }
  if (ratios.size() < 3 || !(modelled > 0.0)) return std::nullopt;
  const Sample sample = sample_of(ratios);
  const double half_width =
      sample.t * sample.deviation * std::sqrt(1.0 + 1.0 / static_cast<double>(ratios.size()));
  const auto joules = [&](double log_ratio) { return Joules(modelled * std::exp(log_ratio)); };
  return EnergyProjection{joules(sample.mean), joules(sample.mean - half_width),
                          joules(sample.mean + half_width)};
}

}  // namespace wattle::search
