// SPDX-License-Identifier: MIT
#include "search/objective/command_objective.h"

#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <vector>

#include "search/objective/command_call.h"
#include "search/objective/command_trial.h"
#include "search/objective/expression.h"
#include "search/process/find_program.h"

namespace wattle::search {

Result<Evaluation> CommandObjective::evaluate(const Parameters& parameters, TrialContext& context) {
  const Result<CommandCall> call = CommandCall::make(options_, parameters, context);
  if (!call) return tl::unexpected<Error>(call.error());
  ProgramPlan plan;
  plan.arguments = call->arguments();
  plan.environment = call->environment();
  plan.directory = options_.directory;
  plan.gives_results = options_.results_by_descriptor;
  return CommandTrial(options_, context).run(plan);
}

Result<void> CommandObjective::prepare(const Parameters& example) {
  std::error_code unreadable;
  if (!std::filesystem::is_directory(options_.directory, unreadable)) {
    return fail(ErrorCode::kNotFound,
                "there is no folder " + options_.directory.string() + " to run the program in");
  }
  const Result<std::vector<std::string>> run = resolve_run(options_.run, example);
  if (!run) return {};  // this point's fault, not every trial's
  return find_program(run->front(), options_.directory).map([](const auto&) {});
}

std::optional<int> CommandObjective::planned_steps(const Parameters& parameters) const {
  if (options_.steps.is_null()) return std::nullopt;
  const Result<nlohmann::json> steps = resolve(options_.steps, parameters);
  if (!steps || !steps->is_number_integer()) return std::nullopt;
  const bool sound = *steps >= 1 && *steps <= std::numeric_limits<int>::max();
  return sound ? std::optional(steps->get<int>()) : std::nullopt;
}

}  // namespace wattle::search
