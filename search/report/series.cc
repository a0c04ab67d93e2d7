// SPDX-License-Identifier: MIT
#include "search/report/series.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// The loss as a person states it, see StudySeries.
std::optional<double> trial_score(const Trial& trial, const Goal& goal) {
  if (trial.state != TrialState::kComplete || !trial.measurement) return std::nullopt;
  const Metrics& metrics = trial.measurement->metrics;
  const std::optional<double> loss = goal.loss(metrics);
  if (!loss || !goal.feasible(metrics)) return std::nullopt;
  return score_of_loss(goal, *loss);
}

std::vector<const Trial*> ended_in_order(const std::vector<Trial>& trials) {
  std::vector<const Trial*> ended;
  for (const Trial& trial : trials) {
    if (is_ended(trial.state)) ended.push_back(&trial);
  }
  std::sort(ended.begin(), ended.end(), [](const Trial* a, const Trial* b) {
    return std::tie(a->ended_at, a->number) < std::tie(b->ended_at, b->number);
  });
  return ended;
}

/// The points at which the best score improves, and the last x with the score reached by then.
std::vector<ChartPoint> best_so_far(const std::vector<ChartPoint>& scores, bool higher_is_better,
                                    double last_x) {
  std::vector<ChartPoint> best;
  for (const ChartPoint& point : scores) {
    const bool improves =
        best.empty() || (higher_is_better ? point.y > best.back().y : point.y < best.back().y);
    if (improves) best.push_back(point);
  }
  if (!best.empty() && best.back().x < last_x) {
    best.push_back({last_x, best.back().y, best.back().trial});
  }
  return best;
}

void add_progress(const StudyRecord& study, const Goal& goal, StudySeries& series) {
  double ended = 0.0;
  double joules = 0.0;
  double seconds = 0.0;
  for (const Trial* trial : ended_in_order(study.trials)) {
    ended += 1.0;
    seconds = trial->ended_at.value;
    if (trial->measurement) joules += trial->measurement->energy.joules.value;
    const std::optional<double> score = trial_score(*trial, goal);
    if (!score) continue;
    series.scores_by_trial.push_back({ended, *score, trial->number});
    series.scores_by_seconds.push_back({seconds, *score, trial->number});
    series.scores_by_joules.push_back({joules, *score, trial->number});
  }
  const bool higher_is_better = series.score.higher_is_better;
  series.best_by_trial = best_so_far(series.scores_by_trial, higher_is_better, ended);
  series.best_by_seconds = best_so_far(series.scores_by_seconds, higher_is_better, seconds);
  series.best_by_joules = best_so_far(series.scores_by_joules, higher_is_better, joules);
}

}  // namespace

StudySeries study_series(const StudyRecord& study, const Findings& findings) {
  StudySeries series;
  series.score = score_of(study.scenario.at("goal"), findings.goal);
  add_progress(study, findings.goal, series);
  const std::string& metric = findings.goal.metric();
  for (const Trial& trial : study.trials) {
    if (!findings.incomparable.empty()) break;  // one axis cannot hold them
    if (trial.state != TrialState::kComplete || !trial.measurement) continue;
    const auto value = finite_metric(trial.measurement->metrics, metric);
    if (!value) continue;
    const auto joules = findings.measured_goal.joules(trial.measurement->metrics);
    if (joules) series.trade_off.push_back({*joules, *value, trial.number});
  }
  for (const Trial* trial : findings.front) {
    const Metrics& metrics = trial->measurement->metrics;
    series.front.push_back(
        {*findings.measured_goal.joules(metrics), metrics.at(metric), trial->number});
  }
  return series;
}

std::string front_words(const StudySeries& series) {
  if (series.front.empty()) return "No trial is on the front.";
  return std::to_string(series.front.size()) + " of " + std::to_string(series.trade_off.size()) +
         " complete trials are on the front, from " + joules_text(Joules(series.front.front().x)) +
         " to " + joules_text(Joules(series.front.back().x)) + ".";
}

std::vector<AccountShare> account_shares(const StudyRecord& study, const Findings& findings) {
  const energy::LedgerTotals& ledger = study.ledger;
  const Joules wasted = std::min(findings.wasted, ledger.trials);
  std::vector<AccountShare> shares{{"trials that completed", ledger.trials - wasted},
                                   {"trials that did not", wasted},
                                   {"the search itself", ledger.overhead},
                                   {"idle", ledger.idle}};
  if (ledger.total.value > 0.0) {
    for (AccountShare& share : shares) share.share = share.joules / ledger.total;
  }
  return shares;
}

std::string accounts_words() {
  return "A trial's joules are what it added to the idle machine. Idle is what the machine draws "
         "anyway, other programs' work included. The search itself suggests trials, records them "
         "and measures finalists again, and layers where it is asked to.";
}

}  // namespace wattle::search
