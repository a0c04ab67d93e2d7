// SPDX-License-Identifier: MIT
#include "search/space/parameter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using test::parameter_of;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

struct Domain {
  const char* name;
  const char* json;
};

/// Rounding of to_unit(from_unit(u)): on a linear scale, one unit in the last place of the largest
/// bound over the width; on a log scale, a few of ln x (two logarithms, an exponential, and x's own
/// place, which moves ln x by epsilon) over the width in ln. The factor 4 counts the operations.
double round_trip_tolerance(const Parameter& parameter) {
  const double low = parameter.low;
  const double high = parameter.high;
  if (parameter.scale == Scale::kLinear) {
    return 4.0 * kEpsilon * (1.0 + (std::abs(low) + std::abs(high)) / (high - low));
  }
  // Mirrored, an absolute error of a place of `high` is a relative one of high / low near `low`.
  const double place = parameter.scale == Scale::kLog ? 1.0 : (high + low) / low;
  const double logs = std::max(std::abs(std::log(low)), std::abs(std::log(high)));
  return 4.0 * kEpsilon * (1.0 + (place + logs) / (std::log(high) - std::log(low)));
}

class ContinuousDomain : public testing::TestWithParam<Domain> {};

TEST_P(ContinuousDomain, KeepsPositionsThroughAValue) {
  const Parameter parameter = parameter_of(GetParam().json);
  const double tolerance = round_trip_tolerance(parameter);
  for (int i = 0; i <= 1000; ++i) {
    const double unit = i / 1000.0;
    EXPECT_NEAR(parameter.to_unit(parameter.from_unit(unit)), unit, tolerance);
  }
}

TEST_P(ContinuousDomain, NeverLeavesItsBounds) {
  const Parameter parameter = parameter_of(GetParam().json);
  std::vector<double> units{-1.0,
                            -0.0,
                            1.0,
                            2.0,
                            kEpsilon,
                            1.0 - kEpsilon,
                            1e-300,
                            std::nextafter(1.0, 0.0),
                            -std::numeric_limits<double>::infinity()};
  for (int i = 0; i <= 1000; ++i) units.push_back(i / 1000.0);
  for (const double unit : units) {
    const Value value = parameter.from_unit(unit);
    EXPECT_TRUE(parameter.contains(value)) << unit << " " << value;
    const double position = parameter.to_unit(value);
    EXPECT_TRUE(position >= 0.0 && position <= 1.0) << unit << " " << position;
  }
}

TEST_P(ContinuousDomain, HasItsBoundsAtTheEnds) {
  const Parameter parameter = parameter_of(GetParam().json);
  EXPECT_EQ(parameter.from_unit(0.0), parameter.low);
  EXPECT_EQ(parameter.from_unit(1.0), parameter.high);
  EXPECT_EQ(parameter.to_unit(parameter.low), 0.0);
  EXPECT_EQ(parameter.to_unit(parameter.high), 1.0);
}

