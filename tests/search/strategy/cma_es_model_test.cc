// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr int kPopulation = 10;
constexpr double kInactive = std::numeric_limits<double>::quiet_NaN();

CmaEsModel model_of(const SearchSpace& space, double step_size) {
  const Encoding encoding(space);
  return {space, encoding, VectorXd::Constant(encoding.dimension(), 0.5), step_size, kPopulation};
}

/// Generations that select at random: the first half of the draws. `hide` may take away what a
/// trial would not show.
template <typename Hide>
void drift(CmaEsModel& model, int generations, Rng& rng, const Hide& hide) {
  for (int generation = 0; generation < generations; ++generation) {
    std::vector<VectorXd> selected;
    for (int i = 0; i < kPopulation / 2; ++i) {
      selected.push_back(model.draw(rng));
      hide(selected.back());
    }
    model.update(selected, rng);
  }
}

TEST(CmaEsModel, DrawsWithinTheBounds) {
  const SearchSpace space = test::space_of(R"({
    "a": {"type": "float", "low": 0, "high": 1},
    "b": {"type": "int", "low": 1, "high": 9, "scale": "log"},
    "c": {"type": "categorical", "choices": ["p", "q", "r"]}})");
  const Encoding encoding(space);
  const CmaEsModel model = model_of(space, 3.0);
  Rng rng(1);
  for (int i = 0; i < 1000; ++i) {
    const VectorXd x = model.draw(rng);
    ASSERT_TRUE(x[0] >= 0.0 && x[0] <= 1.0) << x[0];
    ASSERT_TRUE(x[2] == 0.0 || x[2] == 1.0 || x[2] == 2.0) << x[2];
    EXPECT_EQ(encoding.encode(encoding.decode(x)), x) << "a point of the space";
  }
}

TEST(CmaEsModel, StillLeavesTheCellOfItsMean) {
  const SearchSpace space = test::space_of(R"({"n": {"type": "int", "low": 0, "high": 10}})");
  const CmaEsModel model = model_of(space, 1e-9);
  Rng rng(2);
  constexpr int kDraws = 20'000;
  int left = 0;
  for (int i = 0; i < kDraws; ++i) left += model.draw(rng)[0] != 0.5;
  // 1 / (lambda d) = 0.1, give or take four standard errors (false alarm 6e-5; the seed is fixed).
  EXPECT_NEAR(static_cast<double>(left) / kDraws, 0.1, 4.0 * std::sqrt(0.1 * 0.9 / kDraws));
}

TEST(CmaEsModel, StillLeavesTheCellAtAnEnd) {
  const SearchSpace space = test::space_of(R"({"n": {"type": "int", "low": 0, "high": 10}})");
  const Encoding encoding(space);
  Rng rng(7);
  constexpr int kDraws = 20'000;
  // From near the next cell to where draws are reflected.
  for (const double mean : {0.96, 1.0, 1.04}) {
    const CmaEsModel model(space, encoding, VectorXd::Constant(1, mean), 1e-9, kPopulation);
    int left = 0;
    for (int i = 0; i < kDraws; ++i) left += model.draw(rng)[0] != 1.0;
    // At least 1 / (lambda d) = 0.1, but for four standard errors (false alarm 3e-5; the seed is
    // fixed).
    EXPECT_GT(static_cast<double>(left) / kDraws, 0.1 - 4.0 * std::sqrt(0.1 * 0.9 / kDraws))
        << mean;
  }
}

TEST(CmaEsModel, FollowsTheSelectedInteger) {
  const SearchSpace space = test::space_of(R"({"n": {"type": "int", "low": 0, "high": 10}})");
  CmaEsModel model = model_of(space, 0.2);
  Rng rng(3);
  for (int generation = 0; generation < 30; ++generation) {
    model.update(std::vector<VectorXd>(5, VectorXd::Constant(1, 0.8)), rng);
  }
  EXPECT_NEAR(model.normal().mean()[0], 0.8, 0.05) << "within the cell of 8";
}

TEST(CmaEsModel, ForgetsNothingThatWasNotSelectedFor) {
  // Neither the inactive y nor the integer n, of which few values are drawn, collapses.
  const SearchSpace space = test::space_of(R"({
    "n": {"type": "int", "low": 0, "high": 2},
    "x": {"type": "float", "low": 0, "high": 1},
    "y": {"type": "float", "low": 0, "high": 1, "when": {"n": 7}}})");
  CmaEsModel model = model_of(space, 0.03);  // against cells that are 0.5 wide
  Rng rng(4);
  drift(model, 100, rng, [](VectorXd& x) { x[2] = kInactive; });
  const VectorXd deviations = model.normal().deviations();
  // x is seen as it was drawn, and does the random walk of a coordinate that does not matter. The
  // two others must not have fallen far behind.
  EXPECT_GT(deviations[0], 0.1 * deviations[1]);
  EXPECT_GT(deviations[2], 0.1 * deviations[1]);
}

TEST(CmaEsModel, FollowsTheSelectedChoiceAndKeepsTheOthersPossible) {
  const SearchSpace space = test::space_of(R"({
    "c": {"type": "categorical", "choices": ["p", "q", "r"]},
    "d": {"type": "categorical", "choices": [false, true]}})");
  CmaEsModel model = model_of(space, 0.2);
  EXPECT_EQ(model.largest_deviation(), 0.0);
  Rng rng(5);
  for (int generation = 0; generation < 100; ++generation) {
    model.update(std::vector<VectorXd>(5, VectorXd{{1.0, kInactive}}), rng);
  }
  const double least = 1.0 / (kPopulation * 2.0 * 2.0);  // 1 / (lambda d (K - 1))
  EXPECT_NEAR(model.choices(0)[1], 1.0 - 2.0 * least, 1e-9);
  EXPECT_NEAR(model.choices(0)[0], least, 1e-12);
  EXPECT_NEAR(model.choices(0)[2], least, 1e-12);
  EXPECT_DOUBLE_EQ(model.choices(1)[0], 0.5) << "never seen";
}

TEST(CmaEsModel, CopesWithSingleValues) {
  const SearchSpace space = test::space_of(R"({
    "c": {"type": "categorical", "choices": ["only"]},
    "n": {"type": "int", "low": 3, "high": 3},
    "o": {"type": "ordinal", "values": [1]}})");
  CmaEsModel model = model_of(space, 0.2);
  Rng rng(6);
  drift(model, 20, rng, [](VectorXd&) {});
  const VectorXd x = model.draw(rng);
  EXPECT_TRUE(x.allFinite());
  EXPECT_EQ(x[0], 0.0);
}

}  // namespace
}  // namespace wattle::search
