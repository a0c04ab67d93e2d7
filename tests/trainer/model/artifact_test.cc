// SPDX-License-Identifier: MIT
#include "trainer/model/artifact.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/serialization/import.h>

#include <fstream>

#include "tests/trainer/temporary_folder.h"
#include "trainer/model/families.h"
#include "trainer/model/network.h"

namespace wattle::trainer {
namespace {

using nlohmann::json;

const InputDescription kInput{InputKind::kImage, {2, 8, 8}, 0};

Dataset tiny_set() {
  Dataset set;
  set.name = "tiny";
  set.input = kInput;
  set.divisor = 255.0;
  return set;
}

at::Tensor images() {
  at::Generator generator = make_generator(7);
  return at::empty({5, 2, 8, 8}).uniform_(0.0, 1.0, generator);
}

InputScaling scaling() { return {at::full({1, 2, 1, 1}, 0.25), at::full({1, 2, 1, 1}, 3.0)}; }

class Artifact : public ::testing::TestWithParam<std::string> {};

TEST_P(Artifact, GivesTheNetworksLogits) {
  const TemporaryFolder folder;
  const json model = {{"family", "cnn"},    {"channels", {3, 4}}, {"activation", GetParam()},
                      {"batch_norm", true}, {"dropout", 0.3},     {"kernel", 5}};
  Network network(*describe_model(model, kInput, 10), scaling(), make_generator(1));
  at::Generator dropout = make_generator(2);
  network.forward_training(images(), dropout);  // moves the running statistics off their start
  ASSERT_TRUE(write_artifact(network, tiny_set(), folder.path() / "new" / "folder"));
  torch::jit::Module loaded = torch::jit::load(folder.path() / "new" / "folder" / "model.pt");
  const at::NoGradGuard no_gradient;
  EXPECT_FALSE(loaded.is_training());
  EXPECT_TRUE(at::equal(loaded.forward({images()}).toTensor(), network.forward(images())));
}

// What Python's torch.jit.load needs beside forward(): without the flag `module.training` and
// `module.eval()` raise there.
TEST(Artifact, HasTheAttributesThatPythonExpects) {
  const TemporaryFolder folder;
  const Network network(*describe_model({{"family", "mlp"}}, kInput, 10), {}, make_generator(1));
  ASSERT_TRUE(write_artifact(network, tiny_set(), folder.path()));
  torch::jit::Module loaded = torch::jit::load(folder.path() / "model.pt");
  ASSERT_TRUE(loaded.hasattr("training"));
  EXPECT_FALSE(loaded.attr("training").toBool());
}

INSTANTIATE_TEST_SUITE_P(Activations, Artifact,
                         ::testing::Values("none", "relu", "tanh", "gelu", "sigmoid",
                                           "leaky_relu"));

TEST(Artifact, NotesHowToFeedTheNetwork) {
  const TemporaryFolder folder;
  const Network network(*describe_model({{"family", "mlp"}}, kInput, 10), {}, make_generator(1));
  ASSERT_TRUE(write_artifact(network, tiny_set(), folder.path()));
  const json note = json::parse(std::ifstream(folder.path() / "model.json"));
  EXPECT_EQ(note["input"]["shape"], json({2, 8, 8}));
  EXPECT_EQ(note["input"]["divisor"], 255.0);
  EXPECT_EQ(note["classes"], 10);
  EXPECT_EQ(note["parameters"], network.description().parameters());
}

TEST(Artifact, InAPlaceThatIsAFileIsAnIoFailure) {
  const TemporaryFolder folder;
  const auto file = folder.write("file", "not a folder");
  const Network network(*describe_model({{"family", "mlp"}}, kInput, 10), {}, make_generator(1));
  const auto written = write_artifact(network, tiny_set(), file / "below");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
}

TEST(Artifact, ThatCannotBeReplacedLeavesNoHalfFile) {
  const TemporaryFolder folder;
  folder.write("model.pt/inside", "a folder in the place of the file");
  const Network network(*describe_model({{"family", "mlp"}}, kInput, 10), {}, make_generator(1));
  const auto written = write_artifact(network, tiny_set(), folder.path());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "model.pt.partial"));
}

}  // namespace
}  // namespace wattle::trainer
