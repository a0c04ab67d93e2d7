// SPDX-License-Identifier: MIT
// Early stop, precision, device: what they do to a whole training.
#include <gmock/gmock.h>

#include "tests/trainer/digits_training.h"

namespace wattle::trainer {
namespace {

using ::testing::HasSubstr;

TEST(Trainer, LearnsWithLbfgs) {
  Recorder recorder;
  const auto result = digits_trainer()->train(
      request(
          {{"optimizer", "lbfgs"}, {"learning_rate", 1.0}, {"batch_size", 2000}, {"epochs", 3}}),
      recorder);
  ASSERT_TRUE(result);
  EXPECT_GE(result->metrics.at("val_accuracy"), 0.90);
}

// A rate far too high overshoots after a few epochs, so that some epoch is better than the last.
TEST(Trainer, RestoresTheBestEpochWhenItStopsEarly) {
  Recorder recorder;
  const auto result = digits_trainer()->train(
      request({{"learning_rate", 0.05}, {"epochs", 60}, {"early_stop", {{"patience", 3}}}}),
      recorder);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->stopped);
  ASSERT_LT(recorder.epochs.size(), 60U);
  const Metrics& best = recorder.epochs[recorder.epochs.size() - 4];
  EXPECT_EQ(result->metrics.at("val_loss"), best.at("val_loss"));
  EXPECT_LT(best.at("val_loss"), recorder.epochs.back().at("val_loss"));
  EXPECT_EQ(result->metrics.at("epochs"), static_cast<double>(recorder.epochs.size()));
  EXPECT_GT(result->metrics.at("modelled_joules"),
            recorder.epochs.back().at("modelled_joules"));  // the test part came after it
  EXPECT_TRUE(result->metrics.contains("test_accuracy"));
}

TEST(Trainer, KeepsTheLastEpochWhenToldTo) {
  Recorder recorder;
  const auto result =
      digits_trainer()->train(request({{"learning_rate", 0.05},
                                       {"epochs", 60},
                                       {"early_stop", {{"patience", 3}, {"restore_best", false}}}}),
                              recorder);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->metrics.at("val_loss"), recorder.epochs.back().at("val_loss"));
}

TEST(Trainer, LearnsInBfloat16) {
  const nlohmann::json model = {{"family", "cnn"}, {"channels", {8}}, {"batch_norm", true}};
  Recorder narrow;
  Recorder wide;
  const auto trainer = digits_trainer();
  const auto result =
      trainer->train(request({{"epochs", 3}, {"precision", "bfloat16"}}, model), narrow);
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_TRUE(trainer->train(request({{"epochs", 3}}, model), wide));
  EXPECT_GE(result->metrics.at("val_accuracy"), 0.85);
  EXPECT_NE(narrow.epochs[0].at("train_loss"), wide.epochs[0].at("train_loss"));
  // Eight bits of fraction: a relative 2^-8 an operation, over a few layers.
  EXPECT_NEAR(narrow.epochs[0].at("train_loss"), wide.epochs[0].at("train_loss"), 0.05);
}

TEST(Trainer, LeavesTheThreadsPrecisionAsItWas) {
  const auto trainer = digits_trainer();
  Recorder before;
  Recorder between;
  Recorder after;
  ASSERT_TRUE(trainer->train(request({{"epochs", 1}}), before));
  ASSERT_TRUE(trainer->train(request({{"epochs", 1}, {"precision", "bfloat16"}}), between));
  ASSERT_TRUE(trainer->train(request({{"epochs", 1}}), after));
  EXPECT_EQ(before.epochs, after.epochs);
  EXPECT_NE(before.epochs, between.epochs);
}

TEST(Trainer, NamesADeviceThatIsNotThere) {
  Recorder recorder;
  const auto result = digits_trainer()->train(request({{"device", "cuda:9"}}), recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(result.error().message, HasSubstr("cuda:9"));
}

TEST(Trainer, WantsAWeightForEachTarget) {
  Recorder recorder;
  const auto result = digits_trainer()->train(request({{"task_weights", {1.0, 2.0}}}), recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(result.error().message, HasSubstr("2 weights for 1 targets"));
}

}  // namespace
}  // namespace wattle::trainer
