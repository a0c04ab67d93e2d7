// SPDX-License-Identifier: MIT
#include "search/objective/function_objective.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

/// The values of x0, x1, ... up to the first name that is missing.
Result<std::vector<double>> inputs(const Parameters& parameters) {
  std::vector<double> x;
  while (const Value* value = parameters.find("x" + std::to_string(x.size()))) {
    if (!value->is_number()) {
      return fail(ErrorCode::kInvalidArgument,
                  "x" + std::to_string(x.size()) + " is not a number: " + value->dump());
    }
    x.push_back(value->get<double>());
  }
  return x;
}

/// False when it is cancelled meanwhile.
bool take_time(double milliseconds, TrialContext& context) {
  constexpr std::chrono::milliseconds kLookEvery{20};
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double, std::milli>(milliseconds));
  while (!context.cancelled()) {
    const auto now = Clock::now();
    if (now >= until) return true;
    std::this_thread::sleep_until(std::min(now + kLookEvery, until));
  }
  return false;
}

}  // namespace

Result<Evaluation> FunctionObjective::evaluate(const Parameters& parameters,
                                               TrialContext& context) {
  const Result<std::vector<double>> x = inputs(parameters);
  if (!x) return tl::unexpected<Error>(x.error());
  const auto given = static_cast<int>(x->size());
  const int least = function_.name == "rosenbrock" ? 2 : 1;
  if (function_.dimension != 0 ? given != function_.dimension : given < least) {
    return fail(ErrorCode::kInvalidArgument,
                std::string(function_.name) + " takes the numbers x0 .. x" +
                    std::to_string((function_.dimension != 0 ? function_.dimension : least) - 1) +
                    "; " + std::to_string(given) + " were given");
  }
  if (!take_time(options_.milliseconds, context)) return fail(ErrorCode::kCancelled, "interrupted");
  double value = function_.value(*x);
  if (options_.noise > 0.0) value += options_.noise * Rng(context.seed()).normal();
  return Evaluation{{{"value", value}}, std::nullopt};
}

std::optional<nlohmann::json> FunctionObjective::identity(const Parameters& parameters) {
  return nlohmann::json{{"function", std::string(function_.name)},
                        {"noise", options_.noise},
                        {"milliseconds", options_.milliseconds},
                        {"parameters", parameters.json()}};
}

}  // namespace wattle::search
