// SPDX-License-Identifier: MIT
#include "trainer/model/state.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/csrc/jit/api/module.h>

#include "tests/trainer/temporary_folder.h"
#include "trainer/model/families.h"
#include "trainer/model/network.h"
#include "trainer/model/script_description.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const InputDescription kInput{InputKind::kTable, {5}, 0};

Network network(const json& model, std::int64_t outputs, std::uint64_t seed) {
  return Network(*describe_model(model, kInput, outputs), {}, make_generator(seed));
}

const json kModel = {{"layers",
                      {{{"kind", "linear"}, {"features", 4}, {"name", "body"}},
                       {{"kind", "batch_norm"}, {"name", "scale"}},
                       {{"kind", "linear"}, {"name", "head"}}}}};

TEST(State, OfTheSameNetworkIsTakenWhole) {
  const TemporaryFolder folder;
  const Network source = network(kModel, 3, 1);
  const auto file = folder.write("model.pt", source.torchscript());
  Network target = network(kModel, 3, 2);
  const auto transfer = load_state(target, file);
  ASSERT_TRUE(transfer) << transfer.error().message;
  EXPECT_THAT(transfer->copied,
              ElementsAre("body_weight", "body_bias", "scale_weight", "scale_bias", "head_weight",
                          "head_bias", "scale_mean", "scale_variance"));
  EXPECT_THAT(transfer->mismatched, IsEmpty());
  EXPECT_THAT(transfer->missing, IsEmpty());
  EXPECT_THAT(transfer->unused, IsEmpty());
  const at::Tensor x = at::ones({2, 5});
  EXPECT_TRUE(at::equal(target.forward(x), source.forward(x)));
}

TEST(State, SaysWhatDidNotFit) {
  const TemporaryFolder folder;
  const auto file = folder.write("model.pt", network(kModel, 3, 1).torchscript());
  json other = kModel;
  other["layers"][1] = {{"kind", "layer_norm"}, {"name", "evened"}};
  Network target = network(other, 7, 2);
  const at::Tensor head = target.named_parameters()[4].second.clone();
  const auto transfer = load_state(target, file);
  ASSERT_TRUE(transfer);
  EXPECT_THAT(transfer->copied, ElementsAre("body_weight", "body_bias"));
  EXPECT_THAT(transfer->mismatched, ElementsAre("head_weight: 3x4 in the file, 7x4 in the model",
                                                "head_bias: 3 in the file, 7 in the model"));
  EXPECT_THAT(transfer->missing, ElementsAre("evened_weight", "evened_bias"));
  EXPECT_THAT(transfer->unused,
              ElementsAre("scale_bias", "scale_mean", "scale_variance", "scale_weight"));
  EXPECT_TRUE(at::equal(target.named_parameters()[4].second, head));
}

TEST(State, TakenOverCanStillBeTrained) {
  const TemporaryFolder folder;
  const auto file = folder.write("model.pt", network(kModel, 3, 1).torchscript());
  Network target = network(kModel, 3, 2);
  ASSERT_TRUE(load_state(target, file));
  at::Generator generator = make_generator(1);
  target.forward_training(at::randn({4, 5}, make_generator(3)), generator).sum().backward();
  for (const auto& [name, tensor] : target.named_parameters()) {
    EXPECT_TRUE(tensor.grad().defined()) << name;
  }
}

Network scaled_network(double mean, std::uint64_t seed) {
  return Network(*describe_model(kModel, kInput, 3), {at::full({1, 5}, mean), at::ones({1, 5})},
                 make_generator(seed));
}

// The statistics of the data that the file was trained on are no weights.
TEST(State, LeavesTheScalingOfInputsAsItIs) {
  const TemporaryFolder folder;
  const auto file = folder.write("model.pt", scaled_network(7.0, 1).torchscript());
  Network target = scaled_network(2.0, 2);
  const auto transfer = load_state(target, file);
  ASSERT_TRUE(transfer);
  EXPECT_THAT(transfer->missing, IsEmpty());
  EXPECT_THAT(transfer->unused, IsEmpty());
  EXPECT_TRUE(at::equal(target.named_buffers().front().second, at::full({1, 5}, 2.0)));
}

// A kept module that scales its inputs has Wattle's module around it.
TEST(State, OfAModuleThatWasKeptWithItsScaling) {
  const TemporaryFolder folder;
  torch::jit::Module module("Linear");
  module.register_parameter("weight", at::zeros({3, 5}), false);
  module.define(
      "def forward(self, x: Tensor) -> Tensor:\n    return torch.linear(x, self.weight)\n");
  module.save((folder.path() / "module.pt").string());
  const auto description =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kInput, 3);
  ASSERT_TRUE(description) << description.error().message;
  const auto made = [&] {
    return std::move(
        *make_model(*description, {at::ones({1, 5}), at::ones({1, 5})}, make_generator(1)));
  };
  const auto trained = made();
  assign(trained->parameters().front(), at::ones({3, 5}));
  const auto file = folder.write("kept.pt", trained->torchscript());
  const auto target = made();
  const auto transfer = load_state(*target, file);
  ASSERT_TRUE(transfer) << transfer.error().message;
  EXPECT_THAT(transfer->copied, ElementsAre("weight"));
  EXPECT_THAT(transfer->unused, IsEmpty());
  EXPECT_TRUE(at::equal(target->parameters().front(), at::ones({3, 5})));
}

TEST(State, OfWhichNothingFitsIsRefused) {
  const TemporaryFolder folder;
  const auto file = folder.write("model.pt", network(kModel, 3, 1).torchscript());
  Network target = network({{"family", "mlp"}}, 3, 2);
  const auto transfer = load_state(target, file);
  ASSERT_FALSE(transfer);
  EXPECT_EQ(transfer.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(transfer.error().message, HasSubstr("linear1_weight"));
}

TEST(State, ThatIsNotThereOrNoTorchScriptIsAFailure) {
  const TemporaryFolder folder;
  Network target = network(kModel, 3, 2);
  const auto missing = load_state(target, folder.path() / "none.pt");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  const auto corrupt = load_state(target, folder.write("text.pt", "weights"));
  ASSERT_FALSE(corrupt);
  EXPECT_EQ(corrupt.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace wattle::trainer
