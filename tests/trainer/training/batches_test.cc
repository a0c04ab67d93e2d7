// SPDX-License-Identifier: MIT
#include "trainer/training/batches.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "tests/trainer/training/silent_observer.h"
#include "trainer/model/families.h"
#include "trainer/model/network.h"
#include "trainer/training/dataset_facts.h"

namespace wattle::trainer {
namespace {

/// Two features: the first 0, 1, 2, ...; the second always 5. Labels alternate.
std::shared_ptr<const Dataset> ramp(std::int64_t count) {
  Dataset set;
  set.name = "ramp";
  set.input = {InputKind::kTable, {2}, 0};
  set.targets = {{"class", numbered_classes(2), {}}};
  set.own_test_begin = count;
  for (std::int64_t i = 0; i < count; ++i) {
    set.values.push_back(static_cast<float>(i));
    set.values.push_back(5.0F);
    set.targets.front().labels.push_back(i % 2);
  }
  return std::make_shared<const Dataset>(std::move(set));
}

TEST(DataTensors, GivesTheExamplesAskedFor) {
  const DataTensors data(ramp(10), at::kCPU);
  const at::Tensor numbers = to_tensor({7, 2});
  EXPECT_EQ(data.inputs(numbers)[0][0].item<float>(), 7.0F);
  EXPECT_EQ(data.inputs(numbers)[1][0].item<float>(), 2.0F);
  EXPECT_EQ(data.labels(numbers)[0][0].item<std::int64_t>(), 1);
}

TEST(InputScaling, IsFittedOnTheGivenExamplesOnly) {
  const DataTensors data(ramp(2000), at::kCPU);
  const InputScaling scaling = fit_scaling(data, to_tensor({2, 4}));
  EXPECT_EQ(scaling.mean[0][0].item<float>(), 3.0F);
  EXPECT_EQ(scaling.scale[0][0].item<float>(), 1.0F);
}

TEST(InputScaling, OnlyCentresAChannelWithoutVariation) {
  const InputScaling scaling = fit_scaling(DataTensors(ramp(10), at::kCPU), to_tensor({0, 1, 2}));
  EXPECT_EQ(scaling.mean[0][1].item<float>(), 5.0F);
  EXPECT_EQ(scaling.scale[0][1].item<float>(), 1.0F);
}

// More examples than one evaluation batch holds; the slow version goes one by one.
TEST(Evaluate, IsTheMeanOverExamples) {
  constexpr std::int64_t kExamples = 1203;
  constexpr double kTolerance = 1e-6;  // 32-bit logits of order 100 summed in another order
  const DataTensors data(ramp(kExamples), at::kCPU);
  DescriptionBuilder builder({InputKind::kTable, {2}, 0});
  builder.linear(2);
  const Network network(*builder.finish(2), fit_scaling(data, at::arange(kExamples, at::kLong)),
                        make_generator(3));
  const SilentObserver observer;
  const std::vector<Task> tasks = tasks_of(data.dataset(), {});
  const auto scores = [&](const at::Tensor& numbers) {
    return evaluate(network, data, numbers, tasks, "val", observer);
  };
  const auto whole = scores(at::arange(kExamples, at::kLong));
  ASSERT_TRUE(whole);
  double loss = 0.0;
  double correct = 0.0;
  for (std::int64_t i = 0; i < kExamples; ++i) {
    const auto one = scores(to_tensor({i}));
    loss += one->at("val_loss") / kExamples;
    correct += one->at("val_accuracy") / kExamples;
  }
  EXPECT_NEAR(whole->at("val_loss"), loss, kTolerance);
  EXPECT_NEAR(whole->at("val_accuracy"), correct, kTolerance);
}

TEST(BatchSizes, GiveEveryExampleOnce) {
  using Batches = std::vector<std::int64_t>;
  EXPECT_EQ(batch_sizes(7, 3, false), (Batches{3, 3, 1}));
  EXPECT_EQ(batch_sizes(7, 3, true), (Batches{3, 4}));
  EXPECT_EQ(batch_sizes(8, 3, true), (Batches{3, 3, 2}));
  EXPECT_EQ(batch_sizes(6, 3, true), (Batches{3, 3}));
  EXPECT_EQ(batch_sizes(2, 3, true), (Batches{2}));
  EXPECT_EQ(batch_sizes(1, 3, true), (Batches{1}));
}

TEST(EvaluationBatch, IsSmallerForAModelOfManyActivations) {
  const auto batch = [](const char* family, const Sizes& shape) {
    return evaluation_batch(
        *describe_model({{"family", family}}, {InputKind::kImage, shape, 0}, 10));
  };
  EXPECT_EQ(batch("mlp", {1, 8, 8}), 500);
  const std::int64_t photographs = batch("vgg", {3, 224, 224});
  EXPECT_GE(photographs, 1);
  EXPECT_LT(photographs, 100);
}

TEST(DatasetFacts, GiveTheScalingOfTheExamples) {
  const auto dataset = ramp(100);
  DatasetFacts facts;
  const InputScaling scaling = facts.scaling(dataset, {2, 4});
  EXPECT_EQ(scaling.mean[0][0].item<float>(), 3.0F);
  scaling.mean.zero_();  // the caller's own
  EXPECT_EQ(facts.scaling(dataset, {2, 4}).mean[0][0].item<float>(), 3.0F);
  EXPECT_EQ(facts.scaling(dataset, {2, 6}).mean[0][0].item<float>(), 4.0F);
  EXPECT_EQ(facts.scaling(ramp(50), {2, 4}).mean[0][0].item<float>(), 3.0F);
}

TEST(DatasetFacts, TellSetsApartByWhatIsInThem) {
  DatasetFacts facts;
  const auto changed = [](auto&& change) {
    Dataset set = *ramp(20);
    change(set);
    return std::make_shared<const Dataset>(std::move(set));
  };
  const std::string digest = facts.digest(ramp(20));
  EXPECT_EQ(facts.digest(ramp(20)), digest);
  EXPECT_NE(facts.digest(ramp(21)), digest);
  EXPECT_NE(facts.digest(changed([](Dataset& set) { set.values[3] = 6.0F; })), digest);
  EXPECT_NE(facts.digest(changed([](Dataset& set) { set.targets[0].labels[3] = 0; })), digest);
  EXPECT_NE(facts.digest(changed([](Dataset& set) { set.own_test_begin = 18; })), digest);
}

}  // namespace
}  // namespace wattle::trainer
