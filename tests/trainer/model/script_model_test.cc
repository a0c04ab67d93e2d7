// SPDX-License-Identifier: MIT
#include "trainer/model/script_model.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>

#include "tests/trainer/model/scripts.h"
#include "trainer/model/families.h"
#include "trainer/model/network.h"
#include "trainer/model/script_description.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

const InputDescription kDigits{InputKind::kImage, {1, 8, 8}, 0};

TEST(ScriptModel, GivesTheModulesLogits) {
  const Scripts scripts(kLinear);
  const auto model = scripts.make();
  const at::Tensor weight = at::sin(at::arange(24, at::kFloat)).reshape({4, 6});
  EXPECT_TRUE(at::equal(model->forward(inputs()), at::linear(inputs(), weight)));
}

TEST(ScriptModel, CountsParametersAndMacs) {
  const auto description = Scripts(kLinear).describe();
  ASSERT_TRUE(description);
  EXPECT_EQ(description->parameters(), 24);
  EXPECT_EQ(description->macs(), 24);
  EXPECT_EQ(description->layers.front().output, (Sizes{4}));
}

// Wattle's own networks, saved and read again as somebody's module, must count and compute alike.
class SavedNetwork : public ::testing::TestWithParam<json> {};

TEST_P(SavedNetwork, IsTheSameModel) {
  const TemporaryFolder folder;
  const Network network(*describe_model(GetParam(), kDigits, 10), {}, make_generator(4));
  folder.write("model.pt", network.torchscript());
  const auto description =
      describe_script({{"torchscript", "model.pt"}}, folder.path(), kDigits, 10);
  ASSERT_TRUE(description) << description.error().message;
  EXPECT_EQ(description->parameters(), network.description().parameters());
  EXPECT_EQ(description->macs(), network.description().macs());
  const auto model = make_model(*description, {}, make_generator(1));
  ASSERT_TRUE(model);
  at::Generator generator = make_generator(5);
  const at::Tensor x = at::empty({4, 1, 8, 8}).uniform_(0.0, 1.0, generator);
  const at::NoGradGuard no_gradient;
  EXPECT_TRUE(at::equal((*model)->forward(x), network.forward(x)));
}

INSTANTIATE_TEST_SUITE_P(Models, SavedNetwork,
                         ::testing::Values(json{{"family", "cnn"}}, json{{"family", "resnet"}},
                                           json{{"family", "mobilenet_v2"}},
                                           json{{"layers",
                                                 {{{"kind", "sequence"}},
                                                  {{"kind", "linear"}, {"features", 8}},
                                                  {{"kind", "attention"}, {"heads", 2}},
                                                  {{"kind", "mean"}},
                                                  {{"kind", "linear"}}}}}),
                         [](const ::testing::TestParamInfo<json>& named) {
                           return named.param.value("family", "graph");
                         });

TEST(ScriptModel, CanTrainWhatWasSavedForInference) {
  const auto model = Scripts(kLinear).make();
  at::Generator generator = make_generator(1);
  model->forward_training(inputs(), generator).sum().backward();
  EXPECT_TRUE(model->parameters().front().grad().defined());
}

TEST(ScriptModel, LeavesFrozenParametersAlone) {
  const TemporaryFolder folder;
  torch::jit::Module module("Partly");
  module.register_parameter("frozen", at::ones({4, 6}), false);
  module.register_parameter("free", at::ones({4}).requires_grad_(true), false);
  module.define(
      "def forward(self, x: Tensor) -> Tensor:\n    return torch.linear(x, self.frozen, "
      "self.free)\n");
  module.save((folder.path() / "module.pt").string());
  const auto description =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kScriptInput, 4);
  ASSERT_TRUE(description) << description.error().message;
  EXPECT_EQ(description->parameters(), 4);
  const auto model = std::move(*make_model(*description, {}, make_generator(1)));
  EXPECT_EQ(model->named_parameters().front().first, "free");
  EXPECT_EQ(model->named_buffers().front().first, "frozen");
}

struct Untrainable {
  std::string name;
  std::string body;
  std::string message;

  friend void PrintTo(const Untrainable& shown, std::ostream* out) { *out << shown.name; }
};

class UntrainableModule : public ::testing::TestWithParam<Untrainable> {};

