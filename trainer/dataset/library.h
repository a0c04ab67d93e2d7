// SPDX-License-Identifier: MIT
// The data sets in memory, each read once and shared by all trainings.
#pragma once

#include <cstddef>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"
#include "trainer/dataset/options.h"
#include "trainer/dataset/split.h"

namespace wattle::trainer {

/// What a training needs of its data.
struct PreparedData {
  std::shared_ptr<const Dataset> dataset;
  Split split;
};

/// Reads, prepares and keeps data sets. Examples are the same for the same options that they depend
/// on (DataOptions::content), and those are read once however many ask at the same time. The sets
/// used last stay in memory, kKept of them; an older one goes when its last training ends.
/// Thread-safe; who asks while a set is being read waits. A failure is not remembered: a set that
/// is installed later is found.
class DatasetLibrary {
 public:
  static constexpr std::size_t kKept = 4;

  /// Sets known by name are looked for in `directories`, in order; names of files start at
  /// `folder`.
  explicit DatasetLibrary(std::vector<std::filesystem::path> directories,
                          std::filesystem::path folder = {});

  /// Failures: those of the readers, of select_examples, fitted and split_dataset;
  /// kInvalidArgument for what the input cannot have (`augment` without images, a `crop` beyond
  /// their smaller side, `standardise` with texts).
  Result<PreparedData> prepare(const DataOptions& options);

 private:
  using Shared = std::shared_ptr<const Dataset>;

  Result<Shared> load(const DataOptions& options);
  Shared find(const std::string& content);

  std::vector<std::filesystem::path> directories_;
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::list<std::pair<std::string, Shared>> kept_;  ///< by content, the one used last in front
};

}  // namespace wattle::trainer
