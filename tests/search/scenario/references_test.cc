// SPDX-License-Identifier: MIT
// `$references` against the parameters they name.
#include <gtest/gtest.h>

#include "tests/search/scenario/sample.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

json with_parameter(const json& parameter, const std::string& pointer, const std::string& text) {
  return with(with(train_sample(), "/space/p", parameter), pointer, text);
}

const std::string kBatch = "/objective/training/batch_size";
const std::string kOptimizer = "/objective/training/optimizer";

TEST(References, AnUnknownNameIsAFaultWithTheNearest) {
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/model/hidden", json::array({"$widht"}))),
              ElementsAre(AllOf(IsFaultAt("/objective/model/hidden/0", "parameter of the space"),
                                Nearest("$width"))));
}

TEST(References, AFaultyExpressionTellsItsColumn) {
  EXPECT_THAT(faults_of(with(train_sample(), kBatch, "$width *")),
              ElementsAre(IsFaultAt(kBatch, "column 9")));
}

TEST(References, AChoiceThatDoesNotFitIsAFaultWhereItStands) {
  const json choices = {{"type", "categorical"}, {"choices", {"sgd", "adm"}}};
  EXPECT_THAT(faults_of(with_parameter(choices, kOptimizer, "$p")),
              ElementsAre(AllOf(IsFaultAt("/space/p/choices/1", kOptimizer), Nearest("adam"),
                                Field(&Fault::value, "\"adm\""))));
}

TEST(References, BoundsOutsideTheFieldsRangeAreFaultsWhereTheyStand) {
  const json range = {{"type", "int"}, {"low", 0}, {"high", 8}};
  EXPECT_THAT(faults_of(with_parameter(range, kBatch, "$p")),
              ElementsAre(IsFaultAt("/space/p/low", "at least 1")));
  const json share = {{"type", "float"}, {"low", 0}, {"high", 1}};
  EXPECT_THAT(faults_of(with_parameter(share, "/objective/training/momentum", "$p")),
              ElementsAre(IsFaultAt("/space/p/high", "below 1")));
}

TEST(References, ABoundThatNoStepReachesIsNotHeldAgainstIt) {
  const json range = {{"type", "float"}, {"low", 0}, {"high", 1}, {"step", 0.3}};
  EXPECT_THAT(faults_of(with_parameter(range, "/objective/training/momentum", "$p")), IsEmpty());
}

TEST(References, AnIntegerFieldNeedsIntegers) {
  const json real = {{"type", "float"}, {"low", 1}, {"high", 8}};
  EXPECT_THAT(faults_of(with_parameter(real, kBatch, "$p")),
              ElementsAre(IsFaultAt(kBatch, "p is a float parameter")));
  const json list = {{"type", "ordinal"}, {"values", {16, 32.0, 40.5}}};
  EXPECT_THAT(faults_of(with_parameter(list, kBatch, "$p")),
              ElementsAre(IsFaultAt("/space/p/values/1", "without a point"),
                          IsFaultAt("/space/p/values/2", "an integer")));
}

TEST(References, ATextFieldNeedsTexts) {
  const json range = {{"type", "int"}, {"low", 1}, {"high", 8}};
  EXPECT_THAT(faults_of(with_parameter(range, kOptimizer, "$p")),
              ElementsAre(IsFaultAt(kOptimizer, "p is an int parameter")));
}

TEST(References, ArithmeticInATextFieldIsAFault) {
  EXPECT_THAT(faults_of(with(train_sample(), kOptimizer, "$width + 1")),
              ElementsAre(IsFaultAt(kOptimizer, "arithmetic gives a number")));
}

TEST(References, ArithmeticIsTriedAtTheEndsOfTheRange) {
  EXPECT_THAT(faults_of(with(train_sample(), kBatch, "$width - 8")),
              ElementsAre(IsFaultAt(kBatch, "it is 0 with {\"width\":8}")));
  EXPECT_THAT(faults_of(with(train_sample(), kBatch, "$width / 16")),
              ElementsAre(IsFaultAt(kBatch, "it is 0.5 with {\"width\":8}")));
  EXPECT_THAT(faults_of(with(train_sample(), kBatch, "1024 / ($width - 8)")),
              ElementsAre(IsFaultAt(kBatch, "division by zero")));
  EXPECT_THAT(faults_of(with(train_sample(), kBatch, "$width * 2")), IsEmpty());
}

