// SPDX-License-Identifier: MIT
// What a study found, worked out once for every form of the report.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "search/store/store.h"
#include "search/trial/footprint.h"
#include "search/trial/goal.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// In the order of reports.
inline constexpr std::array kStateOrder{TrialState::kComplete, TrialState::kPruned,
                                        TrialState::kFailed,   TrialState::kInfeasible,
                                        TrialState::kRunning,  TrialState::kWaiting};

/// Pointers are into the record, which must outlive the findings.
struct Findings {
  Goal goal;                           ///< as it decided in the search
  Goal measured_goal;                  ///< by measured joules: of the front and of the trade-off
  const Trial* best = nullptr;         ///< by the goal; null when no trial is complete
  const Finalist* finalist = nullptr;  ///< the best trial's second run, alone, if it completed
  bool best_feasible = false;          ///< false: no trial meets the goal's bound
  std::vector<const Trial*> ranked;    ///< all trials, best first; equal ones by number
  std::vector<const Trial*> front;     ///< of the metric and the measured E, by ascending E
  std::map<TrialState, int> counts;    ///< only states that occur
  std::map<TrialState, std::map<std::string, int>> reasons;  ///< ended trials with a reason
  /// Why the complete trials' joules, where there are any, are different quantities that may not be
  /// ranked; empty when they are one. Then the front is empty, and where the goal decides by
  /// measured joules there is no best trial, and `ranked` is by number.
  std::string incomparable;
  int warm = 0;    ///< trials of other studies that it began with
  int reused = 0;  ///< trials that were not run, because an identical one had been
  Joules saved;    ///< by them: what the identical ones had used
  Joules wasted;   ///< net joules of trials that ended without completing; part of ledger.trials
  bool estimated = false;  ///< the joules of at least one trial are an estimate
  /// The ledger's joules are an estimate: as the context says of the meter, else as for the trials.
  /// A trial's own joules may come from elsewhere, such as a recorded table.
  bool ledger_estimated = false;
  Footprint footprint;    ///< what a joule emits and costs, where the scenario says it
  bool replayed = false;  ///< recorded runs were replayed: nothing was measured
  /// False: nobody counted any, because the recorded runs have none, or all trials were imported.
  bool joules_known = true;
  int uncounted = 0;  ///< trials with a measurement without joules, in a study that has others
};

/// `study.scenario` must be valid. Joules decide as in the search: by the metric that the context
/// names as `energy_metric`, else by train_joules; the front is always drawn over measured joules:
/// those of one training, or of the goal's lifetime. Cost: n log n in the trials.
Findings find_out(const StudyRecord& study);

/// The winner's energy: measured alone where there is such a run, else beside other trials.
const Measurement& best_measurement(const Findings& findings);

/// `best` of result.json; null where there is none.
nlohmann::json best_json(const Findings& findings);
/// `front` of result.json: [{"trial", "metric", "value", "joules"}]
nlohmann::json front_json(const Findings& findings);

/// Why a trial ended as it did, and where its numbers come from when it was not run here.
std::string remark_text(const Trial& trial);

/// What the goal asks for, in words: "the highest val_accuracy with train_joules at most 500".
std::string goal_text(const nlohmann::json& goal);

/// The findings as paragraphs of plain text: the winner, the cost, the end, the trials.
std::vector<std::string> findings_text(const StudyRecord& study, const Findings& findings);

}  // namespace wattle::search
