// SPDX-License-Identifier: MIT
#include "trainer/training/optimizer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::trainer {
namespace {

constexpr double kRate = 0.1;
// A handful of operations on numbers of order one, in double.
constexpr double kTolerance = 16 * std::numeric_limits<double>::epsilon();

/// A parameter (1, -2) with gradient (3, 4), whose norm is 5.
class Updater : public ::testing::Test {
 protected:
  void step(const TrainingSpecification& specification, int times = 1) {
    const auto updater = make_updater(specification, {parameter_});
    const at::Tensor slope = at::tensor({3.0, 4.0}, at::kDouble);
    for (int i = 0; i < times; ++i) {
      updater->step(kRate, [&] {
        parameter_.mutable_grad() = slope.clone();
        return (slope * parameter_.detach()).sum();
      });
    }
  }
  double value(int i) const { return parameter_.detach()[i].item<double>(); }

  at::Tensor parameter_ = at::tensor({1.0, -2.0}, at::kDouble).requires_grad_(true);
};

TrainingSpecification sgd() {
  TrainingSpecification made;
  made.optimizer = Optimizer::kSgd;
  return made;
}

TEST_F(Updater, SgdStepsAgainstTheGradient) {
  step(sgd());
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0, kTolerance);
  EXPECT_NEAR(value(1), -2.0 - kRate * 4.0, kTolerance);
}

TEST_F(Updater, SgdMomentumGathersVelocity) {
  TrainingSpecification made = sgd();
  made.momentum = 0.5;
  step(made, 2);  // velocity g, then 0.5 g + g
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0 * 2.5, kTolerance);
}

TEST_F(Updater, NesterovLooksAhead) {
  TrainingSpecification made = sgd();
  made.momentum = 0.5;
  made.nesterov = true;
  step(made);  // velocity g; step g + 0.5 g
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0 * 1.5, kTolerance);
}

TEST_F(Updater, WeightDecayPullsToZero) {
  TrainingSpecification made = sgd();
  made.weight_decay = 0.5;
  step(made);
  EXPECT_NEAR(value(1), -2.0 - kRate * (4.0 - 0.5 * 2.0), kTolerance);
}

TEST_F(Updater, AdamsFirstStepIsTheSignOfTheGradient) {
  TrainingSpecification made;
  step(made);  // both means corrected for their start are g and g^2
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0 / (3.0 + made.epsilon), kTolerance);
}

// Gradients 3 and 1. The second means, corrected for their start at zero:
//   m = ((1 - b1) b1 3 + (1 - b1) 1) / (1 - b1^2),  v = ((1 - b2) b2 9 + (1 - b2) 1) / (1 - b2^2).
TEST_F(Updater, AdamHeedsBothDecays) {
  TrainingSpecification made;
  made.beta1 = 0.5;
  made.beta2 = 0.75;
  made.epsilon = 1.0;
  const auto updater = make_updater(made, {parameter_});
  for (const double slope : {3.0, 1.0}) {
    updater->step(kRate, [&] {
      parameter_.mutable_grad() = at::full({2}, slope, at::kDouble);
      return parameter_.detach().sum();
    });
  }
  const double mean = (0.5 * 0.5 * 3.0 + 0.5 * 1.0) / (1.0 - 0.25);
  const double square = (0.25 * 0.75 * 9.0 + 0.25 * 1.0) / (1.0 - 0.5625);
  const double moved = 3.0 / (3.0 + 1.0) + mean / (std::sqrt(square) + 1.0);
  EXPECT_NEAR(value(0), 1.0 - kRate * moved, kTolerance);
}

TEST_F(Updater, AdamWDecaysApartFromTheGradient) {
  TrainingSpecification made;
  made.optimizer = Optimizer::kAdamW;
  made.weight_decay = 0.5;
  step(made);
  EXPECT_NEAR(value(0), 1.0 * (1.0 - kRate * 0.5) - kRate * 3.0 / (3.0 + made.epsilon), kTolerance);
}

TEST_F(Updater, RmspropDividesByTheRootOfTheMeanSquare) {
  TrainingSpecification made;
  made.optimizer = Optimizer::kRmsprop;
  constexpr double kDecay = 0.99;  // libtorch's alpha
  step(made);
  const double root = std::sqrt((1.0 - kDecay) * 9.0);
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0 / (root + made.epsilon), kTolerance);
}

