// SPDX-License-Identifier: MIT
#include "search/service/dashboard/files.h"

#include <algorithm>
#include <array>

#include "search/report/built_in.h"
#include "search/report/chart/page_script.h"
#include "search/report/html_style.h"

#define WATTLE_DASHBOARD(name, file) WATTLE_BUILT_IN(dashboard_##name, WATTLE_BUILT_IN_FILE(file))

WATTLE_DASHBOARD(page, WATTLE_FILES "/page.html")
WATTLE_DASHBOARD(style, WATTLE_FILES "/style.css")
WATTLE_DASHBOARD(announce, WATTLE_FILES "/announce.js")
WATTLE_DASHBOARD(charts, WATTLE_FILES "/charts.js")
WATTLE_DASHBOARD(controls, WATTLE_FILES "/controls.js")
WATTLE_DASHBOARD(elements, WATTLE_FILES "/elements.js")
WATTLE_DASHBOARD(live, WATTLE_FILES "/live.js")
WATTLE_DASHBOARD(main, WATTLE_FILES "/main.js")
WATTLE_DASHBOARD(pages, WATTLE_FILES "/pages.js")
WATTLE_DASHBOARD(running, WATTLE_FILES "/running.js")
WATTLE_DASHBOARD(service, WATTLE_FILES "/service.js")
WATTLE_DASHBOARD(studies, WATTLE_FILES "/studies.js")
WATTLE_DASHBOARD(study, WATTLE_FILES "/study.js")
WATTLE_DASHBOARD(token, WATTLE_FILES "/token.js")
WATTLE_DASHBOARD(trial, WATTLE_FILES "/trial.js")
WATTLE_DASHBOARD(words, WATTLE_WORDS)

namespace wattle::search {
namespace {

struct Script {
  std::string_view name;
  std::string_view (*text)();
};

constexpr std::array kScripts{
    Script{"announce.js", dashboard_announce_text}, Script{"controls.js", dashboard_controls_text},
    Script{"elements.js", dashboard_elements_text}, Script{"live.js", dashboard_live_text},
    Script{"main.js", dashboard_main_text},         Script{"pages.js", dashboard_pages_text},
    Script{"running.js", dashboard_running_text},   Script{"service.js", dashboard_service_text},
    Script{"studies.js", dashboard_studies_text},   Script{"study.js", dashboard_study_text},
    Script{"token.js", dashboard_token_text},       Script{"trial.js", dashboard_trial_text}};

DashboardFile script(std::string text) {
  return {"text/javascript; charset=utf-8", std::move(text)};
}

std::string both(std::string_view first, std::string_view second) {
  return std::string(first) + "\n" + std::string(second);
}

}  // namespace

DashboardFile dashboard_page() {
  return {"text/html; charset=utf-8", std::string(dashboard_page_text())};
}

std::optional<DashboardFile> dashboard_file(std::string_view name) {
  if (name == "style.css") {
    return DashboardFile{"text/css; charset=utf-8", both(html_style(), dashboard_style_text())};
  }
  // The report's programs know no modules; here they are parts of one.
  if (name == "charts.js") return script(both(chart_script(), dashboard_charts_text()));
  if (name == "words.js")
    return script(both(dashboard_words_text(), "export { withDigits, joules };\n"));
  const auto* const found = std::find_if(kScripts.begin(), kScripts.end(),
                                         [&](const Script& each) { return each.name == name; });
  if (found == kScripts.end()) return std::nullopt;
  return script(std::string(found->text()));
}

}  // namespace wattle::search
