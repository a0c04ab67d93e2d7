// SPDX-License-Identifier: MIT
#include "search/study/capacity.h"

#include <algorithm>
#include <numeric>
#include <thread>

#include "energy/gpu/nvml.h"
#include "energy/system.h"
#include "search/scenario/field.h"

namespace wattle::search {
namespace {

using nlohmann::json;

int visible_gpus() {
  const energy::System system;
  if (const auto& visible = system.cuda.visible_devices) {
    if (visible->empty() || visible->front() == '-') return 0;
    return 1 + static_cast<int>(std::count(visible->begin(), visible->end(), ','));
  }
  const auto nvml = energy::Nvml::open(system.nvml);
  return nvml ? (*nvml)->count().value_or(0) : 0;
}

std::string needs(const std::string& what, const std::string& capacity, const std::string& member) {
  return "needs " + what + "; the study has " + capacity + " (capacity." + member + ")";
}

}  // namespace

Machine machine_here(bool with_gpus) {
  return {std::max(1, static_cast<int>(std::thread::hardware_concurrency())),
          with_gpus ? visible_gpus() : 0};
}

Capacity capacity_of(const json& document, const Machine& machine, bool replays) {
  const json stated = document.value("capacity", json::object());
  Capacity capacity;
  if (stated.contains("threads")) {
    capacity.threads = stated.at("threads").get<int>();
  } else if (!replays && document.value("trial_threads", json(1)) != 1) {
    capacity.threads = machine.processors;
  }
  if (stated.contains("memory_mb")) capacity.memory_mb = stated.at("memory_mb").get<double>();
  if (stated.contains("gpus")) {
    capacity.gpus = stated.at("gpus").get<std::vector<int>>();
  } else if (!replays && document.contains("trial_gpus")) {
    capacity.gpus.emplace(static_cast<std::size_t>(machine.gpus));
    std::iota(capacity.gpus->begin(), capacity.gpus->end(), 0);
  }
  return capacity;
}

std::optional<std::string> too_much(const TrialEnvironment& trial, const Capacity& capacity) {
  if (capacity.threads && trial.threads > *capacity.threads) {
    return needs(std::to_string(trial.threads) + " threads", std::to_string(*capacity.threads),
                 "threads");
  }
  if (capacity.memory_mb && trial.memory_mb > *capacity.memory_mb) {
    return needs(number_text(trial.memory_mb) + " MB of memory", number_text(*capacity.memory_mb),
                 "memory_mb");
  }
  const int gpus = trial.gpus.value_or(0);
  if (capacity.gpus && gpus > static_cast<int>(capacity.gpus->size())) {
    return needs(std::to_string(gpus) + (gpus == 1 ? " GPU" : " GPUs"),
                 std::to_string(capacity.gpus->size()), "gpus");
  }
  return std::nullopt;
}

Result<void> check_capacity(const Environment& environment, const Capacity& capacity) {
  const auto reason = too_much(least_of(environment), capacity);
  if (!reason) return {};
  return fail(ErrorCode::kInvalidArgument, "every trial " + *reason,
              "let trials need less, or say what there is: --set capacity.threads=N, "
              "capacity.memory_mb=N or capacity.gpus=[0,1]");
}

}  // namespace wattle::search
