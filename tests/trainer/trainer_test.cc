// SPDX-License-Identifier: MIT
#include "trainer/trainer.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/csrc/jit/serialization/import.h>

#include <functional>
#include <new>
#include <thread>

#include "tests/trainer/digits_training.h"
#include "tests/trainer/temporary_folder.h"
#include "trainer/dataset/digits.h"
#include "trainer/dataset/split.h"
#include "trainer/make_trainer.h"
#include "trainer/training/batches.h"
#include "trainer/training/work_model.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const std::filesystem::path kDebianData = "/usr/share/datasets";

TEST(Trainer, LearnsTheDigitsInAFewEpochs) {
  Recorder recorder;
  const auto result = digits_trainer()->train(
      request({{"learning_rate", 0.003}, {"batch_size", 16}, {"epochs", 8}}), recorder);
  ASSERT_TRUE(result);
  EXPECT_GE(result->metrics.at("val_accuracy"), 0.93);
  EXPECT_GE(result->metrics.at("test_accuracy"), 0.90);
  EXPECT_LT(recorder.epochs.back().at("train_loss"), recorder.epochs.front().at("train_loss"));
}

TEST(Trainer, ReportsEveryEpochAndTheWholeAtTheEnd) {
  Recorder recorder;
  const auto result =
      digits_trainer()->train(request({{"epochs", 3}, {"schedule", "cosine"}}), recorder);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->stopped);
  ASSERT_EQ(recorder.epochs.size(), 3U);
  for (const Metrics& epoch : recorder.epochs) {
    for (const char* name :
         {"val_accuracy", "val_loss", "train_loss", "learning_rate", "modelled_joules"}) {
      EXPECT_TRUE(epoch.contains(name)) << name;
    }
    EXPECT_FALSE(epoch.contains("test_accuracy"));
  }
  EXPECT_EQ(result->metrics.at("epochs"), 3);
  EXPECT_EQ(result->metrics.at("parameters"), 65 * 64 + 65 * 10);
  EXPECT_EQ(result->metrics.at("macs"), 64 * 64 + 64 * 10);
  EXPECT_TRUE(result->metrics.contains("test_loss"));
  EXPECT_LT(recorder.epochs[2].at("learning_rate"), recorder.epochs[0].at("learning_rate"));
}

TEST(Trainer, ModelsItsJoulesFromTheWork) {
  Recorder recorder;
  const auto trainer = digits_trainer();
  const TrainingRequest asked = request({{"epochs", 2}, {"batch_size", 100}});
  const auto summary = trainer->summarise(asked.objective);
  const auto result = trainer->train(asked, recorder);
  ASSERT_TRUE(summary && result);
  const std::int64_t updates = 2 * ((summary->train_examples + 99) / 100);
  const Work work{updates, 2 * summary->train_examples,
                  2 * summary->validation_examples + summary->test_examples};
  EXPECT_DOUBLE_EQ(result->metrics.at("modelled_joules"), modelled_joules(work, summary->macs));
}

std::vector<double> losses(Trainer& trainer, std::uint64_t seed, int threads = 1) {
  Recorder recorder;
  TrainingRequest asked = request({{"epochs", 3}, {"batch_size", 32}}, {{"family", "cnn"},
                                                                        {"channels", {4}},
                                                                        {"hidden", {16}},
                                                                        {"dropout", 0.2},
                                                                        {"batch_norm", true}});
  asked.seed = seed;
  asked.threads = threads;
  EXPECT_TRUE(trainer.train(asked, recorder));
  std::vector<double> found;
  for (const Metrics& epoch : recorder.epochs) {
    found.push_back(epoch.at("train_loss"));
    found.push_back(epoch.at("val_loss"));
  }
  return found;
}

TEST(Trainer, RepeatsItselfToTheLastBit) {
  const auto trainer = digits_trainer();
  const std::vector<double> first = losses(*trainer, 5);
  EXPECT_EQ(losses(*trainer, 5), first);
  EXPECT_NE(losses(*trainer, 6), first);
}

TEST(Trainer, IsUndisturbedByANeighbour) {
  const auto trainer = digits_trainer();
  const std::vector<double> alone_a = losses(*trainer, 5);
  const std::vector<double> alone_b = losses(*trainer, 6);
  for (int round = 0; round < 3; ++round) {
    std::vector<double> beside_a;
    std::vector<double> beside_b;
    {
      const std::jthread a([&] { beside_a = losses(*trainer, 5); });
      const std::jthread b([&] { beside_b = losses(*trainer, 6); });
    }
    EXPECT_EQ(beside_a, alone_a);
    EXPECT_EQ(beside_b, alone_b);
  }
}

