// SPDX-License-Identifier: MIT
// A study's results on paper. Everything here is a pure function of the study's record: written
// twice, it is the same byte for byte.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "energy/error.h"
#include "search/store/store.h"

namespace wattle::search {

nlohmann::json result_json(
    const StudyRecord& study);                     ///< schema_version 1; keys in docs/results.md
std::string trials_csv(const StudyRecord& study);  ///< one row a trial; RFC 4180
/// A parameter's value as it stands there, quotes of the format left out; numbers with all digits.
std::string cell_text(const Value& value);
std::string report_markdown(const StudyRecord& study);
std::string report_html(const StudyRecord& study);  ///< one self-contained file, no network

/// Writes result.json, trials.csv, report.md and report.html into `directory`, each by a temporary
/// file and a rename.
Result<void> write_report(const StudyRecord& study, const std::filesystem::path& directory);

}  // namespace wattle::search
