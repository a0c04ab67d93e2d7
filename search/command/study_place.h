// SPDX-License-Identifier: MIT
// Where a study is kept: in its folder, or on a server that the folder names.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "energy/error.h"
#include "search/command/output_folder.h"
#include "search/store/store.h"

namespace wattle::search {

/// A study on a PostgreSQL server; written as "postgresql://USER@HOST/DATABASE#STUDY".
struct ServerStudy {
  std::string url;
  std::string study;
};

/// The server's study that results in a folder are of. kNotFound when they are of none.
Result<ServerStudy> server_study(const OutputFolder& folder);
/// Lets `server_study` find it from now on. The password is not written.
Result<void> remember_server(const OutputFolder& folder, const ServerStudy& study);

/// The study of a place, to look at: a folder, a record (`study.db`, or one of a comparison's), or a
/// server's study as above. kInvalidArgument when there is none; else fails as the store does.
Result<StoredStudy> read_study(const std::filesystem::path& place);
/// The study of a folder or a server, to write.
Result<std::unique_ptr<Store>> open_study(const std::filesystem::path& place);

/// The places right below a folder that hold a study, by name; or those of a server's URL.
Result<std::vector<std::filesystem::path>> places_of_studies(const std::filesystem::path& where);

}  // namespace wattle::search
