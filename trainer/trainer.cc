// SPDX-License-Identifier: MIT
// The trainer behind the door: reads the objective, and lets no exception out.
#include "trainer/trainer.h"

#include <c10/util/Exception.h>
#include <torch/version.h>

#include <new>
#include <utility>

#include "trainer/dataset/library.h"
#include "trainer/dataset/options.h"
#include "trainer/make_trainer.h"
#include "trainer/model/families.h"
#include "trainer/model/script_model.h"
#include "trainer/training/compute_threads.h"
#include "trainer/training/loop.h"

namespace wattle::trainer {
namespace {

// More helpers than any machine this is meant for; OpenMP aborts the process when it runs out.
constexpr int kMostThreads = 1024;

tl::unexpected<Error> out_of_memory(const std::string& detail) {
  return fail(ErrorCode::kInternal, "out of memory: " + detail,
              "try a smaller batch_size or a narrower model");
}

/// Runs `work`, which returns a Result, and turns what it throws into a failure.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return out_of_memory("an allocation failed");
  } catch (const c10::Error& error) {
    const std::string message = error.what_without_backtrace();
    // libtorch has no type for it; "DefaultCPUAllocator: can't allocate memory" in all versions.
    return message.find("allocate memory") == std::string::npos
               ? fail(ErrorCode::kInternal, "libtorch failed: " + message)
               : out_of_memory(message);
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInternal, std::string("the training failed: ") + error.what());
  } catch (...) {
    return fail(ErrorCode::kInternal, "the training failed with an unknown exception");
  }
}

ModelSummary summary_of(const TrainingPlan& plan) {
  ModelSummary summary;
  for (const Layer& layer : plan.model.layers) {
    summary.layers.push_back({layer.name, kind_name(layer.kind), sizes_text(layer.output),
                              layer.parameters, layer.macs});
  }
  summary.parameters = plan.model.parameters();
  summary.macs = plan.model.macs();
  summary.train_examples = static_cast<std::int64_t>(plan.split.train.size());
  summary.validation_examples = static_cast<std::int64_t>(plan.split.validation.size());
  summary.test_examples = static_cast<std::int64_t>(plan.split.test.size());
  summary.input_shape = sizes_text(plan.model.input.shape);
  summary.classes = static_cast<int>(plan.model.outputs);
  return summary;
}

/// One a class of every target.
std::int64_t logits(const Dataset& dataset) {
  std::size_t sum = 0;
  for (const Target& target : dataset.targets) {
    sum += target.classes.size();
  }
  return static_cast<std::int64_t>(sum);
}

const nlohmann::json& member_or_null(const nlohmann::json& objective, const char* name) {
  static const nlohmann::json null;
  const auto found = objective.find(name);
  return objective.is_object() && found != objective.end() ? *found : null;
}

std::string identity(const TrainingRequest& request) {
  const nlohmann::json parts = {{"objective", request.objective},
                                {"seed", request.seed},
                                {"threads", request.threads},
                                {"libtorch", TORCH_VERSION}};
  return parts.dump();
}

class LibtorchTrainer final : public Trainer {
 public:
  explicit LibtorchTrainer(const TrainerOptions& options)
      : library_(options.data_directories, options.folder), folder_(options.folder) {
    keep_blas_single_threaded();
  }

  Result<ModelSummary> summarise(const nlohmann::json& objective) override {
    return guarded([&]() -> Result<ModelSummary> { return plan(objective).map(summary_of); });
  }

  Result<TrainingResult> train(const TrainingRequest& request,
                               TrainingObserver& observer) override {
    return guarded([&]() -> Result<TrainingResult> {
      if (request.threads < 1 || request.threads > kMostThreads) {
        return fail(ErrorCode::kInvalidArgument, "threads: " + std::to_string(request.threads) +
                                                     " is not a number from 1 to " +
                                                     std::to_string(kMostThreads));
      }
      auto prepared = plan(request.objective);
      if (!prepared) {
        return tl::unexpected(prepared.error());
      }
      prepared->seed = request.seed;
      prepared->threads = request.threads;
      prepared->artifact_directory = request.artifact_directory;
      prepared->checkpoint_file = request.checkpoint_file;
      prepared->identity = identity(request);
      return run_training(*prepared, observer);
    });
  }

 private:
  /// Everything that can be checked before any tensor exists.
  Result<TrainingPlan> plan(const nlohmann::json& objective) {
    const auto options = parse_data_options(member_or_null(objective, "data"));
    if (!options) {
      return tl::unexpected(options.error());
    }
    const auto training = parse_training(member_or_null(objective, "training"));
    if (!training) {
      return tl::unexpected(training.error());
    }
    auto data = library_.prepare(*options);
    if (!data) {
      return tl::unexpected(data.error());
    }
    const Dataset& dataset = *data->dataset;
    const std::size_t targets = dataset.targets.size();
    if (!training->task_weights.empty() && training->task_weights.size() != targets) {
      return fail(ErrorCode::kInvalidArgument,
                  "training.task_weights: " + std::to_string(training->task_weights.size()) +
                      " weights for " + std::to_string(targets) + " targets");
    }
    auto model = describe(member_or_null(objective, "model"), dataset.input, logits(dataset));
    if (!model) {
      return tl::unexpected(model.error());
    }
    TrainingPlan prepared;
    prepared.dataset = std::move(data->dataset);
    prepared.split = std::move(data->split);
    prepared.standardise = options->standardise;
    prepared.augmentation = options->augment;
    prepared.model = std::move(*model);
    prepared.training = *training;
    if (!training->start_from.empty()) {
      prepared.start_from = folder_ / training->start_from;
    }
    return prepared;
  }

  Result<ModelDescription> describe(const nlohmann::json& model, const InputDescription& input,
                                    std::int64_t outputs) const {
    return is_script(model) ? describe_script(model, folder_, input, outputs)
                            : describe_model(model, input, outputs);
  }

  DatasetLibrary library_;
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<Trainer> make_trainer(const TrainerOptions& options) {
  return std::make_unique<LibtorchTrainer>(options);
}

}  // namespace wattle::trainer
