// SPDX-License-Identifier: MIT
#include "search/statistics/anova.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;

std::vector<AnovaFactor> factors_of(const nlohmann::json& table) {
  const std::array<const char*, 3> names{"a", "b", "c"};
  std::vector<AnovaFactor> factors;
  for (const nlohmann::json& levels : table) {
    factors.push_back({names.at(factors.size()), levels.get<std::vector<int>>()});
  }
  return factors;
}

/// Every cell of a 2 x 3 design, `repeats` times.
std::vector<AnovaFactor> two_by_three(int repeats) {
  std::vector<AnovaFactor> factors{{"rows", {}}, {"columns", {}}};
  for (int i = 0; i < 6 * repeats; ++i) {
    factors[0].levels.push_back(i % 2);
    factors[1].levels.push_back(i / 2 % 3);
  }
  return factors;
}

TEST(Anova, AgreesWithStatsmodels) {
  // Least squares by other decompositions: sums of squares to some 1e3 eps of the total.
  constexpr double kDigits = 1e-10;
  for (const nlohmann::json& each : test::reference_table("anova", "cases")) {
    SCOPED_TRACE(each.at("name"));
    AnovaOptions options;
    options.highest_interaction = each.at("highest_interaction");
    const AnovaSummary summary = analysis_of_variance(test::numbers(each.at("values")),
                                                      factors_of(each.at("factors")), options);
    ASSERT_EQ(summary.terms.size(), each.at("terms").size());
    for (std::size_t i = 0; i < summary.terms.size(); ++i) {
      const AnovaTerm& term = summary.terms[i];
      const nlohmann::json& expected = each.at("terms")[i];
      EXPECT_EQ(term.name, expected.at("name"));
      EXPECT_EQ(term.degrees_of_freedom, expected.at("degrees_of_freedom").get<double>());
      expect_digits(term.sum_of_squares, expected.at("sum_of_squares"), kDigits);
      expect_digits(term.test.statistic.value(), expected.at("f"), kDigits);
      expect_digits(term.test.p_value.value(), expected.at("p_value"), kDigits);
    }
    expect_digits(summary.residual_sum_of_squares, each.at("residual"), kDigits);
    EXPECT_EQ(summary.residual_degrees_of_freedom,
              each.at("residual_degrees_of_freedom").get<double>());
  }
}

TEST(Anova, SplitsTheTotalOfABalancedDesign) {
  Rng rng(1);
  const std::vector<double> values = test::normal_sample(24, rng, 1000.0);
  const AnovaSummary summary = analysis_of_variance(values, two_by_three(4));
  double sum = summary.residual_sum_of_squares;
  double eta = summary.residual_sum_of_squares / summary.total_sum_of_squares;
  for (const AnovaTerm& term : summary.terms) {
    sum += term.sum_of_squares;
    eta += term.eta_squared;
    EXPECT_DOUBLE_EQ(term.partial_eta_squared.value(),
                     term.sum_of_squares / (term.sum_of_squares + summary.residual_sum_of_squares));
  }
  expect_digits(sum, summary.total_sum_of_squares);
  EXPECT_NEAR(eta, 1.0, test::kTableDigits);
}

TEST(Anova, FindsTheEffectsOfADesignWorkedByHand) {
  // Cell means 1, 2, 3 and 3, 4, 5 with -1/2 and 1/2 about each: rows 12, columns 8, residual 3.
  std::vector<double> values;
  for (int i = 0; i < 12; ++i) {
    values.push_back(1.0 + 2.0 * (i % 2) + i / 2 % 3 + (i < 6 ? -0.5 : 0.5));
  }
  const AnovaSummary summary = analysis_of_variance(values, two_by_three(2));
  ASSERT_EQ(summary.terms.size(), 3U);
  EXPECT_NEAR(summary.terms[0].sum_of_squares, 12.0, 1e-12);
  EXPECT_NEAR(summary.terms[1].sum_of_squares, 8.0, 1e-12);
  EXPECT_NEAR(summary.terms[2].sum_of_squares, 0.0, 1e-12);
  EXPECT_NEAR(summary.residual_sum_of_squares, 3.0, 1e-12);
  EXPECT_NEAR(summary.terms[0].test.statistic.value(), 12.0 / (3.0 / 6.0), 1e-10);
  EXPECT_NEAR(summary.terms[0].eta_squared, 12.0 / 23.0, 1e-13);
}

