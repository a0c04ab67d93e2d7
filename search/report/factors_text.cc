// SPDX-License-Identifier: MIT
#include "search/report/factors_text.h"

#include <algorithm>

#include "energy/text/join.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

bool shows(const LevelComparison& comparison) {
  return comparison.adjusted_p_value && *comparison.adjusted_p_value <= kFactorSignificance;
}

std::string amount_text(double median, bool joules) {
  return joules ? joules_text(Joules(median)) : number_text(median);
}

/// "optimizer makes a difference to val_accuracy: its median goes from 0.90 (sgd) to 0.95 (adam)"
std::string difference(const std::string& name, const LevelComparison& comparison,
                       const std::string& quantity, bool joules) {
  const auto [least, most] = std::minmax_element(
      comparison.levels.begin(), comparison.levels.end(),
      [](const LevelSummary& a, const LevelSummary& b) { return a.median < b.median; });
  return name + " makes a difference to " + quantity + ": the median goes from " +
         amount_text(least->median, joules) + " (" + value_text(least->value) + ") to " +
         amount_text(most->median, joules) + " (" + value_text(most->value) +
         "; Kruskal and Wallis's test, " + p_value_text(comparison.adjusted_p_value) +
         " after Holm, epsilon squared " +
         number_text(comparison.test.epsilon_squared.value_or(0.0), 2) + ").";
}

/// Empty where no parameter has levels in this quantity.
std::string differences(const StudyFactors& factors, LevelComparison Factor::*quantity,
                        const std::string& name, bool joules) {
  std::vector<std::string> sentences;
  std::vector<std::string> without;
  for (const Factor& factor : factors.factors) {
    const LevelComparison& comparison = factor.*quantity;
    if (comparison.levels.empty()) continue;
    if (shows(comparison)) {
      sentences.push_back(difference(factor.name, comparison, name, joules));
    } else {
      without.push_back(factor.name);
    }
  }
  if (!without.empty()) {
    sentences.push_back("No difference in " + name + " is shown between the levels of " +
                        join(without) + ".");
  }
  return join(sentences, " ");
}

std::string anova_sentence(const FactorAnova& anova) {
  const std::string of = "analysis of variance of " + anova.quantity;
  if (!anova.summary.reason.empty()) {
    return "There is no " + of + ": " + anova.summary.reason + ".";
  }
  const auto largest = std::max_element(
      anova.summary.terms.begin(), anova.summary.terms.end(),
      [](const AnovaTerm& a, const AnovaTerm& b) { return a.eta_squared < b.eta_squared; });
  std::string text = "In the " + of + " by " + join(anova.factors) + " over " +
                     count_text(anova.used, "trial") + ", " + largest->name +
                     " explains most: " + percent_text(largest->eta_squared) + " (eta squared).";
  if (!anova.pooled.empty()) {
    text += " What else varied (" + join(anova.pooled) + ") counts as chance there.";
  }
  return text;
}

std::string left_out(const StudyFactors& factors) {
  std::string text;
  if (!factors.repeats.empty()) {
    text += "Nothing in the scenario refers to " + join(factors.repeats) +
            ": trials that differ in nothing else are repeats.";
  }
  if (factors.pruned > 0) {
    text += std::string(text.empty() ? "" : " ") + count_text(factors.pruned, "trial") +
            (factors.pruned == 1 ? " was" : " were") +
            " pruned and left out, which flatters levels that do badly.";
  }
  return text;
}

}  // namespace

std::string p_value_text(const std::optional<double>& p) {
  if (!p) return "no p";
  return *p < 0.001 ? "p < 0.001" : "p = " + number_text(*p, 2);
}

std::vector<std::string> factors_text(const StudyFactors& factors) {
  std::vector<std::string> paragraphs{differences(factors, &Factor::metric, factors.metric, false),
                                      differences(factors, &Factor::joules, "joules", true)};
  for (const FactorAnova& anova : factors.anovas) paragraphs.push_back(anova_sentence(anova));
  paragraphs.push_back(left_out(factors));
  std::erase(paragraphs, "");
  return paragraphs;
}

}  // namespace wattle::search
