// SPDX-License-Identifier: MIT
#include "search/command/report_command.h"

#include <iostream>

#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/study_place.h"
#include "search/report/report.h"
#include "search/store/database_url.h"

namespace wattle::search {

int report(const std::filesystem::path& folder) {
  if (is_postgresql_url(folder.string())) {
    return report_error({ErrorCode::kInvalidArgument, "a report is written into a folder",
                         "name the folder that `wattle tune --store` wrote its results to"});
  }
  const auto written = read_study(folder).and_then(
      [&](const StoredStudy& study) { return write_report(study.record, folder); });
  if (!written) return report_error(written.error());
  std::cout << (folder / "report.html").string() << "\n";
  return kSuccess;
}

}  // namespace wattle::search
