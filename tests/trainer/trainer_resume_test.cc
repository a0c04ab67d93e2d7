// SPDX-License-Identifier: MIT
// A training that goes on from its checkpoint ends as one that was never interrupted.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/csrc/jit/api/module.h>

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

/// The training writes its state to `file` when it is stopped, and goes on from there.
void keep_checkpoint(TrainingRequest& asked, const std::filesystem::path& file) {
  asked.checkpoint_file = file;
  asked.checkpoint_when_stopped = true;
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
  keep_checkpoint(asked, folder.path() / "below" / "checkpoint.pt");
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
  keep_checkpoint(asked, folder.path() / "checkpoint.pt");
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
  keep_checkpoint(asked, folder.path() / "checkpoint.pt");
  Recorder stopped;
  stopped.stop_after = 1;
  ASSERT_TRUE(trainer->train(asked, stopped));
  const auto bytes = std::filesystem::file_size(asked.checkpoint_file);
  for (const auto size : {bytes - 1, bytes / 2, std::uintmax_t{0}}) {
    std::filesystem::resize_file(asked.checkpoint_file, size);
    Recorder again;
    const auto result = trainer->train(asked, again);
    ASSERT_TRUE(result);
    EXPECT_EQ(again.epochs, whole.epochs) << size;
  }
}

/// Subtracts a mean of the pixels that forward() itself moves, in a new tensor each time.
void write_module(const std::filesystem::path& file) {
  torch::jit::Module module("Centred");
  module.register_attribute("training", c10::BoolType::get(), true);
  module.register_parameter("weight", at::sin(at::arange(640, at::kFloat)).reshape({10, 64}) / 8,
                            false);
  module.register_buffer("mean", at::zeros({64}));
  module.define(
      "def forward(self, x: Tensor) -> Tensor:\n"
      "    x = torch.flatten(x, 1)\n"
      "    if self.training:\n"
      "        self.mean = 0.9 * self.mean + 0.1 * x.detach().mean([0])\n"
      "    return torch.linear(x - self.mean, self.weight)\n");
  module.save(file.string());
}

TEST(Checkpoint, HoldsWhatAModulePutsInABuffersPlace) {
  const TemporaryFolder folder;
  write_module(folder.path() / "module.pt");
  const auto trainer = digits_trainer();
  TrainingRequest asked =
      request({{"epochs", 3}, {"batch_size", 200}, {"learning_rate", 0.5}, {"optimizer", "sgd"}},
              {{"torchscript", (folder.path() / "module.pt").string()}});
  // Far too high a rate: the best epoch need not be the last one, and is restored.
  asked.objective["training"]["early_stop"] = {{"patience", 3}};
  Recorder whole;
  const auto expected = trainer->train(asked, whole);
  ASSERT_TRUE(expected) << expected.error().message;
  keep_checkpoint(asked, folder.path() / "checkpoint.pt");
  const Interrupted resumed = interrupted(*trainer, asked, {1, 2});
  ASSERT_TRUE(resumed.result);
  EXPECT_EQ(resumed.result->resumed_epochs, 2);
  EXPECT_EQ(resumed.epochs, whole.epochs);
  EXPECT_EQ(resumed.result->metrics, expected->metrics);
}

TEST(Checkpoint, OfAFileThatHasChangedIsNotUsed) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  const auto keep = [&](std::uint64_t seed) {
    TrainingRequest first = request({{"epochs", 1}});
    first.seed = seed;
    first.artifact_directory = folder.path() / "first";
    Recorder unused;
    EXPECT_TRUE(trainer->train(first, unused));
  };
  keep(1);
  TrainingRequest asked =
      request({{"epochs", 1}, {"start_from", (folder.path() / "first" / "model.pt").string()}});
  keep_checkpoint(asked, folder.path() / "checkpoint.pt");
  const auto resumed = [&] {
    Recorder recorder;
    const auto result = trainer->train(asked, recorder);
    return result ? result->resumed_epochs : -1;
  };
  EXPECT_EQ(resumed(), 0);
  EXPECT_EQ(resumed(), 1);
  keep(2);
  EXPECT_EQ(resumed(), 0);
}

TEST(Checkpoint, OfDataThatHaveChangedIsNotUsed) {
  const TemporaryFolder folder;
  std::string rows = "a,b,class\n";
  for (int i = 0; i < 40; ++i) {
    rows += std::to_string(i) + "," + std::to_string(i % 7) + (i % 2 == 0 ? ",even\n" : ",odd\n");
  }
  TrainingRequest asked = request({{"epochs", 1}});
  asked.objective["data"] = {
      {"kind", "csv"}, {"csv", folder.write("rows.csv", rows).string()}, {"target", "class"}};
  keep_checkpoint(asked, folder.path() / "checkpoint.pt");
  const auto resumed = [&] {  // by a trainer of its own: one keeps the sets it has read
    Recorder recorder;
    const auto result = digits_trainer()->train(asked, recorder);
    return result ? result->resumed_epochs : -1;
  };
  EXPECT_EQ(resumed(), 0);
  EXPECT_EQ(resumed(), 1);
  rows[rows.find("13,")] = '2';
  folder.write("rows.csv", rows);
  EXPECT_EQ(resumed(), 0);
}

TEST(Checkpoint, OfAFinishedTrainingGivesItsResult) {
  const TemporaryFolder folder;
  const auto trainer = digits_trainer();
  TrainingRequest asked = request({{"epochs", 2}});
  keep_checkpoint(asked, folder.path() / "checkpoint.pt");
  Recorder stopped;
  stopped.stop_after = 2;
  ASSERT_TRUE(trainer->train(asked, stopped));
  Recorder again;
  const auto result = trainer->train(asked, again);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->resumed_epochs, 2);
  EXPECT_TRUE(result->metrics.contains("test_accuracy"));
}

TEST(Checkpoint, ThatCannotBeWrittenIsLeftOut) {
  const TemporaryFolder folder;
  TrainingRequest asked = request({{"epochs", 1}});
  keep_checkpoint(asked, folder.write("file", "") / "below" / "checkpoint.pt");
  Recorder recorder;
  EXPECT_TRUE(digits_trainer()->train(asked, recorder));
  EXPECT_EQ(recorder.epochs.size(), 1u);
}

}  // namespace
}  // namespace wattle::trainer
