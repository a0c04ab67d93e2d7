// SPDX-License-Identifier: MIT
// Networks that a person draws, and modules from a file: the form of `objective.model`.
#include <gtest/gtest.h>

#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;

json with_model(const char* model) {
  return with(train_sample(), "/objective/model", json::parse(model));
}

json with_layers(const std::string& layers) {
  return with_model((R"({"layers": [)" + layers + "]}").c_str());
}

TEST(Layers, TellTheFamilyGraph) {
  const auto scenario = validate_scenario(with_layers(
      R"({"kind": "convolution", "channels": "$width * 2"}, {"kind": "flatten"},
         {"kind": "linear"})"));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const json& model = scenario->document["objective"]["model"];
  EXPECT_EQ(model["family"], "graph");
  EXPECT_EQ(model["layers"][0]["kernel"], 3);
}

TEST(Layers, AreANumberInTheDenseFamilies) {
  const auto scenario = validate_scenario(with_model(R"({"family": "dense_poly", "layers": 4})"));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  EXPECT_EQ(scenario->document["objective"]["model"]["layers"], 4);
}

TEST(Layers, OfListsAreToldByTheirMarkers) {
  const auto scenario = validate_scenario(with_layers(
      R"({"repeat": 2, "layers": [{"residual": [{"concat": [[{"kind": "relu"}], []]}]}]})"));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  const json& repeat = scenario->document["objective"]["model"]["layers"][0];
  EXPECT_EQ(repeat["kind"], "repeat");
  EXPECT_EQ(repeat["layers"][0]["kind"], "residual");
  EXPECT_EQ(repeat["layers"][0]["residual"][0]["kind"], "concat");
}

TEST(Layers, OfAnyDepthPass) {
  json layers = json::array({{{"kind", "relu"}}});
  for (int i = 0; i < 20; ++i) layers = json::array({{{"residual", layers}}});
  EXPECT_TRUE(validate_scenario(with(train_sample(), "/objective/model", {{"layers", layers}})));
}

struct BadLayer {
  const char* name;
  const char* layers;
  const char* pointer;  ///< below the list
  const char* expected;
  const char* nearest = "";
};

void PrintTo(const BadLayer& bad, std::ostream* out) { *out << bad.name; }

class BadLayers : public testing::TestWithParam<BadLayer> {};

TEST_P(BadLayers, AreAFaultAtTheirPlace) {
  const BadLayer& bad = GetParam();
  EXPECT_THAT(faults_of(with_layers(bad.layers)),
              ElementsAre(AllOf(
                  IsFaultAt(std::string("/objective/model/layers") + bad.pointer, bad.expected),
                  Nearest(bad.nearest))));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadLayers,
    testing::Values(
        BadLayer{"UnknownKind", R"({"kind": "convolutoin", "channels": 3})", "/0/kind",
                 "convolution", "convolution"},
        BadLayer{"NoKind", R"({"channels": 3})", "/0/kind", "concat, repeat, residual"},
        BadLayer{"UnknownMember", R"({"kind": "linear", "feature": 3})", "/0/feature",
                 "a member of kind linear", "features"},
        BadLayer{"Missing", R"({"kind": "lstm"})", "/0/hidden", "an integer"},
        BadLayer{"OutOfRange", R"({"kind": "dropout", "probability": 1})", "/0/probability",
                 "below 1"},
        BadLayer{"Inside", R"({"repeat": 2, "layers": [{"residual": [{"kind": "rellu"}]}]})",
                 "/0/layers/0/residual/0/kind", "relu", "relu"},
        BadLayer{"InABranch", R"({"concat": [[], [{"kind": "linear", "bias": 3}]]})",
                 "/0/concat/1/0/bias", "true or false"},
        BadLayer{"Name", R"({"kind": "relu", "name": "2nd"})", "/0/name", "letters"},
        BadLayer{"Reference", R"({"kind": "linear", "features": "$widht"})", "/0/features",
                 "a parameter of the space", "$width"},
        BadLayer{"ReferenceInside",
                 R"({"repeat": 2, "layers": [{"kind": "linear", "features": "$widht"}]})",
                 "/0/layers/0/features", "a parameter of the space", "$width"}),
    [](const auto& named) { return std::string(named.param.name); });

TEST(Script, IsToldByItsFile) {
  const auto scenario = validate_scenario(with_model(
      R"({"torchscript": "model.pt",
          "attributes": {"body.0.p": 0.5, "inner.size": "$width", "p": "$width / 2", "flag": true}})"));
  ASSERT_TRUE(scenario) << to_text(scenario.error().front());
  EXPECT_EQ(scenario->document["objective"]["model"]["family"], "torchscript");
}

TEST(Script, AttributesHaveDottedNames) {
  EXPECT_THAT(faults_of(with_model(R"({"torchscript": "model.pt", "attributes": {"a..b": 1}})")),
              ElementsAre(IsFaultAt("/objective/model/attributes/a..b", "a dotted name")));
}

}  // namespace
}  // namespace wattle::search
