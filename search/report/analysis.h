// SPDX-License-Identifier: MIT
// Everything that a report says of a study, worked out once for all its forms.
#pragma once

#include "search/report/factors.h"
#include "search/report/findings.h"
#include "search/report/importance.h"

namespace wattle::search {

/// Pointers are into the record, which must outlive it.
struct StudyAnalysis {
  Findings findings;
  StudyImportance importance;
  StudyFactors factors;
};

/// `study.scenario` must be valid. Cost: of importance_of, factors_of and find_out.
StudyAnalysis analyse_study(const StudyRecord& study);

nlohmann::json result_json(const StudyRecord& study, const StudyAnalysis& analysis);
std::string report_markdown(const StudyRecord& study, const StudyAnalysis& analysis);
std::string report_html(const StudyRecord& study, const StudyAnalysis& analysis);

}  // namespace wattle::search
