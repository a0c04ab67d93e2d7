// SPDX-License-Identifier: MIT
// Every family as it is by default: computes, learns and is saved.
#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "trainer/model/families.h"
#include "trainer/model/network.h"

namespace wattle::trainer {
namespace {

constexpr std::int64_t kBatch = 8;
constexpr std::int64_t kClasses = 3;

class EveryFamily : public ::testing::TestWithParam<std::string> {
 protected:
  static bool reads_texts() { return GetParam() == "lstm" || GetParam() == "transformer"; }
  static Network network() {
    const InputDescription input = reads_texts()
                                       ? InputDescription{InputKind::kTokens, {12}, 40}
                                       : InputDescription{InputKind::kImage, {1, 12, 12}, 0};
    return Network(*describe_model({{"family", GetParam()}}, input, kClasses), {},
                   make_generator(3));
  }
  static at::Tensor inputs() {
    at::Generator generator = make_generator(4);
    return reads_texts() ? at::randint(40, {kBatch, 12}, generator, at::kLong)
                         : at::empty({kBatch, 1, 12, 12}).uniform_(0.0, 1.0, generator);
  }
};

// A step against the gradient of length t lowers the loss by t |gradient| in first order; ten small
// ones must lower it. Dropout draws the same masks each time.
TEST_P(EveryFamily, Learns) {
  constexpr double kStep = 0.01;
  Network net = network();
  const at::Tensor labels = at::arange(kBatch, at::kLong).remainder(kClasses);
  const auto loss = [&] {
    at::Generator dropout = make_generator(5);
    return at::cross_entropy_loss(net.forward_training(inputs(), dropout), labels);
  };
  const double before = loss().item<double>();
  for (int i = 0; i < 10; ++i) {
    loss().backward();
    const at::NoGradGuard no_gradient;
    double square = 0.0;
    for (const at::Tensor& parameter : net.parameters()) {
      square += parameter.grad().square().sum().item<double>();
    }
    for (at::Tensor& parameter : net.parameters()) {
      parameter.sub_(parameter.grad(), kStep / std::sqrt(square));
      parameter.mutable_grad().reset();
    }
  }
  EXPECT_LT(loss().item<double>(), before);
}

TEST_P(EveryFamily, IsSavedToTheLastBit) {
  Network net = network();
  at::Generator dropout = make_generator(5);
  const at::NoGradGuard no_gradient;
  net.forward_training(inputs(), dropout);  // moves running statistics off their start
  std::istringstream bytes(net.torchscript());
  torch::jit::Module loaded = torch::jit::load(bytes);
  EXPECT_TRUE(at::equal(loaded.forward({inputs()}).toTensor(), net.forward(inputs())));
}

TEST_P(EveryFamily, LooksAtEachExampleAlone) {
  const Network net = network();
  const at::NoGradGuard no_gradient;
  const at::Tensor together = net.forward(inputs());
  EXPECT_EQ(together.sizes(), (at::IntArrayRef{kBatch, kClasses}));
  // At rest no example sees another; a batch of one may be summed in another order: 1e4 terms at
  // most, in a few dozen layers that halve or keep their scale.
  const double rounding = 1e3 * std::numeric_limits<float>::epsilon();
  const at::Tensor alone = net.forward(inputs().narrow(0, 2, 1))[0];
  const double size = std::max(1.0, together.abs().max().item<double>());
  EXPECT_LT((together[2] - alone).abs().max().item<double>(), rounding * size);
}

INSTANTIATE_TEST_SUITE_P(Defaults, EveryFamily, ::testing::ValuesIn(family_names()),
                         [](const ::testing::TestParamInfo<std::string>& named) {
                           return named.param;
                         });

}  // namespace
}  // namespace wattle::trainer
