// SPDX-License-Identifier: MIT
#include "search/study/resource_slots.h"

#include <algorithm>
#include <cstddef>

namespace wattle::search {

bool ResourceSlots::has_room_for(const TrialEnvironment& needs) const {
  if (static_cast<int>(taken_.size()) >= trials_) return false;
  TrialEnvironment together = needs;
  together.gpus = needs.gpus.value_or(0);
  for (const auto& [trial, taken] : taken_) {
    together.threads += taken.needs.threads;
    together.memory_mb += taken.needs.memory_mb;
    *together.gpus += taken.needs.gpus.value_or(0);
  }
  return !too_much(together, capacity_);
}

std::vector<int> ResourceSlots::take(int trial, const TrialEnvironment& needs) {
  Taken taken{needs, {}};
  const auto wanted = static_cast<std::size_t>(needs.gpus.value_or(0));
  for (const int gpu : capacity_.gpus.value_or(std::vector<int>())) {
    if (taken.gpus.size() < wanted && is_free(gpu)) taken.gpus.push_back(gpu);
  }
  return (taken_[trial] = std::move(taken)).gpus;
}

bool ResourceSlots::is_free(int gpu) const {
  return std::ranges::none_of(
      taken_, [&](const auto& one) { return std::ranges::count(one.second.gpus, gpu) > 0; });
}

}  // namespace wattle::search
