// SPDX-License-Identifier: MIT
#include "search/command/probe.h"

#include "search/study/trial_runner.h"

namespace wattle::search {

ProbeResult probe(Study& study, const Parameters& parameters, int planned_steps,
                  energy::Metering& metering, const energy::Clock& clock) {
  TrialJob job;
  job.parameters = parameters;
  job.seed = trial_seed(study.seed, 0);
  job.environment = environment_of({.threads = study.environment.threads}, parameters);
  job.on_step = [](const Step&) {
    return std::optional<std::string>("one step is enough to judge by");
  };
  const TrialEnd end = run_trial(job, *study.objective, study.goal, metering, clock);

  ProbeResult result;
  result.parameters = parameters;
  result.state = end.state;
  result.reason = end.reason;
  if (!end.measurement) return result;
  result.steps = end.state == TrialState::kPruned ? planned_steps : 1;
  result.seconds = end.measurement->seconds * result.steps;
  result.energy = end.measurement->energy;
  result.energy.joules = result.energy.joules * result.steps;
  result.energy.low = result.energy.low * result.steps;
  result.energy.high = result.energy.high * result.steps;
  return result;
}

}  // namespace wattle::search
