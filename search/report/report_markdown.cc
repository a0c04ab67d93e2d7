// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "search/report/analysis.h"
#include "search/report/environment.h"
#include "search/report/layers.h"
#include "search/report/markdown_text.h"
#include "search/report/mattered.h"
#include "search/report/number_text.h"
#include "search/report/report.h"
#include "search/report/series.h"
#include "search/report/split_check.h"

namespace wattle::search {
namespace {

/// More rows than this are for trials.csv, not for reading.
constexpr std::size_t kRowsShown = 50;

std::string metric_text(const Trial& trial, const std::string& metric) {
  if (!trial.measurement) return "";
  const auto it = trial.measurement->metrics.find(metric);
  return it == trial.measurement->metrics.end() ? "" : number_text(it->second);
}

std::string trial_row(const Trial& trial, const std::string& metric) {
  std::string energy;
  std::string between;
  std::string seconds;
  if (trial.measurement) {
    const energy::EnergyReading& reading = trial.measurement->energy;
    energy = joules_text(reading);
    if (reading.low < reading.high) {
      between = joules_text(reading.low) + " to " + joules_text(reading.high);
    }
    seconds = seconds_text(trial.measurement->seconds);
  }
  return "| " + std::to_string(trial.number) + " | " + std::string(to_string(trial.state)) + " | " +
         metric_text(trial, metric) + " | " + energy + " | " + between + " | " + seconds + " | " +
         markdown_escape(parameters_text(trial.parameters)) + " | " +
         markdown_escape(remark_text(trial)) + " |\n";
}

std::string trial_table(const Findings& findings) {
  const std::string& metric = findings.goal.metric();
  std::string text = "| trial | state | " + markdown_escape(metric) + " | joules" +
                     (findings.estimated ? " (estimate)" : "") +
                     " | between | time | parameters | reason |\n"
                     "|---:|---|---:|---:|---:|---:|---|---|\n";
  const std::size_t shown = std::min(kRowsShown, findings.ranked.size());
  for (std::size_t i = 0; i < shown; ++i) text += trial_row(*findings.ranked[i], metric);
  if (shown < findings.ranked.size()) {
    text += '\n';
    text += std::to_string(findings.ranked.size() - shown) + " more trials are in trials.csv.\n";
  }
  return text;
}

std::string front_table(const Findings& findings) {
  if (!findings.incomparable.empty()) {
    return "There is none: the trials' joules are different quantities (" +
           markdown_escape(findings.incomparable) + ").\n";
  }
  if (findings.front.empty()) return "No trial is on the front.\n";
  const std::string& metric = findings.goal.metric();
  std::string text =
      "For each of these trials, no other one is as good for less energy.\n\n"
      "| trial | " +
      markdown_escape(metric) + " | joules" +
      (findings.measured_goal.over_lifetime() ? " of a lifetime" : "") +
      (findings.estimated ? " (estimate)" : "") + " |\n|---:|---:|---:|\n";
  for (const Trial* trial : findings.front) {
    text += "| " + std::to_string(trial->number) + " | " + metric_text(*trial, metric) + " | " +
            joules_text(Joules(*findings.measured_goal.joules(trial->measurement->metrics))) +
            " |\n";
  }
  return text;
}

/// What the trial was given beside others, and how far that is from its joules alone; empty when it
/// had not shared.
std::string beside_others(const std::vector<SplitCheck>& checks, int trial) {
  const auto check = std::find_if(checks.begin(), checks.end(),
                                  [&](const SplitCheck& each) { return each.trial == trial; });
  if (check == checks.end()) return {};
  return joules_text(check->shared) + " (" + (check->error() < 0.0 ? "-" : "+") +
         markdown_escape(percent_text(std::abs(check->error()))) + ")";
}

std::string finalists_table(const StudyRecord& study, const Findings& findings) {
  if (study.finalists.empty()) return {};
  const std::string& metric = findings.goal.metric();
  std::string text = "\n## Finalists, run again alone\n\n| trial | state | " +
                     markdown_escape(metric) +
                     " | joules | beside others | time | reason |\n"
                     "|---:|---|---:|---:|---:|---:|---|\n";
  const std::vector<SplitCheck> checks = split_checks(study);
  for (const Finalist& finalist : study.finalists) {
    const auto it = finalist.measurement.metrics.find(metric);
    text += "| " + std::to_string(finalist.trial) + " | " + std::string(to_string(finalist.state)) +
            " | " + (it == finalist.measurement.metrics.end() ? "" : number_text(it->second)) +
            " | " + reading_text(finalist.measurement.energy) + " | " +
            beside_others(checks, finalist.trial) + " | " +
            seconds_text(finalist.measurement.seconds) + " | " + markdown_escape(finalist.reason) +
            " |\n";
  }
  return text;
}

std::string accounts_table(const StudyRecord& study, const Findings& findings) {
  std::string text = std::string("| account | joules") +
                     (findings.ledger_estimated ? " (estimate)" : "") +
                     " | share |\n|---|---:|---:|\n";
  for (const AccountShare& share : account_shares(study, findings)) {
    text += "| " + share.name + " | " + joules_text(share.joules) + " | " +
            markdown_escape(percent_text(share.share)) + " |\n";
  }
  return text + "| total | " + joules_text(study.ledger.total) + " | |\n";
}

std::string energy_sections(const StudyRecord& study, const Findings& findings) {
  if (!findings.joules_known) return {};
  return "\n## The front\n\n" + front_table(findings) + "\n## Energy accounts\n\n" +
         accounts_table(study, findings);
}

std::string environment_table(const StudyRecord& study) {
  std::string text = "| what | value |\n|---|---|\n";
  for (const auto& [name, value] : environment_rows(study.context)) {
    text += "| " + markdown_escape(name) + " | " + markdown_escape(value) + " |\n";
  }
  return text;
}

}  // namespace

std::string report_markdown(const StudyRecord& study, const StudyAnalysis& analysis) {
  const Findings& findings = analysis.findings;
  std::string text = "# " + markdown_escape(study.name) + "\n\n";
  for (const std::string& paragraph : findings_text(study, findings)) {
    text += markdown_escape(paragraph) + "\n\n";
  }
  return text + mattered_markdown(analysis) + "## Trials, best first\n\n" + trial_table(findings) +
         finalists_table(study, findings) + energy_sections(study, findings) +
         layers_markdown(study, findings) + "\n## Environment\n\n" + environment_table(study);
}

}  // namespace wattle::search
