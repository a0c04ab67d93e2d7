// SPDX-License-Identifier: MIT
// The profile of small models, by an estimate on a real clock: what is measured, not how much.
#include <gmock/gmock.h>

#include "energy/detect.h"
#include "energy/metering.h"
#include "tests/trainer/digits_training.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class Profile : public ::testing::Test {
 protected:
  void SetUp() override {
    auto choice = energy::open_meter("estimate");
    if (!choice) GTEST_SKIP() << "skipped: " << choice.error().message;
    metering_ = std::move(*energy::start_metering(std::move(choice->meter), clock_));
    account_ = metering_->open();
  }

  Result<ModelProfile> profile(const json& model, json training = json::object()) {
    request_.objective = request(std::move(training), model).objective;
    request_.window_seconds = 0.002;
    request_.repeats = 2;
    return digits_trainer()->profile(request_, *account_);
  }

  ProfileRequest request_;
  energy::SteadyClock clock_;
  std::unique_ptr<energy::Metering> metering_;
  std::unique_ptr<energy::Account> account_;
};

TEST_F(Profile, MeasuresEveryLayerForwardAndBackward) {
  const auto found = profile({{"family", "cnn"}}, {{"batch_size", 20}});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->batch, 20);
  const auto summary = digits_trainer()->summarise(request_.objective);
  ASSERT_EQ(found->layers.size(), summary->layers.size());
  for (std::size_t i = 0; i < found->layers.size(); ++i) {
    const LayerProfile& layer = found->layers[i];
    EXPECT_EQ(layer.name, summary->layers[i].name);
    EXPECT_EQ(layer.macs, 20 * summary->layers[i].macs);
    EXPECT_GT(layer.bytes, 0) << layer.name;
    EXPECT_GT(layer.forward.seconds, 0.0) << layer.name;
    EXPECT_GT(layer.backward.seconds, 0.0) << layer.name;
  }
  EXPECT_GT(found->step.joules, 0.0);
}

TEST_F(Profile, NothingBeforeTheDataWantsAGradient) {
  const auto found = profile({{"layers", {{{"kind", "flatten"}}, {{"kind", "linear"}}}}});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->layers[0].backward.seconds, 0.0);
  EXPECT_GT(found->layers[1].backward.seconds, 0.0);
}

TEST_F(Profile, PredictsInBatches) {
  const auto found = profile({{"family", "mlp"}});
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->inference.size(), 3U);
  EXPECT_EQ(found->inference[0].batch, 1);
  EXPECT_EQ(found->inference[1].batch, 32);
  EXPECT_EQ(found->inference[2].batch, 500);
  // Predictions one by one cost more each than together: calls, not numbers, take the time.
  EXPECT_GT(found->inference[0].cost.seconds, found->inference[2].cost.seconds / 500.0);
}

// Layers with several inputs, memory of their own, or random draws.
TEST_F(Profile, TakesEveryKindOfModel) {
  for (const json& model : {json{{"family", "resnet"}}, json{{"family", "vgg"}, {"dropout", 0.5}},
                            json{{"family", "mobilenet_v2"}},
                            json{{"layers",
                                  {{{"kind", "sequence"}},
                                   {{"kind", "attention"}, {"heads", 1}},
                                   {{"kind", "lstm"}, {"hidden", 4}},
                                   {{"kind", "linear"}}}}}}) {
    const auto found = profile(model, {{"batch_size", 4}, {"precision", "bfloat16"}});
    EXPECT_TRUE(found) << model.dump() << ": " << found.error().message;
  }
}

TEST_F(Profile, IsOfTheThreadsThatItIsAskedFor) {
  request_.threads = 2;
  EXPECT_TRUE(profile({{"family", "mlp"}}));
  request_.threads = 0;
  const auto none = profile({{"family", "mlp"}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("threads"));
}

TEST_F(Profile, EndsWhenItIsCancelled) {
  request_.cancelled = [] { return true; };
  const auto found = profile({{"family", "mlp"}});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kCancelled);
}

TEST_F(Profile, RefusesWhatATrainingRefuses) {
  const auto found = profile({{"family", "no-such-family"}});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::trainer
