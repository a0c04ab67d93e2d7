// SPDX-License-Identifier: MIT
// What a TorchScript module is before it is trained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "energy/error.h"
#include "trainer/model/description.h"

namespace wattle::trainer {

/// Whether a model's JSON is {"torchscript": FILE, "attributes": {...}}.
bool is_script(const nlohmann::json& model);

/// Loads the file, whose name starts at `folder` unless it is absolute, sets its attributes and
/// runs it on batches of ones, at rest and as in training. Its one layer has the module's
/// parameters, and the MACs of the matrix products and convolutions in the run at rest
/// (mac_counter.h). Failures: kNotFound, kCorrupt (it is no TorchScript), kInvalidArgument:
/// attributes that are not there or of another type, what no module may do (script_rules.h),
/// nothing to train, inputs that it does not take, an output that is not batch x outputs of
/// floating-point numbers with a gradient.
Result<ModelDescription> describe_script(const nlohmann::json& model,
                                         const std::filesystem::path& folder,
                                         const InputDescription& input, std::int64_t outputs);

/// Remembers what describe_script said of the modules that were used last, kKept of them. One that
/// changes on disk is described again; failures are not remembered. Thread-safe.
class ScriptDescriptions {
 public:
  static constexpr std::size_t kKept = 16;

  Result<ModelDescription> describe(const nlohmann::json& model,
                                    const std::filesystem::path& folder,
                                    const InputDescription& input, std::int64_t outputs);

 private:
  std::mutex mutex_;
  std::list<std::pair<nlohmann::json, ModelDescription>> kept_;  ///< the one used last in front
};

}  // namespace wattle::trainer
