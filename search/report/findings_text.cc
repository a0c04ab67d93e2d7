// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "search/report/findings.h"
#include "search/report/number_text.h"
#include "search/report/split_check.h"

namespace wattle::search {
namespace {

/// A reason list longer than this is cut, with the number of the rest.
constexpr std::size_t kReasonsShown = 3;

double metric_of(const Measurement& measurement, const std::string& name) {
  const auto it = measurement.metrics.find(name);
  return it == measurement.metrics.end() ? std::nan("") : it->second;
}

/// "6 % more"
std::string difference_text(double relative) {
  return percent_text(std::abs(relative)) + (relative < 0.0 ? " less" : " more");
}

/// How far the ledger's split was from the truth, for the winner.
std::string error_text(const StudyRecord& study, const Findings& findings) {
  if (!findings.best->measurement->energy.shared) return ".";
  for (const SplitCheck& check : split_checks(study)) {
    if (check.trial != findings.best->number) continue;
    return " beside other trials, " + difference_text(check.error()) + " than alone.";
  }
  return " beside other trials.";
}

std::string winner_energy(const StudyRecord& study, const Findings& findings) {
  const Measurement& measurement = best_measurement(findings);
  if (!findings.joules_known || measurement.energy.source == energy::Source::kUnknown) {
    return "Its energy is not known: nobody counted it.";
  }
  std::string text = "It used " + reading_text(measurement.energy);
  if (findings.finalist != nullptr) {
    text += ", run a second time alone on the machine";
  } else if (measurement.energy.shared) {
    text += ", while other trials ran beside it, so its share is less certain than a run alone";
  }
  text += ".";
  if (findings.finalist != nullptr) {
    text += " In the search itself it used " +
            joules_text(findings.best->measurement->energy.joules) + error_text(study, findings);
  }
  return text;
}

/// Joules of different sources or coverage are different quantities.
std::string refusal(const Findings& findings) {
  return "The trials are not ranked by energy, because their joules are different quantities (" +
         findings.incomparable + "). Run them again with one meter.";
}

std::string winner_paragraph(const StudyRecord& study, const Findings& findings) {
  const std::string wanted = "The goal was " + goal_text(study.scenario.at("goal")) + ". ";
  if (findings.best == nullptr && findings.incomparable.empty()) {
    return wanted + "No trial has completed, so there is no winner.";
  }
  if (findings.best == nullptr) return wanted + refusal(findings);
  const std::string& metric = findings.goal.metric();
  std::string text = wanted + "Trial " + std::to_string(findings.best->number) + " won with " +
                     metric + " " + number_text(metric_of(*findings.best->measurement, metric)) +
                     ": " + parameters_text(findings.best->parameters) + ". ";
  if (!findings.best_feasible) {
    text += "It does not meet the goal's bound, and no other trial does; it comes closest. ";
  }
  return text + winner_energy(study, findings);
}

std::string part_text(const std::string& what, Joules part, Joules total) {
  std::string text = joules_text(part);
  if (total.value > 0.0) text += " (" + percent_text(part / total) + ")";
  return text + what;
}

std::string wasted_text(const char* of_what, const Findings& findings) {
  if (!(findings.wasted.value > 0.0)) return {};
  return std::string(" Of ") + of_what + ", " + joules_text(findings.wasted) +
         " went into trials that did not complete.";
}

/// What the study's joules emit and cost, with the numbers that say so.
std::string footprint_text(Joules total, const Footprint& footprint) {
  std::string text;
  if (footprint.carbon) {
    text += " That is " + grams_text(energy::carbon(total, *footprint.carbon)) + " at " +
            energy::in_words(*footprint.carbon) + ".";
  }
  if (footprint.price) {
    text += " It costs " + number_text(money(total, *footprint.price)) + " " +
            footprint.price->currency + " at " + number_text(footprint.price->per_kilowatt_hour) +
            " " + footprint.price->currency + " per kWh.";
  }
  return text;
}

/// How far the split between trials side by side was from the truth, where several were tried: in
/// all (two busy threads draw less than twice what one does), and of each one's share.
std::string split_text(const StudyRecord& study) {
  const std::vector<SplitCheck> checks = split_checks(study);
  if (checks.size() < 2) return {};
  Joules shared;
  Joules alone;
  for (const SplitCheck& check : checks) {
    shared += check.shared;
    alone += check.alone;
  }
  if (!(shared > Joules(0))) return {};
  double sum = 0.0;
  double most = 0.0;
  for (const SplitCheck& check : checks) {
    const double off = std::abs((check.shared / shared) / (check.alone / alone) - 1.0);
    sum += off;
    most = std::max(most, off);
  }
  return " " + std::to_string(checks.size()) +
         " trials ran beside others and again alone. Beside others they were given " +
         difference_text(shared / alone - 1.0) + " in all, and each one's share of that is " +
         percent_text(sum / static_cast<double>(checks.size())) + " off on average, at most " +
         percent_text(most) + ".";
}

std::string replayed_paragraph(const StudyRecord& study, const Findings& findings) {
  std::string text =
      "Nothing was run and nothing measured: recorded runs were replayed on a simulated clock. "
      "They took " +
      seconds_text(study.elapsed) + " of it";
  const int workers = study.context.is_object() ? study.context.value("jobs", 0) : 0;
  if (workers > 0) text += " with " + count_text(workers, "virtual worker");
  if (!findings.joules_known) return text + "; the table records no joules.";
  return text + " and " + joules_text(study.ledger.total) +
         " by the table's account. What the search itself draws is not counted." +
         wasted_text("these joules", findings) +
         footprint_text(study.ledger.total, findings.footprint);
}

std::string overhead_words(const StudyRecord& study) {
  const bool profiled = std::any_of(study.finalists.begin(), study.finalists.end(),
                                    [](const Finalist& each) { return each.layers.has_value(); });
  return profiled ? "suggesting, recording, measuring finalists again and the winner's layers"
                  : "suggesting, recording and measuring finalists again";
}

std::string cost_paragraph(const StudyRecord& study, const Findings& findings) {
  if (findings.replayed) return replayed_paragraph(study, findings);
  if (!findings.joules_known) {
    return "The energy of the trials, and of the search, is not known: nobody counted it. They "
           "took " +
           seconds_text(study.elapsed) + ".";
  }
  const energy::LedgerTotals& ledger = study.ledger;
  std::string text = "The search used " + joules_text(ledger.total) + " in " +
                     seconds_text(study.elapsed) +
                     (findings.ledger_estimated ? ". These joules are an estimate" : "") + ": " +
                     part_text(" went into trials, ", ledger.trials, ledger.total) +
                     part_text(" into the search itself (" + overhead_words(study) + "), and ",
                               ledger.overhead, ledger.total) +
                     part_text(" was drawn by the machine without us.", ledger.idle, ledger.total);
  if (findings.uncounted > 0) {
    text += " The energy of " + count_text(findings.uncounted, "trial") +
            " is not known and not among these joules: nobody counted it.";
  }
  return text + wasted_text("the trials' part", findings) + split_text(study) +
         footprint_text(ledger.total, findings.footprint);
}

std::string ending_paragraph(const StudyRecord& study) {
  if (study.stopped_because.empty()) {
    return "The study has not ended: it is still running, or it was interrupted and can be "
           "resumed.";
  }
  return "Why it stopped: " + study.stopped_because + ".";
}

/// "loss became NaN (2 trials), out of memory (1 trial) and 1 other reason", most frequent first.
std::string reasons_text(const std::map<std::string, int>& reasons) {
  std::vector<std::pair<std::string, int>> sorted(reasons.begin(), reasons.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < std::min(sorted.size(), kReasonsShown); ++i) {
    if (i > 0) text += "; ";
    text += sorted[i].first + " (" + count_text(sorted[i].second, "trial") + ")";
  }
  if (sorted.size() > kReasonsShown) {
    text += "; and " + count_text(sorted.size() - kReasonsShown, "other reason");
  }
  return text;
}

/// What was not run here.
std::string origins_text(const Findings& findings) {
  std::string text;
  if (findings.warm > 0) {
    text += " " + count_text(findings.warm, "trial") + " came from other studies.";
  }
  if (findings.reused > 0) {
    text += " " + count_text(findings.reused, "trial") + (findings.reused == 1 ? " was" : " were") +
            " not run, because an identical one had been";
    text += findings.saved.value > 0.0 ? ": that saved " + joules_text(findings.saved) + "." : ".";
  }
  return text;
}

std::string trials_paragraph(const StudyRecord& study, const Findings& findings) {
  std::string text = count_text(study.trials.size(), "trial");
  const char* separator = ": ";
  for (const TrialState state : kStateOrder) {
    const auto it = findings.counts.find(state);
    if (it == findings.counts.end()) continue;
    text += separator + std::to_string(it->second) + " " + std::string(to_string(state));
    separator = ", ";
  }
  text += "." + origins_text(findings);
  for (const TrialState state :
       {TrialState::kPruned, TrialState::kFailed, TrialState::kInfeasible}) {
    const auto it = findings.reasons.find(state);
    if (it == findings.reasons.end()) continue;
    std::string name(to_string(state));
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
    text += " " + name + ": " + reasons_text(it->second) + ".";
  }
  return text;
}

}  // namespace

std::string remark_text(const Trial& trial) {
  if (!trial.origin) return trial.reason;
  const std::string from = std::string(was_reused(trial) ? "reused" : "taken") + " from trial " +
                           std::to_string(trial.origin->trial) + " of " + trial.origin->study;
  return trial.reason.empty() ? from : trial.reason + "; " + from;
}

std::vector<std::string> findings_text(const StudyRecord& study, const Findings& findings) {
  return {winner_paragraph(study, findings), cost_paragraph(study, findings),
          ending_paragraph(study), trials_paragraph(study, findings)};
}

}  // namespace wattle::search
