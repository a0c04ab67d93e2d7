// SPDX-License-Identifier: MIT
#include "search/study/artifacts.h"

#include <set>
#include <string>
#include <system_error>

namespace wattle::search {
namespace {

constexpr const char* kFolder = "trial-";

}  // namespace

std::filesystem::path trial_folder(const std::filesystem::path& root, int number) {
  return root.empty() ? root : root / (kFolder + std::to_string(number));
}

void drop_artifacts(const std::filesystem::path& root, int number) {
  if (root.empty()) return;
  std::error_code ignored;  // a folder that stays costs space, not correctness
  std::filesystem::remove_all(trial_folder(root, number), ignored);
}

void drop_artifacts_but(const std::filesystem::path& root, const std::vector<int>& numbers) {
  std::set<std::filesystem::path> kept;
  for (const int number : numbers) kept.insert(trial_folder(root, number));
  std::error_code ignored;
  std::vector<std::filesystem::path> dropped;
  for (std::filesystem::directory_iterator entry(root, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    const bool of_a_trial = entry->path().filename().string().starts_with(kFolder);
    if (of_a_trial && !kept.contains(entry->path())) dropped.push_back(entry->path());
  }
  for (const std::filesystem::path& folder : dropped) std::filesystem::remove_all(folder, ignored);
}

}  // namespace wattle::search
