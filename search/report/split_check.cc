// SPDX-License-Identifier: MIT
#include "search/report/split_check.h"

#include <cstddef>

namespace wattle::search {

namespace {

/// A study may have gone on with another meter.
bool same_quantity(const energy::EnergyReading& a, const energy::EnergyReading& b) {
  return a.source == b.source && a.domains == b.domains;
}

}  // namespace

std::vector<SplitCheck> split_checks(const StudyRecord& study) {
  std::vector<SplitCheck> checks;
  for (const Finalist& finalist : study.finalists) {
    const auto& first = study.trials.at(static_cast<std::size_t>(finalist.trial)).measurement;
    const Joules alone = finalist.measurement.energy.joules;
    if (finalist.state != TrialState::kComplete || !first || !first->energy.shared) continue;
    if (!same_quantity(first->energy, finalist.measurement.energy)) continue;
    if (alone > Joules(0)) checks.push_back({finalist.trial, first->energy.joules, alone});
  }
  return checks;
}

}  // namespace wattle::search
