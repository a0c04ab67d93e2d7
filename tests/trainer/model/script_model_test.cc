// SPDX-License-Identifier: MIT
#include "trainer/model/script_model.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "tests/trainer/temporary_folder.h"
#include "trainer/model/families.h"
#include "trainer/model/network.h"
#include "trainer/model/script_description.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

const InputDescription kInput{InputKind::kTable, {6}, 0};
const InputDescription kDigits{InputKind::kImage, {1, 8, 8}, 0};

/// A folder with one module in it, whose forward() is `body`; it may use `self.weight` (4 x 6),
/// `self.p`, which is 0.5, and the buffers `self.mean` (6 zeros) and `self.variance` (6 ones).
class Scripts {
 public:
  explicit Scripts(const std::string& body) { write(body); }

  void write(const std::string& body) const {
    torch::jit::Module module("Written");
    module.register_attribute("training", c10::BoolType::get(), true);
    module.register_attribute("p", c10::FloatType::get(), 0.5);
    module.register_attribute("times", c10::IntType::get(), 1);
    const at::Tensor numbers = at::arange(24, at::kFloat);
    module.register_parameter("weight", at::sin(numbers).reshape({4, 6}), false);
    module.register_buffer("mean", at::zeros({6}));
    module.register_buffer("variance", at::ones({6}));
    module.register_module("inner", inner());
    module.define("def forward(self, x: Tensor) -> Tensor:\n    " + body + "\n");
    module.save((folder_.path() / "module.pt").string());
  }

  json model(const json& attributes = json::object()) const {
    return {{"torchscript", "module.pt"}, {"attributes", attributes}};
  }
  const std::filesystem::path& folder() const { return folder_.path(); }

  Result<ModelDescription> describe(const json& attributes = json::object()) const {
    return describe_script(model(attributes), folder(), kInput, 4);
  }
  std::unique_ptr<Model> make(const json& attributes = json::object(),
                              const InputScaling& scaling = {}) const {
    const auto description = describe(attributes);
    EXPECT_TRUE(description) << description.error().message;
    return std::move(*make_model(*description, scaling, make_generator(1)));
  }

 private:
  static torch::jit::Module inner() {
    torch::jit::Module module("Inner");
    module.register_attribute("sharpness", c10::FloatType::get(), 1.0);
    module.type()->addConstant("fixed", 0.25);
    module.define("def forward(self, x: Tensor) -> Tensor:\n    return x * self.sharpness\n");
    return module;
  }

  TemporaryFolder folder_;
};

at::Tensor inputs(std::int64_t count = 3) {
  at::Generator generator = make_generator(5);
  return at::empty({count, 6}).uniform_(0.5, 1.5, generator);
}

constexpr const char* kLinear = "return torch.linear(x, self.weight)";
constexpr const char* kDropped =
    "return torch.linear(torch.dropout(x, self.p, self.training), self.weight)";

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
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kInput, 4);
  ASSERT_TRUE(description) << description.error().message;
  EXPECT_EQ(description->parameters(), 4);
  const auto model = std::move(*make_model(*description, {}, make_generator(1)));
  EXPECT_EQ(model->named_parameters().front().first, "free");
  EXPECT_EQ(model->named_buffers().front().first, "frozen");
}

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
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kInput, 4);
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
        modules.describe(scripts.model(attributes), scripts.folder(), kInput, 4);
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
  const auto described = describe_script({{"torchscript", "module.pt"}}, folder.path(), kInput, 4);
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
  const auto description = describe_script(scripts.model(), scripts.folder(), kInput, 7);
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
  const auto description = describe_script({{"torchscript", "none.pt"}}, folder.path(), kInput, 4);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(description.error().message, HasSubstr("none.pt"));
}

TEST(ScriptModel, ThatIsNoTorchScriptIsCorrupt) {
  const TemporaryFolder folder;
  folder.write("module.pt", "PK\x03\x04 but no archive");
  const auto description =
      describe_script({{"torchscript", "module.pt"}}, folder.path(), kInput, 4);
  ASSERT_FALSE(description);
  EXPECT_EQ(description.error().code, ErrorCode::kCorrupt);
}

TEST(ScriptModel, RefusesUnknownMembers) {
  const auto description =
      describe_script({{"torchscript", "module.pt"}, {"atributes", json::object()}}, {}, kInput, 4);
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
