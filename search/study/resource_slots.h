// SPDX-License-Identifier: MIT
// What is free for the next trial, and who has the rest.
#pragma once

#include <map>
#include <vector>

#include "search/study/capacity.h"

namespace wattle::search {

/// Slots of a study: so many trials at once, and what they use together stays within the capacity.
/// Whom to let in is the caller's: who asks for one trial at a time, and waits for it, starves no
/// wide one. Not thread-safe.
class ResourceSlots {
 public:
  /// `trials`: at most so many at once, at least 1.
  ResourceSlots(int trials, Capacity capacity) : trials_(trials), capacity_(std::move(capacity)) {}

  const Capacity& capacity() const { return capacity_; }
  /// Always when nobody has anything and it is not `too_much` for the capacity.
  bool has_room_for(const TrialEnvironment& needs) const;
  /// Only when there is room; returns the GPUs that it has from now on, the lowest free numbers.
  std::vector<int> take(int trial, const TrialEnvironment& needs);
  /// Does nothing for a trial that has none.
  void give_back(int trial) { taken_.erase(trial); }

 private:
  struct Taken {
    TrialEnvironment needs;
    std::vector<int> gpus;
  };

  bool is_free(int gpu) const;

  int trials_;
  Capacity capacity_;
  std::map<int, Taken> taken_;
};

}  // namespace wattle::search
