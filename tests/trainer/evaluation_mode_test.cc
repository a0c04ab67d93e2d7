// SPDX-License-Identifier: MIT
// What it does to a training's numbers to score its network as it is while it trains.
#include <gmock/gmock.h>

#include "tests/trainer/digits_training.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const json kPlain = {{"family", "cnn"}, {"channels", {4}}, {"hidden", {8}}};

json with(json model, const char* member, const json& value) {
  model[member] = value;
  return model;
}

/// The epochs and, last, the end of a training that is scored in this mode.
std::vector<Metrics> numbers_of(const std::string& mode, const json& model) {
  Recorder recorder;
  const auto result = digits_trainer()->train(
      request({{"epochs", 3}, {"batch_size", 200}, {"learning_rate", 0.01}, {"evaluation", mode}},
              model),
      recorder);
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  if (result) recorder.epochs.push_back(result->metrics);
  return recorder.epochs;
}

TEST(TrainingMode, ChangesNothingWithoutBatchNormalisationAndDropout) {
  EXPECT_EQ(numbers_of("training_mode", kPlain), numbers_of("evaluation_mode", kPlain));
}

// Running statistics play no part in training: the losses are the same, only the scores are not.
TEST(TrainingMode, ScoresBatchNormalisationByTheBatch) {
  const json model = with(kPlain, "batch_norm", true);
  const auto rest = numbers_of("evaluation_mode", model);
  const auto trained = numbers_of("training_mode", model);
  ASSERT_EQ(rest.size(), trained.size());
  for (std::size_t i = 0; i < rest.size(); ++i) {
    EXPECT_EQ(rest[i].at("train_loss"), trained[i].at("train_loss"));
    EXPECT_NE(rest[i].at("val_loss"), trained[i].at("val_loss"));
  }
  EXPECT_NE(rest.front().at("val_accuracy"), trained.front().at("val_accuracy"));
  EXPECT_NE(rest.back().at("test_loss"), trained.back().at("test_loss"));
}

TEST(TrainingMode, ScoresWithHalfTheUnitsGone) {
  const json model = with(kPlain, "dropout", 0.5);
  const auto rest = numbers_of("evaluation_mode", model);
  const auto trained = numbers_of("training_mode", model);
  ASSERT_EQ(rest.size(), trained.size());
  EXPECT_EQ(rest.front().at("train_loss"), trained.front().at("train_loss"));
  EXPECT_GT(trained.back().at("val_loss"), rest.back().at("val_loss"));
}

TEST(TrainingMode, GoesOnFromACheckpointBitEqual) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"epochs", 3}, {"evaluation", "training_mode"}},
                                  with(with(kPlain, "batch_norm", true), "dropout", 0.2));
  Recorder whole;
  const auto expected = trainer->train(asked, whole);
  ASSERT_TRUE(expected);
  asked.checkpoint_file = folder.path() / "checkpoint.pt";
  asked.checkpoint_when_stopped = true;
  Recorder first;
  first.stop_after = 1;
  ASSERT_TRUE(trainer->train(asked, first));
  Recorder second;
  const auto result = trainer->train(asked, second);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->resumed_epochs, 1);
  EXPECT_EQ(result->metrics, expected->metrics);
}

// One number a channel: a validation part of one example has no variance.
TEST(TrainingMode, NeedsTwoExamplesToNormaliseOver) {
  TrainingRequest asked =
      request({{"evaluation", "training_mode"}}, {{"layers",
                                                   {{{"kind", "flatten"}},
                                                    {{"kind", "linear"}, {"features", 4}},
                                                    {{"kind", "batch_norm"}},
                                                    {{"kind", "linear"}}}}});
  // Of class 0 there are 178 digits, of class 1 there are 182: half of one rounds to none and to
  // one.
  asked.objective["data"]["classes"] = {0, 1};
  asked.objective["data"]["validation"] = 0.00278;
  const auto summary = digits_trainer()->summarise(asked.objective);
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(summary.error().message, HasSubstr("training.evaluation"));
  asked.objective["training"]["evaluation"] = "evaluation_mode";
  EXPECT_TRUE(digits_trainer()->summarise(asked.objective));
}

}  // namespace
}  // namespace wattle::trainer
