// SPDX-License-Identifier: MIT
// Dropout is drawn from the trial's own generator; every other random operation is refused.
#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "tests/trainer/model/scripts.h"
#include "trainer/model/script_model.h"

namespace wattle::trainer {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ScriptModel, DropsFromTheGivenGeneratorAlone) {
  const auto model = Scripts(kDropped).make();
  const at::Tensor before = at::detail::getDefaultCPUGenerator().get_state();
  const auto run = [&](std::uint64_t seed) {
    at::Generator generator = make_generator(seed);
    return model->forward_training(inputs(), generator);
  };
  EXPECT_TRUE(at::equal(run(1), run(1)));
  EXPECT_FALSE(at::equal(run(1), run(2)));
  EXPECT_TRUE(at::equal(at::detail::getDefaultCPUGenerator().get_state(), before));
}

TEST(ScriptModel, IsUndisturbedByANeighbour) {
  const Scripts scripts(kDropped);
  const auto losses = [&](std::uint64_t seed) {
    const auto model = scripts.make();
    at::Generator generator = make_generator(seed);
    std::vector<double> found;
    for (int i = 0; i < 50; ++i) {
      found.push_back(model->forward_training(inputs(), generator).sum().item<double>());
    }
    return found;
  };
  const std::vector<double> alone = losses(1);
  std::vector<double> beside;
  std::thread one([&] { beside = losses(1); });
  std::thread other([&] { losses(2); });
  one.join();
  other.join();
  EXPECT_EQ(beside, alone);
}

TEST(ScriptModel, DropsNothingAtRest) {
  const auto model = Scripts(kDropped).make();
  const auto plain = Scripts(kLinear).make();
  EXPECT_TRUE(at::equal(model->forward(inputs()), plain->forward(inputs())));
}

// Of n = 24,000 draws with probability p of a zero, the share of zeros has deviation
// sqrt(p (1 - p) / n); five of them are missed once in two million. What is kept is scaled exactly.
TEST(ScriptModel, DropsWithItsProbability) {
  constexpr double kProbability = 0.25;
  constexpr std::int64_t kRows = 4000;
  const auto model =
      Scripts(
          "x = torch.narrow(torch.dropout(x, self.p, self.training), 1, 0, 4)\n    return x + 0.0 "
          "* torch.sum(self.weight)")
          .make({{"p", kProbability}});
  at::Generator generator = make_generator(1);
  const at::Tensor dropped = model->forward_training(at::ones({kRows, 6}), generator);
  const double zeros = dropped.eq(0).to(at::kDouble).mean().item<double>();
  const double deviation =
      std::sqrt(kProbability * (1.0 - kProbability) / static_cast<double>(4 * kRows));
  EXPECT_NEAR(zeros, kProbability, 5.0 * deviation);
  EXPECT_TRUE(at::logical_or(dropped.eq(0), dropped.eq(1.0F / 0.75F)).all().item<bool>());
}

struct Drop {
  std::string name;
  std::string body;

  friend void PrintTo(const Drop& shown, std::ostream* out) { *out << shown.name; }
};

class DropoutOperation : public ::testing::TestWithParam<Drop> {};

TEST_P(DropoutOperation, IsTakenOver) {
  const auto model = Scripts(GetParam().body).make();
  const at::Tensor before = at::detail::getDefaultCPUGenerator().get_state();
  at::Generator one = make_generator(1);
  at::Generator same = make_generator(1);
  const at::Tensor first = model->forward_training(inputs(), one);
  EXPECT_TRUE(at::equal(first, model->forward_training(inputs(), same)));
  EXPECT_FALSE(at::equal(first, model->forward(inputs())));
  EXPECT_TRUE(at::equal(at::detail::getDefaultCPUGenerator().get_state(), before));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, DropoutOperation,
    ::testing::Values(
        Drop{"InPlace",
             "return torch.linear(torch.dropout_(torch.add(x, 1.0), self.p, self.training), "
             "self.weight)"},
        Drop{"Feature",
             "return torch.linear(torch.feature_dropout(x, self.p, self.training), self.weight)"},
        Drop{"FeatureInPlace",
             "return torch.linear(torch.feature_dropout_(torch.add(x, 1.0), self.p, "
             "self.training), self.weight)"},
        Drop{"InsideABranch",
             "if self.training:\n        x = torch.dropout(x, self.p, True)\n    return "
             "torch.linear(x, self.weight)"}),
    [](const ::testing::TestParamInfo<Drop>& named) { return named.param.name; });

