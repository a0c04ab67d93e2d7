// SPDX-License-Identifier: MIT
#include "search/service/study_shelf.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "search/scenario/fields.h"
#include "search/service/trial_logs.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot(const std::string& what, const fs::path& folder,
                             const std::error_code& why) {
  return fail(ErrorCode::kIo, folder.string() + " cannot be " + what + ": " + why.message(),
              "check that the folder can be written");
}

tl::unexpected<Error> no_such_name(const std::string& name) {
  return fail(ErrorCode::kNotFound, "no study can have the name " + name);
}

Result<void> remove_files(const fs::path& folder) {
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (failed) return cannot("removed", folder, failed);
  return {};
}

class FolderShelf final : public StudyShelf {
 public:
  explicit FolderShelf(fs::path root) : root_(std::move(root)) {}

  Result<std::unique_ptr<Store>> open(const std::string& name) override {
    if (!is_study_name(name)) return no_such_name(name);
    std::error_code failed;
    fs::create_directories(root_ / name, failed);
    if (failed) return cannot("made", root_ / name, failed);
    return open_sqlite_store(file(name));
  }
  Result<StoredStudy> read(const std::string& name) const override {
    if (!is_study_name(name)) return no_such_name(name);
    return read_sqlite_store(file(name));
  }
  Result<std::vector<std::string>> names() const override {
    std::vector<std::string> names;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(root_, failed)) {
      const std::string name = entry.path().filename().string();
      std::error_code unreadable;
      if (is_study_name(name) && fs::exists(file(name), unreadable)) names.push_back(name);
    }
    if (failed && failed != std::errc::no_such_file_or_directory) {
      return cannot("read", root_, failed);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  fs::path folder_of(const std::string& name) const override { return root_ / name; }
  Result<void> remove(const std::string& name) override {
    if (!is_study_name(name)) return no_such_name(name);
    return remove_files(root_ / name);
  }

 private:
  std::string file(const std::string& name) const { return (root_ / name / "study.db").string(); }

  const fs::path root_;
};

class ServerShelf final : public StudyShelf {
 public:
  ServerShelf(std::string url, fs::path root) : url_(std::move(url)), root_(std::move(root)) {}

  Result<std::unique_ptr<Store>> open(const std::string& name) override {
    if (!is_study_name(name)) return no_such_name(name);
    return open_postgresql_store(url_, name);
  }
  Result<StoredStudy> read(const std::string& name) const override {
    if (!is_study_name(name)) return no_such_name(name);
    return read_postgresql_store(url_, name);
  }
  Result<std::vector<std::string>> names() const override {
    auto names = list_postgresql_studies(url_);
    // A server without tables holds none yet.
    if (!names && names.error().code == ErrorCode::kNotFound) return std::vector<std::string>();
    // Others may keep studies there, too.
    if (names) std::erase_if(*names, [](const std::string& name) { return !is_study_name(name); });
    return names;
  }
  fs::path folder_of(const std::string& name) const override { return root_ / name; }
  Result<void> remove(const std::string& name) override {
    if (!is_study_name(name)) return no_such_name(name);
    // The folder may hold more than the service has put there.
    return remove_logs(root_ / name).and_then([&] { return remove_postgresql_study(url_, name); });
  }

 private:
  const std::string url_;
  const fs::path root_;
};

}  // namespace

std::unique_ptr<StudyShelf> shelf_in_folder(fs::path root) {
  return std::make_unique<FolderShelf>(std::move(root));
}

std::unique_ptr<StudyShelf> shelf_on_server(std::string url, fs::path root) {
  return std::make_unique<ServerShelf>(std::move(url), std::move(root));
}

}  // namespace wattle::search
