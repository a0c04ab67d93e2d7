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

/// Of a difference that is shown: "optimizer, medians from 0.90 (sgd) to 0.95 (adam), epsilon
/// squared 0.41, p < 0.001"
std::string difference(const std::string& name, const LevelComparison& comparison, bool joules) {
  const auto [least, most] = std::minmax_element(
      comparison.levels.begin(), comparison.levels.end(),
      [](const LevelSummary& a, const LevelSummary& b) { return a.median < b.median; });
  return name + ", medians from " + amount_text(least->median, joules) + " (" +
         value_text(least->value) + ") to " + amount_text(most->median, joules) + " (" +
         value_text(most->value) + "), epsilon squared " +
         number_text(comparison.test.epsilon_squared.value_or(0.0), 2) + ", " +
         p_value_text(*comparison.adjusted_p_value);
}

/// Empty where no parameter has levels in this quantity.
std::string differences(const StudyFactors& factors, LevelComparison Factor::*quantity,
                        const std::string& name, bool joules) {
  std::vector<std::string> with;
  std::vector<std::string> without;
  for (const Factor& factor : factors.factors) {
    const LevelComparison& comparison = factor.*quantity;
    if (comparison.levels.empty()) continue;
    if (shows(comparison)) {
      with.push_back(difference(factor.name, comparison, joules));
    } else {
      without.push_back(factor.name);
    }
  }
  std::string text;
  if (!with.empty()) {
    text = "Levels of these parameters differ in " + name +
           " (Kruskal and Wallis's test, p after Holm): " + join(with, "; ") + ".";
  }
  if (without.empty()) return text;
  return text + (text.empty() ? "" : " ") + "No difference in " + name +
         " is shown between the levels of " + join(without) + ".";
}

/// "width explains 84 %, optimizer 3 % (eta squared; p at most 0.05, not adjusted)", the largest
/// first.
std::string effects_shown(const AnovaSummary& summary) {
  constexpr std::size_t kNamed = 4;
  std::vector<const AnovaTerm*> shown;
  for (const AnovaTerm& term : summary.terms) {
    if (term.test.significant(kFactorSignificance)) shown.push_back(&term);
  }
  const bool testable =
      std::any_of(summary.terms.begin(), summary.terms.end(),
                  [](const AnovaTerm& term) { return term.test.p_value.has_value(); });
  if (!testable) {
    return "no effect can be tested" +
           (summary.terms.empty() ? "" : ": " + summary.terms.front().test.reason);
  }
  if (shown.empty()) return "no effect is shown";
  std::stable_sort(shown.begin(), shown.end(), [](const AnovaTerm* a, const AnovaTerm* b) {
    return a->eta_squared > b->eta_squared;
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, shown.size()); ++i) {
    text += (i == 0 ? "" : ", ") + effect_name(shown[i]->name) + (i == 0 ? " explains " : " ") +
            percent_text(shown[i]->eta_squared);
  }
  return text + " (eta squared; p at most " + number_text(kFactorSignificance) + ", not adjusted)";
}

std::string anova_sentence(const FactorAnova& anova) {
  const std::string of = "analysis of variance of " + anova.quantity;
  if (!anova.summary.reason.empty()) {
    return "There is no " + of + ": " + anova.summary.reason + ".";
  }
  std::string text =
      "In the " + of + " by " + join(anova.factors) + " over " + count_text(anova.used, "trial") +
      (anova.drawn_from ? " drawn at random from " + std::to_string(*anova.drawn_from)
                        : std::string()) +
      ", " + effects_shown(anova.summary) + ".";
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
  if (factors.estimated)
    text += std::string(text.empty() ? "" : " ") + "The joules are an estimate.";
  return text;
}

}  // namespace

std::string effect_name(const std::string& term) {
  std::string name;
  for (const char c : term) name += c == ':' ? " with " : std::string(1, c);
  return name;
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
