// SPDX-License-Identifier: MIT
// Runs one trial. The only seam between the search and what is searched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/reading.h"
#include "energy/thread_group.h"
#include "search/objective/profile_conditions.h"
#include "search/space/value.h"
#include "search/trial/measurement.h"
#include "trainer/trainer.h"

namespace wattle::search {

class RecordedRuns;

/// What a trial may use, and whom it reports to. Valid during `evaluate`. Thread-safe.
class TrialContext {
 public:
  virtual ~TrialContext() = default;
  virtual int number() const = 0;
  /// Everything random in the trial comes from this: a function of the study's seed and the trial's
  /// number.
  virtual std::uint64_t seed() const = 0;
  virtual int threads() const = 0;
  /// GPUs that it has to itself, as CUDA numbers those that this process sees; nullopt: nobody
  /// counts them, it may use all.
  virtual std::optional<std::vector<int>> gpus() const { return std::nullopt; }
  /// Records the metrics of a step (1, 2, ...). False: stop now and return what there is; the
  /// reason is the study's.
  virtual bool report(int step, const Metrics& metrics) = 0;
  /// True when the trial is to end, for the study's sake or a limit's; ask at least once a batch,
  /// then return kCancelled.
  virtual bool cancelled() const = 0;
  /// Other threads than the calling one that compute for this trial join this group, and so do
  /// processes.
  virtual energy::ThreadGroup& thread_group() = 0;
  /// Where to leave files worth keeping if this trial turns out best; empty when nothing is kept.
  /// Created on demand by the objective.
  virtual std::filesystem::path artifact_directory() const = 0;
  /// Where to leave what the trial printed, whether it turns out best or not; empty when nothing is
  /// kept. Created on demand by the objective.
  virtual std::filesystem::path output_directory() const { return {}; }
  /// Where the objective may keep its state, in one file, to go on from when the trial is cut off
  /// and run again; empty when nothing is kept. The study removes it when the trial has ended.
  virtual std::filesystem::path checkpoint_file() const { return {}; }
  /// Before the first `report`: as many steps were done by an earlier attempt, are taken from the
  /// checkpoint, and will be reported again. What that attempt used up to there is this one's.
  virtual void resumed(int /*step*/) {}
  /// Net joules of the trial so far; 0 when nobody counts.
  virtual Joules joules() { return {}; }
  /// How often the meter moves: shorter work shows no joules. 0 when nobody counts.
  virtual Seconds meter_resolution() const { return {}; }
  /// Says that the trial computes on the machine's graphics processors, or no longer: it then
  /// shares their joules with the other trials that do.
  virtual void uses_device(bool /*uses*/) {}
};

/// What `evaluate` returns. The study adds seconds, and joules unless the objective reports its
/// own.
struct Evaluation {
  Metrics metrics;
  std::optional<energy::EnergyReading>
      energy;  ///< only from objectives that replay or know their energy
};

/// Evaluates parameters. `evaluate` is called from several threads at once. An exception is caught
/// by the study and fails the trial with its text. Errors: kDiverged, kCancelled, kInvalidArgument
/// (these parameters cannot be tried: infeasible), kIo (what worked on it died, or memory ran out:
/// trying again may help), kInternal (a program's own failure), others.
class Objective {
 public:
  virtual ~Objective() = default;
  virtual Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) = 0;
  /// Called once before the first trial, with some point of the space: fails for what would fail
  /// every trial, such as data that are not there.
  virtual Result<void> prepare(const Parameters& /*example*/) { return {}; }
  /// The model that these parameters build; nullopt when nothing is built.
  virtual Result<std::optional<trainer::ModelSummary>> model(const Parameters& /*parameters*/) {
    return std::nullopt;
  }
  /// Measures what the layers of that model cost, on `account`; nothing else should run meanwhile.
  /// kUnavailable: there are none to measure, or not by this trainer.
  virtual Result<trainer::ModelProfile> profile(const Parameters& /*parameters*/,
                                                const ProfileConditions& /*conditions*/,
                                                energy::Account& /*account*/) {
    return fail(ErrorCode::kUnavailable, "only a model that Wattle trains has layers to measure");
  }
  /// The last step that a trial with these parameters reports when nobody stops it; nullopt when
  /// that is not known, or nothing is reported. Thread-safe.
  virtual std::optional<int> planned_steps(const Parameters& /*parameters*/) const {
    return std::nullopt;
  }
  /// What a trial with these parameters is modelled to cost when nobody stops it, in the unit of
  /// `repeatable_energy_metric`; nullopt when nothing is modelled.
  virtual std::optional<double> modelled_joules(const Parameters& /*parameters*/) {
    return std::nullopt;
  }
  /// The runs that this objective has on record; null for one that has to run a trial to know. A
  /// study plays them on a simulated clock and does not call `evaluate`. They live as long as the
  /// objective.
  virtual const RecordedRuns* recorded_runs() const { return nullptr; }
  /// Everything that decides what a trial comes to, when nobody stops it, but for seed and threads:
  /// what two trials come to is the same where this is. nullopt: that cannot be told, and no result
  /// is taken for another's.
  virtual std::optional<nlohmann::json> identity(const Parameters& /*parameters*/) {
    return std::nullopt;
  }
  /// The metric that stands for joules when decisions must be repeatable (schedule `fixed_lag`);
  /// empty when there is none.
  virtual std::string repeatable_energy_metric() const { return {}; }
};

}  // namespace wattle::search
