// SPDX-License-Identifier: MIT
// The public data sets that Wattle knows by name: what they are, and where they come from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wattle::search {

/// A file on a server. Its bytes are known, so it does not matter which server sends them.
struct RemoteFile {
  std::string url;
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::int64_t bytes = 0;

  /// What stands behind the last slash.
  std::string name() const { return url.substr(url.rfind('/') + 1); }
};

struct PublicSet {
  std::string name;                  ///< as a scenario's data.name has it
  std::vector<std::string> folders;  ///< in a data folder: ours, then as its archive has it
  std::string about;                 ///< "60,000 + 10,000 grey images of 28 x 28, 10 classes"
  std::string licence;
  std::string origin;             ///< page of its makers
  std::vector<RemoteFile> files;  ///< empty: it ships with Wattle
  bool archive = false;           ///< the one file is a .tar.gz of the set's files

  std::int64_t bytes() const;  ///< of all files
};

/// Every set that a scenario may name, in alphabetical order.
const std::vector<PublicSet>& public_sets();

/// nullptr when there is none of this name.
const PublicSet* find_public_set(const std::string& name);

/// The set's folder in the first of `directories` that has one; empty when none has.
std::filesystem::path find_folder(const PublicSet& set,
                                  const std::vector<std::filesystem::path>& directories);

/// Whether the set's files are in `folder`, each as it is or unpacked. Of an archive, whose files
/// are not listed here, any: fetch_set names its folder when all of them are there.
bool is_complete(const PublicSet& set, const std::filesystem::path& folder);

/// A file of this name, or the same without ".gz".
bool has_file(const std::filesystem::path& folder, const std::string& name);

}  // namespace wattle::search
