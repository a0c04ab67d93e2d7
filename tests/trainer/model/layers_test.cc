// SPDX-License-Identifier: MIT
// Every kind of layer: held against PyTorch, against central differences, and against what is saved
// of it.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "tests/trainer/model/reference_cases.h"
#include "trainer/training/precision.h"

namespace wattle::trainer {
namespace {

class EveryLayer : public ::testing::TestWithParam<ReferenceCase> {};

// Sums of up to a hundred terms of order one, in a few layers: 100 terms x 10 layers of rounding.
constexpr double kTolerance = 1000.0 * std::numeric_limits<double>::epsilon();

TEST_P(EveryLayer, ComputesWhatPyTorchDoes) {
  const ReferenceCase& each = GetParam();
  Network network = reference_network(each, at::kDouble);
  const at::Tensor x = reference_inputs(each.input, at::kDouble);
  at::Generator generator = make_generator(1);
  const at::NoGradGuard no_gradient;
  const at::Tensor logits =
      each.training ? network.forward_training(x, generator) : network.forward(x);
  const at::Tensor expected = at::tensor(each.logits, at::kDouble).reshape(logits.sizes());
  const double size = std::max(1.0, expected.abs().max().item<double>());
  EXPECT_LT((logits - expected).abs().max().item<double>(), kTolerance * size);
}

TEST_P(EveryLayer, MovesItsRunningStatisticsAsPyTorchDoes) {
  const ReferenceCase& each = GetParam();
  Network network = reference_network(each, at::kDouble);
  if (each.running.empty()) {
    EXPECT_TRUE(network.named_buffers().empty() || !each.training);
    return;
  }
  at::Generator generator = make_generator(1);
  network.forward_training(reference_inputs(each.input, at::kDouble), generator);
  const auto buffers = network.named_buffers();
  ASSERT_EQ(buffers.size(), each.running.size());
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    const at::Tensor expected = at::tensor(each.running[i], at::kDouble);
    EXPECT_LT((buffers[i].second - expected).abs().max().item<double>(), kTolerance)
        << buffers[i].first;
  }
}

TEST_P(EveryLayer, HasTheCountedParameters) {
  const Network network = reference_network(GetParam(), at::kFloat);
  std::int64_t count = 0;
  for (const at::Tensor& parameter : network.parameters()) {
    count += parameter.numel();
  }
  EXPECT_EQ(count, network.description().parameters());
}

/// The sum of the logits with weights of which no two are equal.
at::Tensor weighted_sum(Network& network, const at::Tensor& x) {
  at::Generator generator = make_generator(1);
  const at::Tensor logits = network.forward_training(x, generator);
  const at::Tensor weights = at::cos(at::arange(logits.numel(), at::kDouble));
  return (logits.reshape({-1}) * weights).sum();
}

// Central differences with step h have error O(h^2) + O(eps / h); at h = eps^(1/3) = 6e-6 both are
// near 4e-11 for a loss and third derivatives of order one; sums of a few hundred logits and the
// curvature of normalisations of small variance are a hundred times that. Every 7th element is
// tried.
TEST_P(EveryLayer, HasTheGradientOfCentralDifferences) {
  constexpr double kStep = 6e-6;
  constexpr double kLargestError = 1e-8;
  constexpr std::int64_t kEvery = 7;
  Network network = reference_network(GetParam(), at::kDouble);
  at::Tensor x = reference_inputs(GetParam().input, at::kDouble);
  std::vector<at::Tensor> leaves = network.parameters();
  if (x.is_floating_point()) {
    leaves.push_back(x.requires_grad_(true));
  }
  weighted_sum(network, x).backward();
  const at::NoGradGuard no_gradient;
  double worst = 0.0;
  for (const at::Tensor& leaf : leaves) {
    double* values = leaf.data_ptr<double>();
    const at::Tensor gradient = at::empty_like(leaf).copy_(leaf.grad());  // in the same order
    const bool embedding = !x.is_floating_point() && leaf.is_same(leaves.front());
    // Padding, the embedding's first row, has no gradient by definition.
    for (std::int64_t i = embedding ? leaf.size(1) : 0; i < leaf.numel(); i += kEvery) {
      const double kept = values[i];
      values[i] = kept + kStep;
      const double above = weighted_sum(network, x).item<double>();
      values[i] = kept - kStep;
      const double below = weighted_sum(network, x).item<double>();
      values[i] = kept;
      const double exact = gradient.data_ptr<double>()[i];
      worst = std::max(worst, std::abs((above - below) / (2.0 * kStep) - exact));
    }
  }
  EXPECT_LT(worst, kLargestError);
}

TEST_P(EveryLayer, IsSavedToTheLastBit) {
  Network network = reference_network(GetParam(), at::kFloat);
  const at::Tensor x = reference_inputs(GetParam().input, at::kFloat);
  at::Generator generator = make_generator(1);
  const at::NoGradGuard no_gradient;
  network.forward_training(x, generator);  // moves running statistics off their start
  std::istringstream bytes(network.torchscript());
  torch::jit::Module loaded = torch::jit::load(bytes);
  EXPECT_TRUE(at::equal(loaded.forward({x}).toTensor(), network.forward(x)));
}

/// A step of training in bfloat16; whether all that comes out is finite.
bool trains_in_bfloat16(Network& network, const at::Tensor& x) {
  at::Generator generator = make_generator(1);
  at::Tensor logits;
  {
    const PrecisionScope precision(Precision::kBfloat16, at::kCPU);
    logits = network.forward_training(x, generator);
  }
  bool finite = at::isfinite(logits).all().item<bool>();
  if (logits.requires_grad()) {
    logits.to(at::kFloat).sum().backward();
  }
  for (const at::Tensor& parameter : network.parameters()) {
    finite = finite && at::isfinite(parameter.grad()).all().item<bool>();
  }
  return finite;
}

TEST_P(EveryLayer, TrainsInBfloat16) {
  Network network = reference_network(GetParam(), at::kFloat);
  EXPECT_TRUE(trains_in_bfloat16(network, reference_inputs(GetParam().input, at::kFloat)));
}

INSTANTIATE_TEST_SUITE_P(Reference, EveryLayer, ::testing::ValuesIn(reference_cases()),
                         [](const ::testing::TestParamInfo<ReferenceCase>& named) {
                           return named.param.name;
                         });

TEST(Network, DrawsNothingFromTheDefaultGenerator) {
  const at::Tensor before = at::detail::getDefaultCPUGenerator().get_state();
  for (const ReferenceCase& each : reference_cases()) {
    Network network = reference_network(each, at::kFloat);
    at::Generator generator = make_generator(1);
    network.forward_training(reference_inputs(each.input, at::kFloat), generator);
  }
  EXPECT_TRUE(at::equal(at::detail::getDefaultCPUGenerator().get_state(), before));
}

Network described(const char* layers, const InputDescription& input, std::int64_t outputs) {
  return Network(*describe_model({{"layers", nlohmann::json::parse(layers)}}, input, outputs), {},
                 make_generator(3));
}

// What a product gives is bfloat16 there, the weights of the normalisation are not.
TEST(Normalisation, BehindAProductTrainsInBfloat16) {
  const char* on_a_vector = R"([{"kind": "linear", "features": 4}, {"kind": "layer_norm"},
                                {"kind": "linear", "features": 4}, {"kind": "batch_norm"},
                                {"kind": "linear"}])";
  const char* on_an_image =
      R"([{"kind": "convolution", "channels": 4}, {"kind": "group_norm", "groups": 2},
          {"kind": "convolution", "channels": 4}, {"kind": "layer_norm"},
          {"kind": "convolution", "channels": 4}, {"kind": "batch_norm"},
          {"kind": "flatten"}, {"kind": "linear"}])";
  Network vector = described(on_a_vector, {InputKind::kTable, {6}, 0}, 3);
  EXPECT_TRUE(trains_in_bfloat16(vector, at::cos(at::arange(18, at::kFloat)).reshape({3, 6})));
  Network image = described(on_an_image, {InputKind::kImage, {1, 4, 4}, 0}, 3);
  EXPECT_TRUE(trains_in_bfloat16(image, at::cos(at::arange(48, at::kFloat)).reshape({3, 1, 4, 4})));
}

