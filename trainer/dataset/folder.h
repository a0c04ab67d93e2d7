// SPDX-License-Identifier: MIT
// A folder of examples: one folder in it for each class, one file in that for each example.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/dataset.h"

namespace wattle::trainer {

struct LabelledFiles {
  Target target;  ///< "class"; the classes are the folders' names in alphabetical order
  std::vector<std::filesystem::path> files;  ///< one an example, class by class, then by name
};

/// Files whose names end (in any case) in one of `endings` (".png"); others, and hidden files and
/// folders, are passed over. Failures: kNotFound (no such folder), kIo, kCorrupt (less than two
/// classes; a class without an example or with a name that is no UTF-8: names it).
Result<LabelledFiles> list_labelled_files(const std::filesystem::path& folder,
                                          const std::vector<std::string>& endings);

/// The last part of a folder's path, also of one that ends in a slash or a dot: "pets/" is "pets".
std::string folder_name(const std::filesystem::path& folder);

}  // namespace wattle::trainer
