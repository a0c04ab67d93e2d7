// SPDX-License-Identifier: MIT
// Texts as examples.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"
#include "trainer/dataset/examples.h"
#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// A folder with a folder of .txt files for each class (folder.h), or a table of which
/// source.column is the text and source.target, with `more_targets`, the class. The texts have no
/// numbers yet (prepare.h). Failures: those of list_labelled_files, read_file, read_csv,
/// find_column and read_target; kInvalidArgument (a table without source.target, a folder with one
/// or with more_targets); kCorrupt, naming the file and line: a text without any token, bytes that
/// are no UTF-8, a file of more than 64 MiB. A byte order mark before a text is no part of it.
Result<Examples> read_texts(const std::filesystem::path& path, const TextSource& source,
                            const std::vector<std::string>& more_targets);

}  // namespace wattle::trainer
