// SPDX-License-Identifier: MIT
#include "search/trial/goal_output.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search {
namespace {

TEST(GoalOutput, IsWhatItsNameSays) {
  const Metrics metrics{{"a", 0.75}, {"j", 1000.0}, {"k", 10.0}};
  EXPECT_EQ((GoalOutput{{{"a"}}}.name()), "a");
  EXPECT_EQ((GoalOutput{{{"a"}}}.value(metrics)), 0.75);
  const GoalOutput negated{{{"a"}}, GoalScale::kPlain, 0.0, -1.0};
  EXPECT_EQ(negated.name(), "-a");
  EXPECT_EQ(negated.value(metrics), -0.75);
  const GoalOutput error{{{"a"}}, GoalScale::kLogError};
  EXPECT_EQ(error.name(), "log10(1 - a)");
  EXPECT_DOUBLE_EQ(*error.value(metrics), std::log10(0.25));
  const GoalOutput sum{{{"j", 2.0}, {"k", 0.5}}, GoalScale::kLogarithm, 1.0, 3.0};
  EXPECT_EQ(sum.name(), "(log10(2 j + 0.5 k) - 1) / (3 - 1)");
  EXPECT_DOUBLE_EQ(*sum.value(metrics), (std::log10(2005.0) - 1.0) / 2.0);
}

TEST(GoalOutput, ErrorsBelowTheLeastOneCountAsThat) {
  const GoalOutput error{{{"a"}}, GoalScale::kLogError};
  EXPECT_EQ(error.value({{"a", 1.0}}), std::log10(kLeastError));
  EXPECT_EQ(error.value({{"a", 0.9995}}), std::log10(kLeastError));
  EXPECT_GT(*error.value({{"a", 0.998}}), std::log10(kLeastError));
}

TEST(GoalOutput, SaysWhyThereIsNoValue) {
  const auto defect = [](GoalScale scale, const Metrics& metrics) {
    const GoalOutput output{{{"a"}, {"b", 2.0}}, scale};
    EXPECT_EQ(output.value(metrics).has_value(), output.defect(metrics).empty());
    return output.defect(metrics);
  };
  constexpr double kHuge = std::numeric_limits<double>::max();
  EXPECT_EQ(defect(GoalScale::kPlain, {{"a", 1.0}, {"b", -7.0}}), "");
  EXPECT_EQ(defect(GoalScale::kPlain, {{"a", 1.0}}), "the objective gave no metric named b");
  EXPECT_EQ(defect(GoalScale::kPlain, {{"a", 1.0}, {"b", std::nan("")}}),
            "b is not a finite number");
  EXPECT_EQ(defect(GoalScale::kLogarithm, {{"a", 1.0}, {"b", -0.5}}), "a + 2 b is 0, not above 0");
  EXPECT_EQ(defect(GoalScale::kLogError, {{"a", 91.0}, {"b", 0.5}}),
            "a + 2 b is 92, not from 0 to 1");
  EXPECT_EQ(defect(GoalScale::kPlain, {{"a", kHuge}, {"b", kHuge}}),
            "a + 2 b is out of the range of numbers");
}

}  // namespace
}  // namespace wattle::search
