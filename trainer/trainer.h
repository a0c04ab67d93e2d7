// SPDX-License-Identifier: MIT
// The one door between the search and the trainer: no libtorch in sight.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/model_profile.h"

namespace wattle::energy {
class Account;
class ProcessTree;
}  // namespace wattle::energy

namespace wattle::trainer {

// What crosses the door also crosses to worker processes: a member that is added to one of these
// structs is written and read in search/objective/training_messages.cc.
struct LayerSummary {
  std::string name;          ///< "conv1"
  std::string kind;          ///< "convolution", "linear", ...: the names of layer.h's LayerKind
  std::string output_shape;  ///< "8x14x14", without the batch
  std::int64_t parameters = 0;
  std::int64_t macs = 0;  ///< multiply-accumulates of one forward pass of one example
};

struct ModelSummary {
  std::vector<LayerSummary> layers;
  std::int64_t parameters = 0;
  std::int64_t macs = 0;            ///< forward, one example
  std::int64_t train_examples = 0;  ///< sizes of the split
  std::int64_t validation_examples = 0;
  std::int64_t test_examples = 0;
  std::string input_shape;
  int classes = 0;
  double modelled_joules = 0.0;  ///< of a whole training, see TrainingResult
  std::string sources;  ///< digests of what the objective only names: data, module, weights to
                        ///< start from; and the libtorch. Where it and the objective are equal, so
                        ///< is a training of the same seed and threads
};

/// One training. `objective` is the scenario's objective with every `$reference` replaced by its
/// value: members `data`, `model`, `training`. A member that is absent has its default.
struct TrainingRequest {
  nlohmann::json objective;
  std::uint64_t seed = 0;  ///< everything random in this training comes from it
  int threads = 1;
  std::filesystem::path artifact_directory;  ///< empty: the trained model is not kept
  /// Written between epochs, after the first one and then in a twentieth of the time, and gone on
  /// from when it is
  /// the same training's: epochs it holds are told to the observer again and not trained again, and
  /// every number comes out as if nothing had happened. One that cannot be written is left out.
  /// Empty: none. The caller removes it.
  std::filesystem::path checkpoint_file;
  bool checkpoint_when_stopped = false;  ///< write it too when the observer stops the training
  /// When the training has ended, passes at rest over the validation examples are made until all
  /// such passes but the first, which warms up, took so long: a coarse meter wants it. They change
  /// no metric, and cost joules.
  double evaluation_seconds = 0.0;
};

using Metrics = std::map<std::string, double>;

/// Metrics of a finished training: "val_accuracy", "val_loss", "test_accuracy", "test_loss",
/// "train_loss", "parameters", "macs", "epochs", and "modelled_joules": a deterministic function of
/// the work done (updates and multiply-accumulates), for decisions that must be repeatable; it is
/// no measurement. With several targets, accuracies are the first one's and each has its own as
/// "val_accuracy_NAME"; losses are the weighted sum. Where early_stop restores the best epoch,
/// "val_" and "train_" are of that epoch.
struct TrainingResult {
  Metrics metrics;
  bool stopped =
      false;  ///< the observer asked to stop; metrics are those of the last finished epoch
  int resumed_epochs = 0;  ///< how many came from the checkpoint
};

/// What a training tells its caller while it runs. Called from the training's own threads.
class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;
  /// After each epoch, first epoch 1, with "val_accuracy", "val_loss", "train_loss",
  /// "modelled_joules". False: stop now.
  virtual bool on_epoch(int epoch, const Metrics& metrics) = 0;
  /// Once, before the first epoch is told, when a checkpoint is gone on from: as many epochs come
  /// from it.
  virtual void on_resumed(int /*epochs*/) {}
  /// Once, before the first batch: "cpu", "cuda:0".
  virtual void on_device(const std::string& /*device*/) {}
  /// Before and after each pass over examples that trains nothing: what it costs is what
  /// predictions cost.
  virtual void on_evaluation_begin() {}
  virtual void on_evaluation_end(std::int64_t /*examples*/) {}
  /// Asked before every batch.
  virtual bool cancelled() const = 0;
  /// On each helper thread that will compute for this training (not the calling one), before and
  /// after its work.
  virtual void on_thread_begin() = 0;
  virtual void on_thread_end() = 0;
  /// Processes that compute for this training, before and after their work.
  virtual void on_processes_begin(const std::shared_ptr<energy::ProcessTree>& /*processes*/) {}
  virtual void on_processes_end(const std::shared_ptr<energy::ProcessTree>& /*processes*/) {}
};

/// Trains models. Thread-safe: trainings may run side by side; data sets are loaded once and
/// shared. Failures: kInvalidArgument (the objective does not make sense: names the member and both
/// shapes), kNotFound / kCorrupt (data), kDiverged (loss not finite), kCancelled. No exception
/// leaves.
class Trainer {
 public:
  virtual ~Trainer() = default;
  /// Shapes, parameters and MACs without training anything.
  virtual Result<ModelSummary> summarise(const nlohmann::json& objective) = 0;
  virtual Result<TrainingResult> train(const TrainingRequest& request,
                                       TrainingObserver& observer) = 0;
  /// Measures what each layer of the objective's model costs in a training step, and what
  /// predictions cost, by repeating each on real data: nothing else should run meanwhile. `account`
  /// counts; the calling thread and its helpers join it. Also kUnavailable: this trainer cannot.
  virtual Result<ModelProfile> profile(const ProfileRequest& /*request*/,
                                       energy::Account& /*account*/) {
    return fail(ErrorCode::kUnavailable, "this trainer measures no layers");
  }
};

struct TrainerOptions {
  /// Where the folder of a data set known by name (`digits/`, `mnist/`) is looked for, in order.
  std::vector<std::filesystem::path> data_directories;
  /// Where relative names of files in an objective start; empty: the working directory.
  std::filesystem::path folder = {};
};

}  // namespace wattle::trainer

/// The shared object's only symbol. The pointer is owned by the caller.
extern "C" __attribute__((visibility("default"))) wattle::trainer::Trainer* wattle_create_trainer(
    const wattle::trainer::TrainerOptions& options);