TEST(References, ArithmeticOnTextIsAFault) {
  EXPECT_THAT(faults_of(with(train_sample(), kBatch, "$optimizer * 2")),
              ElementsAre(IsFaultAt(kBatch, "$optimizer is no number")));
}

TEST(References, AWholeListMayBeAChoice) {
  const json lists = {{"type", "categorical"}, {"choices", {{16}, {32, 32}}}};
  EXPECT_THAT(faults_of(with_parameter(lists, "/objective/model/hidden", "$p")), IsEmpty());
  const json bad = {{"type", "categorical"}, {"choices", {{16}, {32, 0}}}};
  EXPECT_THAT(faults_of(with_parameter(bad, "/objective/model/hidden", "$p")),
              ElementsAre(IsFaultAt("/space/p/choices/1/1", "at least 1")));
}

TEST(References, TheModelsFamilyMayVaryWithMembersOfEachFamily) {
  json document = with(train_sample(), "/objective/model",
                       {{"family", "$p"}, {"hidden", {"$width"}}, {"layers", "$layers"}});
  document["space"]["p"] = {{"type", "categorical"}, {"choices", {"mlp", "dense_poly"}}};
  document["space"]["layers"] = {
      {"type", "int"}, {"low", 2}, {"high", 4}, {"when", {{"p", "dense_poly"}}}};
  EXPECT_THAT(faults_of(document), IsEmpty());
  document["space"]["p"]["choices"] = {"mlp", "dense_ploy"};
  document["space"]["layers"].erase("when");
  EXPECT_THAT(faults_of(document),
              ElementsAre(AllOf(IsFaultAt("/space/p/choices/1"), Nearest("dense_poly"))));
}

TEST(References, AnElementOfAListNeedsAnActiveParameter) {
  EXPECT_THAT(faults_of(with(with(train_sample(), "/space/width/when", {{"optimizer", "sgd"}}),
                             "/objective/training/batch_size", "$width")),
              ElementsAre(IsFaultAt("/objective/model/hidden/0", "always active")));
}

TEST(References, ARequiredMemberNeedsAnActiveParameter) {
  const json name = {
      {"type", "categorical"}, {"choices", {"digits"}}, {"when", {{"optimizer", "sgd"}}}};
  EXPECT_THAT(faults_of(with_parameter(name, "/objective/data/name", "$p")),
              ElementsAre(IsFaultAt("/objective/data/name", "always active")));
}

TEST(References, AreTakenByWhatOfTheMachineATrialGets) {
  const json cores = {{"type", "int"}, {"low", 1}, {"high", 8}};
  EXPECT_THAT(faults_of(with_parameter(cores, "/trial_threads", "$p")), IsEmpty());
  EXPECT_THAT(faults_of(with_parameter(cores, "/gpu_power_limit", "$p * 50")), IsEmpty());
  const json none = {{"type", "int"}, {"low", 0}, {"high", 8}};
  EXPECT_THAT(faults_of(with_parameter(none, "/trial_threads", "$p")),
              ElementsAre(IsFaultAt("/space/p/low", "at least 1")));
}

TEST(References, AreNotTakenElsewhere) {
  EXPECT_THAT(faults_of(with(train_sample(), "/seed", "$width")),
              ElementsAre(IsFaultAt("/seed", "an integer")));
  EXPECT_THAT(faults_of(with(train_sample(), "/objective/kind", "$optimizer")),
              ElementsAre(IsFaultAt("/objective/kind")));
  EXPECT_THAT(faults_of(with(function_sample(), "/objective/noise", "$x0")),
              ElementsAre(IsFaultAt("/objective/noise", "a number")));
}

}  // namespace
}  // namespace wattle::search
