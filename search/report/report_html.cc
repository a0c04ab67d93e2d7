// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <map>

#include "search/report/analysis.h"
#include "search/report/chart/page_script.h"
#include "search/report/chart/study_charts.h"
#include "search/report/environment.h"
#include "search/report/html_figures.h"
#include "search/report/html_page.h"
#include "search/report/html_text.h"
#include "search/report/layers.h"
#include "search/report/mattered.h"
#include "search/report/number_text.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

/// A browser takes seconds for a table of tens of thousands.
constexpr std::size_t kRowsShown = 1000;

std::string card(const std::string& name, const std::string& value, const std::string& note) {
  return "<li><span class=\"name\">" + html_escape(name) + "</span><span class=\"value\">" +
         html_escape(value) + "</span><span class=\"note\">" + html_escape(note) + "</span></li>\n";
}

std::string winner_cards(const Findings& findings) {
  const std::string& metric = findings.goal.metric();
  if (findings.best == nullptr) {
    const char* const why =
        findings.incomparable.empty() ? "no trial has completed" : "the joules cannot be compared";
    return card("best " + metric, "none", why) + card("its energy", "n/a", "");
  }
  const Metrics& metrics = findings.best->measurement->metrics;
  const auto it = metrics.find(metric);
  const energy::EnergyReading& energy = best_measurement(findings).energy;
  std::string certainty(source_words(energy.source));
  if (energy.low < energy.high) {
    certainty += ", " + joules_text(energy.low) + " to " + joules_text(energy.high);
  }
  return card("best " + metric, it == metrics.end() ? "n/a" : number_text(it->second),
              "trial " + std::to_string(findings.best->number)) +
         card(findings.finalist != nullptr ? "its energy, run alone" : "its energy",
              joules_text(energy), certainty);
}

std::string elapsed_note(const StudyRecord& study, const Findings& findings) {
  const std::string elapsed = seconds_text(study.elapsed);
  if (findings.replayed) return "in " + elapsed + " of a simulated clock";
  return (findings.ledger_estimated ? "an estimate, in " : "in ") + elapsed;
}

std::string cards(const StudyRecord& study, const Findings& findings) {
  const auto complete = findings.counts.find(TrialState::kComplete);
  const int completed = complete == findings.counts.end() ? 0 : complete->second;
  return "<ul class=\"cards\">\n" + winner_cards(findings) +
         card(findings.replayed ? "all replayed runs" : "the whole search",
              findings.joules_known ? joules_text(study.ledger.total) : "n/a",
              elapsed_note(study, findings)) +
         card("trials", std::to_string(study.trials.size()),
              std::to_string(completed) + " complete") +
         "</ul>\n";
}

std::string heading(const std::string& name, bool number) {
  return std::string("<th scope=\"col\"") + (number ? " class=\"number\">" : ">") +
         html_escape(name) + "</th>";
}

std::string number_cell(double value, const std::string& shown) {
  if (!std::isfinite(value)) return "<td class=\"number\" data-value=\"\">–</td>";
  return "<td class=\"number\" data-value=\"" + exact_text(value) + "\">" + html_escape(shown) +
         "</td>";
}

std::string value_cell(const Value* value, bool numeric_column) {
  if (value == nullptr && numeric_column) return number_cell(std::nan(""), "");
  if (value == nullptr) return "<td data-value=\"\">–</td>";
  if (value->is_number()) return number_cell(value->get<double>(), value_text(*value));
  return "<td>" + html_escape(value_text(*value)) + "</td>";
}

std::string measured_cells(const Trial& trial, const std::string& metric) {
  double value = std::nan("");
  double joules = value;
  double seconds = value;
  std::string range;
  if (trial.measurement) {
    const auto it = trial.measurement->metrics.find(metric);
    if (it != trial.measurement->metrics.end()) value = it->second;
    const energy::EnergyReading& energy = trial.measurement->energy;
    if (energy.source != energy::Source::kUnknown) joules = energy.joules.value;
    seconds = trial.measurement->seconds.value;
    if (energy.low < energy.high) {
      range = joules_text(energy.low) + " to " + joules_text(energy.high);
    }
  }
  return number_cell(value, number_text(value)) + number_cell(joules, joules_text(Joules(joules))) +
         "<td class=\"number\" data-value=\"" + exact_text(joules) + "\">" + html_escape(range) +
         "</td>" + number_cell(seconds, seconds_text(Seconds(seconds)));
}

/// The parameters that occur, and whether their values are numbers.
std::map<std::string, bool> parameter_columns(const StudyRecord& study) {
  std::map<std::string, bool> columns;
  for (const Trial& trial : study.trials) {
    for (const auto& [name, value] : trial.parameters.json().items()) {
      columns[name] = value.is_number();
    }
  }
  return columns;
}

std::string trial_table(const StudyRecord& study, const Findings& findings) {
  const std::map<std::string, bool> columns = parameter_columns(study);
  const std::string& metric = findings.goal.metric();
  std::string html =
      "<div class=\"scroll panel\" tabindex=\"0\" role=\"region\" aria-label=\"Trials\">"
      "<table class=\"sortable\"><thead><tr>" +
      heading("trial", true) + heading("state", false) + heading(metric, true) +
      heading(findings.estimated ? "joules (estimate)" : "joules", true) +
      heading("between", true) + heading("time", true);
  for (const auto& [name, numeric] : columns) html += heading(name, numeric);
  html += heading("reason", false) + "</tr></thead><tbody>\n";
  const std::size_t shown = std::min(kRowsShown, findings.ranked.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Trial* trial = findings.ranked[i];
    html += std::string(trial == findings.best ? "<tr class=\"best\">" : "<tr>") +
            number_cell(trial->number, std::to_string(trial->number)) + "<td>" +
            std::string(to_string(trial->state)) + "</td>" + measured_cells(*trial, metric);
    for (const auto& [name, numeric] : columns) {
      html += value_cell(trial->parameters.find(name), numeric);
    }
    html += "<td class=\"long\">" + html_escape(remark_text(*trial)) + "</td></tr>\n";
  }
  html += "</tbody></table></div>\n";
  if (shown == findings.ranked.size()) return html;
  return html + "<p>" + std::to_string(findings.ranked.size() - shown) +
         " more trials are in trials.csv.</p>\n";
}

/// Charts where the program for them was built in, else drawings that stand still.
std::string figures(const StudyRecord& study, const StudyAnalysis& analysis) {
  const Findings& findings = analysis.findings;
  if (chart_script().empty()) {
    return "<h2>How it went</h2>\n" + html_figures(study, findings) +
           importance_html(analysis.importance) + layers_html(study, findings);
  }
  const std::vector<ChartSection> sections = study_charts(study, findings, analysis.importance);
  return sections_html(sections) + trials_data_html(sections, study.trials);
}

}  // namespace

std::string report_html(const StudyRecord& study, const StudyAnalysis& analysis) {
  const Findings& findings = analysis.findings;
  return html_page_head(study.name) + "<h1>" + html_escape(study.name) +
         "</h1>\n<p class=\"lead\">" +
         html_escape("Looking for " + goal_text(study.scenario.at("goal"))) + "</p>\n" +
         cards(study, findings) + html_paragraphs(findings_text(study, findings)) +
         figures(study, analysis) + factors_html(analysis.factors) +
         "<h2>Trials, best first</h2>\n" + trial_table(study, findings) + "<h2>Environment</h2>\n" +
         environment_html(study.context, study.scenario) +
         html_page_foot("result.json beside this page holds every number in full.", chart_script());
}

}  // namespace wattle::search
