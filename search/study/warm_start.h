// SPDX-License-Identifier: MIT
// What a new study can learn from others before its first trial.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/study/study.h"

namespace wattle::search {

/// A study that has ended, or goes on, and where it is kept.
struct EarlierStudy {
  std::string place;
  StudyRecord record;
};

struct WarmStartOptions {
  std::optional<int> trials;   ///< the best so many of each study; nullopt: all
  bool any_objective = false;  ///< also of studies whose objective is another

  /// Reads a scenario's `warm_start`, whose form has been validated.
  static WarmStartOptions from_json(const nlohmann::json& warm_start);
};

struct WarmStart {
  std::vector<Trial> trials;  ///< numbered from 0, in the order of the studies
  nlohmann::json context;     ///< of each study: what was taken, and how many were left out and why
};

/// Trials of other studies as the first ones of `study`, whose `context` it is. They have not been
/// started here (`attempts` is 0), have an origin, and cost neither trials nor joules of the
/// budget.
///
/// Taken are complete, pruned and infeasible trials with parameters that are a point of the study's
/// space and with the metrics that its goal needs; not failures, which may have been those of
/// another day. Of several with the same parameters the first is taken.
///
/// Joules that another meter, coverage or processor counted are not comparable: they are left out,
/// and where the goal decides by them the study is refused.
///
/// Fails with kInvalidArgument: another objective (limits and isolation do not count), joules that
/// cannot be compared, or a study of which no trial fits.
Result<WarmStart> warm_start(const Study& study, const nlohmann::json& context,
                             const std::vector<EarlierStudy>& earlier,
                             const WarmStartOptions& options);

}  // namespace wattle::search
