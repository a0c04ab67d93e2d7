// SPDX-License-Identifier: MIT
#include "search/study/artifacts.h"

#include <string>
#include <system_error>

namespace wattle::search {

std::filesystem::path trial_folder(const std::filesystem::path& root, int number) {
  return root.empty() ? root : root / ("trial-" + std::to_string(number));
}

void drop_artifacts(const std::filesystem::path& root, int number) {
  if (root.empty()) return;
  std::error_code ignored;  // a folder that stays costs space, not correctness
  std::filesystem::remove_all(trial_folder(root, number), ignored);
}

}  // namespace wattle::search
