// SPDX-License-Identifier: MIT
#include "search/objective/function_objective.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace wattle::search {
namespace {

double value_of(std::string_view name, const std::vector<double>& x) {
  return find_test_function(name)->value(x);
}

// The minima are published to six decimals.
constexpr double kPublished = 5e-7;

TEST(TestFunctions, BraninHasItsThreeMinima) {
  using std::numbers::pi;
  // The minimisers are published to five decimals; the function is flat there, so its error is
  // their square times the curvature (below 20).
  for (const std::vector<double>& x :
       {std::vector{-pi, 12.275}, std::vector{pi, 2.275}, std::vector{9.42478, 2.475}}) {
    EXPECT_NEAR(value_of("branin", x), 0.397887, kPublished);
  }
}

TEST(TestFunctions, Hartmann6HasItsMinimum) {
  EXPECT_NEAR(value_of("hartmann6", {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573}),
              -3.32237, 5e-6);
}

TEST(TestFunctions, OthersAreZeroAtTheirMinimiser) {
  // Sums of a few terms, each exact up to rounding of sin and exp at multiples of pi.
  constexpr double kRounding = 1e-14;
  const std::vector<double> zeros(5, 0.0);
  const std::vector<double> ones(5, 1.0);
  EXPECT_EQ(value_of("sphere", zeros), 0.0);
  EXPECT_EQ(value_of("rosenbrock", ones), 0.0);
  EXPECT_NEAR(value_of("ackley", zeros), 0.0, kRounding);
  EXPECT_NEAR(value_of("levy", ones), 0.0, kRounding);
}

TEST(TestFunctions, UnknownNamesAreNotFound) { EXPECT_EQ(find_test_function("brannin"), nullptr); }

class FixedContext final : public TrialContext {
 public:
  explicit FixedContext(std::uint64_t seed) : seed_(seed) {}
  int number() const override { return 0; }
  std::uint64_t seed() const override { return seed_; }
  int threads() const override { return 1; }
  bool report(int, const Metrics&) override { return true; }
  bool cancelled() const override { return false; }
  energy::ThreadGroup& thread_group() override { return group_; }
  std::filesystem::path artifact_directory() const override { return {}; }

 private:
  std::uint64_t seed_;
  energy::ThreadGroup group_;
};

Result<Evaluation> evaluate(std::string_view name, const nlohmann::json& parameters,
                            double noise = 0.0, std::uint64_t seed = 1) {
  FunctionObjective objective(*find_test_function(name), {noise, 0.0});
  FixedContext context(seed);
  return objective.evaluate(Parameters(parameters), context);
}

TEST(FunctionObjective, GivesTheFunctionsValue) {
  EXPECT_EQ(evaluate("sphere", {{"x0", 3.0}, {"x1", 4}})->metrics.at("value"), 25.0);
}

TEST(FunctionObjective, RefusesAWrongNumberOfInputs) {
  for (const auto& parameters :
       {nlohmann::json{{"x0", 1.0}}, nlohmann::json{{"x0", 1.0}, {"x1", 1.0}, {"x2", 1.0}}}) {
    const auto evaluation = evaluate("branin", parameters);
    ASSERT_FALSE(evaluation);
    EXPECT_EQ(evaluation.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(FunctionObjective, RefusesTextForANumber) {
  EXPECT_FALSE(evaluate("sphere", {{"x0", "three"}}));
}

TEST(FunctionObjective, NoiseComesFromTheTrialsSeed) {
  const nlohmann::json x = {{"x0", 1.0}};
  const double once = evaluate("sphere", x, 0.5, 7)->metrics.at("value");
  EXPECT_EQ(evaluate("sphere", x, 0.5, 7)->metrics.at("value"), once);
  EXPECT_NE(evaluate("sphere", x, 0.5, 8)->metrics.at("value"), once);
}

}  // namespace
}  // namespace wattle::search
