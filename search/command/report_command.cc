// SPDX-License-Identifier: MIT
#include "search/command/report_command.h"

#include <iostream>

#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/output_folder.h"
#include "search/report/report.h"

namespace wattle::search {
int report(const std::filesystem::path& folder) {
  const auto written = read_study(folder).and_then(
      [&](const StoredStudy& study) { return write_report(study.record, folder); });
  if (!written) return report_error(written.error());
  std::cout << (folder / "report.html").string() << "\n";
  return kSuccess;
}

}  // namespace wattle::search
