// SPDX-License-Identifier: MIT
#include "search/report/analysis.h"

#include "search/report/report.h"

namespace wattle::search {

StudyAnalysis analyse_study(const StudyRecord& study) {
  StudyAnalysis analysis;
  analysis.findings = find_out(study);
  const std::optional<Design> design = design_of(study);
  analysis.importance = importance_of(study, analysis.findings, design);
  analysis.factors = factors_of(study, analysis.findings, design, analysis.importance);
  return analysis;
}

nlohmann::json result_json(const StudyRecord& study) {
  return result_json(study, analyse_study(study));
}

std::string report_markdown(const StudyRecord& study) {
  return report_markdown(study, analyse_study(study));
}

std::string report_html(const StudyRecord& study) {
  return report_html(study, analyse_study(study));
}

}  // namespace wattle::search
