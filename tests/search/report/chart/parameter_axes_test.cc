// SPDX-License-Identifier: MIT
#include "search/report/chart/parameter_axes.h"

#include <gtest/gtest.h>

#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

const ParameterAxis& axis_named(const std::vector<ParameterAxis>& axes, const std::string& name) {
  for (const ParameterAxis& axis : axes) {
    if (axis.name == name) return axis;
  }
  throw std::out_of_range(name);
}

StudyRecord study_of(const std::vector<nlohmann::json>& points, const nlohmann::json& space) {
  StudyRecord study;
  study.scenario = {{"space", space}};
  for (const nlohmann::json& point : points) {
    study.trials.emplace_back();
    study.trials.back().number = static_cast<int>(study.trials.size()) - 1;
    study.trials.back().parameters = Parameters(point);
  }
  return study;
}

TEST(ParameterAxes, AreLogarithmicAsTheSpaceSays) {
  const auto axes = parameter_axes(study_of({{{"a", 0.1}, {"b", 0.1}}, {{"a", 100}, {"b", 100}}},
                                            {{"a", {{"type", "float"}, {"scale", "log"}}},
                                             {"b", {{"type", "float"}, {"scale", "linear"}}}}));
  EXPECT_TRUE(axis_named(axes, "a").logarithmic);
  EXPECT_FALSE(axis_named(axes, "b").logarithmic);
}

TEST(ParameterAxes, AreLogarithmicOverDecadesWhereNoSpaceSays) {
  const auto axes =
      parameter_axes(study_of({{{"a", 1}, {"b", 1}}, {{"a", 100}, {"b", 2}}}, nullptr));
  EXPECT_TRUE(axis_named(axes, "a").logarithmic);
  EXPECT_FALSE(axis_named(axes, "b").logarithmic);
}

TEST(ParameterAxes, LeaveOutWhatNeverVaried) {
  EXPECT_TRUE(parameter_axes(study_of({{{"a", 1}}, {{"a", 1.0}}}, nullptr)).empty());
}

TEST(ParameterAxes, KeepTheOrderOfListedValues) {
  const auto axes = parameter_axes(study_of(
      {{{"size", "large"}}, {{"size", "small"}}, {{"size", "medium"}}, {{"size", "huge"}}},
      {{"size", {{"type", "ordinal"}, {"values", {"tiny", "small", "medium", "large"}}}}}));
  const ParameterAxis& size = axis_named(axes, "size");
  EXPECT_EQ(size.categories, (std::vector<std::string>{"small", "medium", "large", "huge"}));
  EXPECT_EQ(size.position(Parameters(nlohmann::json{{"size", "large"}})), 2.0);
  EXPECT_EQ(size.text(1.0), "medium");
}

TEST(ParameterAxes, AreAbsentWhereAParameterIsNotActive) {
  const auto axes = parameter_axes(testing::sample_study());
  const ParameterAxis& momentum = axis_named(axes, "momentum");
  EXPECT_FALSE(momentum.position(testing::sample_parameters(1)).has_value());
  EXPECT_TRUE(momentum.position(testing::sample_parameters(3)).has_value());
}

TEST(ParameterAxes, TakeAnyValue) {
  const auto axes = parameter_axes(study_of({{{"a", {1, 2}}}, {{"a", true}}, {{"a", 3}}}, nullptr));
  EXPECT_EQ(axis_named(axes, "a").categories.size(), 3u);
}

}  // namespace
}  // namespace wattle::search