TEST_P(UntrainableModule, IsRefused) {
  const auto description = Scripts(GetParam().body).describe();
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(description.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Logits, UntrainableModule,
    ::testing::Values(
        Untrainable{"Detached", "return torch.linear(x, self.weight).detach()", "detached"},
        Untrainable{"OfNoParameter", "return torch.narrow(x, 1, 0, 4)", "any parameter"},
        Untrainable{"WholeNumbers", "return torch.linear(x, self.weight).long()", "type Long"},
        Untrainable{"GradientOff",
                    "torch.set_grad_enabled(False)\n    return torch.linear(x, self.weight)",
                    "any parameter"}),
    [](const ::testing::TestParamInfo<Untrainable>& named) { return named.param.name; });

TEST(ScriptModel, WithoutParametersIsRefused) {
  const TemporaryFolder folder;
  torch::jit::Module module("Empty");
  module.define("def forward(self, x: Tensor) -> Tensor:\n    return torch.narrow(x, 1, 0, 4)\n");
  module.save((folder.path() / "module.pt").string());
  const auto description =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kScriptInput, 4);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(description.error().message, HasSubstr("no parameter that can be trained"));
}

TEST(ScriptModel, LeavesTheThreadsGradientsAsTheyWere) {
  const auto model =
      Scripts("torch.set_grad_enabled(True)\n    return torch.linear(x, self.weight)").make();
  const at::NoGradGuard no_gradient;
  model->forward(inputs());
  EXPECT_FALSE(at::GradMode::is_enabled());
}

TEST(ScriptModel, MayPutANewTensorInABuffersPlace) {
  const auto model = Scripts(
                         "if self.training:\n        self.mean = 0.5 * self.mean + x.mean([0])\n"
                         "    return torch.linear(x - self.mean, self.weight)")
                         .make();
  at::Generator generator = make_generator(1);
  model->forward_training(inputs(), generator);
  const auto tensors = model->named_tensors();
  const auto mean = std::find_if(tensors.begin(), tensors.end(),
                                 [](const auto& each) { return each.first == "mean"; });
  ASSERT_NE(mean, tensors.end());
  EXPECT_TRUE(at::equal(mean->second, inputs().mean({0})));
}

TEST(ScriptModel, ThatNormalisesOverTheBatchNeedsOne) {
  const auto description = Scripts(
                               "x = torch.batch_norm(x, None, None, self.mean, self.variance, "
                               "self.training, 0.1, 1e-5, False)\n    return torch.linear(x, "
                               "self.weight)")
                               .describe();
  ASSERT_TRUE(description) << description.error().message;
  EXPECT_NE(description->first_that_needs_batch(), nullptr);
  EXPECT_EQ(Scripts(kLinear).describe()->first_that_needs_batch(), nullptr);
}

TEST(ScriptDescriptions, AreMadeAgainWhenTheFileChanges) {
  const Scripts scripts(kLinear);
  ScriptDescriptions modules;
  const auto macs = [&](const json& attributes = json::object()) {
    const auto description =
        modules.describe(scripts.model(attributes), scripts.folder(), kScriptInput, 4);
    return description ? description->macs() : -1;
  };
  EXPECT_EQ(macs(), 24);
  EXPECT_EQ(macs(), 24);
  EXPECT_EQ(macs({{"sharp", 1}}), -1);
  scripts.write(
      "return torch.linear(torch.linear(x, self.weight), torch.narrow(self.weight, 1, 0, 4))");
  EXPECT_EQ(macs(), 24 + 16);
}

TEST(ScriptModel, MayHaveAnLstmWithoutDropout) {
  const TemporaryFolder folder;
  torch::jit::Module module("Recurrent");
  module.register_parameter("a", at::ones({16, 6}), false);
  module.register_parameter("b", at::ones({16, 4}), false);
  module.define(
      "def forward(self, x: Tensor) -> Tensor:\n"
      "    h = torch.zeros([1, x.size(0), 4])\n"
      "    return torch.lstm(torch.unsqueeze(x, 1), [h, h], [self.a, self.b], False, 1, 0.0, "
      "True, False, True)[0].flatten(1)\n");
  module.save((folder.path() / "module.pt").string());
  const auto described =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kScriptInput, 4);
  EXPECT_TRUE(described) << described.error().message;
}

TEST(ScriptModel, TakesAttributes) {
  const Scripts scripts(
      "y = torch.linear(self.inner.forward(x), self.weight)\n    return y * self.times");
  const at::Tensor plain = scripts.make()->forward(inputs());
  const at::Tensor set =
      scripts.make({{"inner.sharpness", 2.0}, {"times", 4.0}})->forward(inputs());
  EXPECT_TRUE(at::equal(set, plain * 8));  // a power of two: exact
}

struct Attribute {
  std::string name;
  json attributes;
  std::string message;

  friend void PrintTo(const Attribute& shown, std::ostream* out) { *out << shown.name; }
};

class FaultyAttribute : public ::testing::TestWithParam<Attribute> {};

