// SPDX-License-Identifier: MIT
#include "search/study/minimise.h"

#include <memory>
#include <string>
#include <utility>

#include "search/objective/callable_objective.h"
#include "search/scenario/scenario.h"
#include "search/study/build_study.h"

namespace wattle::search {
namespace {

constexpr const char* kValue = "value";

Result<Scenario> problem_of(const nlohmann::json& space, const MinimiseOptions& options) {
  nlohmann::json document = {
      {"name", "minimise"},
      {"space", space},
      {"goal", {{"kind", "best"}, {"metric", kValue}, {"direction", "minimize"}}},
      {"strategy", options.strategy},
      {"budget", {{"trials", options.trials}}},
      {"finalists", 0},
      {"seed", options.seed}};
  if (!options.forbid.is_null()) document["forbid"] = options.forbid;
  Validated<Scenario> problem = validate_ask_tell(document);
  if (problem) return std::move(*problem);
  std::string faults;
  for (const Fault& fault : problem.error()) {
    faults += (faults.empty() ? "" : "\n") + to_text(fault);
  }
  return fail(ErrorCode::kInvalidArgument, std::move(faults));
}

std::shared_ptr<Objective> objective_of(const std::function<double(const Parameters&)>& function) {
  return std::make_shared<CallableObjective>(
      [&function](const Parameters& parameters, TrialContext& /*context*/) -> Result<Evaluation> {
        return Evaluation{{{kValue, function(parameters)}}, std::nullopt};
      });
}

/// Why there is no minimum, told by the last trial that failed.
tl::unexpected<Error> no_minimum(const RunSummary& summary, const StudyRecord& record) {
  if (summary.interrupted) {
    return fail(ErrorCode::kCancelled, "cancelled before any call gave a number");
  }
  std::string reason;
  for (const Trial& trial : record.trials) {
    if (!trial.reason.empty()) reason = ": " + trial.reason;
  }
  return fail(ErrorCode::kNotFound,
              "none of " + std::to_string(record.trials.size()) + " calls gave a number" + reason);
}

}  // namespace

Result<Minimum> minimise(const std::function<double(const Parameters&)>& function,
                         const nlohmann::json& space, const MinimiseOptions& options) {
  const Result<Scenario> problem = problem_of(space, options);
  if (!problem) return tl::unexpected<Error>(problem.error());
  const auto study = build_study_with(objective_of(function), *problem, options.jobs);
  if (!study) return tl::unexpected<Error>(study.error());

  const energy::SteadyClock steady;
  const auto nobody_counts = energy::no_metering();
  StudyObserver nobody_listens;
  const auto store = make_memory_store();
  const Surroundings surroundings{*store, options.metering ? *options.metering : *nobody_counts,
                                  options.clock ? *options.clock : steady,
                                  options.observer ? *options.observer : nobody_listens};
  RunOptions run;
  run.jobs = options.jobs;
  run.cancel = options.cancel;
  Result<RunSummary> summary = run_study(**study, surroundings, run);
  if (!summary) return tl::unexpected<Error>(summary.error());
  Result<StudyRecord> record = store->load();
  if (!record) return tl::unexpected<Error>(record.error());
  if (!summary->best) return no_minimum(*summary, *record);
  const Trial& best = record->trials.at(static_cast<std::size_t>(*summary->best));
  return Minimum{best.parameters, best.measurement->metrics.at(kValue), best.measurement->energy,
                 std::move(*summary), std::move(*record)};
}

}  // namespace wattle::search