TEST(Trainer, RepeatsItselfOnTwoThreads) {
  const auto trainer = digits_trainer();
  EXPECT_EQ(losses(*trainer, 5, 2), losses(*trainer, 5, 2));
}

TEST(Trainer, NamesTheEpochInWhichItDiverges) {
  Recorder recorder;
  const auto result =
      digits_trainer()->train(request({{"optimizer", "sgd"}, {"learning_rate", 1e6}, {"epochs", 3}},
                                      {{"family", "mlp"}, {"hidden", {64, 64}}}),
                              recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kDiverged);
  EXPECT_THAT(result.error().message, HasSubstr("epoch 1"));
}

TEST(Trainer, StopsAfterTheEpochTheObserverSays) {
  Recorder recorder;
  recorder.stop_after = 2;
  const auto result = digits_trainer()->train(request({{"epochs", 5}}), recorder);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->stopped);
  EXPECT_EQ(result->metrics.at("epochs"), 2);
  EXPECT_EQ(result->metrics.at("val_loss"), recorder.epochs[1].at("val_loss"));
  EXPECT_FALSE(result->metrics.contains("test_accuracy"));
}

TEST(Trainer, EndsWhenCancelled) {
  Recorder recorder;
  recorder.cancel_after = 1;
  const auto result = digits_trainer()->train(request({{"epochs", 5}}), recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(recorder.epochs.size(), 1U);
}

/// Cancels when it is asked for the third time.
class ThirdBatchObserver final : public SilentObserver {
 public:
  bool cancelled() const override { return ++asked >= 3; }
  mutable int asked = 0;
};

TEST(Trainer, EndsAtTheBatchThatIsCancelled) {
  ThirdBatchObserver observer;
  const auto result = digits_trainer()->train(request({{"epochs", 5}}), observer);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(observer.asked, 3) << "it goes on to no other batch";
}

template <class Exception>
class ThrowingObserver final : public SilentObserver {
 public:
  bool on_epoch(int, const Metrics&) override { throw Exception(); }
};

TEST(Trainer, LetsNoExceptionOut) {
  ThrowingObserver<std::bad_function_call> observer;
  const auto result = digits_trainer()->train(request({{"epochs", 1}}), observer);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInternal);
  EXPECT_THAT(result.error().message, HasSubstr("the training failed"));
}

TEST(Trainer, SaysThatMemoryIsOut) {
  ThrowingObserver<std::bad_alloc> observer;
  const auto result = digits_trainer()->train(request({{"epochs", 1}}), observer);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInternal);
  EXPECT_THAT(result.error().message, HasSubstr("out of memory"));
}

class DeviceOutOfMemory final : public SilentObserver {
 public:
  bool on_epoch(int, const Metrics&) override {
    TORCH_CHECK(false, "CUDA error: out of memory");
    return true;
  }
};

TEST(Trainer, SaysThatADevicesMemoryIsOut) {
  DeviceOutOfMemory observer;
  const auto result = digits_trainer()->train(request({{"epochs", 1}}), observer);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("out of memory: "));
  EXPECT_THAT(result.error().hint, HasSubstr("batch_size"));
}

TEST(Trainer, EveryOptimizerScheduleAndOptionTrains) {
  const auto trainer = digits_trainer();
  for (const char* optimizer : {"sgd", "adam", "adamw", "rmsprop", "adagrad"}) {
    for (const char* schedule : {"constant", "step", "cosine", "one_cycle", "exponential"}) {
      Recorder recorder;
      const auto result = trainer->train(request({{"optimizer", optimizer},
                                                  {"schedule", schedule},
                                                  {"epochs", 1},
                                                  {"learning_rate", 0.01},
                                                  {"label_smoothing", 0.1},
                                                  {"clip_norm", 1.0},
                                                  {"shuffle", false}}),
                                         recorder);
      EXPECT_TRUE(result) << optimizer << " " << schedule;
    }
  }
}

TEST(Trainer, SummarisesWithoutTraining) {
  const auto summary = digits_trainer()->summarise(
      request({}, {{"family", "cnn"}, {"channels", {4}}, {"hidden", {8}}}).objective);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->input_shape, "1x8x8");
  EXPECT_EQ(summary->classes, 10);
  EXPECT_EQ(summary->train_examples + summary->validation_examples + summary->test_examples, 1797);
  EXPECT_EQ(summary->layers.front().kind, "convolution");
  EXPECT_EQ(summary->layers.front().output_shape, "4x8x8");
  EXPECT_EQ(summary->parameters, 40 + 65 * 8 + 90);
  EXPECT_EQ(summary->macs, 36 * 64 + 64 * 8 + 80);
}