TEST(Anova, DoesNotDependOnTheOrderOfFactorsOrTheNamesOfLevels) {
  Rng rng(2);
  std::vector<AnovaFactor> factors = two_by_three(4);
  for (AnovaFactor& factor : factors) factor.levels.resize(19);
  const std::vector<double> values = test::normal_sample(19, rng);
  const AnovaSummary one = analysis_of_variance(values, factors);
  std::swap(factors[0], factors[1]);
  for (int& level : factors[0].levels) level = 100 - 7 * level;
  const AnovaSummary other = analysis_of_variance(values, factors);
  expect_digits(one.terms[0].sum_of_squares, other.terms[1].sum_of_squares, 1e-10);
  expect_digits(one.terms[2].sum_of_squares, other.terms[2].sum_of_squares, 1e-10);
}

TEST(Anova, CountsTheDegreesOfFreedomThatEmptyCellsLeave) {
  std::vector<AnovaFactor> factors = two_by_three(3);
  std::vector<double> values;
  std::vector<AnovaFactor> kept{{"rows", {}}, {"columns", {}}};
  Rng rng(3);
  for (std::size_t i = 0; i < 18; ++i) {
    if (factors[0].levels[i] == 1 && factors[1].levels[i] == 2) continue;
    values.push_back(rng.normal());
    for (std::size_t f = 0; f < 2; ++f) kept[f].levels.push_back(factors[f].levels[i]);
  }
  const AnovaSummary summary = analysis_of_variance(values, kept);
  EXPECT_EQ(summary.terms[2].degrees_of_freedom, 1);  // of two
  EXPECT_EQ(summary.residual_degrees_of_freedom, 15 - 5);
}

TEST(Anova, HasNoTestWithoutAResidual) {
  Rng rng(4);
  const std::vector<double> values = test::normal_sample(6, rng);
  const AnovaSummary full = analysis_of_variance(values, two_by_three(1));
  EXPECT_EQ(full.residual_degrees_of_freedom, 0);
  EXPECT_FALSE(full.terms[0].test.p_value);
  EXPECT_FALSE(full.terms[0].test.reason.empty());
  AnovaOptions main_effects;
  main_effects.highest_interaction = 1;
  const AnovaSummary lower = analysis_of_variance(values, two_by_three(1), main_effects);
  EXPECT_EQ(lower.terms.size(), 2U);
  EXPECT_TRUE(lower.terms[0].test.p_value);
}

TEST(Anova, HasNoTestOfAnExactFit) {
  std::vector<double> values;
  for (int i = 0; i < 12; ++i) values.push_back(0.1 * (i % 2) + 0.7 * (i / 2 % 3));
  const AnovaSummary summary = analysis_of_variance(values, two_by_three(2));
  EXPECT_FALSE(summary.terms[0].test.p_value);
  EXPECT_FALSE(summary.terms[0].test.reason.empty());
  EXPECT_GT(summary.terms[1].eta_squared, 0.9);
}

TEST(Anova, SaysWhyThereIsNoTable) {
  const std::vector<double> values{1.0, 2.0, 3.0};
  const AnovaFactor factor{"a", {0, 1, 1}};
  const auto reason = [](const std::vector<double>& x, const std::vector<AnovaFactor>& factors) {
    const AnovaSummary summary = analysis_of_variance(x, factors);
    EXPECT_TRUE(summary.terms.empty());
    return summary.reason;
  };
  EXPECT_FALSE(reason(values, {}).empty());
  EXPECT_FALSE(reason(values, {factor, factor, factor, factor}).empty());
  EXPECT_FALSE(reason({1.0, 2.0}, {factor}).empty());
  EXPECT_FALSE(reason({}, {{"a", {}}}).empty());
  EXPECT_FALSE(reason({1.0, std::nan(""), 2.0}, {factor}).empty());
  EXPECT_FALSE(reason({1.0, 1.0, 1.0}, {factor}).empty());
  EXPECT_EQ(reason(values, {{"width", {3, 3, 3}}}), "width has only one level");
}

}  // namespace
}  // namespace wattle::search
