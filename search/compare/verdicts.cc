// SPDX-License-Identifier: MIT
#include "search/compare/verdicts.h"

#include <cmath>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

std::string interval_text(const ConfidenceInterval& interval) {
  const auto end = [](double value) {
    return std::isinf(value) ? std::string("infinity") : number_text(value, 3);
  };
  return percent_text(interval.confidence) + " interval " + end(interval.low) + " to " +
         end(interval.high);
}

std::string task(const ComparisonFindings& findings) {
  std::string text = "Every arm was run " + std::to_string(findings.repeats) +
                     (findings.repeats == 1 ? " time" : " times") + ".";
  if (!std::isfinite(findings.target)) return text + " No target: half of an arm found nothing.";
  text += " The target is " + findings.goal.metric() + " " + number_text(findings.target);
  if (findings.target_chosen) {
    text += ", the median result of the weakest arm, so that all can be asked for it";
  }
  return text + ".";
}

/// What is called better where the goal has two objectives.
std::string two_objectives(const ComparisonFindings& findings) {
  return "Results are fronts of " + findings.goal.metric() +
         " and energy: the better one dominates more of the box between the worst and the best of "
         "both over all studies (hypervolume). The target is one of " +
         findings.goal.metric() + " alone.";
}

std::string overall(const ComparisonFindings& findings) {
  const SignificanceTest& test =
      findings.friedman.f.p_value ? findings.friedman.f : findings.friedman.chi_squared;
  if (!test.p_value) return "Whether the arms differ at all cannot be tested: " + test.reason + ".";
  const std::string numbers = " (Friedman's test, " + p_value_text(*test.p_value) + ").";
  return test.significant(kComparisonLevel)
             ? "At the end of the budget the arms' results differ" + numbers
             : "No difference shown between the arms' results at the end of the budget" + numbers;
}

/// Which of two arms ends better.
std::string end_verdict(const ComparisonFindings& findings, const PairFindings& pair) {
  const std::string& first = findings.arms[pair.first].name;
  const std::string& second = findings.arms[pair.second].name;
  const std::string both = first + " and " + second;
  if (!pair.final_adjusted) {
    return both + " cannot be compared at the end of the budget: " + pair.final_loss.test.reason +
           ".";
  }
  const std::string numbers = " (Wilcoxon's signed-rank test, " +
                              p_value_text(*pair.final_adjusted) + " after Holm, over " +
                              std::to_string(findings.repeats) + " pairs).";
  if (*pair.final_adjusted > kComparisonLevel) {
    return "No difference shown between " + both + " at the end of the budget" + numbers;
  }
  // A loss is minimised: more of it is worse.
  const bool first_is_better = pair.final_loss.negative_ranks > pair.final_loss.positive_ranks;
  const int wins = first_is_better ? pair.at_end.wins : pair.at_end.losses;
  return (first_is_better ? first : second) + " ends better than " +
         (first_is_better ? second : first) + ", in " + std::to_string(wins) + " of " +
         std::to_string(findings.repeats) + " repeats" + numbers;
}

/// Which of two arms needs less energy to the target.
std::string energy_verdict(const ComparisonFindings& findings, const PairFindings& pair) {
  const std::string& first = findings.arms[pair.first].name;
  const std::string& second = findings.arms[pair.second].name;
  const Estimate& ratio = pair.energy_ratio;
  const std::string start = "To reach the target, ";
  if (!ratio.value)
    return start + first + " and " + second + " cannot be compared: " + ratio.reason + ".";
  const bool first_is_cheaper = *ratio.value <= 1.0;
  const double times = first_is_cheaper ? *ratio.value : 1.0 / *ratio.value;
  std::string text = start + (first_is_cheaper ? first : second) + " needs " +
                     number_text(times, 2) + " times the joules of " +
                     (first_is_cheaper ? second : first);
  if (!ratio.interval) return text + " (without an interval: " + ratio.reason + ").";
  ConfidenceInterval interval = *ratio.interval;
  if (!first_is_cheaper) interval = {1.0 / interval.high, 1.0 / interval.low, interval.confidence};
  text += " (" + interval_text(interval) + ")";
  const bool shown = interval.high < 1.0 || interval.low > 1.0;
  return text + (shown ? "." : ": no difference shown.");
}

std::string reach(const ArmFindings& arm) {
  const int reached = arm.survival.reached;
  std::string text = arm.name + " reached the target in " + std::to_string(reached) + " of " +
                     std::to_string(arm.survival.runs) + " studies";
  if (arm.mean_to_target.value) {
    text += ", for " + joules_text(Joules(*arm.mean_to_target.value)) +
            " on average, failed studies included";
  }
  return text + ".";
}

std::string overhead(const ComparisonFindings& findings) {
  std::string text = "Of each arm's joules the search itself took";
  for (std::size_t i = 0; i < findings.arms.size(); ++i) {
    const ArmFindings& arm = findings.arms[i];
    text += (i == 0 ? " " : ", ") + percent_text(arm.overhead_share) + " (" + arm.name + ")";
  }
  return text + ".";
}

}  // namespace

std::vector<std::string> verdicts(const ComparisonFindings& findings) {
  if (!findings.refused.empty()) {
    return {"The arms are not compared, because their joules are different quantities (" +
            findings.refused + "). Run them all with one meter."};
  }
  std::vector<std::string> sentences{task(findings)};
  if (findings.box) sentences.push_back(two_objectives(findings));
  sentences.push_back(overall(findings));
  for (const PairFindings& pair : findings.pairs) sentences.push_back(end_verdict(findings, pair));
  if (!findings.joules_known) {
    sentences.emplace_back("Nothing is said about energy: nobody counted any.");
    return sentences;
  }
  for (const ArmFindings& arm : findings.arms) sentences.push_back(reach(arm));
  for (const PairFindings& pair : findings.pairs) {
    sentences.push_back(energy_verdict(findings, pair));
  }
  sentences.push_back(overhead(findings));
  if (findings.estimated) {
    sentences.emplace_back(
        "The joules are an estimate, not a measurement: ratios between arms are sounder than "
        "joules, because the same error is in both.");
  }
  return sentences;
}

}  // namespace wattle::search