TEST_P(ContinuousDomain, GrowsWithThePosition) {
  const Parameter parameter = parameter_of(GetParam().json);
  double before = parameter.low;
  for (int i = 1; i <= 1000; ++i) {
    const double value = parameter.from_unit(i / 1000.0).get<double>();
    EXPECT_GE(value, before);
    before = value;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Space, ContinuousDomain,
    testing::Values(
        Domain{"Unit", R"({"type": "float", "low": 0, "high": 1})"},
        Domain{"AcrossZero", R"({"type": "float", "low": -3, "high": 0.7})"},
        Domain{"Huge", R"({"type": "float", "low": -8e307, "high": 8e307})"},
        Domain{"Narrow", R"({"type": "float", "low": 1, "high": 1.0000001})"},
        Domain{"Log", R"({"type": "float", "low": 1e-4, "high": 1, "scale": "log"})"},
        Domain{"LogHuge", R"({"type": "float", "low": 1e-300, "high": 1e300, "scale": "log"})"},
        Domain{"LogNarrow", R"({"type": "float", "low": 3, "high": 3.0001, "scale": "log"})"},
        Domain{"ReverseLog",
               R"({"type": "float", "low": 0.001, "high": 0.999, "scale": "reverse_log"})"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Parameter, PutsEqualRatiosAtEqualStepsOfALogScale) {
  const Parameter rate =
      parameter_of(R"({"type": "float", "low": 1e-4, "high": 1, "scale": "log"})");
  EXPECT_NEAR(rate.to_unit(1e-3), 0.25, round_trip_tolerance(rate));
  EXPECT_NEAR(rate.to_unit(1e-2), 0.50, round_trip_tolerance(rate));
}

TEST(Parameter, MirrorsTheLogScale) {
  const Parameter log =
      parameter_of(R"({"type": "float", "low": 0.01, "high": 1, "scale": "log"})");
  const Parameter reverse =
      parameter_of(R"({"type": "float", "low": 0.01, "high": 1, "scale": "reverse_log"})");
  for (int i = 0; i <= 100; ++i) {
    const double unit = i / 100.0;
    const double mirrored = 1.01 - log.from_unit(1.0 - unit).get<double>();
    EXPECT_NEAR(reverse.from_unit(unit).get<double>(), mirrored, 4.0 * kEpsilon);
  }
}

class FiniteDomain : public testing::TestWithParam<Domain> {};

TEST_P(FiniteDomain, KeepsEveryValueThroughItsPosition) {
  const Parameter parameter = parameter_of(GetParam().json);
  ASSERT_TRUE(parameter.cardinality().has_value());
  for (std::uint64_t i = 0; i < *parameter.cardinality(); ++i) {
    const Value value = parameter.value_at(i);
    EXPECT_TRUE(parameter.contains(value)) << value;
    EXPECT_EQ(parameter.from_unit(parameter.to_unit(value)), value);
    EXPECT_EQ(parameter.from_unit(parameter.to_unit(value)).type(), value.type());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Space, FiniteDomain,
    testing::Values(
        Domain{"Int", R"({"type": "int", "low": -3, "high": 12})"},
        Domain{"IntLog", R"({"type": "int", "low": 1, "high": 300, "scale": "log"})"},
        Domain{"IntReverseLog",
               R"({"type": "int", "low": 1, "high": 300, "scale": "reverse_log"})"},
        Domain{"IntStep", R"({"type": "int", "low": 16, "high": 255, "step": 16})"},
        Domain{"IntOfOne", R"({"type": "int", "low": 7, "high": 7, "scale": "log"})"},
        Domain{"FloatOfOne", R"({"type": "float", "low": 0.3, "high": 0.3})"},
        Domain{"FloatStep", R"({"type": "float", "low": 0, "high": 1, "step": 0.1})"},
        Domain{"FloatStepLog",
               R"({"type": "float", "low": 0.1, "high": 2.05, "step": 0.3, "scale": "log"})"},
        Domain{"FloatStepOdd", R"({"type": "float", "low": 0.3333333333, "high": 9, "step": 0.7})"},
        Domain{"OrdinalOfOne", R"({"type": "ordinal", "values": [64]})"},
        Domain{"Ordinal", R"({"type": "ordinal", "values": ["small", 2, null, [64, 64]]})"},
        Domain{"Categorical", R"({"type": "categorical", "choices": ["sgd", "adam", {"a": 1}]})"},
        Domain{"Constant", R"({"type": "constant", "value": [1, 2]})"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(Parameter, CountsItsValues) {
  const auto count = [](const char* text) { return parameter_of(text).cardinality(); };
  EXPECT_EQ(count(R"({"type": "float", "low": 0, "high": 1})"), std::nullopt);
  EXPECT_EQ(count(R"({"type": "float", "low": 0, "high": 1, "step": 0.1})"), 11U);
  EXPECT_EQ(count(R"({"type": "float", "low": 0, "high": 0.95, "step": 0.1})"), 10U);
  EXPECT_EQ(count(R"({"type": "float", "low": 2, "high": 2})"), 1U);
  EXPECT_EQ(count(R"({"type": "int", "low": -2, "high": 2})"), 5U);
  EXPECT_EQ(count(R"({"type": "int", "low": 0, "high": 9, "step": 4})"), 3U);
  EXPECT_EQ(count(R"({"type": "ordinal", "values": [1, 2, 4]})"), 3U);
  EXPECT_EQ(count(R"({"type": "constant", "value": 1})"), 1U);
}

TEST(Parameter, HoldsIntegersUpToTwoToThe53) {
  const Parameter wide =
      parameter_of(R"({"type": "int", "low": -9007199254740992, "high": 9007199254740992})");
  EXPECT_EQ(wide.from_unit(0.0), -9007199254740992);
  EXPECT_EQ(wide.from_unit(0.5), 0);
  EXPECT_EQ(wide.from_unit(1.0), 9007199254740992);
  EXPECT_EQ(wide.cardinality(), 18014398509481985U);
}

TEST(Parameter, RoundTripsIntegersInRangesUpToTwoToThe51) {
  const Parameter wide = parameter_of(R"({"type": "int", "low": 0, "high": 2251799813685247})");
  Rng rng(11);
  for (int i = 0; i < 1000; ++i) {
    const Value value = rng.uniform_int(0, 2251799813685247);
    EXPECT_EQ(wide.from_unit(wide.to_unit(value)), value);
  }
}

TEST(Parameter, WritesStepsAsAPersonWould) {
  const Parameter parameter =
      parameter_of(R"({"type": "float", "low": 0.1, "high": 0.9, "step": 0.1})");
  EXPECT_EQ(parameter.value_at(2), 0.3);
  EXPECT_EQ(parameter.value_at(6), 0.7);
}

TEST(Parameter, ContainsOnlyItsValues) {
  const Parameter stepped =
      parameter_of(R"({"type": "float", "low": 0.1, "high": 1, "step": 0.1})");
  EXPECT_TRUE(stepped.contains(0.1 + 0.1 + 0.1));
  EXPECT_TRUE(stepped.contains(1));
  EXPECT_FALSE(stepped.contains(0.35));
  EXPECT_FALSE(stepped.contains(1.1));
  EXPECT_FALSE(stepped.contains("0.3"));
  EXPECT_FALSE(stepped.contains(std::nan("")));
  const Parameter count = parameter_of(R"({"type": "int", "low": 0, "high": 8, "step": 2})");
  EXPECT_TRUE(count.contains(4));
  EXPECT_FALSE(count.contains(5));
  EXPECT_FALSE(count.contains(4.0));
  EXPECT_FALSE(count.contains(true));
  const Parameter choice = parameter_of(R"({"type": "categorical", "choices": ["a", null]})");
  EXPECT_TRUE(choice.contains(nullptr));
  EXPECT_FALSE(choice.contains("b"));
}

TEST(ParameterGrid, SpreadsDefaultLevelsEvenlyOnTheScale) {
  EXPECT_EQ(parameter_of(R"({"type": "float", "low": 0, "high": 1})").grid(),
            (std::vector<Value>{0.0, 0.25, 0.5, 0.75, 1.0}));
  EXPECT_EQ(parameter_of(R"({"type": "float", "low": 1e-4, "high": 1, "scale": "log"})").grid(),
            (std::vector<Value>{1e-4, 1e-3, 1e-2, 1e-1, 1.0}));
}

TEST(ParameterGrid, TakesTheLevelsAsked) {
  EXPECT_EQ(parameter_of(R"({"type": "float", "low": 2, "high": 4, "levels": 3})").grid(),
            (std::vector<Value>{2.0, 3.0, 4.0}));
  EXPECT_EQ(parameter_of(R"({"type": "float", "low": 2, "high": 4, "levels": 1})").grid(),
            (std::vector<Value>{3.0}));
}

TEST(ParameterGrid, NamesNoIntegerTwice) {
  EXPECT_EQ(
      parameter_of(R"({"type": "int", "low": 1, "high": 8, "scale": "log", "levels": 7})").grid(),
      (std::vector<Value>{1, 2, 3, 4, 6, 8}));
}

TEST(Parameter, SpellsAValueInOneWay) {
  const auto spelled = [](const char* parameter, const json& written) {
    return parameter_of(parameter).canonical(written).dump();
  };
  const char* const real = R"({"type": "float", "low": 0, "high": 1})";
  EXPECT_EQ(spelled(real, 1), "1.0");
  EXPECT_EQ(spelled(real, 2), "2") << "none of its values";
  EXPECT_EQ(spelled(real, "1"), "\"1\"");
  const char* const stepped = R"({"type": "float", "low": 0, "high": 1, "step": 0.1})";
  EXPECT_EQ(spelled(stepped, 0.1 + 0.2), "0.3");
  EXPECT_EQ(spelled(stepped, 0.25), "0.25") << "none of its values";
  const char* const whole = R"({"type": "int", "low": 1, "high": 64})";
  EXPECT_EQ(spelled(whole, 32.0), "32");
  EXPECT_EQ(spelled(whole, 32.5), "32.5") << "none of its values";
  EXPECT_EQ(spelled(R"({"type": "ordinal", "values": [1, 2.0, "x"]})", 2), "2.0");
}

TEST(ParameterGrid, StaysOnTheSteps) {
  EXPECT_EQ(parameter_of(R"({"type": "int", "low": 0, "high": 100, "step": 30})").grid(),
            (std::vector<Value>{0, 30, 60, 90}));
  EXPECT_EQ(
      parameter_of(R"({"type": "float", "low": 0, "high": 1, "step": 0.1, "levels": 3})").grid(),
      (std::vector<Value>{0.0, 0.5, 1.0}));
}

TEST(ParameterGrid, ListsEveryValueOfALongList) {
  EXPECT_EQ(parameter_of(R"({"type": "ordinal", "values": [1, 2, 3, 4, 5, 6, 7]})").grid().size(),
            7U);
}

}  // namespace
}  // namespace wattle::search