TEST(Embedding, OfPaddingIsZeroAndStaysSo) {
  Network network = described(R"([{"kind": "embedding", "features": 4}, {"kind": "mean"},
                                  {"kind": "linear"}])",
                              {InputKind::kTokens, {3}, 9}, 2);
  const at::Tensor weight = network.named_parameters()[0].second;
  EXPECT_TRUE(at::equal(weight[0], at::zeros({4})));
  at::Generator generator = make_generator(1);
  network.forward_training(at::zeros({2, 3}, at::kLong), generator).sum().backward();
  EXPECT_TRUE(at::equal(weight.grad()[0], at::zeros({4})));
}

// What follows the last token must not matter.
TEST(Padding, ChangesNothingOfWhatIsBeforeIt) {
  const Network shorter = described(
      R"([{"kind": "embedding", "features": 4}, {"kind": "attention", "heads": 2},
          {"kind": "lstm", "hidden": 4, "output": "sequence"}, {"kind": "mean"},
          {"kind": "linear"}])",
      {InputKind::kTokens, {3}, 9}, 2);
  const Network longer = described(
      R"([{"kind": "embedding", "features": 4}, {"kind": "attention", "heads": 2},
          {"kind": "lstm", "hidden": 4, "output": "sequence"}, {"kind": "mean"},
          {"kind": "linear"}])",
      {InputKind::kTokens, {5}, 9}, 2);
  const at::Tensor x = at::tensor({4, 0, 7}, at::kLong).reshape({1, 3});
  const at::Tensor padded = at::tensor({4, 0, 7, 0, 0}, at::kLong).reshape({1, 5});
  const at::NoGradGuard no_gradient;
  // Sums of at most five terms of order one in five layers, in 32 bits.
  constexpr double kRounding = 25.0 * std::numeric_limits<float>::epsilon();
  EXPECT_TRUE(at::allclose(shorter.forward(x), longer.forward(padded), 0.0, kRounding));
}

