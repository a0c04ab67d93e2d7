// SPDX-License-Identifier: MIT
#include "search/objective/train_objective.h"

#include <utility>

#include "search/objective/expression.h"
#include "search/objective/inference_meter.h"
#include "search/objective/planned_epochs.h"

namespace wattle::search {
namespace {

/// Predictions that are measured for so many steps of the meter are off by some per cent.
constexpr double kStepsOfMeter = 20.0;

/// Passes what a training tells on to the trial's context.
class ContextObserver final : public trainer::TrainingObserver {
 public:
  explicit ContextObserver(TrialContext& context) : context_(context) {}
  bool on_epoch(int epoch, const trainer::Metrics& metrics) override {
    return context_.report(epoch, metrics);
  }
  void on_resumed(int epochs) override { context_.resumed(epochs); }
  void on_device(const std::string& device) override { context_.uses_device(device != "cpu"); }
  void on_evaluation_begin() override { inference_.begin(context_.joules()); }
  void on_evaluation_end(std::int64_t examples) override {
    inference_.end(context_.joules(), examples);
  }
  bool cancelled() const override { return context_.cancelled(); }
  void on_thread_begin() override { context_.thread_group().join_current_thread(); }
  void on_thread_end() override { context_.thread_group().leave_current_thread(); }
  void on_processes_begin(const std::shared_ptr<energy::ProcessTree>& processes) override {
    context_.thread_group().join(processes);
  }
  void on_processes_end(const std::shared_ptr<energy::ProcessTree>& processes) override {
    context_.thread_group().leave(*processes);
  }

  std::optional<double> inference_joules_per_1000() const { return inference_.joules_per_1000(); }

 private:
  TrialContext& context_;
  InferenceMeter inference_;
};

/// The device of a trial that has GPUs to itself. What it wrote itself, "cpu" or "cuda:1", stays.
Result<void> choose_device(const std::optional<std::vector<int>>& gpus, nlohmann::json& objective) {
  const nlohmann::json::json_pointer place("/training/device");
  const nlohmann::json device = objective.value(place, nlohmann::json("auto"));
  if (!gpus || (device != "auto" && device != "cuda")) return {};
  if (gpus->empty() && device == "cuda") {
    return fail(ErrorCode::kInvalidArgument, "training.device is cuda, but trial_gpus is 0");
  }
  objective[place] = gpus->empty() ? "cpu" : "cuda:" + std::to_string(gpus->front());
  return {};
}

}  // namespace

Result<void> TrainObjective::prepare(const Parameters& example) {
  const Result<nlohmann::json> resolved = resolve(objective_, example);
  if (!resolved) return {};  // this point's fault, not every trial's
  const auto summary = trainer_->summarise(*resolved);
  if (summary) return {};
  const ErrorCode code = summary.error().code;
  const bool data = code == ErrorCode::kNotFound || code == ErrorCode::kCorrupt;
  return data ? Result<void>(tl::unexpected<Error>(summary.error())) : Result<void>();
}

Result<std::optional<trainer::ModelSummary>> TrainObjective::model(const Parameters& parameters) {
  const Result<nlohmann::json> resolved = resolve(objective_, parameters);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  return trainer_->summarise(*resolved).map(
      [](trainer::ModelSummary summary) { return std::optional(std::move(summary)); });
}

Result<trainer::ModelProfile> TrainObjective::profile(const Parameters& parameters,
                                                      const ProfileConditions& conditions,
                                                      energy::Account& account) {
  Result<nlohmann::json> resolved = resolve(objective_, parameters);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  trainer::ProfileRequest request;
  request.objective = std::move(*resolved);
  if (auto chosen = choose_device(conditions.gpus, request.objective); !chosen) {
    return tl::unexpected<Error>(chosen.error());
  }
  request.seed = conditions.seed;
  request.threads = conditions.threads;
  request.window_seconds = conditions.window.value;
  request.repeats = conditions.repeats;
  request.cancelled = conditions.cancelled;
  return trainer_->profile(request, account);
}

std::optional<double> TrainObjective::modelled_joules(const Parameters& parameters) {
  const auto summary = model(parameters);
  if (!summary || !*summary) return std::nullopt;  // the trial itself will say what is wrong
  return (*summary)->modelled_joules;
}

std::optional<int> TrainObjective::planned_steps(const Parameters& parameters) const {
  return planned_epochs(objective_, parameters);
}

std::optional<nlohmann::json> TrainObjective::identity(const Parameters& parameters) {
  Result<nlohmann::json> resolved = resolve(objective_, parameters);
  if (!resolved) return std::nullopt;
  const auto summary = trainer_->summarise(*resolved);
  if (!summary) return std::nullopt;
  // How a trial is kept within bounds does not change what it comes to.
  for (const char* member : {"limits", "isolate", "isolation"}) resolved->erase(member);
  return nlohmann::json{{"objective", std::move(*resolved)}, {"sources", summary->sources}};
}

Result<Evaluation> TrainObjective::evaluate(const Parameters& parameters, TrialContext& context) {
  Result<nlohmann::json> resolved = resolve(objective_, parameters);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  trainer::TrainingRequest request;
  request.objective = std::move(*resolved);
  if (auto chosen = choose_device(context.gpus(), request.objective); !chosen) {
    return tl::unexpected<Error>(chosen.error());
  }
  request.seed = context.seed();
  request.threads = context.threads();
  request.artifact_directory = context.artifact_directory();
  request.checkpoint_file = context.checkpoint_file();
  request.evaluation_seconds = kStepsOfMeter * context.meter_resolution().value;
  ContextObserver observer(context);
  Result<trainer::TrainingResult> trained = trainer_->train(request, observer);
  if (!trained) return tl::unexpected<Error>(trained.error());
  if (const auto joules = observer.inference_joules_per_1000()) {
    trained->metrics[kInferenceJoules] = *joules;
  }
  return Evaluation{std::move(trained->metrics), std::nullopt};
}

}  // namespace wattle::search
