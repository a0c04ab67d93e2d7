// SPDX-License-Identifier: MIT
// Which trials ran at the same time.
#pragma once

#include <cstddef>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// Trials in a row of the timeline, one after the other.
struct TimelineBar {
  int row = 0;
  Seconds from;
  Seconds to;
  TrialState state = TrialState::kComplete;  ///< of most of its trials
  int first = 0;                             ///< its first trial
  int trials = 1;
};

/// Rows such that no two bars of one overlap, as few as there can be: a trial has the first row
/// that is free when it starts. Which worker ran it is not on record. Trials that were not run
/// here, or have not started, are left out; one that runs lasts until the study's end. With more
/// than `most` trials those that start within the same moment of a row become one bar; then there
/// are at most `most` bars, or one a row and moment. Cost: n log n in the trials.
std::vector<TimelineBar> timeline_bars(const StudyRecord& study, std::size_t most);

/// How many rows they take.
int row_count(const std::vector<TimelineBar>& bars);

}  // namespace wattle::search
