// SPDX-License-Identifier: MIT
#include "search/report/chart/timeline_bars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "search/report/chart/timeline_chart.h"
#include "tests/search/report/sample_study.h"

namespace wattle::search {
namespace {

constexpr std::size_t kAll = 1000000;

StudyRecord study_of(const std::vector<std::pair<double, double>>& spans) {
  StudyRecord study;
  for (const auto& [from, to] : spans) {
    Trial trial;
    trial.number = static_cast<int>(study.trials.size());
    trial.state = TrialState::kComplete;
    trial.started_at = Seconds(from);
    trial.ended_at = Seconds(to);
    study.trials.push_back(trial);
  }
  study.elapsed = Seconds(100);
  return study;
}

TEST(TimelineBars, DoNotOverlapInARow) {
  std::map<int, Seconds> free;
  for (const TimelineBar& bar : timeline_bars(testing::sample_study(200), kAll)) {
    EXPECT_GE(bar.from, free[bar.row]) << bar.first;
    free[bar.row] = bar.to;
  }
}

TEST(TimelineBars, TakeAsManyRowsAsThereWereWorkers) {
  EXPECT_EQ(row_count(timeline_bars(testing::sample_study(200), kAll)), 2);
}

/// Against the definition: the largest number of trials at one time.
TEST(TimelineBars, TakeNoMoreRowsThanTrialsRanAtOnce) {
  const std::vector<std::pair<double, double>> spans{{0, 5}, {1, 2}, {2, 9},
                                                     {3, 4}, {4, 6}, {5, 8}};
  int most = 0;
  for (const auto& [at, unused] : spans) {
    most = std::max(
        most, static_cast<int>(std::count_if(spans.begin(), spans.end(), [&](const auto& span) {
          return span.first <= at && at < span.second;
        })));
  }
  EXPECT_EQ(row_count(timeline_bars(study_of(spans), kAll)), most);
}

TEST(TimelineBars, LeaveOutWhatWasNotRunHere) {
  StudyRecord study = study_of({{0, 1}, {0, 1}, {2, 2}});
  study.trials[0].origin = Origin{"another", 3};
  study.trials[2].state = TrialState::kWaiting;
  const auto bars = timeline_bars(study, kAll);
  ASSERT_EQ(bars.size(), 1u);
  EXPECT_EQ(bars[0].first, 1);
}

TEST(TimelineBars, ATrialThatRunsLastsUntilTheEnd) {
  StudyRecord study = study_of({{40, 40}});
  study.trials[0].state = TrialState::kRunning;
  EXPECT_EQ(timeline_bars(study, kAll)[0].to, Seconds(100));
}

TEST(TimelineBars, BecomeOneWhereTheyAreMany) {
  const StudyRecord study = testing::sample_study(5000);
  const auto bars = timeline_bars(study, 1000);
  EXPECT_LE(bars.size(), 1000u);
  int trials = 0;
  std::map<int, Seconds> last;
  for (const TimelineBar& bar : bars) {
    trials += bar.trials;
    EXPECT_GE(bar.from, last[bar.row]);
    last[bar.row] = bar.from;
  }
  EXPECT_EQ(trials, 5000);
}

TEST(TimelineBars, HaveTheStateOfMostOfTheirTrials) {
  StudyRecord study = study_of({{0, 0.1}, {0.2, 0.3}, {0.4, 0.5}, {99, 100}});
  study.trials[0].state = TrialState::kFailed;
  study.trials[1].state = TrialState::kPruned;
  study.trials[2].state = TrialState::kPruned;
  const auto bars = timeline_bars(study, 3);
  ASSERT_EQ(bars.size(), 2u);
  EXPECT_EQ(bars[0].state, TrialState::kPruned);
  EXPECT_EQ(bars[0].trials, 3);
  EXPECT_EQ(bars[0].to, Seconds(0.5));
  EXPECT_EQ(bars[1].state, TrialState::kComplete);
}

TEST(TimelineChart, IsWithoutSeriesWhereNothingRan) {
  EXPECT_TRUE(timeline_chart(testing::sample_study(0)).series.empty());
}

TEST(TimelineChart, TellsHowBusyEachRowWas) {
  const ChartFigure figure = timeline_chart(study_of({{0, 50}, {50, 100}, {0, 25}}));
  EXPECT_EQ(figure.numbers.rows,
            (std::vector<std::vector<std::string>>{{"1", "2", "1 min 40 s", "100 %"},
                                                   {"2", "1", "25 s", "25 %"}}));
  EXPECT_THAT(figure.caption, ::testing::HasSubstr("3 trials, at most 2 at a time."));
}

}  // namespace
}  // namespace wattle::search
