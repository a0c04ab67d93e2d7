// SPDX-License-Identifier: MIT
#include "search/objective/make_objective.h"

#include <string>

#include "search/objective/function_objective.h"
#include "search/objective/table_objective.h"
#include "search/objective/train_objective.h"

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

Result<std::shared_ptr<Objective>> make_train(const nlohmann::json& objective,
                                              const ObjectiveSurroundings& surroundings) {
  auto trainer =
      load_trainer(surroundings.trainer, {surroundings.data_directories, surroundings.folder});
  if (!trainer) return tl::unexpected<Error>(trainer.error());
  return std::make_shared<TrainObjective>(std::move(*trainer), objective);
}

}  // namespace

Result<std::shared_ptr<Objective>> make_objective(const nlohmann::json& objective,
                                                  const ObjectiveSurroundings& surroundings) {
  if (objective.at("kind") == "function") return make_function(objective);
  if (objective.at("kind") == "table") return make_table(surroundings);
  return make_train(objective, surroundings);
}

}  // namespace wattle::search
