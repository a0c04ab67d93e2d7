// SPDX-License-Identifier: MIT
// A study as a designed experiment: how levels of a parameter differ, in the metric and in joules.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/report/design.h"
#include "search/report/importance.h"
#include "search/report/measured_trials.h"
#include "search/statistics/anova.h"
#include "search/statistics/dunn.h"
#include "search/statistics/kruskal_wallis.h"
#include "search/statistics/spearman.h"

namespace wattle::search {

/// A parameter that took more values than this is no list of levels.
inline constexpr std::size_t kMostLevels = 12;
/// Complete trials that a level must have to be compared; others are left out. A heuristic: with
/// fewer than five the tests' p-values are rough.
inline constexpr std::size_t kLeastOfLevel = 3;
/// Differences count as shown from here on.
inline constexpr double kFactorSignificance = 0.05;

struct LevelSummary {
  Value value;
  std::size_t trials = 0;
  double median = 0.0;
};

/// The levels of one parameter, in one quantity.
struct LevelComparison {
  std::vector<LevelSummary> levels;        ///< in the space's order
  KruskalWallisSummary test;               ///< of all levels
  std::optional<double> adjusted_p_value;  ///< by Holm, over the parameters of this quantity
  std::vector<DunnPair> pairs;             ///< indices into `levels`; only of three and more levels
};

struct Factor {
  std::string name;
  LevelComparison metric;  ///< levels empty: fewer than two of them have enough trials
  LevelComparison joules;
};

/// An analysis of variance of one quantity.
struct FactorAnova {
  std::string quantity;                   ///< "val_accuracy", "log10(train_joules)"
  std::vector<std::string> factors;       ///< at most three
  std::vector<std::string> pooled;        ///< other parameters, whose part is in the residual
  std::size_t used = 0;                   ///< trials
  std::optional<std::size_t> drawn_from;  ///< so many that have it; none: all of them are looked at
  AnovaSummary summary;
};

/// Joules against another number of the same trials.
struct JoulesCorrelation {
  std::string with;  ///< "macs", "parameters", or a parameter's name
  bool is_parameter = false;
  SpearmanSummary summary;
  std::optional<double> adjusted_p_value;  ///< by Holm, over all of these
};

struct StudyFactors {
  std::string reason;                ///< why there is nothing below, as a clause; else empty
  std::string metric;                ///< the goal's
  std::vector<std::string> repeats;  ///< parameters that stand for repeats (design.h)
  std::size_t pruned = 0;            ///< trials that were pruned, and so left out
  bool estimated = false;            ///< joules below are an estimate
  std::vector<Factor> factors;       ///< by name
  std::vector<FactorAnova> anovas;   ///< of the metric, then of joules; where there are factors
  std::vector<JoulesCorrelation> correlations;  ///< none where nobody counted joules
};

/// A factor is a parameter, no repeat, that took 2 to kMostLevels values over the complete trials
/// that the study itself suggested, of which at least two have kLeastOfLevel trials. The analysis
/// of variance is of up to three of them that are always active, those of the largest importance
/// first; with interactions as far as every combination of levels occurs twice. O(n log n) in the
/// trials, but for it: that looks at kMostTrials.
///
/// Refuses, with a reason, where the trials were not chosen without regard to results (design.h).
StudyFactors factors_of(const StudyRecord& study, const Findings& findings,
                        const std::optional<Design>& design, const StudyImportance& importance);

/// {"reason", "repeats", "pruned_trials", "parameters", "analyses_of_variance", "correlations"},
/// see docs/results.md.
nlohmann::json factors_json(const StudyFactors& factors);

}  // namespace wattle::search
