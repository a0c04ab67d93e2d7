// SPDX-License-Identifier: MIT
#include <array>
#include <system_error>
#include <utility>

#include "energy/text/durable_file.h"
#include "search/compare/comparison_report.h"
#include "search/report/trial_json.h"

namespace wattle::search {

Result<void> write_comparison(const ComparisonRecord& comparison,
                              const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorCode::kIo, "cannot create " + folder.string() + ": " + error.message());
  }
  const std::array<std::pair<const char*, std::string>, 5> files{{
      {"comparison.json", json_text(comparison_json(comparison), 2) + "\n"},
      {"comparison.md", comparison_markdown(comparison)},
      {"comparison.html", comparison_html(comparison)},
      {"comparison.csv", comparison_csv(comparison)},
      {"comparison.tex", comparison_latex(comparison)},
  }};
  for (const auto& [name, text] : files) {
    if (auto written = write_file_durably(folder / name, text); !written) return written;
  }
  return {};
}

}  // namespace wattle::search