TEST(Padding, AloneGivesFiniteLogits) {
  for (const char* family : {"lstm", "transformer"}) {
    const Network network(*describe_model({{"family", family}}, {InputKind::kTokens, {6}, 9}, 3),
                          {}, make_generator(3));
    EXPECT_TRUE(at::isfinite(network.forward(at::zeros({2, 6}, at::kLong))).all().item<bool>())
        << family;
  }
}

// The bounds of layer_tensors.h; of n uniform draws the largest is below 0.7 of the bound with
// probability 0.7^n, at most 3 % for the smallest tensor here, whose draw the seed fixes.
TEST(Initialisation, OfRecurrentAndAttentionLayersIsPyTorchs) {
  const Network network = described(
      R"([{"kind": "embedding", "features": 8}, {"kind": "position"},
          {"kind": "attention", "heads": 2}, {"kind": "gru", "hidden": 4}, {"kind": "linear"}])",
      {InputKind::kTokens, {5}, 60}, 2);
  const auto largest = [&](const std::string& name) {
    for (const auto& [each, tensor] : network.named_parameters()) {
      if (each == name) {
        return tensor.abs().max().item<double>();
      }
    }
    return -1.0;
  };
  const auto expect_bound = [&](const std::string& name, double bound) {
    EXPECT_LE(largest(name), bound) << name;
    EXPECT_GT(largest(name), 0.7 * bound) << name;
  };
  expect_bound("attention1_weight_qkv", std::sqrt(6.0 / 32.0));
  expect_bound("attention1_weight", std::sqrt(1.0 / 8.0));
  EXPECT_EQ(largest("attention1_bias_qkv"), 0.0);
  EXPECT_EQ(largest("attention1_bias"), 0.0);
  for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
    expect_bound(std::string("gru1_") + name, 0.5);
  }
  // The largest of 40 normal draws is beyond 5 deviations with probability 2e-5.
  EXPECT_LT(largest("position1_weight"), 0.1);
  EXPECT_GT(largest("position1_weight"), 0.02);
}

}  // namespace
}  // namespace wattle::trainer
