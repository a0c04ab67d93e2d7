// SPDX-License-Identifier: MIT
#include <array>
#include <system_error>
#include <utility>

#include "energy/text/durable_file.h"
#include "search/report/analysis.h"
#include "search/report/report.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

Result<void> write_files(const StudyRecord& study, const std::filesystem::path& directory) {
  const StudyAnalysis analysis = analyse_study(study);
  const std::array<std::pair<const char*, std::string>, 4> files{{
      {"result.json", json_text(result_json(study, analysis), 2) + "\n"},
      {"trials.csv", trials_csv(study)},
      {"report.md", report_markdown(study, analysis)},
      {"report.html", report_html(study, analysis)},
  }};
  for (const auto& [name, text] : files) {
    if (auto written = write_file_durably(directory / name, text); !written) return written;
  }
  return {};
}

}  // namespace

Result<void> write_report(const StudyRecord& study, const std::filesystem::path& directory) {
  std::error_code reason;
  std::filesystem::create_directories(directory, reason);
  if (reason) {
    return fail(ErrorCode::kIo, "cannot create " + directory.string() + ": " + reason.message());
  }
  try {
    return write_files(study, directory);
  } catch (const nlohmann::json::exception& broken) {
    return fail(ErrorCode::kCorrupt,
                "the study's record is not complete: " + std::string(broken.what()));
  }
}

}  // namespace wattle::search
