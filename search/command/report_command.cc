// SPDX-License-Identifier: MIT
#include "search/command/report_command.h"

#include <iostream>

#include "search/command/exit_code.h"
#include "search/command/messages.h"
#include "search/command/output_folder.h"
#include "search/report/report.h"
#include "search/store/store.h"

namespace wattle::search {
namespace {

Result<void> rewrite(const OutputFolder& folder) {
  return read_sqlite_store(folder.store()).and_then([&](const StoredStudy& study) {
    return write_report(study.record, folder.root);
  });
}

}  // namespace

int report(const std::filesystem::path& folder) {
  const auto existing = folder_of_study(folder);
  if (!existing) return report_error(existing.error());
  if (const auto written = rewrite(*existing); !written) return report_error(written.error());
  std::cout << (folder / "report.html").string() << "\n";
  return kSuccess;
}

}  // namespace wattle::search
