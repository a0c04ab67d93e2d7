// SPDX-License-Identifier: MIT
#include "search/report/split_check.h"

#include <cstddef>

namespace wattle::search {

std::vector<SplitCheck> split_checks(const StudyRecord& study) {
  std::vector<SplitCheck> checks;
  for (const Finalist& finalist : study.finalists) {
    const auto& first = study.trials.at(static_cast<std::size_t>(finalist.trial)).measurement;
    const Joules alone = finalist.measurement.energy.joules;
    if (finalist.state != TrialState::kComplete || !first || !first->energy.shared) continue;
    if (alone > Joules(0)) checks.push_back({finalist.trial, first->energy.joules, alone});
  }
  return checks;
}

}  // namespace wattle::search