TEST_P(FaultyAttribute, IsRefused) {
  const auto description = Scripts(kLinear).describe(GetParam().attributes);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(description.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyAttribute,
    ::testing::Values(
        Attribute{"NotThere", {{"sharp", 1}}, "model.attributes.sharp: the module has no such"},
        Attribute{"NotThereBelow",
                  {{"inner.sharpnes", 1}},
                  "has no such attribute, did you mean inner.sharpness?"},
        Attribute{"NoModule", {{"outer.sharpness", 1}}, "did you mean inner.sharpness?"},
        Attribute{"ThroughANumber", {{"p.q", 1}}, "has no such attribute"},
        Attribute{"Constant", {{"inner.fixed", 1}}, "a constant of its class"},
        Attribute{"Fraction", {{"times", 1.5}}, "1.5 cannot be set: it is of type int"},
        Attribute{"Text", {{"p", "half"}}, "of type float"},
        Attribute{"Tensor", {{"weight", 1}}, "of type Tensor"}),
    [](const ::testing::TestParamInfo<Attribute>& named) { return named.param.name; });

TEST(ScriptModel, NamesBothShapesOfWrongLogits) {
  const Scripts scripts(kLinear);
  const auto description = describe_script(scripts.model(), scripts.folder(), kScriptInput, 7);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(description.error().message,
              AllOf(HasSubstr("gives 2x4"), HasSubstr("2x6"), HasSubstr("2x7")));
}

TEST(ScriptModel, NamesTheShapeThatItDoesNotTake) {
  const Scripts scripts(kLinear);
  const auto description =
      describe_script(scripts.model(), scripts.folder(), {InputKind::kTable, {5}, 0}, 4);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(description.error().message, HasSubstr("does not take a batch of shape 2x5"));
}

TEST(ScriptModel, ThatIsNotThereIsNotFound) {
  const TemporaryFolder folder;
  const auto description =
      describe_script({{"torchscript", "none.pt"}}, folder.path(), kScriptInput, 4);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(description.error().message, HasSubstr("none.pt"));
}

TEST(ScriptModel, ThatIsNoTorchScriptIsCorrupt) {
  const TemporaryFolder folder;
  folder.write("module.pt", "PK\x03\x04 but no archive");
  const auto description =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kScriptInput, 4);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kCorrupt);
}

TEST(ScriptModel, RefusesUnknownMembers) {
  const auto description = describe_script(
      {{"torchscript", "module.pt"}, {"atributes", json::object()}}, {}, kScriptInput, 4);
  ASSERT_FALSE(description);
  EXPECT_THAT(description.error().message, HasSubstr("model.atributes"));
}

TEST(ScriptModel, IsSavedAsItIsNow) {
  const auto model = Scripts(kDropped).make({{"p", 0.125}});
  {
    const at::NoGradGuard no_gradient;
    model->parameters().front().mul_(3.0);
  }
  std::istringstream bytes(model->torchscript());
  torch::jit::Module loaded = torch::jit::load(bytes);
  EXPECT_FALSE(loaded.is_training());
  EXPECT_EQ(loaded.attr("p").toDouble(), 0.125);
  const at::NoGradGuard no_gradient;
  EXPECT_TRUE(at::equal(loaded.forward({inputs()}).toTensor(), model->forward(inputs())));
}

TEST(ScriptModel, IsSavedWithItsScaling) {
  const InputScaling scaling{at::full({1, 6}, 0.5), at::full({1, 6}, 4.0)};
  const auto model = Scripts(kDropped).make(json::object(), scaling);
  const auto plain = Scripts(kDropped).make();
  std::istringstream bytes(model->torchscript());
  torch::jit::Module loaded = torch::jit::load(bytes);
  const at::NoGradGuard no_gradient;
  EXPECT_TRUE(at::equal(model->forward(inputs()), plain->forward((inputs() - 0.5) * 4.0)));
  EXPECT_TRUE(at::equal(loaded.forward({inputs()}).toTensor(), model->forward(inputs())));
}

TEST(ShippedModule, IsWhatItsScriptSays) {
  const auto description = describe_script(
      {{"torchscript", "classifier.pt"}, {"attributes", {{"dropout", 0.3}, {"gate.sharpness", 2}}}},
      std::filesystem::path(WATTLE_SOURCE_DIR) / "scenarios" / "data" / "digits_module", kDigits,
      10);
  ASSERT_TRUE(description) << description.error().message;
  const std::int64_t convolutions = 16 * 10 + 16 * (16 * 9 + 1);
  EXPECT_EQ(description->parameters(), convolutions + 32 + 16 * 17 + 257 * 10);
  EXPECT_EQ(description->macs(), 16 * 9 * 64 + 16 * 16 * 9 * 64 + 16 * 16 + 256 * 10);
}

}  // namespace
}  // namespace wattle::trainer
