// SPDX-License-Identifier: MIT
#include "search/report/html_page.h"

#include "search/report/html_style.h"
#include "search/report/html_text.h"

namespace wattle::search {

std::string html_page_head(const std::string& title) {
  // The policy makes "no network" a property of the file, not a promise.
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
         "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n<title>" +
         html_escape(title) + " · Wattle</title>\n<style>" + std::string(html_style()) +
         "</style>\n</head>\n<body>\n<main>\n";
}

std::string html_page_foot(const std::string& note, std::string_view script) {
  std::string html = "<footer>Written by Wattle. " + html_escape(note) + "</footer>\n</main>\n";
  // A module has names of its own, so that programs of a page do not meet.
  for (const std::string_view program : {html_script(), script}) {
    if (program.empty()) continue;
    html += "<script type=\"module\">";
    html += program;
    html += "</script>\n";
  }
  return html + "</body>\n</html>\n";
}

}  // namespace wattle::search
