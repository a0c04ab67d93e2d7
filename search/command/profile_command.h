// SPDX-License-Identifier: MIT
// `wattle profile`: what each layer of a model costs, and what its predictions cost.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wattle::search {

struct ProfileOptions {
  std::filesystem::path scenario;
  std::vector<std::string> set;  ///< overrides
  std::filesystem::path study;   ///< the output folder of a study of the scenario; empty: none
  std::optional<int> trial;      ///< of the study; else its best
  std::string meter = "auto";
  std::optional<double> window;  ///< seconds of a measurement; else as many as the meter needs
  int repeats = 5;
  bool json = false;
  std::filesystem::path html;  ///< where to write the page; empty: nowhere
};

/// Profiles the model of the study's trial, or, without a study, that of the middle of the space,
/// and prints it. Returns the exit code.
int profile(const ProfileOptions& options);

}  // namespace wattle::search
