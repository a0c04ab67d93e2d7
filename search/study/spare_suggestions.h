// SPDX-License-Identifier: MIT
// Points suggested beyond the next one, for when more trials are wanted at once than can be
// suggested in time.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "search/space/value.h"

namespace wattle::search {

/// Current ones were suggested with all results, after the next trial and one after another; the
/// older ones are kept until they are replaced. For each trial that is started at most one is made,
/// so that spares at most double what suggestions cost. Not thread-safe.
class SpareSuggestions {
 public:
  /// A trial has been started.
  void allow_another();
  /// Whether one is to be made, where so many are wanted.
  bool are_due(std::size_t wanted) const { return allowed_ > 0 && current_ < wanted; }
  /// One that is current, where one may be made; of the older ones as many stay as are wanted in
  /// all.
  void add(Parameters point, std::size_t wanted);
  /// None can be made before another trial is started.
  void give_up() { allowed_ = 0; }
  /// There are new results.
  void age() { current_ = 0; }
  void clear();

  /// The number of those that are current; they come first.
  std::size_t current() const { return current_; }
  const std::deque<Parameters>& points() const { return points_; }
  /// The first one.
  std::optional<Parameters> take();

 private:
  std::deque<Parameters> points_;
  std::size_t current_ = 0;
  std::size_t allowed_ = 0;
};

}  // namespace wattle::search
