// SPDX-License-Identifier: MIT
#include "search/command/study_place.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "energy/text/durable_file.h"
#include "search/store/database_url.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// What follows the last "#" names the study.
Result<ServerStudy> parse_server_study(const std::string& text) {
  const std::size_t mark = text.rfind('#');
  if (mark != std::string::npos && mark + 1 < text.size()) {
    return ServerStudy{text.substr(0, mark), text.substr(mark + 1)};
  }
  return fail(ErrorCode::kInvalidArgument, without_password(text) + " names no study",
              "write postgresql://USER@HOST/DATABASE#STUDY; wattle list URL shows the studies");
}

/// On the server that a place is or names; kNotFound when it is a folder with a study of its own,
/// or without one.
Result<ServerStudy> find_on_server(const fs::path& place) {
  if (is_postgresql_url(place.string())) return parse_server_study(place.string());
  return server_study(OutputFolder{place});
}

tl::unexpected<Error> holds_no_study(const fs::path& place) {
  return fail(ErrorCode::kInvalidArgument, place.string() + " holds no study",
              "name the folder that `wattle tune` wrote to; `wattle list` shows those below "
              "wattle-out");
}

bool is_there(const fs::path& file) {
  std::error_code unreadable;
  return fs::exists(file, unreadable);
}

/// A folder's record, or a record itself, such as those of a comparison.
fs::path record_of(const fs::path& place) {
  std::error_code unreadable;
  return fs::is_regular_file(place, unreadable) ? place : OutputFolder{place}.store();
}

Result<std::vector<fs::path>> studies_on_server(const std::string& url) {
  return list_postgresql_studies(url).map([&](const std::vector<std::string>& names) {
    std::vector<fs::path> places;
    places.reserve(names.size());
    for (const std::string& name : names) {
      places.push_back(without_password(url).append("#").append(name));
    }
    return places;
  });
}

}  // namespace

Result<ServerStudy> server_study(const OutputFolder& folder) {
  std::string line;
  if (!std::getline(std::ifstream(folder.server()), line)) {
    return fail(ErrorCode::kNotFound, folder.root.string() + " names no server");
  }
  return parse_server_study(line);
}

Result<void> remember_server(const OutputFolder& folder, const ServerStudy& study) {
  return write_file_durably(folder.server(),
                            without_password(study.url) + "#" + study.study + "\n");
}

Result<StoredStudy> read_study(const fs::path& place) {
  const auto server = find_on_server(place);
  if (server) return read_postgresql_store(server->url, server->study);
  if (server.error().code != ErrorCode::kNotFound) return tl::unexpected<Error>(server.error());
  const fs::path file = record_of(place);
  return is_there(file) ? read_sqlite_store(file) : holds_no_study(place);
}

Result<std::unique_ptr<Store>> open_study(const fs::path& place) {
  const auto server = find_on_server(place);
  if (server) return open_postgresql_store(server->url, server->study);
  if (server.error().code != ErrorCode::kNotFound) return tl::unexpected<Error>(server.error());
  const fs::path file = OutputFolder{place}.store();
  if (!is_there(file)) return holds_no_study(place);
  return open_sqlite_store(file);
}

Result<std::vector<fs::path>> places_of_studies(const fs::path& where) {
  if (is_postgresql_url(where.string())) return studies_on_server(where.string());
  std::error_code unreadable;
  if (!fs::is_directory(where, unreadable)) {
    return fail(ErrorCode::kNotFound, "there is no folder " + where.string(),
                "studies are below wattle-out unless --out said otherwise");
  }
  std::vector<fs::path> found;
  std::error_code ended;
  for (fs::directory_iterator entry(where, ended), end; !ended && entry != end;
       entry.increment(ended)) {
    if (holds_study(OutputFolder{entry->path()})) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace wattle::search
