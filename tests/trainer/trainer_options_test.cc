// SPDX-License-Identifier: MIT
// Early stop, precision, device: what they do to a whole training.
#include <gmock/gmock.h>

#include <bit>

#include "tests/trainer/digits_training.h"
#include "tests/trainer/temporary_folder.h"
#include "trainer/training/work_model.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
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

// The loss of one batch: bfloat16 would leave the last 16 of its 32 bits zero, as any other loss
// does once in 65,536 times.
TEST(Trainer, ComputesTheLossInFull) {
  Recorder recorder;
  ASSERT_TRUE(digits_trainer()->train(
      request({{"epochs", 1}, {"batch_size", 2000}, {"precision", "bfloat16"}}), recorder));
  const auto loss = static_cast<float>(recorder.epochs[0].at("train_loss"));
  constexpr std::uint32_t kLowHalf = 0xffff;
  EXPECT_NE(std::bit_cast<std::uint32_t>(loss) & kLowHalf, 0U);
}

/// Digits, of which `examples` are trained on.
TrainingRequest normalised(std::int64_t examples, std::int64_t batch_size) {
  TrainingRequest asked = request({{"epochs", 1}, {"batch_size", batch_size}},
                                  {{"layers",
                                    {{{"kind", "flatten"}},
                                     {{"kind", "linear"}, {"features", 8}},
                                     {{"kind", "batch_norm"}, {"name", "evened"}},
                                     {{"kind", "linear"}}}}});
  asked.objective["data"]["limit"] = examples;
  return asked;
}

TEST(Trainer, RefusesToNormaliseOverOneExample) {
  Recorder recorder;
  const auto result = digits_trainer()->train(normalised(100, 1), recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(result.error().message, HasSubstr("layer evened (input 8)"));
}

// 101 examples in batches of 20: the last one joins the fifth batch.
TEST(Trainer, LeavesNoSingleExampleToNormaliseOver) {
  const auto trainer = digits_trainer();
  const TrainingRequest asked = normalised(101, 20);
  Recorder recorder;
  const auto summary = trainer->summarise(asked.objective);
  const auto result = trainer->train(asked, recorder);
  ASSERT_TRUE(summary && result);
  ASSERT_EQ(summary->train_examples, 101);
  const Work work{5, 101, summary->validation_examples};
  EXPECT_DOUBLE_EQ(recorder.epochs[0].at("modelled_joules"), modelled_joules(work, summary->macs));
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

TrainingRequest two_targets() {
  TrainingRequest asked = request({{"epochs", 4}, {"learning_rate", 0.01}});
  asked.objective["data"]["groups"] = {{"parity", {{0, 2, 4, 6, 8}, {1, 3, 5, 7, 9}}}};
  return asked;
}

TEST(Trainer, LearnsSeveralTargetsTogether) {
  Recorder recorder;
  const auto result = digits_trainer()->train(two_targets(), recorder);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->metrics.at("parameters"), 65 * 64 + 65 * 12);
  EXPECT_GE(result->metrics.at("val_accuracy"), 0.85);
  EXPECT_EQ(result->metrics.at("val_accuracy"), result->metrics.at("val_accuracy_class"));
  EXPECT_GE(result->metrics.at("test_accuracy_parity"), 0.85);
}

TEST(Trainer, HeedsTheWeightsOfTargets) {
  const auto trainer = digits_trainer();
  TrainingRequest asked = two_targets();
  asked.objective["training"].update({{"task_weights", {1e-6, 1.0}},
                                      {"optimizer", "sgd"},
                                      {"momentum", 0.9},
                                      {"learning_rate", 0.1}});
  Recorder recorder;
  const auto result = trainer->train(asked, recorder);
  ASSERT_TRUE(result);
  EXPECT_GE(result->metrics.at("val_accuracy_parity"), 0.85);
  // Guessing among ten classes. (Adam would not do here: it makes as much of a small gradient.)
  EXPECT_LT(result->metrics.at("val_accuracy_class"), 0.5);
}

/// An ordinary training of three epochs whose model.pt stays in `folder`.
Recorder train_and_keep(Trainer& trainer, const std::filesystem::path& folder) {
  TrainingRequest asked = request({{"epochs", 3}, {"learning_rate", 0.01}});
  asked.artifact_directory = folder;
  Recorder learned;
  EXPECT_TRUE(trainer.train(asked, learned));
  return learned;
}

// The second training's steps are too small to change anything but what it began with.
TEST(Trainer, BeginsWithTheWeightsOfAnEarlierTraining) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  const Recorder learned = train_and_keep(*trainer, folder.path());
  const TrainingRequest second = request({{"epochs", 1},
                                          {"learning_rate", 1e-9},
                                          {"start_from", (folder.path() / "model.pt").string()}});
  Recorder taken_over;
  ASSERT_TRUE(trainer->train(second, taken_over));
  EXPECT_NEAR(taken_over.epochs[0].at("val_loss"), learned.epochs[2].at("val_loss"), 1e-4);
}

// A hidden layer fits a network for fewer classes, the last layer does not and stays as drawn.
TEST(Trainer, TakesOverWhatFitsOfAnEarlierTraining) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  train_and_keep(*trainer, folder.path());
  TrainingRequest other = request({{"epochs", 1}, {"learning_rate", 0.01}});
  other.objective["data"]["classes"] = {1, 4, 7};
  Recorder drawn;
  ASSERT_TRUE(trainer->train(other, drawn));
  other.objective["training"]["start_from"] = (folder.path() / "model.pt").string();
  Recorder taken_over;
  ASSERT_TRUE(trainer->train(other, taken_over));
  EXPECT_LT(taken_over.epochs[0].at("val_loss"), drawn.epochs[0].at("val_loss"));
}

TEST(Trainer, NamesAMissingFileToBeginWith) {
  Recorder recorder;
  const auto result = digits_trainer()->train(request({{"start_from", "nowhere.pt"}}), recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(result.error().message, HasSubstr("nowhere.pt"));
}

// Flipped and shifted digits are harder to learn; the same seed shifts them the same way.
TEST(Trainer, AugmentsFromItsOwnGenerator) {
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"epochs", 2}});
  Recorder plain;
  ASSERT_TRUE(trainer->train(asked, plain));
  asked.objective["data"]["augment"] = {{"flip", true}, {"crop", 1}};
  Recorder once;
  Recorder twice;
  ASSERT_TRUE(trainer->train(asked, once));
  ASSERT_TRUE(trainer->train(asked, twice));
  EXPECT_EQ(once.epochs, twice.epochs);
  EXPECT_GT(once.epochs[1].at("train_loss"), plain.epochs[1].at("train_loss"));
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
