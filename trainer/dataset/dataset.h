// SPDX-License-Identifier: MIT
// A labelled set of images in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wattle::trainer {

struct ImageShape {
  std::int64_t channels = 1;
  std::int64_t height = 0;
  std::int64_t width = 0;

  std::int64_t pixels() const { return channels * height * width; }
};

/// Immutable once loaded; all trainings share one copy.
struct Dataset {
  std::string name;
  ImageShape shape;
  int classes = 0;
  double divisor = 1.0;              ///< what the raw pixels were divided by to lie in [0, 1]
  std::vector<float> pixels;         ///< example by example, each channels x height x width
  std::vector<std::int64_t> labels;  ///< 0 .. classes - 1, one an example
  /// Examples from this one on are the set's own test part; equal to size() when it has none.
  std::int64_t own_test_begin = 0;

  std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
  bool has_own_test() const { return own_test_begin < size(); }
};

}  // namespace wattle::trainer
