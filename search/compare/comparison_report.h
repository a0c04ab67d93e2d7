// SPDX-License-Identifier: MIT
// The forms of a comparison's report. All come from the same findings, and the same findings give
// the same bytes.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "search/compare/analysis.h"

namespace wattle::search {

/// A comparison that is ready to be written about.
struct ComparisonRecord {
  nlohmann::json scenario;  ///< complete, with defaults
  nlohmann::json context;   ///< of its studies: machine, versions, meter
  ComparisonPlan plan;
  ComparisonFindings findings;
};

/// comparison.json: `schema_version`, `context`, `arms`, `energy_to_target`, `tests`, `verdicts`.
nlohmann::json comparison_json(const ComparisonRecord& comparison);
/// comparison.md
std::string comparison_markdown(const ComparisonRecord& comparison);
/// comparison.html: one page that opens from disk, with charts where they were built in.
std::string comparison_html(const ComparisonRecord& comparison);
/// comparison.csv: a row a study.
std::string comparison_csv(const ComparisonRecord& comparison);
/// comparison.tex: the table of arms, for booktabs.
std::string comparison_latex(const ComparisonRecord& comparison);

/// Writes all of them; each file appears whole or stays as it was. kIo.
Result<void> write_comparison(const ComparisonRecord& comparison,
                              const std::filesystem::path& folder);

}  // namespace wattle::search
