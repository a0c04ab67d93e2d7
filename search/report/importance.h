// SPDX-License-Identifier: MIT
// Which parameters mattered, for the metric and for energy.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/design.h"
#include "search/report/measured_trials.h"
#include "search/statistics/parameter_importance.h"

namespace wattle::search {

/// With fewer trials a forest has hardly a leaf to split. A heuristic.
inline constexpr std::size_t kLeastTrials = 12;
/// Of more trials so many are drawn, so that a report stays a matter of a second.
inline constexpr std::size_t kMostTrials = 1000;
/// Pairs of parameters that a report tells of.
inline constexpr std::size_t kPairsTold = 5;
/// Shares of a forest that explains less than this of what it has not seen say little. A heuristic.
inline constexpr double kLittleExplained = 0.3;

/// Of one quantity.
struct ResponseImportance {
  std::string quantity;                ///< "val_accuracy", "log10(train_joules)"
  std::size_t complete = 0;            ///< complete trials that have it
  std::size_t drawn = 0;               ///< of them, at random; all where there are few
  std::size_t used = 0;                ///< of these, those within the space as it is now
  std::vector<ParameterShare> single;  ///< one a parameter that varies, the largest first
  std::vector<ParameterShare> pairs;   ///< the largest, at most kPairsTold
  std::optional<double> explained;     ///< out-of-bag R squared of the forest
  std::string reason;                  ///< why there are no shares, as a clause; else empty

  bool says_little() const { return !explained || *explained < kLittleExplained; }
};

struct StudyImportance {
  std::optional<ResponseImportance> metric;  ///< none: the study's space is not known
  std::optional<ResponseImportance> joules;  ///< none: nor that, or nobody counted joules
  bool estimated = false;                    ///< joules of at least one trial are an estimate
  std::string confounding;  ///< why some values may hardly have been tried (design.h); else empty
};

/// Functional analysis of variance (parameter_importance.h) of the goal's metric and of log10 of
/// measured train joules over complete trials; repeats (design.h) are no parameters. The same for
/// the same record: its generator is seeded by the study's seed. Cost bounded by kMostTrials: some
/// tenths of a second a quantity with twenty parameters.
StudyImportance importance_of(const StudyRecord& study, const Findings& findings,
                              const std::optional<Design>& design);

/// What accounts for how much, what the forest explains, and how many trials were looked at.
std::string importance_sentences(const ResponseImportance& response);
/// How to read shares, for both quantities.
std::string importance_note(const StudyImportance& importance);
/// "learning_rate", "learning_rate with width".
std::string share_name(const ParameterShare& share);

/// A row a share, with its standard deviation over the trees.
ChartTable importance_table(const ResponseImportance& response);

/// {"metric", "joules"}, see docs/results.md; null where there is none.
nlohmann::json importance_json(const StudyImportance& importance);

}  // namespace wattle::search
