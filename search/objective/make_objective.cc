// SPDX-License-Identifier: MIT
#include "search/objective/make_objective.h"

#include <string>
#include <utility>

#include "search/objective/command_objective.h"
#include "search/objective/function_objective.h"
#include "search/objective/isolated_trainer.h"
#include "search/objective/table_objective.h"
#include "search/objective/train_objective.h"
#include "search/objective/trial_limits.h"

namespace wattle::search {
namespace {

Result<std::shared_ptr<Objective>> make_function(const nlohmann::json& objective) {
  const auto name = objective.at("name").get<std::string>();
  const TestFunction* const function = find_test_function(name);
  if (function == nullptr)
    return fail(ErrorCode::kInvalidArgument, "there is no test function named " + name);
  FunctionObjective::Options options;
  options.noise = objective.value("noise", options.noise);
  options.milliseconds = objective.value("milliseconds", options.milliseconds);
  return std::make_shared<FunctionObjective>(*function, options);
}

Result<std::shared_ptr<Objective>> make_table(const ObjectiveSurroundings& surroundings) {
  if (surroundings.recorded_runs == nullptr)
    return fail(ErrorCode::kInvalidArgument, "the recorded runs of the table are not at hand");
  return std::make_shared<TableObjective>(surroundings.recorded_runs);
}

Result<std::shared_ptr<Objective>> make_command(const nlohmann::json& objective,
                                                const ObjectiveSurroundings& surroundings) {
  return std::make_shared<CommandObjective>(
      CommandOptions::from_json(objective, surroundings.folder));
}

Result<std::shared_ptr<Objective>> make_isolated(const nlohmann::json& objective,
                                                 const ObjectiveSurroundings& surroundings) {
  if (surroundings.worker_program.empty()) {
    return fail(ErrorCode::kUnavailable, "this program has no workers to isolate trials in",
                "\"isolate\": false, or run the scenario by wattle");
  }
  IsolationOptions options;
  options.worker_program = surroundings.worker_program;
  options.trainer = surroundings.trainer;
  options.trainer_options = {surroundings.data_directories, surroundings.folder};
  const nlohmann::json bounds = objective.value("isolation", nlohmann::json::object());
  options.longest_silence = Seconds(bounds.value("silence_seconds", options.longest_silence.value));
  options.memory_bytes = TrialLimits::from_json(objective).memory_bytes;
  auto trainer = IsolatedTrainer::make(std::move(options));
  if (!trainer) return tl::unexpected<Error>(trainer.error());
  return std::make_shared<TrainObjective>(std::move(*trainer), objective);
}

Result<std::shared_ptr<Objective>> make_train(const nlohmann::json& objective,
                                              const ObjectiveSurroundings& surroundings) {
  if (objective.value("isolate", false)) return make_isolated(objective, surroundings);
  auto trainer =
      load_trainer(surroundings.trainer, {surroundings.data_directories, surroundings.folder});
  if (!trainer) return tl::unexpected<Error>(trainer.error());
  return std::make_shared<TrainObjective>(std::move(*trainer), objective);
}

}  // namespace

Result<std::shared_ptr<Objective>> make_objective(const nlohmann::json& objective,
                                                  const ObjectiveSurroundings& surroundings) {
  if (objective.at("kind") == "function") return make_function(objective);
  if (objective.at("kind") == "command") return make_command(objective, surroundings);
  if (objective.at("kind") == "table") return make_table(surroundings);
  if (objective.at("kind") == "imported") {
    return fail(ErrorCode::kInvalidArgument,
                "these trials were imported, and nothing says how to run further ones",
                "import them again with --scenario FILE, whose objective runs a trial");
  }
  return make_train(objective, surroundings);
}

}  // namespace wattle::search
