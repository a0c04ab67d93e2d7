// SPDX-License-Identifier: MIT
#include "search/compare/front_volume.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "search/space/rng.h"
#include "tests/search/compare/made_up_studies.h"

namespace wattle::search {
namespace {

using test::made_up_study;

const FrontBox kUnit{{0.0, 0.0}, {1.0, 1.0}};

Goal front_goal() {
  return Goal::from_json(
      {{"kind", "pareto"}, {"metric", "val_accuracy"}, {"direction", "maximize"}});
}

TEST(FrontVolume, IsTheAreaOfTheStairs) {
  FrontVolume volume(kUnit);
  EXPECT_EQ(volume.share(), 0.0);
  volume.add({0.5, 0.5});
  EXPECT_DOUBLE_EQ(volume.share(), 0.25);
  volume.add({0.25, 0.75});
  EXPECT_DOUBLE_EQ(volume.share(), 0.25 + 0.25 * 0.25);
  volume.add({0.75, 0.75});
  EXPECT_DOUBLE_EQ(volume.share(), 0.3125) << "a dominated point adds nothing";
  volume.add({0.25, 0.25});
  EXPECT_DOUBLE_EQ(volume.share(), 0.75 * 0.75) << "and is forgotten once it is";
  volume.add({0.0, 0.0});
  EXPECT_DOUBLE_EQ(volume.share(), 1.0);
}

TEST(FrontVolume, TakesEachObjectiveOnItsOwnScale) {
  FrontVolume volume({{-10.0, 2.0}, {-8.0, 2.5}});
  volume.add({-9.0, 2.25});
  EXPECT_DOUBLE_EQ(volume.share(), 0.25);
}

TEST(FrontVolume, AnObjectiveThatNeverVariesDecidesNothing) {
  FrontVolume volume({{0.0, 3.0}, {1.0, 3.0}});
  volume.add({0.25, 3.0});
  EXPECT_DOUBLE_EQ(volume.share(), 0.75);
}

/// The share of a fine grid's cells that some point dominates.
double counted(const std::vector<std::array<double, 2>>& points, int cells) {
  int dominated = 0;
  for (int i = 0; i < cells; ++i) {
    for (int j = 0; j < cells; ++j) {
      const double x = (i + 0.5) / cells;
      const double y = (j + 0.5) / cells;
      dominated += std::any_of(points.begin(), points.end(),
                               [&](const auto& p) { return p[0] <= x && p[1] <= y; });
    }
  }
  return double(dominated) / (cells * cells);
}

TEST(FrontVolume, AgreesWithCountingCells) {
  constexpr int kCells = 64;
  Rng rng(5);
  for (int round = 0; round < 20; ++round) {
    FrontVolume volume(kUnit);
    std::vector<std::array<double, 2>> points;
    for (int i = 0; i < 30; ++i) {
      // On the cells' corners, so that counting is exact.
      const auto corner = [&]() { return std::floor(kCells * rng.uniform()) / kCells; };
      points.push_back({corner(), corner()});
      const double before = volume.share();
      volume.add(points.back());
      ASSERT_GE(volume.share(), before);
      ASSERT_NEAR(volume.share(), counted(points, kCells), 1e-12);
    }
  }
}

TEST(FrontBox, SpansWhatAllStudiesFound) {
  const StudyRecord cheap = made_up_study({{0.5, 10.0}, {0.7, 1000.0, TrialState::kPruned}});
  const StudyRecord dear = made_up_study({{0.9, 100.0}});
  const auto box = front_box(front_goal(), {&cheap, &dear});
  ASSERT_TRUE(box);
  EXPECT_DOUBLE_EQ(box->best[0], -0.9);
  EXPECT_DOUBLE_EQ(box->worst[0], -0.5);
  EXPECT_DOUBLE_EQ(box->best[1], 1.0);
  EXPECT_DOUBLE_EQ(box->worst[1], 2.0) << "a pruned trial is on no front";
}

TEST(FrontBox, IsThereForTwoObjectivesAlone) {
  const StudyRecord study = made_up_study({{0.5, 10.0}});
  const Goal best = Goal::from_json({{"kind", "best"}, {"metric", "val_accuracy"}});
  EXPECT_FALSE(front_box(best, {&study}));
  const StudyRecord empty = made_up_study({});
  EXPECT_FALSE(front_box(front_goal(), {&empty}));
}

}  // namespace
}  // namespace wattle::search