// Velocity u, then 0.5 u + w, where u and w are the two gradients over their roots.
TEST_F(Updater, RmspropMomentumGathersVelocity) {
  TrainingSpecification made;
  made.optimizer = Optimizer::kRmsprop;
  made.momentum = 0.5;
  constexpr double kDecay = 0.99;
  step(made, 2);
  const double first = 3.0 / (std::sqrt((1.0 - kDecay) * 9.0) + made.epsilon);
  const double second = 3.0 / (std::sqrt((1.0 - kDecay) * (1.0 + kDecay) * 9.0) + made.epsilon);
  // Two steps of about 10 and 7 that are rounded relative to their size.
  EXPECT_NEAR(value(0), 1.0 - kRate * (1.5 * first + second), 20.0 * kTolerance);
}

TEST_F(Updater, AdagradDividesByTheRootOfTheSumOfSquares) {
  TrainingSpecification made;
  made.optimizer = Optimizer::kAdagrad;
  step(made, 2);
  const double moved = 3.0 / (3.0 + made.epsilon) + 3.0 / (std::sqrt(18.0) + made.epsilon);
  EXPECT_NEAR(value(0), 1.0 - kRate * moved, kTolerance);
}

// (x - a)' A (x - a) / 2: as many steps with exact curvature as there are dimensions, and the
// start.
TEST(Lbfgs, FindsTheBottomOfAParabolaInOneUpdate) {
  TrainingSpecification made;
  made.optimizer = Optimizer::kLbfgs;
  at::Tensor x = at::zeros({2}, at::kDouble).requires_grad_(true);
  const at::Tensor bottom = at::tensor({3.0, -1.0}, at::kDouble);
  const at::Tensor curvature = at::tensor({1.0, 10.0}, at::kDouble);
  const auto updater = make_updater(made, {x});
  const at::Tensor before = updater->step(1.0, [&] {
    const at::Tensor loss = (curvature * (x - bottom).square()).sum() / 2.0;
    loss.backward();
    return loss.detach();
  });
  EXPECT_EQ(before.item<double>(), 9.5);
  // libtorch stops when the loss falls by less than 1e-9: that much above 0 is sqrt(2e-9) away.
  const double nearest = std::sqrt(2e-9);
  EXPECT_LT((x.detach() - bottom).abs().max().item<double>(), nearest);
  EXPECT_FALSE(x.grad().defined());
}

TEST(Lbfgs, HeedsNoClipNorm) {
  const auto end = [](double clip_norm) {
    TrainingSpecification made;
    made.optimizer = Optimizer::kLbfgs;
    made.clip_norm = clip_norm;
    at::Tensor x = at::zeros({2}, at::kDouble).requires_grad_(true);
    make_updater(made, {x})->step(1.0, [&] {
      const at::Tensor loss = (x - at::tensor({3.0, -1.0}, at::kDouble)).square().square().sum();
      loss.backward();
      return loss.detach();
    });
    return x.detach();
  };
  EXPECT_TRUE(at::equal(end(1e-3), end(0.0)));
}

TEST_F(Updater, ReturnsTheLossBeforeTheStep) {
  const auto updater = make_updater(sgd(), {parameter_});
  const at::Tensor loss = updater->step(kRate, [&] {
    parameter_.mutable_grad() = at::ones({2}, at::kDouble);
    return parameter_.detach().sum();
  });
  EXPECT_EQ(loss.item<double>(), -1.0);
  EXPECT_FALSE(parameter_.grad().defined());
}

TEST_F(Updater, ClippingScalesTheWholeGradient) {
  TrainingSpecification made = sgd();
  made.clip_norm = 1.0;
  step(made);
  constexpr double kNormFloor = 1e-6 / 5.0;  // relative, from the guarded division
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0 / 5.0, kNormFloor);
  EXPECT_NEAR(value(1), -2.0 - kRate * 4.0 / 5.0, kNormFloor);
}

TEST_F(Updater, ClippingPassesByAParameterWithoutAGradient) {
  TrainingSpecification made = sgd();
  made.clip_norm = 1.0;
  const at::Tensor unused = at::ones({3}, at::kDouble).requires_grad_(true);
  make_updater(made, {unused, parameter_})->step(kRate, [&] {
    parameter_.mutable_grad() = at::tensor({3.0, 4.0}, at::kDouble);
    return parameter_.detach().sum();
  });
  constexpr double kNormFloor = 1e-6 / 5.0;
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0 / 5.0, kNormFloor);
  EXPECT_TRUE(at::equal(unused, at::ones({3}, at::kDouble)));
}

TEST_F(Updater, ClippingLeavesASmallGradientAlone) {
  TrainingSpecification made = sgd();
  made.clip_norm = 6.0;
  step(made);
  EXPECT_NEAR(value(0), 1.0 - kRate * 3.0, kTolerance);
}

}  // namespace
}  // namespace wattle::trainer
