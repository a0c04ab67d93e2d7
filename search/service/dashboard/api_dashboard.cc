// SPDX-License-Identifier: MIT
// What the dashboard's page calls for itself: its files, and the charts as data.
#include <utility>

#include "search/report/chart/charts_json.h"
#include "search/service/api_call.h"
#include "search/service/dashboard/files.h"

namespace wattle::search {
namespace {

/// Scripts come from this server alone, and so do answers to them. Styles may stand in elements:
/// the charts' library sets some.
ApiAnswer file_answer(DashboardFile file) {
  ApiAnswer answer = text_answer(std::move(file.text), std::move(file.content_type));
  answer.headers = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src "
       "'self'; img-src data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "no-cache"}};
  return answer;
}

}  // namespace

Api::Answered Api::dashboard(const Call& /*call*/) { return file_answer(dashboard_page()); }

Api::Answered Api::dashboard_file(const Call& call) {
  auto file = search::dashboard_file(call.names.at("file"));
  if (file) return file_answer(std::move(*file));
  return problem(404, "no_such_path", "the dashboard has no such file");
}

Api::Answered Api::charts(const Call& call) {
  return host_.read(call.study()).map([](const StoredStudy& study) {
    return json_answer(charts_json(study.record));
  });
}

}  // namespace wattle::search
