// SPDX-License-Identifier: MIT
#include "search/study/trial_environment.h"

#include <string>

#include "search/objective/expression.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// The same as where the scenario says a number.
constexpr int kMostThreads = 1024;

constexpr int kMostGpus = 1024;

bool is_count(const json& value, int least, int most) {
  return value.is_number_integer() && value >= least && value <= most;
}

tl::unexpected<Error> wrong(const std::string& expected, const json& value) {
  return fail(ErrorCode::kInvalidArgument, expected + ", not " + value.dump());
}

}  // namespace

Environment Environment::from_json(const json& document) {
  return {document.at("trial_threads"), document.value("gpu_power_limit", json()),
          document.value("trial_memory_mb", json()), document.value("trial_gpus", json())};
}

Result<TrialEnvironment> environment_of(const Environment& environment,
                                        const Parameters& parameters) {
  const auto resolved = resolve({{"threads", environment.threads},
                                 {"limit", environment.gpu_power_limit},
                                 {"memory", environment.memory_mb},
                                 {"gpus", environment.gpus}},
                                parameters);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  const json threads = resolved->value("threads", json(1));
  const json limit = resolved->value("limit", json());
  const json memory = resolved->value("memory", json());
  const json gpus = resolved->value("gpus", json());
  if (!is_count(threads, 1, kMostThreads)) {
    return wrong(
        "a trial computes with a whole number of threads from 1 to " + std::to_string(kMostThreads),
        threads);
  }
  if (!limit.is_null() && !(limit.is_number() && limit > 0)) {
    return wrong("a power limit is a number of watts", limit);
  }
  if (!memory.is_null() && !(memory.is_number() && memory >= 0)) {
    return wrong("a trial needs 0 MB of memory or more", memory);
  }
  if (!gpus.is_null() && !is_count(gpus, 0, kMostGpus)) {
    return wrong("a trial needs a whole number of GPUs from 0 on", gpus);
  }
  TrialEnvironment result;
  result.threads = threads.get<int>();
  if (!limit.is_null()) result.gpu_power_limit = Watts(limit.get<double>());
  if (!memory.is_null()) result.memory_mb = memory.get<double>();
  if (!gpus.is_null()) result.gpus = gpus.get<int>();
  return result;
}

TrialEnvironment least_of(const Environment& environment) {
  TrialEnvironment least;
  if (environment.threads.is_number()) least.threads = environment.threads.get<int>();
  if (environment.memory_mb.is_number()) least.memory_mb = environment.memory_mb.get<double>();
  if (environment.gpus.is_number()) least.gpus = environment.gpus.get<int>();
  return least;
}

bool is_fixed(const Environment& environment) {
  return !environment.threads.is_string() && !environment.memory_mb.is_string() &&
         !environment.gpus.is_string();
}

}  // namespace wattle::search
