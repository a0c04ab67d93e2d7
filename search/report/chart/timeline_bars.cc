// SPDX-License-Identifier: MIT
#include "search/report/chart/timeline_bars.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace wattle::search {
namespace {

/// So many moments at least, however many rows: a phone is as many pixels wide.
constexpr std::size_t kFewestMoments = 200;

TimelineBar bar_of(const Trial& trial, Seconds study_ended) {
  const bool running = trial.state == TrialState::kRunning;
  const Seconds end = running ? std::max(study_ended, trial.started_at) : trial.ended_at;
  return {0, trial.started_at, end, trial.state, trial.number, 1};
}

/// By start; in their rows.
std::vector<TimelineBar> bars_in_rows(const StudyRecord& study) {
  std::vector<TimelineBar> bars;
  for (const Trial& trial : study.trials) {
    if (trial.origin || trial.state == TrialState::kWaiting) continue;
    bars.push_back(bar_of(trial, study.elapsed));
  }
  std::sort(bars.begin(), bars.end(), [](const TimelineBar& a, const TimelineBar& b) {
    return std::tie(a.from, a.first) < std::tie(b.from, b.first);
  });
  std::set<int> free;
  std::multimap<Seconds, int> busy;  // by when the row is free again
  int rows = 0;
  for (TimelineBar& bar : bars) {
    while (!busy.empty() && busy.begin()->first <= bar.from) {
      free.insert(busy.begin()->second);
      busy.erase(busy.begin());
    }
    bar.row = free.empty() ? rows++ : *free.begin();
    free.erase(bar.row);
    busy.emplace(bar.to, bar.row);
  }
  return bars;
}

TimelineBar merged(const std::vector<TimelineBar>& bars) {
  TimelineBar whole = bars.front();
  std::map<TrialState, int> states;
  for (const TimelineBar& bar : bars) {
    whole.to = std::max(whole.to, bar.to);
    ++states[bar.state];
  }
  whole.trials = static_cast<int>(bars.size());
  whole.state = std::max_element(states.begin(), states.end(), [](const auto& a, const auto& b) {
                  return a.second < b.second;
                })->first;
  return whole;
}

}  // namespace

int row_count(const std::vector<TimelineBar>& bars) {
  int rows = 0;
  for (const TimelineBar& bar : bars) rows = std::max(rows, bar.row + 1);
  return rows;
}

std::vector<TimelineBar> timeline_bars(const StudyRecord& study, std::size_t most) {
  const std::vector<TimelineBar> bars = bars_in_rows(study);
  if (bars.size() <= most) return bars;
  Seconds end;
  for (const TimelineBar& bar : bars) end = std::max(end, bar.to);
  const auto rows = static_cast<std::size_t>(row_count(bars));
  const double moments = static_cast<double>(std::max(kFewestMoments, most / rows));
  std::map<std::tuple<int, int>, std::vector<TimelineBar>> cells;
  for (const TimelineBar& bar : bars) {
    const double moment = end.value > 0.0 ? moments * (bar.from / end) : 0.0;
    cells[{bar.row, static_cast<int>(std::min(moment, moments - 1.0))}].push_back(bar);
  }
  std::vector<TimelineBar> whole;
  for (const auto& [cell, in_it] : cells) whole.push_back(merged(in_it));
  return whole;
}

}  // namespace wattle::search
