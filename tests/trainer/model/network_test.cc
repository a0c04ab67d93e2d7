// SPDX-License-Identifier: MIT
#include "trainer/model/network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "trainer/model/families.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;

Network network(const json& model, const Sizes& input, int classes, std::uint64_t seed,
                at::ScalarType type = at::kFloat) {
  return Network(*describe_model(model, {InputKind::kImage, input, 0}, classes), {},
                 make_generator(seed), type);
}

at::Tensor images(std::int64_t count, const Sizes& shape, at::ScalarType type = at::kFloat) {
  at::Generator generator = make_generator(99);
  return at::empty({count, shape[0], shape[1], shape[2]}, type).uniform_(0.0, 1.0, generator);
}

TEST(Network, HasAsManyParametersAsItsDescription) {
  const Network net = network({{"family", "simple_cnn"}}, {1, 28, 28}, 10, 1);
  std::int64_t count = 0;
  for (const at::Tensor& parameter : net.parameters()) {
    count += parameter.numel();
  }
  EXPECT_EQ(count, net.description().parameters());
}

TEST(Network, StartsWithinTheBoundOfItsFanIn) {
  const Network net = network({{"family", "cnn"}, {"channels", {64}}}, {3, 8, 8}, 10, 1);
  for (const auto& [name, tensor] : net.named_parameters()) {
    const double fan_in = name.starts_with("convolution1") ? 27.0
                          : name.starts_with("linear1")    ? 1024.0
                                                           : 64.0;
    const double largest = tensor.abs().max().item<double>();
    EXPECT_LE(largest, 1.0 / std::sqrt(fan_in)) << name;
    // All of n uniform values below 0.7 of their bound: 0.7^10 = 3 % for the smallest tensor, whose
    // draw the seed fixes.
    EXPECT_GT(largest, 0.7 / std::sqrt(fan_in)) << name;
  }
}

TEST(Network, IsAFunctionOfItsSeed) {
  const at::Tensor x = images(4, {1, 8, 8});
  const json mlp = {{"family", "mlp"}};
  const auto output = [&](std::uint64_t seed) {
    return network(mlp, {1, 8, 8}, 10, seed).forward(x);
  };
  EXPECT_TRUE(at::equal(output(3), output(3)));
  EXPECT_FALSE(at::equal(output(3), output(4)));
}

TEST(Network, LeavesTheDefaultGeneratorAlone) {
  const at::Tensor before = at::detail::getDefaultCPUGenerator().get_state();
  Network net = network({{"family", "mlp"}, {"dropout", 0.5}}, {1, 8, 8}, 10, 1);
  at::Generator dropout = make_generator(2);
  net.forward_training(images(4, {1, 8, 8}), dropout);
  EXPECT_TRUE(at::equal(at::detail::getDefaultCPUGenerator().get_state(), before));
}

TEST(Network, DropsOnlyInTraining) {
  Network net = network({{"family", "mlp"}, {"dropout", 0.5}}, {1, 8, 8}, 10, 1);
  const at::Tensor x = images(4, {1, 8, 8});
  at::Generator dropout = make_generator(2);
  EXPECT_FALSE(at::equal(net.forward_training(x, dropout), net.forward_training(x, dropout)));
  EXPECT_TRUE(at::equal(net.forward(x), net.forward(x)));
}

// With no hidden activation the output is linear in the mask, so its mean over masks is the output
// at rest. Of 4,000 draws the standard error is s / sqrt(4000); five of them fail once in two
// million for each of the outputs.
TEST(Network, DropoutKeepsTheMean) {
  Network net =
      network({{"family", "mlp"}, {"activation", "none"}, {"dropout", 0.25}}, {1, 8, 8}, 10, 1);
  constexpr std::int64_t kDraws = 4000;
  at::Generator dropout = make_generator(2);
  const at::Tensor x = images(1, {1, 8, 8}).expand({kDraws, 1, 8, 8});
  const at::Tensor outputs = net.forward_training(x, dropout);
  const at::Tensor error = (outputs.mean(0) - net.forward(x)[0]).abs();
  const at::Tensor standard_error = outputs.std(0) / std::sqrt(static_cast<double>(kDraws));
  EXPECT_TRUE((error < 5.0 * standard_error).all().item<bool>());
}

TEST(Network, UpdatesItsRunningStatisticsOnlyInTraining) {
  Network net = network({{"family", "simple_cnn"}}, {1, 8, 8}, 10, 1);
  const at::Tensor x = images(16, {1, 8, 8});
  const at::Tensor mean = net.named_buffers()[0].second;
  const at::Tensor start = mean.clone();
  net.forward(x);
  EXPECT_TRUE(at::equal(mean, start));
  at::Generator dropout = make_generator(2);
  net.forward_training(x, dropout);
  EXPECT_FALSE(at::equal(mean, start));
}

class Gradient : public ::testing::TestWithParam<std::string> {};

// Central differences with step h have error O(h^2) + O(eps / h); at h = eps^(1/3) = 6e-6 both are
// near 4e-11 for a loss and third derivatives of order one. The tolerance leaves a factor of 100.
TEST_P(Gradient, AgreesWithCentralDifferences) {
  constexpr double kStep = 6e-6;
  constexpr double kTolerance = 4e-9;
  Network net = network({{"family", "cnn"},
                         {"channels", {2}},
                         {"hidden", {3}},
                         {"batch_norm", true},
                         {"activation", GetParam()}},
                        {1, 4, 4}, 2, 5, at::kDouble);
  const at::Tensor x = images(3, {1, 4, 4}, at::kDouble);
  at::Generator unused = make_generator(1);
  const at::Tensor target = at::ones({3}, at::kLong);
  const auto loss = [&] { return at::cross_entropy_loss(net.forward_training(x, unused), target); };
  loss().backward();
  const at::NoGradGuard no_gradient;
  double worst = 0.0;
  for (const at::Tensor& parameter : net.parameters()) {
    double* values = parameter.data_ptr<double>();
    for (std::int64_t i = 0; i < parameter.numel(); ++i) {
      const double kept = values[i];
      values[i] = kept + kStep;
      const double above = loss().item<double>();
      values[i] = kept - kStep;
      const double below = loss().item<double>();
      values[i] = kept;
      const double exact = parameter.grad().reshape({-1})[i].item<double>();
      worst = std::max(worst, std::abs((above - below) / (2.0 * kStep) - exact));
    }
  }
  EXPECT_LT(worst, kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Activations, Gradient,
                         ::testing::Values("none", "relu", "tanh", "gelu", "sigmoid",
                                           "leaky_relu"));

}  // namespace
}  // namespace wattle::trainer
