// SPDX-License-Identifier: MIT
// The trainer behind the door: reads the objective, and lets no exception out.
#include "trainer/trainer.h"

#include <c10/util/Exception.h>

#include <new>
#include <utility>

#include "trainer/dataset/library.h"
#include "trainer/dataset/options.h"
#include "trainer/make_trainer.h"
#include "trainer/model/families.h"
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

const nlohmann::json& member_or_null(const nlohmann::json& objective, const char* name) {
  static const nlohmann::json null;
  const auto found = objective.find(name);
  return objective.is_object() && found != objective.end() ? *found : null;
}

class LibtorchTrainer final : public Trainer {
 public:
  explicit LibtorchTrainer(const TrainerOptions& options)
      : library_(options.data_directories, options.folder) {
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
    auto model =
        describe_model(member_or_null(objective, "model"), data->dataset->input,
                       static_cast<std::int64_t>(data->dataset->targets.front().classes.size()));
    if (!model) {
      return tl::unexpected(model.error());
    }
    TrainingPlan prepared;
    prepared.dataset = std::move(data->dataset);
    prepared.split = std::move(data->split);
    prepared.standardise = options->standardise;
    prepared.model = std::move(*model);
    prepared.training = *training;
    return prepared;
  }

  DatasetLibrary library_;
};

}  // namespace

std::unique_ptr<Trainer> make_trainer(const TrainerOptions& options) {
  return std::make_unique<LibtorchTrainer>(options);
}

}  // namespace wattle::trainer
