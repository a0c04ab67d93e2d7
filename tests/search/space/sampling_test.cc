// SPDX-License-Identifier: MIT
#include "search/space/sampling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

/// Each test raises a false alarm with probability 1e-4; the seeds are fixed, so that it is drawn
/// once for each change of the code. Quantile of the standard normal at 1 - 1e-4.
constexpr double kNormalQuantile = 3.719016;

/// Quantile of the chi-square distribution at 1 - 1e-4 by Wilson and Hilferty's cube root, which is
/// within 1 % for the degrees of freedom here.
double chi_square_limit(std::size_t degrees) {
  const double spread = 2.0 / (9.0 * static_cast<double>(degrees));
  return static_cast<double>(degrees) *
         std::pow(1.0 - spread + kNormalQuantile * std::sqrt(spread), 3.0);
}

double chi_square(const std::vector<int>& counts, const std::vector<double>& probabilities,
                  int draws) {
  double sum = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = draws * probabilities[i];
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

constexpr int kDraws = 20'000;

class ContinuousSample : public testing::TestWithParam<const char*> {};

TEST_P(ContinuousSample, IsUniformInUnitCoordinates) {
  constexpr std::size_t kCells = 20;
  const Parameter parameter = test::parameter_of(
      (std::string(R"({"type": "float", "low": 0.001, "high": 0.9, "scale": ")") + GetParam() +
       R"("})")
          .c_str());
  Rng rng(17);
  std::vector<int> counts(kCells, 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    const double unit = parameter.to_unit(sample_value(parameter, rng));
    ++counts[std::min(kCells - 1, static_cast<std::size_t>(unit * kCells))];
  }
  EXPECT_LT(chi_square(counts, std::vector<double>(kCells, 1.0 / kCells), kDraws),
            chi_square_limit(kCells - 1));
}

INSTANTIATE_TEST_SUITE_P(Space, ContinuousSample, testing::Values("linear", "log", "reverse_log"),
                         [](const auto& instance) { return std::string(instance.param); });

std::vector<int> counts_of(const Parameter& parameter) {
  Rng rng(23);
  std::vector<int> counts(*parameter.cardinality(), 0);
  std::vector<Value> values;
  for (std::uint64_t i = 0; i < counts.size(); ++i) values.push_back(parameter.value_at(i));
  for (int draw = 0; draw < kDraws; ++draw) {
    const auto found = std::find(values.begin(), values.end(), sample_value(parameter, rng));
    ++counts[static_cast<std::size_t>(found - values.begin())];
  }
  return counts;
}

class FiniteSample : public testing::TestWithParam<const char*> {};

TEST_P(FiniteSample, TakesEveryValueWithTheSameProbability) {
  const Parameter parameter = test::parameter_of(GetParam());
  const std::vector<int> counts = counts_of(parameter);
  const double share = 1.0 / static_cast<double>(counts.size());
  EXPECT_LT(chi_square(counts, std::vector<double>(counts.size(), share), kDraws),
            chi_square_limit(counts.size() - 1));
}

INSTANTIATE_TEST_SUITE_P(
    Space, FiniteSample,
    testing::Values(R"({"type": "int", "low": -3, "high": 6})",
                    R"({"type": "float", "low": 0, "high": 1, "step": 0.3})",
                    R"({"type": "ordinal", "values": [1, 2, 30]})",
                    R"({"type": "categorical", "choices": ["a", "b", "c", "d", "e"]})"));

TEST(LogSample, TakesIntegersByTheirCellsOnTheScale) {
  const Parameter parameter =
      test::parameter_of(R"({"type": "int", "low": 1, "high": 6, "scale": "log"})");
  // Cells between the midpoints 1.5, 2.5, ..., 5.5 in ln x; the outer ones symmetric about 1 and 6.
  std::vector<double> edges{-std::log(1.5)};
  for (const double middle : {1.5, 2.5, 3.5, 4.5, 5.5}) edges.push_back(std::log(middle));
  edges.push_back(2.0 * std::log(6.0) - std::log(5.5));
  std::vector<double> probabilities;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    probabilities.push_back((edges[i + 1] - edges[i]) / (edges.back() - edges.front()));
  }
  EXPECT_LT(chi_square(counts_of(parameter), probabilities, kDraws), chi_square_limit(5));
}

TEST(SpaceSample, IsUniformOverWhatIsAllowed) {
  const SearchSpace space = test::space_of(R"({"a": {"type": "float", "low": 0, "high": 1},
                                               "b": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"a": {"above": 0.5}, "b": {"above": 0.5}}])");
  Rng rng(29);
  std::vector<int> quarters(4, 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    const auto sample = space.sample(rng);
    ASSERT_TRUE(sample.has_value());
    const bool right = sample->json()["a"] > 0.5;
    const bool top = sample->json()["b"] > 0.5;
    ++quarters[(right ? 1U : 0U) + (top ? 2U : 0U)];
  }
  EXPECT_EQ(quarters[3], 0);
  quarters.pop_back();
  EXPECT_LT(chi_square(quarters, std::vector<double>(3, 1.0 / 3.0), kDraws), chi_square_limit(2));
}

}  // namespace
}  // namespace wattle::search
