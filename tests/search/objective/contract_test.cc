// SPDX-License-Identifier: MIT
// Every objective is held against the contract.
#include <gtest/gtest.h>

#include "search/objective/callable_objective.h"
#include "search/objective/function_objective.h"
#include "search/objective/table_objective.h"
#include "tests/contract/objective_contract.h"
#include "tests/search/objective/command_fixture.h"

namespace wattle::test {
namespace {

using namespace contract;

using nlohmann::json;

ObjectiveCase function(double noise) {
  return {noise > 0 ? "noisy_function" : "function",
          [noise] {
            return std::make_shared<search::FunctionObjective>(
                *search::find_test_function("branin"),
                search::FunctionObjective::Options{noise, 0.0});
          },
          {{"x0", 1.0}, {"x1", 2.0}},
          {{"x0", "one"}, {"x1", 2.0}},
          "value"};
}

/// Three steps, each asked for.
Result<search::Evaluation> three_steps(const search::Parameters& parameters,
                                       search::TrialContext& context) {
  const auto x = parameters.get<double>("x");
  if (x < 0) return fail(ErrorCode::kInvalidArgument, "x is below 0");
  search::Metrics metrics;
  for (int step = 1; step <= 3; ++step) {
    metrics = {{"loss", x / step}};
    if (!context.report(step, metrics)) break;
    if (context.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
  }
  return search::Evaluation{metrics, std::nullopt};
}

ObjectiveCase callable() {
  return {"callable",
          [] { return std::make_shared<search::CallableObjective>(three_steps, 3); },
          {{"x", 1.0}},
          {{"x", -1.0}},
          "loss"};
}

ObjectiveCase table() {
  return {"table",
          [] {
            search::RecordedConfiguration configuration;
            configuration.parameters = search::Parameters(json{{"x", 1}});
            configuration.runs.resize(1);
            configuration.runs.front().metrics = {{"loss", 0.5}};
            return std::make_shared<search::TableObjective>(
                std::make_shared<const search::RecordedRuns>(
                    search::RecordingInfo{},
                    std::vector<search::RecordedConfiguration>{configuration}));
          },
          {{"x", 1}},
          {{"x", 2}},
          "loss"};
}

// Three steps and an end; its numbers depend on the parameter and the seed.
constexpr const char* kScript = R"(
x=${WATTLE_PARAM_x-${1#--x=}}
out=${WATTLE_RESULTS_FD-1}
if [ "$x" = 0 ]; then echo '{"infeasible": "x is 0"}' >&$out; exit 1; fi
for step in 1 2 3; do echo "{\"step\": $step, \"loss\": $((x * 10 - step))}" >&$out; done
echo "{\"loss\": $x.25, \"seed\": $WATTLE_SEED}" >&$out
)";

ObjectiveCase command(const std::string& name, const json& members) {
  const auto folder = std::make_shared<ScriptFolder>(kScript);
  return {"command_" + name,
          [folder, members] { return folder->objective(members); },
          {{"x", 3}},
          {{"x", 0}},
          "loss"};
}

INSTANTIATE_TEST_SUITE_P(Each, ObjectiveContract,
                         testing::Values(function(0.0), function(0.5), callable(), table(),
                                         command("by_arguments", {{"steps", 3}}),
                                         command("by_environment", {{"pass", "environment"},
                                                                    {"results", "descriptor"}})),
                         objective_case_name);

}  // namespace
}  // namespace wattle::test
