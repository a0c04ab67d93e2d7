// SPDX-License-Identifier: MIT
#include "search/report/environment.h"

#include "search/report/number_text.h"

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

Rows environment_rows(const StudyRecord& study) {
  Rows rows;
  if (study.context.is_object()) add_rows("", study.context, rows);
  return rows;
}

}  // namespace wattle::search
