// SPDX-License-Identifier: MIT
// Where a study's results go.
#pragma once

#include <filesystem>
#include <string>

#include "energy/error.h"
#include "search/store/store.h"

namespace wattle::search {

/// The files of one study's folder.
struct OutputFolder {
  std::filesystem::path root;

  std::filesystem::path store() const { return root / "study.db"; }
  std::filesystem::path server() const {
    return root / "study.url";
  }  ///< where it is, if not there
  std::filesystem::path artifacts() const { return root / "artifacts"; }
  std::filesystem::path output() const { return root / "output"; }
  std::filesystem::path checkpoints() const { return root / "checkpoints"; }
  std::filesystem::path best() const { return root / "best"; }
};

/// The folder of a new study: `wanted`, or, when that is empty, the first of `wattle-out/<name>`,
/// `wattle-out/<name>-2`, ... that holds no study.
/// Creates it. kInvalidArgument when `wanted` holds files but no study: results could overwrite
/// them. Whether a study may be added is for the store to say.
Result<OutputFolder> new_output_folder(const std::filesystem::path& wanted,
                                       const std::string& name);

/// The folder of a study to go on with: `wanted`, or the last of the `wattle-out/<name>...` that
/// holds a study.
Result<OutputFolder> existing_output_folder(const std::filesystem::path& wanted,
                                            const std::string& name);

/// Whether a folder has a study of its own, or names one on a server.
bool holds_study(const OutputFolder& folder);

/// Writes the report, and what `write_best` does when there is a best trial.
Result<void> write_results(const OutputFolder& folder, const StudyRecord& study);

/// The same of what `store` holds now, which is returned. Processes that end a study together take
/// turns, so that what stands in the end is of the one that left last.
Result<StudyRecord> write_results(const OutputFolder& folder, const Store& store);

/// Copies the best trial's artifacts to `best/` and writes `best/parameters.json` there, replacing
/// what was there.
Result<void> write_best(const OutputFolder& folder, int trial, const std::string& parameters_json);

}  // namespace wattle::search
