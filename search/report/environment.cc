// SPDX-License-Identifier: MIT
#include "search/report/environment.h"

#include "search/report/html_text.h"
#include "search/report/number_text.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string list_text(const nlohmann::json& list) {
  std::string text;
  for (const nlohmann::json& item : list) {
    if (!text.empty()) text += ", ";
    text += value_text(item);
  }
  return text;
}

void add_rows(const std::string& name, const nlohmann::json& value, Rows& rows) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      std::string path = name;
      if (!path.empty()) path += '.';
      add_rows(path.append(key), member, rows);
    }
  } else if (!value.is_null()) {
    rows.emplace_back(name, value.is_array() ? list_text(value) : value_text(value));
  }
}

}  // namespace

Rows environment_rows(const nlohmann::json& context) {
  Rows rows;
  if (context.is_object()) add_rows("", context, rows);
  return rows;
}

std::string environment_html(const nlohmann::json& context, const nlohmann::json& scenario) {
  std::string html = "<div class=\"scroll panel\"><table><tbody>\n";
  for (const auto& [name, value] : environment_rows(context)) {
    html += "<tr><th scope=\"row\">" + html_escape(name) + "</th><td class=\"long\">" +
            html_escape(value) + "</td></tr>\n";
  }
  return html +
         "</tbody></table></div>\n<details><summary>The scenario</summary><pre class=\"panel\">" +
         html_escape(json_text(scenario, 2)) + "</pre></details>\n";
}

}  // namespace wattle::search
