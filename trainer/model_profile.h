// SPDX-License-Identifier: MIT
// What a model's parts cost: what Trainer::profile is asked, and what it answers.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wattle::trainer {

struct ProfileRequest {
  nlohmann::json objective;  ///< as of a training
  std::uint64_t seed = 0;
  int threads = 1;
  double window_seconds = 0.1;  ///< of one measurement: long enough for the meter
  int repeats = 5;              ///< measurements of each call
  std::function<bool()> cancelled = [] { return false; };
};

/// One call, by the mean of the repeats. Net joules, above idle.
struct CallCost {
  double joules = 0.0;
  double half_width = 0.0;  ///< of the 95 % interval of the joules' mean
  double seconds = 0.0;
};

struct LayerProfile {
  std::string name;
  std::string kind;
  std::string output_shape;  ///< of one example
  std::int64_t parameters = 0;
  std::int64_t macs = 0;   ///< forward, a whole batch
  std::int64_t bytes = 0;  ///< inputs read, parameters read and outputs written, a whole batch
  CallCost forward;        ///< as in training, for a batch
  CallCost backward;       ///< all zeros where there is nothing to compute
};

/// Predictions of one batch at rest.
struct InferenceProfile {
  std::int64_t batch = 0;
  CallCost cost;
};

struct ModelProfile {
  std::int64_t batch = 0;  ///< examples of a training step
  std::vector<LayerProfile> layers;
  CallCost step;  ///< forward, loss, backward and update of the whole model
  std::vector<InferenceProfile> inference;
};

}  // namespace wattle::trainer
