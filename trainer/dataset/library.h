// SPDX-License-Identifier: MIT
// The data sets known by name, each loaded once.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

/// Names that load() takes: "digits", "fashion_mnist", "mnist".
std::vector<std::string> dataset_names();

/// Finds, reads and keeps data sets. A set is looked for as a folder (`digits/`, `mnist/`,
/// `fashion-mnist/`) in each directory in order, and read once however many ask at the same time.
/// Thread-safe; who asks while a set is being read waits. A failure is not remembered: a set that
/// is installed later is found.
class DatasetLibrary {
 public:
  explicit DatasetLibrary(std::vector<std::filesystem::path> directories);

  /// Failures: kInvalidArgument (no such name), kNotFound (with the folders looked in), kCorrupt.
  Result<std::shared_ptr<const Dataset>> load(const std::string& name);

 private:
  std::vector<std::filesystem::path> directories_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Dataset>> loaded_;
};

}  // namespace wattle::trainer
