// SPDX-License-Identifier: MIT
#include "trainer/training/schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::trainer {
namespace {

constexpr std::int64_t kUpdates = 10;  // an epoch
// A cosine and a few products of numbers up to one.
constexpr double kTolerance = 8 * std::numeric_limits<double>::epsilon();

TrainingSpecification specification(ScheduleKind kind) {
  TrainingSpecification made;
  made.learning_rate = 0.5;
  made.epochs = 4;
  made.schedule.kind = kind;
  return made;
}

TEST(Schedule, ConstantStays) {
  const LearningRate rate(specification(ScheduleKind::kConstant), kUpdates);
  EXPECT_EQ(rate.at(0), 0.5);
  EXPECT_EQ(rate.at(39), 0.5);
}

TEST(Schedule, StepDropsEveryFewEpochs) {
  TrainingSpecification made = specification(ScheduleKind::kStep);
  made.schedule.every = 2;
  made.schedule.gamma = 0.1;
  const LearningRate rate(made, kUpdates);
  EXPECT_EQ(rate.at(19), 0.5);
  EXPECT_NEAR(rate.at(20), 0.05, kTolerance);
  EXPECT_NEAR(rate.at(39), 0.05, kTolerance);
}

TEST(Schedule, ExponentialDropsEachEpoch) {
  TrainingSpecification made = specification(ScheduleKind::kExponential);
  made.schedule.gamma = 0.5;
  const LearningRate rate(made, kUpdates);
  EXPECT_EQ(rate.at(9), 0.5);
  EXPECT_EQ(rate.at(10), 0.25);
  EXPECT_EQ(rate.at(39), 0.0625);
}

TEST(Schedule, CosineFallsFromTheRateToItsFinalFactor) {
  TrainingSpecification made = specification(ScheduleKind::kCosine);
  made.schedule.final_factor = 0.2;
  made.epochs = 1;
  const LearningRate rate(made, 5);
  EXPECT_NEAR(rate.at(0), 0.5, kTolerance);
  EXPECT_NEAR(rate.at(1), 0.5 * (0.2 + 0.8 * (1 + std::sqrt(0.5)) / 2), kTolerance);
  EXPECT_NEAR(rate.at(2), 0.5 * 0.6, kTolerance);
  EXPECT_NEAR(rate.at(4), 0.5 * 0.2, kTolerance);
}

TEST(Schedule, OneCycleRisesAndFalls) {
  TrainingSpecification made = specification(ScheduleKind::kOneCycle);
  made.schedule.rise_fraction = 0.25;
  made.epochs = 1;
  const LearningRate rate(made, 9);  // x = k / 8: the top is at k = 2
  EXPECT_NEAR(rate.at(0), 0.5 / 25, kTolerance);
  EXPECT_NEAR(rate.at(1), 0.5 * (1.0 / 25 + 1.0) / 2, kTolerance);
  EXPECT_NEAR(rate.at(2), 0.5, kTolerance);
  EXPECT_NEAR(rate.at(5), 0.5 * (1.0 + 1.0 / 25e4) / 2, kTolerance);
  EXPECT_NEAR(rate.at(8), 0.5 / 25e4, kTolerance);
}

TEST(Schedule, WarmUpRisesLinearlyAndThenTheScheduleStarts) {
  TrainingSpecification made = specification(ScheduleKind::kExponential);
  made.schedule.gamma = 0.5;
  made.warmup_epochs = 0.5;
  const LearningRate rate(made, kUpdates);
  for (std::int64_t k = 0; k < 5; ++k) {
    EXPECT_NEAR(rate.at(k), 0.1 * static_cast<double>(k + 1), kTolerance);
  }
  EXPECT_EQ(rate.at(5), 0.5);
  EXPECT_EQ(rate.at(14), 0.5);
  EXPECT_EQ(rate.at(15), 0.25);
}

TEST(Schedule, OfASingleUpdateIsFinite) {
  for (const auto kind : {ScheduleKind::kCosine, ScheduleKind::kOneCycle}) {
    TrainingSpecification made = specification(kind);
    made.epochs = 1;
    EXPECT_GT(LearningRate(made, 1).at(0), 0.0);
  }
}

}  // namespace
}  // namespace wattle::trainer