TEST(ScriptModel, DropsWholeChannels) {
  const TemporaryFolder folder;
  torch::jit::Module module("Channels");
  module.register_attribute("training", c10::BoolType::get(), true);
  module.register_parameter("one", at::ones({1}), false);
  module.define(
      "def forward(self, x: Tensor) -> Tensor:\n    return self.one * "
      "torch.flatten(torch.feature_dropout(x, 0.5, self.training), 1)\n");
  module.save((folder.path() / "module.pt").string());
  const InputDescription image{InputKind::kImage, {8, 2, 2}, 0};
  const auto description =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), image, 32);
  ASSERT_TRUE(description) << description.error().message;
  const auto model = std::move(*make_model(*description, {}, make_generator(1)));
  at::Generator generator = make_generator(1);
  const at::Tensor channels =
      model->forward_training(at::ones({5, 8, 2, 2}), generator).reshape({40, 4});
  EXPECT_TRUE(at::equal(channels, channels.narrow(1, 0, 1).expand({40, 4})));
  EXPECT_FALSE(at::equal(channels, channels.narrow(0, 0, 1).expand({40, 4})));
}

struct Refusal {
  std::string name;
  std::string body;
  std::string operation;

  friend void PrintTo(const Refusal& shown, std::ostream* out) { *out << shown.name; }
};

class RandomOperation : public ::testing::TestWithParam<Refusal> {};

TEST_P(RandomOperation, IsRefusedByName) {
  const auto description = Scripts(GetParam().body).describe();
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(description.error().message, AllOf(HasSubstr("module.pt"), HasSubstr("forward()"),
                                                 HasSubstr(GetParam().operation + " ")));
}

INSTANTIATE_TEST_SUITE_P(
    Operations, RandomOperation,
    ::testing::Values(
        Refusal{"Rand", "return torch.rand([2, 4])", "aten::rand"},
        Refusal{"RandLike", "return torch.linear(torch.rand_like(x), self.weight)",
                "aten::rand_like"},
        Refusal{"Randn", "return torch.randn([2, 4])", "aten::randn"},
        Refusal{"Randint", "return torch.randint(3, [2, 4])", "aten::randint"},
        Refusal{"Randperm", "return torch.randperm(4)", "aten::randperm"},
        Refusal{"Bernoulli", "return torch.bernoulli(x)", "aten::bernoulli"},
        Refusal{"BernoulliInPlace", "return x.bernoulli_(0.5)", "aten::bernoulli_"},
        Refusal{"Normal", "return torch.normal(x, 1.0)", "aten::normal"},
        Refusal{"NormalInPlace", "return x.normal_(0.0, 1.0)", "aten::normal_"},
        Refusal{"Uniform", "return x.uniform_(0.0, 1.0)", "aten::uniform_"},
        Refusal{"Multinomial", "return torch.multinomial(x, 4)", "aten::multinomial"},
        Refusal{"Rrelu", "return torch.rrelu(x, 0.1, 0.3, True)", "aten::rrelu"},
        Refusal{"AlphaDropout", "return torch.alpha_dropout(x, 0.5, True)", "aten::alpha_dropout"},
        Refusal{"NativeDropout", "return torch.native_dropout(x, 0.5, True)[0]",
                "aten::native_dropout"},
        Refusal{"InABranch", "if self.training:\n        x = torch.rand_like(x)\n    return x",
                "aten::rand_like"},
        Refusal{"InsideALstm",
                "h = torch.zeros([2, 2, 4])\n    return torch.lstm(x, [h, h], [self.weight], "
                "False, 2, 0.5, self.training, False, True)[0]",
                "aten::lstm"},
        Refusal{"UniformInitialisation",
                "return torch.linear(x, torch._no_grad_uniform_(self.weight, 0.0, 1.0))",
                "aten::_no_grad_uniform_"},
        Refusal{"NormalInitialisation",
                "return torch.linear(x, torch._no_grad_normal_(self.weight, 0.0, 1.0))",
                "aten::_no_grad_normal_"},
        Refusal{"Seed", "torch.manual_seed(1)\n    return torch.linear(x, self.weight)",
                "aten::manual_seed"},
        Refusal{"Save", "torch.save(x, \"x.pt\")\n    return torch.linear(x, self.weight)",
                "aten::save"},
        Refusal{"Map", "return torch.linear(x, torch.from_file(\"x\", False, 24).view([4, 6]))",
                "aten::from_file"},
        Refusal{"Print", "print(x)\n    return torch.linear(x, self.weight)", "prim::Print"},
        Refusal{"CountInANumber",
                "self.times = self.times + 1\n    return torch.linear(x, self.weight)",
                "prim::SetAttr"}),
    [](const ::testing::TestParamInfo<Refusal>& named) { return named.param.name; });

}  // namespace
}  // namespace wattle::trainer
