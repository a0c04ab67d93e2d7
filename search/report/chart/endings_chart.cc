// SPDX-License-Identifier: MIT
#include "search/report/chart/endings_chart.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "search/report/chart/bars.h"
#include "search/report/chart/states.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr std::size_t kReasonsDrawn = 3;

using Reasons = std::vector<std::pair<std::string, int>>;

/// Most frequent first; without a reason as the empty one.
Reasons reasons_of(const Findings& findings, TrialState state) {
  Reasons reasons;
  int without = findings.counts.at(state);
  if (const auto it = findings.reasons.find(state); it != findings.reasons.end()) {
    for (const auto& [reason, count] : it->second) {
      reasons.emplace_back(reason, count);
      without -= count;
    }
  }
  if (without > 0) reasons.emplace_back("", without);
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return reasons;
}

/// The reasons that have a bar of their own, and one for all others.
Reasons shortened(const Reasons& reasons) {
  if (reasons.size() <= kReasonsDrawn + 1) return reasons;
  Reasons shown(reasons.begin(), reasons.begin() + kReasonsDrawn);
  int rest = 0;
  for (std::size_t i = kReasonsDrawn; i < reasons.size(); ++i) rest += reasons[i].second;
  shown.emplace_back(std::to_string(reasons.size() - kReasonsDrawn) + " other reasons", rest);
  return shown;
}

}  // namespace

ChartFigure endings_chart(const Findings& findings) {
  ChartFigure figure;
  figure.id = "endings";
  figure.title = "How trials ended";
  figure.caption = "By state, and by the reason where a trial has one.";
  figure.numbers = {{"state", "reason", "trials"}, {}, 2};
  std::vector<Bar> bars;
  for (const TrialState state : kStateOrder) {
    if (findings.counts.count(state) == 0) continue;
    const std::string name(to_string(state));
    const Reasons reasons = reasons_of(findings, state);
    for (const auto& [reason, count] : reasons) {
      figure.numbers.rows.push_back({name, reason, std::to_string(count)});
    }
    for (const auto& [reason, count] : shortened(reasons)) {
      bars.push_back({reason.empty() ? name : name + ": " + reason, static_cast<double>(count),
                      count_text(static_cast<std::size_t>(count), "trial"), state_colour(state)});
    }
  }
  draw_bars(bars, figure);
  return figure;
}

}  // namespace wattle::search
