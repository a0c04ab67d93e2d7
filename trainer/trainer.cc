// SPDX-License-Identifier: MIT
// The trainer behind the door: reads the objective, and lets no exception out.
#include "trainer/trainer.h"

#include <c10/util/Exception.h>
#include <torch/version.h>

#include <new>
#include <utility>

#include "trainer/checksum.h"
#include "trainer/dataset/library.h"
#include "trainer/dataset/options.h"
#include "trainer/make_trainer.h"
#include "trainer/model/families.h"
#include "trainer/model/script_description.h"
#include "trainer/profile/profile.h"
#include "trainer/training/batches.h"
#include "trainer/training/compute_threads.h"
#include "trainer/training/dataset_facts.h"
#include "trainer/training/device.h"
#include "trainer/training/loop.h"
#include "trainer/training/work_model.h"

namespace wattle::trainer {
namespace {

// More helpers than any machine this is meant for; OpenMP aborts the process when it runs out.
constexpr int kMostThreads = 1024;

tl::unexpected<Error> out_of_memory(const std::string& detail) {
  return fail(ErrorCode::kInternal, "out of memory: " + detail,
              "try a smaller batch_size or a narrower model");
}

/// libtorch has no type for every way of it: "DefaultCPUAllocator: can't allocate memory", "CUDA
/// error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED".
bool tells_of_memory(const std::string& message) {
  for (const char* part : {"allocate memory", "out of memory", "ALLOC_FAILED"}) {
    if (message.find(part) != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// Runs `work`, which returns a Result, and turns what it throws into a failure.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return out_of_memory("an allocation failed");
  } catch (const c10::OutOfMemoryError& error) {
    return out_of_memory(error.what_without_backtrace());
  } catch (const c10::Error& error) {
    const std::string message = error.what_without_backtrace();
    return tells_of_memory(message) ? out_of_memory(message)
                                    : fail(ErrorCode::kInternal, "libtorch failed: " + message);
  } catch (const std::exception& error) {
    return fail(ErrorCode::kInternal, std::string("the training failed: ") + error.what());
  } catch (...) {
    return fail(ErrorCode::kInternal, "the training failed with an unknown exception");
  }
}

/// Of a training that runs to its last epoch.
Work planned_work(const TrainingPlan& plan) {
  const auto examples = [](const std::vector<std::int64_t>& part) {
    return static_cast<std::int64_t>(part.size());
  };
  const std::int64_t epochs = plan.training.epochs;
  const auto batches = batch_sizes(examples(plan.split.train), plan.training.batch_size,
                                   plan.model.first_that_needs_batch() != nullptr);
  return {
      .updates = epochs * static_cast<std::int64_t>(batches.size()),
      .examples_trained = epochs * examples(plan.split.train),
      .examples_evaluated = epochs * examples(plan.split.validation) + examples(plan.split.test)};
}

ModelSummary summary_of(const TrainingPlan& plan, const std::string& sources) {
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
  summary.modelled_joules = modelled_joules(planned_work(plan), plan.model.macs());
  summary.sources = sources;
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

/// Names of files do not tell what is in them: their digests do.
std::string sources_of(const TrainingPlan& plan, const std::string& data) {
  const auto& script = plan.model.script;
  const nlohmann::json parts = {{"libtorch", TORCH_VERSION},
                                {"data", data},
                                {"module", script ? script->digest : std::string()},
                                {"start", file_digest(plan.start_from)}};
  return parts.dump();
}

std::string identity(const TrainingRequest& request, const std::string& sources) {
  const nlohmann::json parts = {{"objective", request.objective},
                                {"seed", request.seed},
                                {"threads", request.threads},
                                {"sources", sources}};
  return parts.dump();
}

Result<void> check_batches(const TrainingPlan& plan) {
  const Layer* layer = plan.model.first_that_needs_batch();
  if (layer == nullptr || (plan.training.batch_size > 1 && plan.split.train.size() > 1)) {
    return {};
  }
  return fail(ErrorCode::kInvalidArgument,
              "training.batch_size: a batch of one example gives layer " + layer->name +
                  " (input " + sizes_text(layer->input) +
                  ") nothing to normalise over: one number a channel has no variance",
              "use a batch_size of 2 or more, or layer_norm");
}

/// Scored as in training, a part of one example has no variance either.
Result<void> check_evaluation(const TrainingPlan& plan) {
  const Layer* layer = plan.model.first_that_needs_batch();
  const bool single = plan.split.validation.size() == 1 || plan.split.test.size() == 1;
  if (layer == nullptr || !single || plan.training.evaluation == EvaluationMode::kEvaluation) {
    return {};
  }
  return fail(
      ErrorCode::kInvalidArgument,
      "training.evaluation: with training_mode, one validation or test example gives layer " +
          layer->name + " nothing to normalise over",
      "use evaluation_mode, or a larger part");
}

Result<void> check_threads(int threads) {
  if (threads >= 1 && threads <= kMostThreads) {
    return {};
  }
  return fail(ErrorCode::kInvalidArgument, "threads: " + std::to_string(threads) +
                                               " is not a number from 1 to " +
                                               std::to_string(kMostThreads));
}

class LibtorchTrainer final : public Trainer {
 public:
  explicit LibtorchTrainer(const TrainerOptions& options)
      : library_(options.data_directories, options.folder), folder_(options.folder) {
    keep_blas_single_threaded();
    make_cuda_repeatable();
  }

  Result<ModelSummary> summarise(const nlohmann::json& objective) override {
    return guarded([&]() -> Result<ModelSummary> {
      return plan(objective).map(
          [&](const TrainingPlan& prepared) { return summary_of(prepared, sources(prepared)); });
    });
  }

  Result<ModelProfile> profile(const ProfileRequest& request, energy::Account& account) override {
    return guarded([&]() -> Result<ModelProfile> {
      auto prepared = plan_for(request);
      if (!prepared) {
        return tl::unexpected(prepared.error());
      }
      return profile_model(*prepared, request, account);
    });
  }

  Result<TrainingResult> train(const TrainingRequest& request,
                               TrainingObserver& observer) override {
    return guarded([&]() -> Result<TrainingResult> {
      auto prepared = plan_for(request);
      if (!prepared) {
        return tl::unexpected(prepared.error());
      }
      prepared->artifact_directory = request.artifact_directory;
      prepared->checkpoint_file = request.checkpoint_file;
      prepared->checkpoint_when_stopped = request.checkpoint_when_stopped;
      prepared->evaluation_seconds = request.evaluation_seconds;
      if (!prepared->checkpoint_file.empty()) {
        prepared->identity = identity(request, sources(*prepared));
      }
      return run_training(*prepared, observer);
    });
  }

 private:
  std::string sources(const TrainingPlan& plan) {
    return sources_of(plan, facts_.digest(plan.dataset));
  }

  /// The plan of a training or of a profile, with its seed and threads.
  template <class Request>
  Result<TrainingPlan> plan_for(const Request& request) {
    if (auto sound = check_threads(request.threads); !sound) {
      return tl::unexpected(sound.error());
    }
    auto prepared = plan(request.objective);
    if (prepared) {
      prepared->seed = request.seed;
      prepared->threads = request.threads;
    }
    return prepared;
  }

  /// Everything that can be checked before the training; the scaling is fitted once a set and
  /// split, the rest is quick.
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
    prepared.augmentation = options->augment;
    prepared.model = std::move(*model);
    prepared.training = *training;
    if (!training->start_from.empty()) {
      prepared.start_from = folder_ / training->start_from;
    }
    if (options->standardise) {
      prepared.scaling = facts_.scaling(prepared.dataset, prepared.split.train);
    }
    return check_batches(prepared).and_then([&] { return check_evaluation(prepared); }).map([&] {
      return std::move(prepared);
    });
  }

  Result<ModelDescription> describe(const nlohmann::json& model, const InputDescription& input,
                                    std::int64_t outputs) {
    if (!is_script(model)) {
      return describe_model(model, input, outputs);
    }
    const OneThread alone;  // it runs the module, before the training has threads of its own
    return modules_.describe(model, folder_, input, outputs);
  }

  DatasetLibrary library_;
  DatasetFacts facts_;
  ScriptDescriptions modules_;
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<Trainer> make_trainer(const TrainerOptions& options) {
  return std::make_unique<LibtorchTrainer>(options);
}

}  // namespace wattle::trainer
