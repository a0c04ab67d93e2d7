// SPDX-License-Identifier: MIT
#include "search/study/trial_job.h"

#include "search/space/rng.h"

namespace wattle::search {
namespace {

/// Sets trials' seeds apart from those of the strategy, which are (study seed, trial number).
constexpr std::uint64_t kTrialStream = 0x747269616c;  // "trial"

}  // namespace

std::uint64_t trial_seed(std::uint64_t study_seed, int number) {
  return mix_seed(mix_seed(study_seed, kTrialStream), static_cast<std::uint64_t>(number));
}

TrialJob job_of(const Study& study, const Trial& trial, energy::PowerLimit* power_limit) {
  TrialJob job;
  job.number = trial.number;
  job.parameters = trial.parameters;
  job.seed = trial_seed(study.seed, trial.number);
  job.environment = environment_of(study.environment, trial.parameters);
  job.power_limit = power_limit;
  job.limits = study.limits;
  job.retries = study.retries;
  job.planned_steps = study.objective->planned_steps(trial.parameters);
  return job;
}

}  // namespace wattle::search
