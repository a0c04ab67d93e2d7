// SPDX-License-Identifier: MIT
#include "search/report/series.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

StudySeries series_of(const StudyRecord& study) { return study_series(study, find_out(study)); }

StudyRecord with_goal(const nlohmann::json& goal) {
  StudyRecord study = testing::sample_study();
  study.scenario["goal"] = goal;
  return study;
}

TEST(Series, BestSoFarNeverGetsWorse) {
  const StudySeries series = series_of(testing::sample_study());
  ASSERT_GE(series.best_by_trial.size(), 3U);
  for (std::size_t i = 1; i < series.best_by_trial.size(); ++i) {
    EXPECT_GE(series.best_by_trial[i].y, series.best_by_trial[i - 1].y);
    EXPECT_GT(series.best_by_trial[i].x, series.best_by_trial[i - 1].x);
  }
}

TEST(Series, BestSoFarFallsWhenLowerIsBetter) {
  const StudySeries series =
      series_of(with_goal({{"kind", "best"}, {"metric", "val_loss"}, {"direction", "minimize"}}));
  EXPECT_FALSE(series.score.higher_is_better);
  for (std::size_t i = 1; i < series.best_by_trial.size(); ++i) {
    EXPECT_LE(series.best_by_trial[i].y, series.best_by_trial[i - 1].y);
  }
}

TEST(Series, BestSoFarEndsAtTheBestTrialAndTheLastX) {
  const StudyRecord study = testing::sample_study();
  const StudySeries series = series_of(study);
  EXPECT_EQ(series.best_by_trial.back().trial, find_out(study).best->number);
  EXPECT_EQ(series.best_by_trial.back().x, 24.0);
}

TEST(Series, JoulesAddUpOverAllEndedTrials) {
  const StudyRecord study = testing::sample_study();
  // Summed in another order than the ledger's: 24 additions of up to 2.2 kJ, 24 x 2.2e3 x 2^-53.
  constexpr double kRounding = 1e-11;
  EXPECT_NEAR(series_of(study).best_by_joules.back().x, study.ledger.trials.value, kRounding);
}

TEST(Series, OnlyFeasibleCompleteTrialsHaveAScore) {
  const StudyRecord study = with_goal({{"kind", "within"},
                                       {"metric", "val_accuracy"},
                                       {"direction", "maximize"},
                                       {"bound_metric", "train_joules"},
                                       {"at_most", 100.0}});
  const StudySeries series = series_of(study);
  ASSERT_FALSE(series.scores_by_trial.empty());
  for (const ChartPoint& point : series.scores_by_trial) {
    const Trial& trial = study.trials[static_cast<std::size_t>(point.trial)];
    EXPECT_EQ(trial.state, TrialState::kComplete);
    EXPECT_LE(trial.measurement->metrics.at("train_joules"), 100.0);
  }
}

TEST(Series, CheapestIsToldInJoules) {
  const StudyRecord study = with_goal({{"kind", "cheapest"},
                                       {"metric", "val_accuracy"},
                                       {"direction", "maximize"},
                                       {"at_least", 0.85}});
  const StudySeries series = series_of(study);
  ASSERT_FALSE(series.best_by_trial.empty());
  EXPECT_TRUE(series.score.is_joules);
  const Findings findings = find_out(study);
  // 10^log10(E): relative rounding of two elementary functions.
  EXPECT_NEAR(
      series.best_by_trial.back().y / findings.best->measurement->metrics.at("train_joules"), 1.0,
      1e-14);
}

/// Against the definition, pair by pair.
TEST(Series, FrontHoldsExactlyWhatNothingDominates) {
  const StudySeries series = series_of(testing::sample_study());
  for (const ChartPoint& point : series.trade_off) {
    const bool dominated =
        std::any_of(series.trade_off.begin(), series.trade_off.end(), [&](const ChartPoint& other) {
          return other.x <= point.x && other.y >= point.y && !(other == point);
        });
    const bool on_front =
        std::find(series.front.begin(), series.front.end(), point) != series.front.end();
    EXPECT_EQ(on_front, !dominated) << "trial " << point.trial;
  }
}

TEST(Series, AccountsAddUpToTheTotal) {
  const StudyRecord study = testing::sample_study();
  double joules = 0.0;
  double share = 0.0;
  for (const AccountShare& account : account_shares(study, find_out(study))) {
    EXPECT_GE(account.joules.value, 0.0);
    joules += account.joules.value;
    share += account.share;
  }
  EXPECT_NEAR(joules, study.ledger.total.value, 1e-10 * study.ledger.total.value);
  EXPECT_NEAR(share, 1.0, 1e-10);
}

TEST(Series, AnEmptyStudyHasNoPoints) {
  const StudyRecord study = testing::sample_study(0);
  const StudySeries series = series_of(study);
  EXPECT_TRUE(series.best_by_trial.empty());
  EXPECT_TRUE(series.best_by_joules.empty());
  EXPECT_TRUE(series.front.empty());
}

}  // namespace
}  // namespace wattle::search
