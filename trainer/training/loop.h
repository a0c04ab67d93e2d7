// SPDX-License-Identifier: MIT
// One training from first weights to test metrics.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/dataset/split.h"
#include "trainer/model/description.h"
#include "trainer/model/model.h"
#include "trainer/trainer.h"
#include "trainer/training/specification.h"

namespace wattle::trainer {

/// Everything a training needs, checked.
struct TrainingPlan {
  std::shared_ptr<const Dataset> dataset;
  Split split;
  InputScaling scaling;  ///< undefined: inputs stay as they are
  Augmentation augmentation;
  ModelDescription model;
  TrainingSpecification training;
  std::filesystem::path start_from;  ///< of the first weights; empty: all are drawn
  std::uint64_t seed = 0;
  int threads = 1;
  std::filesystem::path artifact_directory;  ///< empty: nothing is kept
  std::filesystem::path checkpoint_file;     ///< empty: none is written or read
  bool checkpoint_when_stopped = false;
  double evaluation_seconds = 0.0;  ///< least time of all passes at rest
  /// Everything that the numbers depend on but the device; tells whose a checkpoint is.
  std::string identity;
};

/// The plan's model with drawn weights, and over them those of the file to start from.
Result<std::unique_ptr<Model>> first_model(const TrainingPlan& plan);

/// Trains with cross-entropy. Every number is a function of the plan alone (for one thread count
/// and one libtorch on one kind of processor), whatever else runs in the process.
/// A training that the observer stops has no test metrics. Failures: kDiverged, kCancelled, kIo.
/// Throws what libtorch throws.
Result<TrainingResult> run_training(const TrainingPlan& plan, TrainingObserver& observer);

}  // namespace wattle::trainer
