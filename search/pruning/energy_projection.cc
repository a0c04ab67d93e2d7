// SPDX-License-Identifier: MIT
#include "search/pruning/energy_projection.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "energy/mean_interval.h"

namespace wattle::search {

std::optional<EnergyProjection> project_rest(std::span<const Step> steps, int planned_steps) {
  if (steps.size() < 3 || planned_steps <= steps.back().step) return std::nullopt;
  std::vector<double> each;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const double made = steps[i].step - steps[i - 1].step;
    each.push_back((steps[i].joules - steps[i - 1].joules).value / made);
  }
  // The half-width is t s / sqrt(n), see the header.
  const energy::MeanInterval step = energy::mean_interval(each);
  const double left = planned_steps - steps.back().step;
  const double expected = std::max(step.mean * left, 0.0);
  const double half_width =
      step.half_width * std::sqrt(static_cast<double>(each.size()) * left + left * left);
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
  if (ratios.size() < kLeastTrialsToProject || !(modelled > 0.0)) return std::nullopt;
  const energy::MeanInterval ratio = energy::mean_interval(ratios);
  const double half_width = ratio.half_width * std::sqrt(static_cast<double>(ratios.size()) + 1.0);
  const auto joules = [&](double log_ratio) { return Joules(modelled * std::exp(log_ratio)); };
  return EnergyProjection{joules(ratio.mean), joules(ratio.mean - half_width),
                          joules(ratio.mean + half_width)};
}

}  // namespace wattle::search
