// SPDX-License-Identifier: MIT
// A comparison as tables for other programs: CSV, and LaTeX for papers.
#include <cmath>

#include "search/compare/comparison_report.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// Names of arms are the only texts; RFC 4180.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string latex_text(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\textbackslash{}";
      continue;
    }
    if (std::string("#$%&_{}").find(c) != std::string::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string latex_number(double value, int digits = 4) {
  return std::isinf(value) ? "$\\infty$" : "$" + number_text(value, digits) + "$";
}

std::string latex_estimate(const Estimate& estimate) {
  if (!estimate.value) return "--";
  std::string text = latex_number(*estimate.value);
  if (!estimate.interval) return text;
  return text + " [" + latex_number(estimate.interval->low, 3) + ", " +
         latex_number(estimate.interval->high, 3) + "]";
}

}  // namespace

std::string comparison_csv(const ComparisonRecord& comparison) {
  std::string text =
      "arm,repeat,seed,trials,final_metric,final_loss,joules,trial_joules,overhead_joules,"
      "wasted_joules,reused_trials,joules_to_target,reached\r\n";
  const ComparisonFindings& findings = comparison.findings;
  for (const PlannedRun& run : comparison.plan.runs) {
    const ArmFindings& arm = findings.arms[run.arm];
    const auto repeat = static_cast<std::size_t>(run.repeat);
    const Trajectory& course = arm.repeats[repeat];
    text += csv_field(arm.name) + "," + std::to_string(run.repeat) + "," +
            std::to_string(run.seed) + "," +
            std::to_string(course.points.empty() ? 0 : course.points.back().trials) + "," +
            exact_text(course.final_metric()) + "," + exact_text(course.final_loss()) + "," +
            exact_text(course.joules().value) + "," + exact_text(course.trials.value) + "," +
            exact_text(course.overhead.value) + "," + exact_text(course.wasted.value) + "," +
            std::to_string(course.reused) + ",";
    if (arm.to_target.size() > repeat) {
      text += exact_text(arm.to_target[repeat].spent) +
              (arm.to_target[repeat].reached ? ",true" : ",false");
    } else {
      text += ",";
    }
    text += "\r\n";
  }
  return text;
}

std::string comparison_latex(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  std::string text = "% Medians over " + std::to_string(findings.repeats) +
                     " studies, with 95 % intervals. Needs booktabs.\n"
                     "\\begin{tabular}{lrrrr}\n\\toprule\narm & " +
                     latex_text(findings.goal.metric()) +
                     " & joules & reached & joules to target \\\\\n\\midrule\n";
  for (const ArmFindings& arm : findings.arms) {
    text += latex_text(arm.name) + " & " + latex_estimate(arm.final_metric) + " & " +
            latex_estimate(arm.joules) + " & " + std::to_string(arm.survival.reached) + "/" +
            std::to_string(arm.survival.runs) + " & " + latex_estimate(arm.mean_to_target) +
            " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace wattle::search
