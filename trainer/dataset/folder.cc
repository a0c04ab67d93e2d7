// SPDX-License-Identifier: MIT
#include "trainer/dataset/folder.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "energy/text/utf8.h"
#include "trainer/ascii.h"
#include "trainer/dataset/file.h"
#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

namespace fs = std::filesystem;

/// What is in a folder, hidden names left out, by name.
Result<std::vector<fs::path>> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().front() != '.') {
      entries.push_back(entry->path());
    }
  }
  if (error) {
    return fail(ErrorCode::kIo, folder.string() + ": cannot be read: " + error.message());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

bool has_ending(const fs::path& file, const std::vector<std::string>& endings) {
  const std::string ending = ascii_lower(file.extension().string());
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// The folder's name, which becomes part of results and so has to be UTF-8.
Result<std::string> class_name(const fs::path& folder) {
  std::string name = folder.filename().string();
  if (const std::size_t end = end_of_utf8(name); end < name.size()) {
    return corrupt(folder.parent_path(), "the name of a class's folder is no UTF-8 behind \"" +
                                             name.substr(0, end) + "\"");
  }
  return name;
}

/// Adds the files of one class.
Result<void> add_class(const fs::path& folder, const std::vector<std::string>& endings,
                       LabelledFiles& found) {
  auto name = class_name(folder);
  if (!name) {
    return tl::unexpected(name.error());
  }
  const auto entries = sorted_entries(folder);
  if (!entries) {
    return tl::unexpected(entries.error());
  }
  const auto label = static_cast<std::int64_t>(found.target.classes.size());
  const std::size_t before = found.files.size();
  for (const fs::path& file : *entries) {
    std::error_code ignored;
    if (has_ending(file, endings) && fs::is_regular_file(file, ignored)) {
      found.files.push_back(file);
      found.target.labels.push_back(label);
    }
  }
  if (found.files.size() == before) {
    return corrupt(folder, "a class without an example; no file ends in " + join(endings));
  }
  found.target.classes.push_back(std::move(*name));
  return {};
}

}  // namespace

Result<LabelledFiles> list_labelled_files(const fs::path& folder,
                                          const std::vector<std::string>& endings) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::kNotFound, folder.string() + ": no such folder");
  }
  const auto entries = sorted_entries(folder);
  if (!entries) {
    return tl::unexpected(entries.error());
  }
  LabelledFiles found;
  found.target.name = "class";
  for (const fs::path& entry : *entries) {
    if (!fs::is_directory(entry, ignored)) {
      continue;
    }
    if (auto added = add_class(entry, endings, found); !added) {
      return tl::unexpected(added.error());
    }
  }
  if (found.target.classes.size() < 2) {
    return corrupt(folder, "expected a folder for each class, found " +
                               std::to_string(found.target.classes.size()));
  }
  return found;
}

std::string folder_name(const fs::path& folder) {
  const fs::path plain = folder.lexically_normal();
  return (plain.has_filename() ? plain : plain.parent_path()).filename().string();
}

}  // namespace wattle::trainer
