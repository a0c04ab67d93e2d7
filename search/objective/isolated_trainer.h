// SPDX-License-Identifier: MIT
// A trainer whose trainings run in other processes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "energy/units.h"
#include "search/objective/trainer_library.h"
#include "trainer/trainer.h"

namespace wattle::search {

class WorkerProcess;

struct IsolationOptions {
  std::filesystem::path worker_program;  ///< a `wattle`: it is started with `trial-worker`
  TrainerLocations trainer;
  trainer::TrainerOptions trainer_options;
  Seconds longest_silence{300.0};  ///< between two batches, and to load trainer and data
  std::optional<std::uint64_t> memory_bytes = std::nullopt;  ///< of one worker
};

/// Keeps a pool of worker processes, each with a trainer of its own that is loaded once; it grows
/// to as many as there are trainings at once. A worker that crashes, is killed, or is silent for
/// too long costs the one training, which fails with the cause (kIo; kExhausted when it took
/// more than `memory_bytes`); the next training
/// starts a fresh one. The numbers are those of the same trainer in this process, to the last bit.
/// A training's observer is told of the worker's processes, so that their CPU time is the trial's;
/// what a worker's start takes is nobody's, and neither is its reading of the first training's
/// data. Thread-safe.
class IsolatedTrainer final : public trainer::Trainer {
 public:
  /// Starts the first worker, so that what would fail all of them fails here: no program, no
  /// trainer.
  static Result<std::shared_ptr<IsolatedTrainer>> make(IsolationOptions options);
  /// Ends the workers.
  ~IsolatedTrainer() override;
  IsolatedTrainer(const IsolatedTrainer&) = delete;
  IsolatedTrainer& operator=(const IsolatedTrainer&) = delete;

  Result<trainer::ModelSummary> summarise(const nlohmann::json& objective) override;
  Result<trainer::TrainingResult> train(const trainer::TrainingRequest& request,
                                        trainer::TrainingObserver& observer) override;
  /// The worker measures, and asks this process for each reading of the meter. It may be silent for
  /// two windows longer.
  Result<trainer::ModelProfile> profile(const trainer::ProfileRequest& request,
                                        energy::Account& account) override;
  /// Workers that were started so far.
  int started() const;

 private:
  explicit IsolatedTrainer(IsolationOptions options);
  /// One that is idle, or a new one. `observer` may be null.
  Result<std::unique_ptr<WorkerProcess>> take(const trainer::TrainingObserver* observer);
  void give_back(std::unique_ptr<WorkerProcess> worker);

  const IsolationOptions options_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<WorkerProcess>> idle_;  ///< guarded by mutex_
  int started_ = 0;                                   ///< guarded by mutex_
};

}  // namespace wattle::search
