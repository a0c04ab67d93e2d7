// SPDX-License-Identifier: MIT
#include "search/compare/plan.h"

#include <numeric>
#include <utility>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Sets the seeds of repeats apart from all others that come from the scenario's.
constexpr std::uint64_t kRepeatStream = 0x726570656174;  // "repeat"
/// Of an arm that is run again.
constexpr std::uint64_t kAgainStream = 0x616761696e;  // "again"
/// Integers above this are not exact in programs that read JSON numbers as doubles.
constexpr std::uint64_t kLargestSeed = (std::uint64_t{1} << 53U) - 1;

std::uint64_t seed_of(std::uint64_t scenario_seed, int repeat, bool again) {
  const std::uint64_t stream = mix_seed(kRepeatStream, again ? kAgainStream : 0);
  return mix_seed(mix_seed(scenario_seed, stream), static_cast<std::uint64_t>(repeat)) &
         kLargestSeed;
}

std::vector<Arm> arms_of(const json& compare) {
  std::vector<Arm> arms;
  for (const json& kind : compare.at("strategies")) {
    arms.push_back({kind.get<std::string>(), {{"strategy", {{"kind", kind}}}}});
  }
  const json others = compare.value("arms", json::object());
  for (const auto& [name, change] : others.items()) {
    arms.push_back({name, change});
  }
  const std::string again = compare.value("again", std::string());
  for (std::size_t i = 0, count = arms.size(); i < count; ++i) {
    if (arms[i].name == again) arms.push_back({again + " again", arms[i].change, true});
  }
  return arms;
}

std::vector<std::size_t> shuffled(std::size_t count, Rng rng) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) {
    std::swap(
        order[i - 1],
        order[static_cast<std::size_t>(rng.uniform_int(0, static_cast<std::int64_t>(i) - 1))]);
  }
  return order;
}

}  // namespace

ComparisonPlan plan_comparison(const json& document) {
  const json& compare = document.at("compare");
  const auto seed = document.at("seed").get<std::uint64_t>();
  ComparisonPlan plan;
  plan.arms = arms_of(compare);
  plan.repeats = compare.at("repeats").get<int>();
  plan.shared_trials = compare.value("shared_trials", 0);
  if (compare.contains("target")) plan.target = compare.at("target").get<double>();
  for (int repeat = 0; repeat < plan.repeats; ++repeat) {
    Rng order(mix_seed(seed, kRepeatStream), static_cast<std::uint64_t>(repeat));
    for (const std::size_t arm : shuffled(plan.arms.size(), order)) {
      plan.runs.push_back({arm, repeat, seed_of(seed, repeat, plan.arms[arm].again)});
    }
  }
  return plan;
}

json scenario_of(const json& document, const Arm& arm, std::uint64_t seed) {
  json scenario = document;
  // A strategy, pruner, .. that an arm names takes the place of the scenario's, options included.
  for (const auto& [member, value] : arm.change.items()) {
    if (value.is_object() && value.contains("kind")) scenario.erase(member);
  }
  scenario.merge_patch(arm.change);
  scenario.erase("compare");
  scenario["finalists"] = 0;
  scenario["seed"] = seed;
  return scenario;
}

}  // namespace wattle::search
