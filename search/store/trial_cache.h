// SPDX-License-Identifier: MIT
// Results of trials, to be found again by everything that decided them.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "energy/error.h"
#include "search/trial/trial.h"

namespace wattle::search {

struct CachedTrial {
  Origin origin;
  Measurement measurement;
  std::vector<Step> steps;
};

/// A folder with one file a result, named by a hash of its key; each holds the whole key, so that
/// no hash is ever taken for the key itself. Processes may share the folder: a file appears whole,
/// or not at all. A file that cannot be read, or is none of these, counts as absent. Thread-safe.
class TrialCache {
 public:
  /// Makes the folder. kIo when it cannot.
  static Result<std::unique_ptr<TrialCache>> open(std::filesystem::path folder);

  std::optional<CachedTrial> find(const nlohmann::json& key) const;
  /// Replaces what was there. kIo when it cannot be written.
  Result<void> put(const nlohmann::json& key, const CachedTrial& trial) const;

 private:
  explicit TrialCache(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path file_of(const nlohmann::json& key) const;

  const std::filesystem::path folder_;
  mutable std::mutex writing_;
};

}  // namespace wattle::search
