// SPDX-License-Identifier: MIT
// Where the service keeps its studies.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "search/store/store.h"

namespace wattle::search {

/// Studies by name; errors as of the stores. There is none of a name that `is_study_name` refuses.
class StudyShelf {
 public:
  virtual ~StudyShelf() = default;
  /// Opens the study's record, or makes an empty one.
  virtual Result<std::unique_ptr<Store>> open(const std::string& name) = 0;
  /// kNotFound when there is none.
  virtual Result<StoredStudy> read(const std::string& name) const = 0;
  virtual Result<std::vector<std::string>> names() const = 0;
  /// What a scenario's relative file names start from, and where trials' logs are kept.
  virtual std::filesystem::path folder_of(const std::string& name) const = 0;
  /// For good. Nobody may have it open.
  virtual Result<void> remove(const std::string& name) = 0;
};

/// An SQLite file each: `<root>/<name>/study.db`.
std::unique_ptr<StudyShelf> shelf_in_folder(std::filesystem::path root);
/// On a PostgreSQL server.
std::unique_ptr<StudyShelf> shelf_on_server(std::string url, std::filesystem::path root);

}  // namespace wattle::search
