// SPDX-License-Identifier: MIT
#include "search/objective/command_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search {
namespace {

using testing::HasSubstr;
using testing::IsNan;
using testing::Pair;
using testing::UnorderedElementsAre;

const std::vector<std::string> kMetrics{"loss", "accuracy"};

CommandResult result_of(const std::string& line) {
  const auto result = read_result(line, ResultChannel::kOutput, kMetrics);
  EXPECT_TRUE(result && *result) << line;
  return result && *result ? **result : CommandResult{};
}

bool is_just_output(const std::string& line) {
  const auto result = read_result(line, ResultChannel::kOutput, kMetrics);
  return result && !*result;
}

std::string fault_of(const std::string& line, ResultChannel channel = ResultChannel::kOutput) {
  const auto result = read_result(line, channel, kMetrics);
  return result ? "no fault" : result.error().message;
}

TEST(CommandResult, AStepHasItsMetrics) {
  const CommandResult result = result_of(R"(  {"step": 3, "loss": 0.5, "accuracy": 1, "lr": 7} )");
  EXPECT_EQ(result.step, 3);
  EXPECT_THAT(result.metrics, UnorderedElementsAre(Pair("loss", 0.5), Pair("accuracy", 1.0)));
}

TEST(CommandResult, WithoutAStepItIsTheWholeTrials) {
  EXPECT_EQ(result_of(R"({"loss": 2})").step, std::nullopt);
}

TEST(CommandResult, NumbersThatAreNotFiniteComeInEverySpelling) {
  for (const char* text : {"NaN", "null", "\"NaN\""}) {
    EXPECT_THAT(result_of(std::string(R"({"loss": )") + text + "}").metrics.at("loss"), IsNan());
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(result_of(R"({"loss": Infinity})").metrics.at("loss"), kInfinity);
  EXPECT_EQ(result_of(R"({"loss":-Infinity,"x":[NaN]})").metrics.at("loss"), -kInfinity);
}

TEST(CommandResult, NamesInsideTextsStayTexts) {
  const CommandResult result = result_of(R"({"note": "\"NaN\" Infinity", "loss": 1})");
  EXPECT_EQ(result.metrics.at("loss"), 1.0);
}

TEST(CommandResult, ReadsNumbersExactly) {
  EXPECT_EQ(result_of(R"({"loss": 0.1000000000000000055})").metrics.at("loss"), 0.1);
  EXPECT_EQ(result_of(R"({"loss": 5e-324})").metrics.at("loss"),
            std::numeric_limits<double>::denorm_min());
}

TEST(CommandResult, OtherLinesAreJustOutput) {
  for (const char* line : {"", "   ", "epoch 3: loss 0.5", "[1, 2]", "{", "{}", "{'lr': 0.1}",
                           R"({"event": "start"})", R"({"step": 3, "lr": 0.1})", "{loss: 1}"}) {
    EXPECT_TRUE(is_just_output(line)) << line;
  }
}

TEST(CommandResult, ALineThatIsMeantAsAResultIsNotLost) {
  EXPECT_THAT(fault_of(R"({"loss": 0.5)"), HasSubstr("no JSON"));
  EXPECT_THAT(fault_of("{'loss': 0.5}"), HasSubstr("Python dict"));
  EXPECT_THAT(fault_of(R"({"loss": "low"})"), HasSubstr("loss is no number"));
  EXPECT_THAT(fault_of(R"({"loss": 1, "step": 0})"), HasSubstr("step"));
  EXPECT_THAT(fault_of(R"({"loss": 1, "step": 1.5})"), HasSubstr("step"));
  EXPECT_THAT(fault_of(R"({"loss": 1, "step": 99999999999})"), HasSubstr("step"));
  EXPECT_THAT(fault_of(R"({"infeasible": 3})"), HasSubstr("infeasible"));
}

TEST(CommandResult, OnItsOwnDescriptorEveryLineCounts) {
  constexpr auto kDescriptor = ResultChannel::kDescriptor;
  EXPECT_THAT(fault_of("hello", kDescriptor), HasSubstr("no JSON"));
  EXPECT_THAT(fault_of("[1]", kDescriptor), HasSubstr("no JSON object"));
  EXPECT_THAT(fault_of(R"({"los": 1})", kDescriptor), HasSubstr("none of the metrics"));
  EXPECT_EQ(fault_of("  ", kDescriptor), "no fault");
  EXPECT_EQ(fault_of(R"({"loss": 1})", kDescriptor), "no fault");
}

TEST(CommandResult, ALineThatIsTooLongIsAResultOnlyIfItNamesAMetric) {
  constexpr auto kOutput = ResultChannel::kOutput;
  const std::string other = R"({"weights": [1, 2)";
  for (const std::string& line : {other, std::string(R"(about "loss")")}) {
    const auto result = read_cut_line(line, kOutput, kMetrics);
    EXPECT_TRUE(result && !*result) << line;
  }
  EXPECT_FALSE(read_cut_line(R"({"loss": 1, "weights": [1, 2)", kOutput, kMetrics));
  EXPECT_FALSE(read_cut_line("{'loss': 1, 'weights': [1, 2", kOutput, kMetrics));
  EXPECT_FALSE(read_cut_line(other, ResultChannel::kDescriptor, kMetrics));
}

TEST(CommandResult, AnyBytesAreReadWithoutHarm) {
  for (const std::string& line :
       {std::string("{\"loss\": \xff}"), std::string("{\"\\"), std::string("{\"loss\": 1e999}"),
        std::string(5000, '{'), std::string("{\"a\0b\": 1}", 10)}) {
    const auto result = read_result(line, ResultChannel::kOutput, kMetrics);
    EXPECT_FALSE(result && *result) << line;
  }
}

}  // namespace
}  // namespace wattle::search
