// SPDX-License-Identifier: MIT
#include "search/compare/chart/pairs_charts.h"

#include <cmath>

#include "search/compare/chart/arm_look.h"
#include "search/compare/summary_tables.h"
#include "search/report/chart/rows.h"

namespace wattle::search {
namespace {

EstimateRow row_of(const std::string& name, const Estimate& estimate) {
  return estimate_row(name, estimate_text(estimate), estimate, "@accent");
}

/// One over it.
Estimate inverse(const Estimate& ratio) {
  Estimate turned = ratio;
  turned.value = 1.0 / *ratio.value;
  if (ratio.interval) {
    turned.interval->low = 1.0 / ratio.interval->high;
    turned.interval->high = 1.0 / ratio.interval->low;
  }
  return turned;
}

/// The cheaper arm over the dearer one, as the sentences have it.
EstimateRow ratio_row(const ComparisonFindings& findings, const PairFindings& pair) {
  const std::string& first = findings.arms[pair.first].name;
  const std::string& second = findings.arms[pair.second].name;
  const Estimate& ratio = pair.energy_ratio;
  if (!ratio.value || *ratio.value <= 1.0) return row_of(first + " / " + second, ratio);
  if (std::isinf(*ratio.value)) {
    return {second + " / " + first, "the other never got there", {}, {}, {}, "@accent", {}};
  }
  return row_of(second + " / " + first, inverse(ratio));
}

ChartTable table_of(const std::vector<EstimateRow>& rows, const std::string& head) {
  ChartTable table{{"arms", head}, {}, 1};
  for (const EstimateRow& row : rows) table.rows.push_back({row.name, row.text});
  return table;
}

}  // namespace

ChartFigure ratios_chart(const ComparisonRecord& comparison) {
  ChartFigure figure;
  figure.id = "ratios";
  figure.title = "Joules to the target, one arm over another";
  figure.caption =
      "The arm that needs less over the other. Where the 95 % interval holds 1, no difference is "
      "shown.";
  std::vector<EstimateRow> rows;
  for (const PairFindings& pair : comparison.findings.pairs) {
    rows.push_back(ratio_row(comparison.findings, pair));
  }
  figure.numbers = table_of(rows, "ratio");
  draw_rows(rows, {"ratio of joules", false, true, false}, 1.0, figure);
  return figure;
}

ChartFigure superiority_chart(const ComparisonRecord& comparison) {
  constexpr double kNeither = 0.5;
  ChartFigure figure;
  figure.id = "superiority";
  figure.title = "How often an arm ends better than another";
  figure.caption =
      "The share of all pairs of studies in which the first of two arms ends better, ties as half "
      "(A12 of the other's loss), with its 95 % interval. One half: neither does.";
  std::vector<EstimateRow> rows;
  for (const PairFindings& pair : comparison.findings.pairs) {
    const auto& arms = comparison.findings.arms;
    rows.push_back(
        row_of(arms[pair.second].name + " against " + arms[pair.first].name, pair.superiority.a12));
  }
  figure.numbers = table_of(rows, "share");
  draw_rows(rows, {"share of pairs", false, false, false}, kNeither, figure);
  return figure;
}

}  // namespace wattle::search
