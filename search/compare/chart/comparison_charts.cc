// SPDX-License-Identifier: MIT
#include "search/compare/chart/comparison_charts.h"

#include "search/compare/chart/arms_charts.h"
#include "search/compare/chart/course_chart.h"
#include "search/compare/chart/pairs_charts.h"
#include "search/compare/chart/reached_chart.h"

namespace wattle::search {
namespace {

ChartSection courses(const ComparisonRecord& comparison) {
  ChartSection section{"How they went", "", {}};
  if (comparison.findings.goal.seeks_front()) {
    section.note =
        "The goal has two objectives. What is drawn is how much of the box between the worst and "
        "the best of both, over all studies, the front so far dominates (hypervolume).";
  }
  if (comparison.findings.joules_known) {
    section.figures.push_back(course_chart(comparison, Spent::kJoules));
  }
  section.figures.push_back(course_chart(comparison, Spent::kTrials));
  section.figures.push_back(course_chart(comparison, Spent::kSeconds));
  return section;
}

ChartSection energy(const ComparisonRecord& comparison) {
  ChartSection section{"Energy to the target", "", {}};
  if (!comparison.findings.joules_known) return section;
  section.figures.push_back(ratios_chart(comparison));
  section.figures.push_back(expected_energy_chart(comparison));
  section.figures.push_back(reached_chart(comparison));
  section.figures.push_back(spending_chart(comparison));
  return section;
}

ChartSection ends(const ComparisonRecord& comparison) {
  ChartSection section{"At the end of the budget", "", {}};
  section.figures.push_back(results_chart(comparison));
  section.figures.push_back(superiority_chart(comparison));
  ChartFigure ranks = ranks_chart(comparison);
  if (!ranks.series.empty()) section.figures.push_back(std::move(ranks));
  return section;
}

}  // namespace

std::vector<ChartSection> comparison_charts(const ComparisonRecord& comparison) {
  return {energy(comparison), courses(comparison), ends(comparison)};
}

}  // namespace wattle::search
