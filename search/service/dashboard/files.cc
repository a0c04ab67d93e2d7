// SPDX-License-Identifier: MIT
#include "search/service/dashboard/files.h"

#include <algorithm>
#include <array>

#include "search/report/chart/page_script.h"
#include "search/report/html_style.h"

// As in search/report/chart/page_script.cc: the assembler takes a file as it is.
#define WATTLE_TAKE_IN(symbol, file)                                                             \
  asm(".pushsection .rodata\n"                                                                   \
      ".hidden wattle_dashboard_" #symbol                                                        \
      "_begin\n"                                                                                 \
      ".globl wattle_dashboard_" #symbol                                                         \
      "_begin\n"                                                                                 \
      "wattle_dashboard_" #symbol                                                                \
      "_begin:\n"                                                                                \
      ".incbin \"" file                                                                          \
      "\"\n"                                                                                     \
      ".hidden wattle_dashboard_" #symbol                                                        \
      "_end\n"                                                                                   \
      ".globl wattle_dashboard_" #symbol                                                         \
      "_end\n"                                                                                   \
      "wattle_dashboard_" #symbol                                                                \
      "_end:\n"                                                                                  \
      ".popsection\n");                                                                          \
  extern "C" {                                                                                   \
  __attribute__((                                                                                \
      visibility("hidden"))) extern const char wattle_dashboard_##symbol##_begin[]; /* NOLINT */ \
  __attribute__((                                                                                \
      visibility("hidden"))) extern const char wattle_dashboard_##symbol##_end[]; /* NOLINT */   \
  }                                                                                              \
  namespace {                                                                                    \
  std::string_view symbol##_text() {                                                             \
    return {wattle_dashboard_##symbol##_begin, wattle_dashboard_##symbol##_end};                 \
  }                                                                                              \
  }

WATTLE_TAKE_IN(page, WATTLE_FILES "/page.html")
WATTLE_TAKE_IN(style, WATTLE_FILES "/style.css")
WATTLE_TAKE_IN(announce, WATTLE_FILES "/announce.js")
WATTLE_TAKE_IN(charts, WATTLE_FILES "/charts.js")
WATTLE_TAKE_IN(controls, WATTLE_FILES "/controls.js")
WATTLE_TAKE_IN(elements, WATTLE_FILES "/elements.js")
WATTLE_TAKE_IN(live, WATTLE_FILES "/live.js")
WATTLE_TAKE_IN(main, WATTLE_FILES "/main.js")
WATTLE_TAKE_IN(pages, WATTLE_FILES "/pages.js")
WATTLE_TAKE_IN(running, WATTLE_FILES "/running.js")
WATTLE_TAKE_IN(service, WATTLE_FILES "/service.js")
WATTLE_TAKE_IN(studies, WATTLE_FILES "/studies.js")
WATTLE_TAKE_IN(study, WATTLE_FILES "/study.js")
WATTLE_TAKE_IN(token, WATTLE_FILES "/token.js")
WATTLE_TAKE_IN(trial, WATTLE_FILES "/trial.js")
WATTLE_TAKE_IN(words, WATTLE_WORDS)

namespace wattle::search {
namespace {

struct Script {
  std::string_view name;
  std::string_view (*text)();
};

constexpr std::array kScripts{
    Script{"announce.js", announce_text}, Script{"controls.js", controls_text},
    Script{"elements.js", elements_text}, Script{"live.js", live_text},
    Script{"main.js", main_text},         Script{"pages.js", pages_text},
    Script{"running.js", running_text},   Script{"service.js", service_text},
    Script{"studies.js", studies_text},   Script{"study.js", study_text},
    Script{"token.js", token_text},       Script{"trial.js", trial_text}};

DashboardFile script(std::string text) {
  return {"text/javascript; charset=utf-8", std::move(text)};
}

std::string both(std::string_view first, std::string_view second) {
  return std::string(first) + "\n" + std::string(second);
}

}  // namespace

DashboardFile dashboard_page() { return {"text/html; charset=utf-8", std::string(page_text())}; }

std::optional<DashboardFile> dashboard_file(std::string_view name) {
  if (name == "style.css") {
    return DashboardFile{"text/css; charset=utf-8", both(html_style(), style_text())};
  }
  // The report's programs know no modules; here they are parts of one.
  if (name == "charts.js") return script(both(chart_script(), charts_text()));
  if (name == "words.js") return script(both(words_text(), "export { withDigits, joules };\n"));
  const auto* const found = std::find_if(kScripts.begin(), kScripts.end(),
                                         [&](const Script& each) { return each.name == name; });
  if (found == kScripts.end()) return std::nullopt;
  return script(std::string(found->text()));
}

}  // namespace wattle::search
