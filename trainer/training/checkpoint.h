// SPDX-License-Identifier: MIT
// A training on disk, between two epochs.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "energy/error.h"
#include "trainer/trainer.h"
#include "trainer/training/optimizer.h"
#include "trainer/training/work_model.h"

namespace wattle::trainer {

/// What has happened so far: plain numbers.
struct Progress {
  std::vector<Metrics> epochs;  ///< what each told, the first one first
  Work work;
  std::optional<double> last_finite_loss;
};

/// What changes while a training runs, by reference: saving reads it, loading writes into it.
struct TrainingState {
  Progress& progress;
  std::vector<std::pair<std::string, at::Tensor>> tensors;  ///< parameters and buffers
  std::vector<std::pair<std::string, at::Generator*>> generators;
  ParameterUpdater& updater;
  std::vector<at::Tensor>& best;  ///< of `tensors`, at the best epoch; empty when not kept
};

/// The checkpoint of one training in one file: TorchScript's container, and behind it the 8
/// hexadecimal digits of its checksum, which libtorch's reader does not look at. Not thread-safe.
class Checkpoint {
 public:
  /// `identity`: everything that the training's numbers depend on. Another training's file is not
  /// loaded. An empty path: nothing is saved or loaded.
  Checkpoint(std::filesystem::path file, std::string identity);

  /// Saves, unless that would make saving take more than a twentieth of the time so far.
  /// The file appears whole or not at all. Failure: kIo.
  Result<void> save_in_turn(const TrainingState& state);
  Result<void> save(const TrainingState& state);
  /// False, with nothing changed, when there is no file, or one of another training or version, or
  /// a damaged one: the training then begins at its start, to the same end. Tensors are taken over
  /// by assign() (model/state.h).
  bool load(const TrainingState& state);

 private:
  using Clock = std::chrono::steady_clock;

  std::filesystem::path file_;
  std::string identity_;
  Clock::time_point begin_ = Clock::now();
  Clock::duration saving_{};
};

}  // namespace wattle::trainer
