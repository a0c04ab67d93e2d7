// SPDX-License-Identifier: MIT
#include "search/study/trial_environment.h"

#include <string>

#include "search/objective/expression.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// The same as where the scenario says a number.
constexpr int kMostThreads = 1024;

bool is_number_of_threads(const json& value) {
  return value.is_number_integer() && value >= 1 && value <= kMostThreads;
}

}  // namespace

Environment Environment::from_json(const json& document) {
  return {document.at("trial_threads"), document.value("gpu_power_limit", json())};
}

Result<TrialEnvironment> environment_of(const Environment& environment,
                                        const Parameters& parameters) {
  const auto resolved = resolve(
      {{"threads", environment.threads}, {"limit", environment.gpu_power_limit}}, parameters);
  if (!resolved) return tl::unexpected<Error>(resolved.error());
  const json threads = resolved->value("threads", json(1));
  const json limit = resolved->value("limit", json());
  if (!is_number_of_threads(threads)) {
    return fail(ErrorCode::kInvalidArgument,
                "a trial computes with a whole number of threads from 1 to " +
                    std::to_string(kMostThreads) + ", not " + threads.dump());
  }
  if (!limit.is_null() && !(limit.is_number() && limit > 0)) {
    return fail(ErrorCode::kInvalidArgument,
                "a power limit is a number of watts, not " + limit.dump());
  }
  TrialEnvironment result;
  result.threads = threads.get<int>();
  if (!limit.is_null()) result.gpu_power_limit = Watts(limit.get<double>());
  return result;
}

}  // namespace wattle::search
