// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_replay.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "tests/support/spaces.h"

namespace wattle::search {
namespace {

using Eigen::VectorXd;

class CmaEsReplay : public testing::Test {
 protected:
  static constexpr int kPopulation = 6;

  CmaEsStanding standing(std::uint64_t seed = 1) const {
    return replay_cma_es(trials_, space_, encoding_, {kPopulation}, seed);
  }

  void add(VectorXd x, double loss,
           JudgedTrial::Outcome outcome = JudgedTrial::Outcome::kComplete) {
    JudgedTrial trial;
    trial.x = std::move(x);
    trial.outcome = outcome;
    trial.losses[0] = loss;
    trials_.push_back(std::move(trial));
  }

  /// Trials at random points whose loss is the distance from a point.
  void add_random(int count, JudgedTrial::Outcome outcome = JudgedTrial::Outcome::kComplete) {
    for (int i = 0; i < count; ++i) {
      VectorXd x{{rng_.uniform(), rng_.uniform()}};
      const double loss = std::hypot(x[0] - 0.8, x[1] - 0.3);
      add(std::move(x), loss, outcome);
    }
  }

  SearchSpace space_ = test::square();
  Encoding encoding_{space_};
  std::vector<JudgedTrial> trials_;
  Rng rng_{7};
};

TEST_F(CmaEsReplay, StartsInTheMiddle) {
  const CmaEsStanding start = standing();
  EXPECT_EQ(start.model.normal().mean(), VectorXd::Constant(2, 0.5));
  EXPECT_EQ(start.generations, 0);
  EXPECT_EQ(start.open, 0);
  EXPECT_EQ(start.population, kPopulation);
}

TEST_F(CmaEsReplay, ChoosesThePopulationByTheDimension) {
  // 4 + floor(3 log 2).
  EXPECT_EQ(replay_cma_es({}, space_, encoding_, {}, 1).population, 6);
}

TEST_F(CmaEsReplay, LearnsFromFullGenerationsOnly) {
  add_random(kPopulation - 1);
  EXPECT_EQ(standing().generations, 0);
  EXPECT_EQ(standing().open, kPopulation - 1);
  add_random(1);
  EXPECT_EQ(standing().generations, 1);
  EXPECT_EQ(standing().open, 0);
  EXPECT_NE(standing().model.normal().mean(), VectorXd::Constant(2, 0.5));
}

TEST_F(CmaEsReplay, WaitsForARunningTrialAndThenCatchesUp) {
  add_random(3 * kPopulation);
  const VectorXd all = standing().model.normal().mean();
  trials_[1].outcome = JudgedTrial::Outcome::kPending;
  EXPECT_EQ(standing().generations, 0);
  EXPECT_EQ(standing().open, 3 * kPopulation);
  trials_[1].outcome = JudgedTrial::Outcome::kComplete;
  EXPECT_EQ(standing().generations, 3);
  EXPECT_EQ(standing().model.normal().mean(), all);
}

TEST_F(CmaEsReplay, MovesToTheBestTrials) {
  // All within 0.15 sqrt(2), about one deviation: no step is so long that it is shortened.
  for (int i = 0; i < kPopulation; ++i) {
    add(VectorXd{{rng_.uniform(0.35, 0.65), rng_.uniform(0.35, 0.65)}}, rng_.uniform());
  }
  std::vector<std::size_t> rows{0, 1, 2, 3, 4, 5};
  rows = order_of_merit(trials_, rows);
  const CmaEsStanding after = standing();
  VectorXd mean = VectorXd::Zero(2);
  for (Eigen::Index i = 0; i < 3; ++i) {
    mean += after.model.normal().rates().weights[i] * trials_[rows[static_cast<std::size_t>(i)]].x;
  }
  EXPECT_LT((after.model.normal().mean() - mean).norm(), 1e-12);
}

TEST_F(CmaEsReplay, SelectsNoFailedTrial) {
  add(VectorXd{{0.6, 0.6}}, 1.0);
  add_random(kPopulation - 1, JudgedTrial::Outcome::kFailed);
  EXPECT_LT((standing().model.normal().mean() - VectorXd::Constant(2, 0.6)).norm(), 1e-12);
}

TEST_F(CmaEsReplay, LearnsNothingFromFailuresOrEquals) {
  add_random(kPopulation, JudgedTrial::Outcome::kFailed);
  for (int i = 0; i < kPopulation; ++i) add(VectorXd{{0.1 * i, 0.2}}, 3.0);
  EXPECT_EQ(standing().generations, 2);
  EXPECT_EQ(standing().model.normal().mean(), VectorXd::Constant(2, 0.5));
}

TEST_F(CmaEsReplay, StartsAgainWithTwiceThePopulation) {
  // 10 + 30 d / lambda = 20 generations without a difference.
  for (int i = 0; i < 20 * kPopulation - 1; ++i) add(VectorXd{{0.3, 0.2}}, 3.0);
  EXPECT_EQ(standing().restarts, 0);
  add(VectorXd{{0.3, 0.2}}, 3.0);
  const CmaEsStanding again = standing();
  EXPECT_EQ(again.restarts, 1);
  EXPECT_EQ(again.population, 2 * kPopulation);
  EXPECT_EQ(again.generations, 0);
  EXPECT_EQ(again.model.normal().mean(), standing().model.normal().mean()) << "the same seed";
  EXPECT_NE(again.model.normal().mean(), standing(2).model.normal().mean()) << "another seed";
}

TEST_F(CmaEsReplay, StartsAgainOnceItHasConverged) {
  Rng rng(8);
  while (trials_.size() < 3000 && standing().restarts == 0) {
    const CmaEsStanding now = standing();
    for (int i = 0; i < kPopulation; ++i) {
      VectorXd x = now.model.draw(rng);
      const double loss = (x - VectorXd{{0.37, 0.61}}).squaredNorm();
      add(std::move(x), loss);
    }
  }
  EXPECT_EQ(standing().restarts, 1);
  EXPECT_LT((trials_.back().x - VectorXd{{0.37, 0.61}}).norm(), 1e-7)
      << "deviations of 1e-9, and the optimum is reached to about as much";
}

}  // namespace
}  // namespace wattle::search
