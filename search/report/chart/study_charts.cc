// SPDX-License-Identifier: MIT
#include "search/report/chart/study_charts.h"

#include <utility>

#include "search/report/chart/accounts_chart.h"
#include "search/report/chart/curves_chart.h"
#include "search/report/chart/endings_chart.h"
#include "search/report/chart/history_chart.h"
#include "search/report/chart/importance_charts.h"
#include "search/report/chart/layers_chart.h"
#include "search/report/chart/parallel_chart.h"
#include "search/report/chart/parameter_axes.h"
#include "search/report/chart/slice_charts.h"
#include "search/report/chart/timeline_chart.h"
#include "search/report/chart/trade_off_chart.h"
#include "search/report/layers.h"
#include "search/report/series.h"

namespace wattle::search {
namespace {

ChartSection progress(const Findings& findings, const StudySeries& series) {
  ChartSection section{"How it went", "", {}};
  section.figures.push_back(history_chart(series, Spent::kTrials, findings.estimated));
  section.figures.push_back(history_chart(series, Spent::kSeconds, findings.estimated));
  if (!findings.joules_known) return section;
  section.figures.push_back(history_chart(series, Spent::kJoules, findings.estimated));
  section.figures.push_back(trade_off_chart(series, findings));
  return section;
}

ChartSection parameters(const StudyRecord& study, const Findings& findings,
                        const StudySeries& series) {
  const std::vector<ParameterAxis> axes = parameter_axes(study);
  ChartSection section{"What was tried",
                       "Where one drawing shows one parameter, the others vary, too: a pattern in "
                       "it may be theirs, or the strategy's.",
                       {}};
  if (axes.empty() || series.scores_by_trial.empty()) return section;
  section.figures.push_back(parallel_chart(study, findings, series, axes));
  for (ChartFigure& slice : slice_charts(study, series, axes)) {
    section.figures.push_back(std::move(slice));
  }
  return section;
}

ChartSection trials(const StudyRecord& study, const Findings& findings) {
  ChartSection section{"How the trials ran", "", {}};
  for (ChartFigure& figure : std::vector{curves_chart(findings), timeline_chart(study)}) {
    if (!figure.series.empty()) section.figures.push_back(std::move(figure));
  }
  return section;
}

ChartSection ends(const StudyRecord& study, const Findings& findings) {
  ChartSection section{"Where the energy went, and how trials ended", "", {}};
  if (!findings.joules_known) section.heading = "How trials ended";
  if (findings.joules_known) section.figures.push_back(accounts_chart(study, findings));
  if (const Finalist* const winner = profiled_winner(study, findings)) {
    section.figures.push_back(layers_chart(*winner));
  }
  if (!findings.counts.empty()) section.figures.push_back(endings_chart(findings));
  return section;
}

}  // namespace

std::vector<ChartSection> study_charts(const StudyRecord& study, const Findings& findings,
                                       const StudyImportance& importance) {
  const StudySeries series = study_series(study, findings);
  return {progress(findings, series),
          parameters(study, findings, series),
          {"What mattered", importance_note(importance), importance_charts(importance)},
          trials(study, findings),
          ends(study, findings)};
}

}  // namespace wattle::search
