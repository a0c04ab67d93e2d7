// SPDX-License-Identifier: MIT
#include "search/study/told_json.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

SearchSpace mixed_space() {
  return test::space_of(R"({
    "rate": {"type": "float", "low": 0.001, "high": 1, "scale": "log"},
    "dropout": {"type": "float", "low": 0, "high": 0.5, "step": 0.1},
    "width": {"type": "int", "low": 8, "high": 128, "scale": "log"},
    "depth": {"type": "ordinal", "values": [1, 2, 4]},
    "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
    "momentum": {"type": "float", "low": 0, "high": 0.9, "when": {"optimizer": "sgd"}},
    "bias": {"type": "constant", "value": true}})",
                        R"([{"width": {"above": 100}, "depth": 4}])");
}

json point() {
  return {{"rate", 0.5}, {"dropout", 0.3}, {"width", 16},
          {"depth", 2},  {"bias", true},   {"optimizer", "adam"}};
}

auto fault(const std::string& pointer, const std::string& expected,
           const std::string& nearest = "") {
  return AllOf(Field(&Fault::pointer, "/p" + pointer), Field(&Fault::expected, HasSubstr(expected)),
               Field(&Fault::nearest, nearest));
}

std::vector<Fault> faults_of(const json& values) {
  const auto read = read_point(values, mixed_space(), "/p");
  return read ? std::vector<Fault>{} : read.error();
}

TEST(ReadPoint, ReadsWhatWasSuggestedToTheLastBit) {
  const SearchSpace space = mixed_space();
  Rng rng(3);
  for (int i = 0; i < 500; ++i) {
    const Parameters suggested = *space.sample(rng);
    const auto read = read_point(json::parse(suggested.json().dump()), space, "");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->json().dump(), suggested.json().dump());
  }
}

TEST(ReadPoint, SpellsNumbersAsTheSpaceDoes) {
  json values = point();
  values["rate"] = 1;
  values["width"] = 16.0;
  values["depth"] = 2.0;
  values["dropout"] = 0.1 + 0.2;  // 0.30000000000000004
  const auto read = read_point(values, mixed_space(), "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->json().dump(),
            R"({"bias":true,"depth":2,"dropout":0.3,"optimizer":"adam","rate":1.0,"width":16})");
}

TEST(ReadPoint, NamesEveryWrongValue) {
  json values = point();
  values["rate"] = 2;
  values["dropout"] = 0.25;
  values["width"] = 16.5;
  values["depth"] = 3;
  values["bias"] = false;
  EXPECT_THAT(
      faults_of(values),
      UnorderedElementsAre(fault("/rate", "a number from 0.001 to 1"),
                           fault("/dropout", "a number from 0 to 0.5 in steps of 0.1"),
                           fault("/width", "an integer from 8 to 128"),
                           fault("/depth", "one of 1, 2, 4"), fault("/bias", "the value true")));
}

TEST(ReadPoint, NamesTheNearestParameterAndChoice) {
  json values = point();
  values["optimizer"] = "adan";
  values["widht"] = 16;
  EXPECT_THAT(faults_of(values),
              UnorderedElementsAre(fault("/optimizer", "\"adam\"", "adam"),
                                   fault("/widht", "a parameter of the space", "width")));
}

TEST(ReadPoint, AsksForValuesOfActiveParametersOnly) {
  json values = point();
  values["momentum"] = 0.5;
  EXPECT_THAT(faults_of(values), ElementsAre(fault("/momentum", "only when")));
  values["optimizer"] = "sgd";
  EXPECT_THAT(faults_of(values), SizeIs(0));
  values.erase("momentum");
  EXPECT_THAT(faults_of(values), ElementsAre(fault("/momentum", "a number from 0 to 0.9")));
}

TEST(ReadPoint, DoesNotBlameWhatRestsOnAFaultyValue) {
  json values = point();
  values["optimizer"] = "sdg";
  values["momentum"] = 0.5;
  EXPECT_THAT(faults_of(values), ElementsAre(fault("/optimizer", "one of", "sgd")));
}

TEST(ReadPoint, NamesTheClauseThatForbids) {
  json values = point();
  values["width"] = 128;
  values["depth"] = 4;
  EXPECT_THAT(faults_of(values), ElementsAre(fault("", "forbidden by")));
}

TEST(ReadPoint, WantsAnObject) {
  EXPECT_THAT(faults_of(json::array({1, 2})), ElementsAre(fault("", "an object")));
}

TEST(ReadMetrics, TakesNullForANumberThatIsNotFinite) {
  const auto read = read_metrics({{"a", 1}, {"b", nullptr}}, "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at("a"), 1.0);
  EXPECT_TRUE(std::isnan(read->at("b")));
}

TEST(ReadMetrics, NamesWhatIsNoNumber) {
  const auto read = read_metrics({{"a", "1"}, {"b", true}, {"c", 1}}, "/p");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error(), UnorderedElementsAre(fault("/a", "a number"), fault("/b", "a number")));
}

}  // namespace
}  // namespace wattle::search
