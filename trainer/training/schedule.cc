// SPDX-License-Identifier: MIT
#include "trainer/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wattle::trainer {
namespace {

/// From `from` at x = 0 to `to` at x = 1 along half a cosine.
double half_cosine(double from, double to, double x) {
  return to + (from - to) * (1.0 + std::cos(std::numbers::pi * x)) / 2.0;
}

double one_cycle(const Schedule& schedule, double x) {
  const double start = 1.0 / schedule.start_divisor;
  if (x < schedule.rise_fraction) {
    return half_cosine(start, 1.0, x / schedule.rise_fraction);
  }
  const double fall = (x - schedule.rise_fraction) / (1.0 - schedule.rise_fraction);
  return half_cosine(1.0, start / schedule.final_divisor, fall);
}

}  // namespace

LearningRate::LearningRate(const TrainingSpecification& specification,
                           std::int64_t updates_per_epoch)
    : schedule_(specification.schedule),
      rate_(specification.learning_rate),
      updates_per_epoch_(updates_per_epoch),
      updates_(specification.epochs * updates_per_epoch),
      warmup_(std::llround(specification.warmup_epochs * static_cast<double>(updates_per_epoch))) {}

double LearningRate::at(std::int64_t update) const { return rate_ * factor(update); }

double LearningRate::factor(std::int64_t update) const {
  if (update < warmup_) {
    return static_cast<double>(update + 1) / static_cast<double>(warmup_);
  }
  const std::int64_t j = update - warmup_;
  const std::int64_t epoch = j / updates_per_epoch_;
  const double x = static_cast<double>(j) /
                   static_cast<double>(std::max<std::int64_t>(updates_ - warmup_ - 1, 1));
  switch (schedule_.kind) {
    case ScheduleKind::kConstant:
      return 1.0;
    case ScheduleKind::kStep: {
      const std::int64_t drops = epoch / schedule_.every;
      return std::pow(schedule_.gamma, static_cast<double>(drops));
    }
    case ScheduleKind::kExponential:
      return std::pow(schedule_.gamma, static_cast<double>(epoch));
    case ScheduleKind::kCosine:
      return half_cosine(1.0, schedule_.final_factor, x);
    case ScheduleKind::kOneCycle:
      return one_cycle(schedule_, x);
  }
  return 1.0;
}

}  // namespace wattle::trainer
