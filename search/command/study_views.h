// SPDX-License-Identifier: MIT
// `wattle list`, `status`, `show`, `best` and `export`: what a study's record holds, also while the
// study runs in another process. They change nothing of it.
#pragma once

#include <filesystem>
#include <optional>

namespace wattle::search {

/// All return the exit code.

/// The studies in the folders right below `folder`, a line each.
int list_studies(const std::filesystem::path& folder, bool as_json);

struct StatusOptions {
  std::filesystem::path study;   ///< its output folder
  std::optional<double> repeat;  ///< seconds after which to look again, until the study has ended
  bool json = false;             ///< one object a look
};
int show_status(const StatusOptions& options);

/// A trial, with its steps.
int show_trial(const std::filesystem::path& study, int number, bool as_json);

/// The best trial, as `best` of result.json; as JSON, or its parameters and numbers in words.
/// Exits with kAllFailed when there is none.
int show_best(const std::filesystem::path& study, bool as_json);

enum class ExportFormat { kCsv, kJsonLines };
/// On standard output: the table of trials.csv, or a line about the study and one for each trial.
int export_study(const std::filesystem::path& study, ExportFormat format);

}  // namespace wattle::search
