// SPDX-License-Identifier: MIT
// The numbers behind a report's charts, apart from how they are drawn.
#pragma once

#include <string>
#include <vector>

#include "search/report/findings.h"
#include "search/report/score.h"
#include "search/store/store.h"

namespace wattle::search {

struct ChartPoint {
  double x = 0.0;
  double y = 0.0;
  int trial = 0;

  bool operator==(const ChartPoint&) const = default;
};

/// Progress is told in the goal's score. Only complete trials that meet the goal's bound
/// have one.
struct StudySeries {
  Score score;
  /// x: how many trials had ended, this one included. In the order in which they ended.
  std::vector<ChartPoint> scores_by_trial;
  std::vector<ChartPoint> best_by_trial;  ///< each improvement, then the last trial with the same y
  /// x: seconds from the beginning of the study to the trial's end; the others as above.
  std::vector<ChartPoint> scores_by_seconds;
  std::vector<ChartPoint> best_by_seconds;
  /// x: net joules of all trials that had ended, this one included; the others as above.
  std::vector<ChartPoint> scores_by_joules;
  std::vector<ChartPoint> best_by_joules;
  /// x: measured joules of the trial, or of the goal's lifetime, y: the goal's metric. Complete
  /// trials that have both.
  std::vector<ChartPoint> trade_off;
  std::vector<ChartPoint> front;  ///< those of them that no other dominates, by ascending joules
};

/// Cost: n log n in the trials.
StudySeries study_series(const StudyRecord& study, const Findings& findings);

/// How many trials are on the front, and from where to where it goes, in a sentence.
std::string front_words(const StudySeries& series);

/// How the joules that the meter counted are split. They add up to `LedgerTotals::total`.
struct AccountShare {
  std::string name;
  Joules joules;
  double share = 0.0;  ///< of the total; 0 when the total is 0
};

/// Complete trials, other trials, the search itself, idle: in this order, also when zero.
std::vector<AccountShare> account_shares(const StudyRecord& study, const Findings& findings);

/// What the accounts are, in sentences.
std::string accounts_words();

}  // namespace wattle::search