struct Fault {
  std::string name;
  json objective;
  ErrorCode code;

  friend void PrintTo(const Fault& shown, std::ostream* out) { *out << shown.name; }
};

class FaultyObjective : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyObjective, IsRefusedByBoth) {
  const auto trainer = digits_trainer();
  Recorder recorder;
  TrainingRequest asked;
  asked.objective = GetParam().objective;
  const auto summary = trainer->summarise(asked.objective);
  const auto result = trainer->train(asked, recorder);
  ASSERT_FALSE(summary);
  ASSERT_FALSE(result);
  EXPECT_EQ(summary.error().code, GetParam().code);
  EXPECT_EQ(result.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyObjective,
    ::testing::Values(
        Fault{"Null", json(), ErrorCode::kInvalidArgument},
        Fault{"Text", "train", ErrorCode::kInvalidArgument},
        Fault{"NoModel", {{"data", {{"name", "digits"}}}}, ErrorCode::kInvalidArgument},
        Fault{"NoSuchData", {{"data", {{"name", "iris"}}}}, ErrorCode::kInvalidArgument},
        Fault{"MissingData",
              {{"data", {{"name", "mnist"}}}, {"model", {{"family", "mlp"}}}},
              ErrorCode::kNotFound},
        Fault{"BadTraining",
              {{"data", {{"name", "digits"}}},
               {"model", {{"family", "mlp"}}},
               {"training", {{"epochs", 0}}}},
              ErrorCode::kInvalidArgument}),
    [](const ::testing::TestParamInfo<Fault>& named) { return named.param.name; });

TEST(Trainer, RefusesNoThreads) {
  Recorder recorder;
  TrainingRequest asked = request({});
  asked.threads = 0;
  const auto result = digits_trainer()->train(asked, recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
}

// The saved network must earn the accuracy that the training reported, from pixels in [0, 1].
TEST(Trainer, KeepsTheTrainedNetwork) {
  const TemporaryFolder folder;
  Recorder recorder;
  TrainingRequest asked = request({{"epochs", 2}});
  asked.objective["data"]["standardise"] = true;
  asked.artifact_directory = folder.path() / "best";
  const auto result = digits_trainer()->train(asked, recorder);
  ASSERT_TRUE(result);
  torch::jit::Module model = torch::jit::load(asked.artifact_directory / "model.pt");
  const auto dataset =
      std::make_shared<const Dataset>(*read_digits(kShippedData / "digits" / "digits.csv.gz"));
  const auto split = split_dataset(*dataset, *parse_data_options(asked.objective["data"]));
  const DataTensors data(dataset, at::kCPU);
  const at::Tensor numbers = to_tensor(split->test);
  const at::Tensor right = model.forward({data.inputs(numbers)})
                               .toTensor()
                               .argmax(1)
                               .eq(data.labels(numbers).select(1, 0));
  EXPECT_DOUBLE_EQ(
      static_cast<double>(right.sum().item<std::int64_t>()) / static_cast<double>(numbers.numel()),
      result->metrics.at("test_accuracy"));
}

TEST(Trainer, FailsWhenTheNetworkCannotBeKept) {
  const TemporaryFolder folder;
  Recorder recorder;
  TrainingRequest asked = request({{"epochs", 1}});
  asked.artifact_directory = folder.write("file", "") / "below";
  const auto result = digits_trainer()->train(asked, recorder);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kIo);
}

TEST(Trainer, LearnsFashionMnist) {
  if (!std::filesystem::exists(kDebianData / "fashion-mnist")) {
    GTEST_SKIP() << "the Debian package dataset-fashion-mnist is not installed";
  }
  Recorder recorder;
  TrainingRequest asked = request({{"epochs", 3}, {"learning_rate", 0.01}, {"batch_size", 32}});
  asked.objective["data"] = {{"name", "fashion_mnist"}, {"limit", 1000}, {"validation", 0.02}};
  const auto trainer = make_trainer({{kDebianData}});
  const auto summary = trainer->summarise(asked.objective);
  const auto result = trainer->train(asked, recorder);
  ASSERT_TRUE(summary && result);
  EXPECT_EQ(summary->train_examples, 1000);
  EXPECT_EQ(summary->validation_examples, 1200);
  EXPECT_EQ(summary->test_examples, 10000);
  EXPECT_GE(result->metrics.at("test_accuracy"), 0.70);
}

}  // namespace
}  // namespace wattle::trainer
