// SPDX-License-Identifier: MIT
// What a study tells the outside while it runs.
#pragma once

#include <optional>
#include <string>

#include "energy/ledger.h"
#include "search/store/store.h"
#include "search/trial/trial.h"

namespace wattle::search {

struct Progress {
  int begun = 0;            ///< trials suggested so far
  int ended = 0;            ///< of them, over
  std::optional<int> best;  ///< number of the best trial so far
  double best_value = 0.0;  ///< the goal's metric of the best trial
  energy::LedgerTotals ledger;
  Seconds elapsed;
};

/// Called one at a time, from the study's threads. Must not call back into the study and should
/// return quickly.
class StudyObserver {
 public:
  virtual ~StudyObserver() = default;
  virtual void trial_started(const Trial& /*trial*/, const Progress& /*progress*/) {}
  virtual void trial_step(const Trial& /*trial*/, const Step& /*step*/) {}
  virtual void trial_ended(const Trial& /*trial*/, const Progress& /*progress*/) {}
  virtual void finalist_started(int /*number*/) {}
  virtual void finalist_ended(const Finalist& /*finalist*/) {}
  /// Before and after the layers of the winner's model are measured.
  virtual void profile_started(int /*number*/) {}
  virtual void profile_ended(int /*number*/, const LayerEnergy& /*layers*/) {}
};

}  // namespace wattle::search
