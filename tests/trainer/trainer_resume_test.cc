// SPDX-License-Identifier: MIT
// A training that goes on from its checkpoint ends as one that was never interrupted.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/trainer/digits_training.h"
#include "tests/trainer/temporary_folder.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;

const json kModel = {
    {"family", "cnn"}, {"channels", {4}}, {"hidden", {8}}, {"dropout", 0.2}, {"batch_norm", true}};
constexpr int kEpochs = 5;

/// Cancelled at each of some epochs and started again, with the checkpoint in between.
struct Interrupted {
  Result<TrainingResult> result;
  std::vector<Metrics> epochs;
};

Interrupted interrupted(Trainer& trainer, TrainingRequest asked, std::vector<int> stops) {
  for (const int stop : stops) {
    Recorder recorder;
    recorder.stop_after = stop;
    const auto part = trainer.train(asked, recorder);
    EXPECT_TRUE(part && part->stopped) << (part ? "" : part.error().message);
  }
  Recorder last;
  auto result = trainer.train(asked, last);
  return {std::move(result), last.epochs};
}

class Resume : public ::testing::TestWithParam<std::string> {};

TEST_P(Resume, IsBitEqual) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"optimizer", GetParam()},
                                   {"epochs", kEpochs},
                                   {"momentum", 0.5},
                                   {"batch_size", 200},
                                   {"schedule", "cosine"},
                                   {"early_stop", {{"patience", kEpochs}}}},
                                  kModel);
  asked.objective["data"]["augment"] = {{"crop", 1}};
  Recorder whole;
  const auto expected = trainer->train(asked, whole);
  ASSERT_TRUE(expected);
  asked.checkpoint_file = folder.path() / "below" / "checkpoint.pt";
  const Interrupted resumed = interrupted(*trainer, asked, {1, 3});
  ASSERT_TRUE(resumed.result);
  EXPECT_EQ(resumed.result->resumed_epochs, 3);
  EXPECT_EQ(resumed.epochs, whole.epochs);
  EXPECT_EQ(resumed.result->metrics, expected->metrics);
}

INSTANTIATE_TEST_SUITE_P(Optimizers, Resume,
                         ::testing::Values("sgd", "adam", "adamw", "rmsprop", "adagrad", "lbfgs"),
                         [](const auto& named) { return named.param; });

TEST(Checkpoint, OfAnotherTrainingIsNotUsed) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"epochs", 2}});
  asked.checkpoint_file = folder.path() / "checkpoint.pt";
  Recorder first;
  ASSERT_TRUE(trainer->train(asked, first));
  asked.seed = 12;
  Recorder second;
  const auto result = trainer->train(asked, second);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->resumed_epochs, 0);
  EXPECT_NE(first.epochs, second.epochs);
}

TEST(Checkpoint, ThatIsDamagedIsNotUsed) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"epochs", 2}});
  Recorder whole;
  ASSERT_TRUE(trainer->train(asked, whole));
  asked.checkpoint_file = folder.path() / "checkpoint.pt";
  Recorder stopped;
  stopped.stop_after = 1;
  ASSERT_TRUE(trainer->train(asked, stopped));
  const auto bytes = std::filesystem::file_size(asked.checkpoint_file);
  for (const auto size : {bytes - 1, bytes / 2, bytes / 2 - bytes / 2}) {
    std::filesystem::resize_file(asked.checkpoint_file, size);
    Recorder again;
    const auto result = trainer->train(asked, again);
    ASSERT_TRUE(result);
    EXPECT_EQ(again.epochs, whole.epochs) << size;
  }
}

TEST(Checkpoint, OfAFinishedTrainingGivesItsResult) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"epochs", 2}});
  asked.checkpoint_file = folder.path() / "checkpoint.pt";
  Recorder stopped;
  stopped.stop_after = 2;
  ASSERT_TRUE(trainer->train(asked, stopped));
  Recorder again;
  const auto result = trainer->train(asked, again);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->resumed_epochs, 2);
  EXPECT_TRUE(result->metrics.contains("test_accuracy"));
}

TEST(Checkpoint, ThatCannotBeWrittenFailsTheTraining) {
  const TemporaryFolder folder;
  TrainingRequest asked = request({{"epochs", 1}});
  asked.checkpoint_file = folder.write("file", "") / "below" / "checkpoint.pt";
  Recorder recorder;
  const auto result = digits_trainer()->train(asked, recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace wattle::trainer
