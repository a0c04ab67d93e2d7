// SPDX-License-Identifier: MIT
#include "search/report/html_figures.h"

#include <utility>

#include "search/report/chart/plane.h"
#include "search/report/html_text.h"
#include "search/report/number_text.h"
#include "search/report/svg_chart.h"

namespace wattle::search {
namespace {

using Points = std::vector<ChartPoint>;

std::vector<std::string> tooltips(const Chart& chart, const Points& points) {
  std::vector<std::string> texts;
  texts.reserve(points.size());
  for (const ChartPoint& point : points) {
    texts.push_back("Trial " + std::to_string(point.trial) + ": " + chart.y.label + " " +
                    axis_text(chart.y, point.y) + "; " + chart.x.label + " " +
                    axis_text(chart.x, point.x));
  }
  return texts;
}

/// Along x.
bool spans_decades(const Points& points) {
  const DataRange range = ranges_of(points).first;
  return wants_logarithm(range.low, range.high);
}

std::string numbers_table(const Chart& chart, const Points& points) {
  std::string html =
      "<details><summary>The numbers</summary><div class=\"scroll\"><table><thead><tr>"
      "<th scope=\"col\" class=\"number\">trial</th><th scope=\"col\" class=\"number\">" +
      html_escape(chart.x.label) + "</th><th scope=\"col\" class=\"number\">" +
      html_escape(chart.y.label) + "</th></tr></thead><tbody>\n";
  for (const ChartPoint& point : points) {
    html += "<tr><td class=\"number\">" + std::to_string(point.trial) +
            "</td><td class=\"number\">" + axis_text(chart.x, point.x) +
            "</td><td class=\"number\">" + axis_text(chart.y, point.y) + "</td></tr>\n";
  }
  return html + "</tbody></table></div></details>\n";
}

std::string figure(const Chart& chart, const std::string& note, const Points& numbers) {
  return "<figure><figcaption>" + html_escape(chart.title) + "<span>" + html_escape(note) +
         "</span></figcaption>\n" + svg_chart(chart) + numbers_table(chart, numbers) +
         "</figure>\n";
}

/// Each trial's score as a quiet dot, the best so far as stairs, its last value written out.
Chart progress_chart(const StudySeries& series, const Points& scores, const Points& best) {
  Chart chart;
  chart.y = score_axis(series.score, ranges_of(scores).second);
  if (best.empty()) {
    chart.description = "No trial has completed yet.";
    return chart;
  }
  chart.description = "The best score rises from " + axis_text(chart.y, best.front().y) + " to " +
                      axis_text(chart.y, best.back().y) + ", first reached by trial " +
                      std::to_string(best.back().trial) + ".";
  if (!series.score.higher_is_better) chart.description.replace(15, 5, "falls");
  chart.layers.push_back({ChartLayer::Mark::kDots, scores, {}, ""});
  chart.layers.push_back(
      {ChartLayer::Mark::kStairs, best, {}, "best " + axis_text(chart.y, best.back().y)});
  Points improvements = best;
  if (best.size() > 1 && best.back().trial == best[best.size() - 2].trial) improvements.pop_back();
  chart.layers.push_back({ChartLayer::Mark::kStrong, std::move(improvements), {}, ""});
  return chart;
}

/// On every dot, once the axes have their names.
void add_tooltips(Chart& chart) {
  for (ChartLayer& layer : chart.layers) {
    if (layer.mark != ChartLayer::Mark::kStairs) layer.tooltips = tooltips(chart, layer.points);
  }
}

std::string trials_figure(const StudySeries& series) {
  Chart chart = progress_chart(series, series.scores_by_trial, series.best_by_trial);
  chart.id = "by-trials";
  chart.title = "Best so far, by trials";
  chart.x = {"trials ended", false, false, true};
  add_tooltips(chart);
  return figure(chart,
                series.score.higher_is_better ? "Higher is better. A dot is one trial."
                                              : "Lower is better. A dot is one trial.",
                series.best_by_trial);
}

std::string joules_figure(const StudySeries& series, bool estimated) {
  Chart chart = progress_chart(series, series.scores_by_joules, series.best_by_joules);
  chart.id = "by-joules";
  chart.title = "Best so far, by energy spent";
  chart.x = {estimated ? "joules spent on trials (estimate)" : "joules spent on trials", true,
             spans_decades(series.scores_by_joules), false};
  add_tooltips(chart);
  return figure(chart, "Failed and pruned trials count: their joules were spent, too.",
                series.best_by_joules);
}

std::string trade_off_figure(const StudySeries& series, const Findings& findings) {
  Chart chart;
  chart.id = "trade-off";
  chart.title = findings.goal.metric() + " against energy";
  chart.description = front_words(series);
  const std::string joules =
      findings.measured_goal.over_lifetime() ? "joules of a lifetime" : "joules of the trial";
  chart.x = {findings.estimated ? joules + " (estimate)" : joules, true,
             spans_decades(series.trade_off), false};
  chart.y.label = findings.goal.metric();
  chart.layers.push_back({ChartLayer::Mark::kDots, series.trade_off, {}, ""});
  chart.layers.push_back({ChartLayer::Mark::kStairs, series.front, {}, ""});
  chart.layers.push_back({ChartLayer::Mark::kStrong, series.front, {}, ""});
  for (const ChartPoint& point : series.trade_off) {
    if (findings.best == nullptr || point.trial != findings.best->number) continue;
    chart.layers.push_back(
        {ChartLayer::Mark::kStrong, {point}, {}, "trial " + std::to_string(point.trial) + " won"});
  }
  add_tooltips(chart);
  return figure(chart, "The line is the front: no other trial is as good for less.", series.front);
}

std::string accounts_figure(const StudyRecord& study, const Findings& findings) {
  const auto shares = account_shares(study, findings);
  const std::string title = "Where the joules went";
  std::string html = "<figure><figcaption>" + title + "<span>" + joules_text(study.ledger.total) +
                     " in all" + (findings.ledger_estimated ? ", an estimate" : "") +
                     "</span></figcaption>\n" + svg_stacked_bar(title, shares) +
                     "<ul class=\"legend\">\n";
  int index = 0;
  for (const AccountShare& share : shares) {
    html += "<li><i class=\"part-" + std::to_string(index++) + "\"></i>" + html_escape(share.name) +
            "<b>" + joules_text(share.joules) + "</b><span class=\"percent\">" +
            html_escape(percent_text(share.share)) + "</span></li>\n";
  }
  return html + "</ul><p class=\"hint\">" + html_escape(accounts_words()) + "</p></figure>\n";
}

}  // namespace

std::string html_figures(const StudyRecord& study, const Findings& findings) {
  const StudySeries series = study_series(study, findings);
  if (!findings.joules_known) {
    return "<div class=\"figures\">\n" + trials_figure(series) + "</div>\n";
  }
  return "<div class=\"figures\">\n" + trials_figure(series) +
         joules_figure(series, findings.estimated) + trade_off_figure(series, findings) +
         accounts_figure(study, findings) + "</div>\n";
}

}  // namespace wattle::search
